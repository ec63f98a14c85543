// Lets Plotly take over the drawn trend chart, for reading single years and looking closer.
//
// It looks for <figure data-plotly="URL of Plotly"> with the drawing (svg.chart) and its content
// (script type="application/json") inside, and adds the plot and a button.
//
// The page is complete without it: the drawing stays until Plotly has drawn, and for good if
// Plotly fails. Plotly is large, so it is fetched after the page can be read: by itself on wide
// screens whose owner does not save data, else by the button.
//
// What it is made of is exported for series-chart.js, which lets it take over another drawing.

const SEPARATORS = ",."; // German: decimal comma, thousands point
const YEAR_WIDTH = 44; // pixels a written year needs
const LINE_HEIGHT = 17; // of the labels beside the plot
export const MARGIN = { l: 8, r: 132, t: 16, b: 32 }; // the left one grows with the values' texts

let library;

export const loadPlotly = (url) => {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
    // While it starts, the bundle appends a style element for maps, which this page has none of
    // and our policy would refuse and report.
    document.head.appendChild = (node) =>
      node instanceof HTMLStyleElement ? node : Node.prototype.appendChild.call(document.head, node);
  }).finally(() => delete document.head.appendChild);
  return library;
};

// Plotly takes tags in texts for markup; ours are plain.
export const plain = (text) => text.replaceAll("<", "‹");

// A colour of the page as it is now. In a high-contrast theme it is the name of a system colour,
// which Plotly does not know, so an element is asked how it looks in it.
export const colourOf = (name) => {
  const probe = document.createElement("i");
  probe.style.cssText = `color: var(--${name}); forced-color-adjust: none`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

// The page's colours, light or dark.
export const pageColours = () => ({
  paper: colourOf("paper"), future: colourOf("stone-1"), rule: colourOf("rule"),
  band: colourOf("green-tint"), ink: colourOf("ink"), quiet: colourOf("ink-2"),
  former: colourOf("ink-3"), green: colourOf("green"), red: colourOf("red"), fan: colourOf("stone-3"),
  sans: getComputedStyle(document.documentElement).getPropertyValue("--sans").trim(),
});

const lineTrace = (points, label, decimals, look) => ({
  x: points.years,
  y: points.values,
  mode: "lines",
  line: { ...look, shape: points.stepped ? "hv" : "linear" },
  hovertemplate: label && `${label} %{y:,.${decimals}f}<extra></extra>`,
  hoverinfo: label ? undefined : "skip",
});

// The range of the continuation: an area without a hover label, and a line that has it.
const fanTraces = ({ fan }, colours) => !fan ? [] : [
  {
    x: [...fan.years, ...fan.years.toReversed()], y: [...fan.high, ...fan.low.toReversed()],
    mode: "lines", line: { width: 0 }, fill: "toself", fillcolor: colours.fan, hoverinfo: "skip",
  },
  {
    x: fan.years.slice(1), y: fan.high.slice(1), text: fan.texts.slice(1), mode: "lines", line: { width: 0, color: colours.quiet },
    hovertemplate: "Spanne %{text}, keine Vorhersage<extra></extra>",
  },
];

const traces = (chart, colours) => {
  const line = (points, label, look) => lineTrace(points, label, chart.decimals, look);
  const open = (yes, no) => chart.provisional.map((provisional) => (provisional ? yes : no));
  const { ink } = colours;
  return [
    ...fanTraces(chart, colours), // below all lines
    ...chart.former.map((path) => line(path, "früherer Zielpfad", { color: colours.former, width: 1.5, dash: "dot" })),
    ...(chart.path ? [line(chart.path, "Zielpfad", { color: colours.green, width: 2.5 })] : []),
    ...(chart.goals ? [{
      x: chart.goals.years, y: chart.goals.values, mode: "markers", hoverinfo: "skip", cliponaxis: false,
      marker: { symbol: "diamond", size: 10, color: colours.green },
    }] : []),
    line(chart.continuation, "bei gleichem Tempo", { color: ink, width: 1.75, dash: "6px,4px" }),
    line(chart.solid, "", { color: ink, width: 2.75 }),
    line(chart.dashed, "", { color: ink, width: 2.75, dash: "3px,3px" }),
    // No value is no zero: a cross on the lower edge.
    ...(chart.missing.length ? [{
      x: chart.missing, y: chart.missing.map(() => chart.low + (chart.high - chart.low) * 0.015), mode: "markers", cliponaxis: false,
      hovertemplate: "kein Wert<extra></extra>",
      marker: { symbol: "x-thin", size: 9, line: { color: colours.quiet, width: 2 } },
    }] : []),
    {
      x: chart.years, y: chart.values, text: chart.texts.map(plain), mode: "markers", cliponaxis: false,
      hovertemplate: "<b>%{text}</b><extra></extra>", legendrank: 1, // first in the hover label
      marker: {
        size: open(10, 7), color: open(colours.paper, ink), opacity: 1,
        line: { color: ink, width: open(2.25, 0) },
      },
    },
  ];
};

export const shapes = (chart, colours) => {
  const area = { type: "rect", layer: "below", line: { width: 0 } };
  const drawn = [];
  if (chart.currentYear < chart.lastYear) {
    drawn.push({ ...area, x0: chart.currentYear, x1: chart.lastYear, yref: "paper", y0: 0, y1: 1, fillcolor: colours.future });
  }
  if (chart.band) {
    const [low, high] = chart.band;
    drawn.push({ ...area, xref: "paper", x0: 0, x1: 1, y0: low ?? chart.low, y1: high ?? chart.high, fillcolor: colours.band });
  }
  // A break lies before the first year of the new way of measuring.
  for (const { year } of chart.breaks) {
    drawn.push({ type: "line", x0: year - 0.5, x1: year - 0.5, yref: "paper", y0: 0, y1: 1, line: { color: colours.ink, width: 1.25, dash: "5px,3px" } });
  }
  if (chart.gap) {
    const { year, reached, wanted } = chart.gap;
    drawn.push({
      type: "line", xsizemode: "pixel", xanchor: year, x0: 10, x1: 10, y0: reached, y1: wanted,
      line: { color: colours.red, width: 2 },
    });
  }
  return drawn;
};

// The labels beside the plot, in their order and moved apart where they would cover each other.
export const besidePlot = (chart, colours, height) => {
  const bottom = height - MARGIN.t - MARGIN.b + LINE_HEIGHT / 2;
  const pixels = (height - MARGIN.t - MARGIN.b) / (chart.high - chart.low);
  const labels = chart.notes.map((note) => {
    const room = note.lines.length * LINE_HEIGHT;
    const wanted = (chart.high - note.value) * pixels - room / 2;
    return { note, room, wanted, top: wanted };
  });
  let free = -MARGIN.t;
  for (const label of labels) {
    label.top = Math.max(label.top, free);
    free = label.top + label.room;
  }
  free = bottom;
  for (const label of [...labels].reverse()) {
    label.top = Math.min(label.top, free - label.room);
    free = label.top;
  }
  return labels.map(({ note, wanted, top }) => {
    const text = note.lines.map(plain).join("<br>");
    return {
      xref: "paper", x: 1, xanchor: "left", xshift: 20, align: "left", showarrow: false,
      y: note.value, yanchor: "middle", yshift: wanted - top,
      text: note.tone ? `<b>${text}</b>` : text,
      font: { color: colours[note.tone] || colours.quiet },
    };
  });
};

// The latest value, away from where the line goes on, a gap of an earlier year than the last, and
// the next goal on the way to the target.
const insidePlot = (chart, colours) => {
  const labels = [];
  const gap = chart.gap?.text ? chart.gap : null;
  if (chart.latest) {
    const { year, value, text, note } = chart.latest;
    const ahead = gap?.wanted ?? chart.continuation.values.at(-1) ?? chart.goals?.values.at(-1) ?? value;
    const below = ahead > value;
    const isLast = year === chart.lastYear;
    labels.push({
      x: year, xanchor: isLast ? "right" : "left", xshift: isLast ? -8 : 8, showarrow: false,
      y: value, yanchor: below ? "top" : "bottom", yshift: below ? -4 : 4,
      text: `<b>${text}</b> ${note}`, font: { color: colours.ink, size: 15 },
    });
  }
  if (gap) {
    // Inside the gap where the latest value stands outside it, else away from the path.
    const up = gap.wanted > gap.reached === (gap.year === chart.latest.year);
    labels.push({
      x: gap.year, xanchor: "left", xshift: 16, showarrow: false,
      y: gap.reached, yanchor: up ? "bottom" : "top",
      text: `<b>${gap.text}</b>`, font: { color: colours.red },
    });
  }
  if (chart.nextGoal) {
    const { year, value, text, above, before } = chart.nextGoal;
    labels.push({
      x: year, xanchor: before ? "right" : "left", xshift: before ? -6 : 6, showarrow: false,
      y: value, yanchor: above ? "bottom" : "top", yshift: above ? 3 : -3,
      text: `<b>${text}</b>`, font: { color: colours.green },
    });
  }
  return labels;
};

// What happened at a break.
export const saidOfBreaks = (chart, colours) => chart.breaks.map(({ year, text }) => ({
  x: year - 0.5, xanchor: "center", yref: "paper", y: 1, yanchor: "bottom", showarrow: false,
  text: plain(text.length > 40 ? `Bruch ${year}` : text), font: { color: colours.ink },
}));

// The numbers of the remarks listed below the chart.
const numbersOfRemarks = (chart, colours) => chart.remarks.map(({ number, year, value }) => ({
  x: year, y: value ?? chart.low, yanchor: "bottom", yshift: 8, showarrow: false,
  text: String(number), font: { color: colours.ink, size: 12 },
  bgcolor: colours.paper, bordercolor: colours.quiet, borderwidth: 1, borderpad: 2,
}));

// Everything about the plot but what is drawn and written into it.
export const frame = (chart, colours, height) => ({
  height,
  margin: MARGIN,
  separators: SEPARATORS,
  showlegend: false,
  hovermode: "x unified",
  // A finger scrolls the page; only a mouse zooms.
  dragmode: matchMedia("(pointer: fine)").matches ? "zoom" : false,
  paper_bgcolor: colours.paper,
  plot_bgcolor: colours.paper,
  font: { family: colours.sans, size: 13, color: colours.quiet },
  hoverlabel: { bgcolor: colours.paper, bordercolor: colours.quiet, font: { color: colours.ink } },
  xaxis: {
    range: [chart.firstYear - 0.3, chart.lastYear + 0.3],
    minallowed: chart.firstYear - 0.3, maxallowed: chart.lastYear + 0.3,
    dtick: 1, tickformat: "d", tickangle: 0, showgrid: false, zeroline: false,
    ticks: "outside", tickcolor: colours.ink, linecolor: colours.ink, showline: chart.low >= 0,
    spikecolor: colours.quiet, spikethickness: 1, spikedash: "solid",
  },
  yaxis: {
    range: [chart.low, chart.high], fixedrange: true,
    automargin: true, tickvals: chart.ticks, ticktext: chart.tickTexts,
    gridcolor: colours.rule, zeroline: true, zerolinecolor: colours.ink, zerolinewidth: 1,
  },
});

const layout = (chart, colours, height) => ({
  ...frame(chart, colours, height),
  shapes: shapes(chart, colours),
  annotations: [
    ...besidePlot(chart, colours, height), ...insidePlot(chart, colours),
    ...saidOfBreaks(chart, colours), ...numbersOfRemarks(chart, colours),
  ],
});

const trendPicture = (chart, colours, height) => ({
  data: traces(chart, colours), layout: layout(chart, colours, height),
});

// Every so many years one is written, so that each has room.
export const yearStep = (years, width) => Math.max(1, Math.ceil((years * YEAR_WIDTH) / width));

// After zooming too.
const writeYears = (plot) => {
  const { xaxis, _size } = plot._fullLayout;
  const step = yearStep(xaxis.range[1] - xaxis.range[0], _size.w);
  if (xaxis.ticklabelstep !== step) window.Plotly.relayout(plot, { "xaxis.ticklabelstep": step });
};

const CONFIG = { displayModeBar: false, responsive: true, showTips: false };

// By figure: its chart's content, how it becomes a picture, and a way back from zooming.
export const explorers = new WeakMap();

const draw = async (figure, plot, chart, picture) => {
  // As high as the drawing it replaces, so that nothing on the page moves.
  const drawings = [...figure.querySelectorAll("svg.chart")];
  const height = Math.max(...drawings.map((drawing) => drawing.getBoundingClientRect().height));
  const Plotly = await loadPlotly(figure.dataset.plotly);
  const render = () => {
    if (!plot.isConnected) return null; // another drawing has its place
    const { data, layout } = picture(chart, pageColours(), height);
    return Plotly.react(plot, data, layout, CONFIG);
  };
  explorers.get(figure).reset = () => render().then(() => writeYears(plot));
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", chart.alternative);
  figure.classList.add("is-explored"); // before drawing, for a hidden plot has no width
  await render();
  plot.on("plotly_relayout", () => writeYears(plot));
  writeYears(plot);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
  matchMedia("(forced-colors: active)").addEventListener("change", render);
};

export const takeOver = (figure, chart, picture) => {
  explorers.set(figure, { chart, picture, reset: () => {} });
  const plot = document.createElement("div");
  plot.className = "explored";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--2";
  figure.append(plot, button);

  const describe = () => {
    button.textContent = figure.classList.contains("is-explored") ? "Feste Zeichnung zeigen" : "Verlauf erkunden";
  };
  let drawn;
  const explore = () => {
    drawn = draw(figure, plot, chart, picture).then(describe, () => {
      figure.classList.remove("is-explored");
      button.textContent = "Erkunden ist gerade nicht möglich";
      button.disabled = true;
    });
  };
  button.addEventListener("click", () => {
    if (!drawn) return explore();
    figure.classList.toggle("is-explored");
    describe();
  });
  describe();

  const saves = navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;
  if (saves || matchMedia("(max-width: 47.99rem)").matches) return;
  const visible = new IntersectionObserver((entries) => {
    if (drawn || !entries.some((entry) => entry.isIntersecting)) return;
    visible.disconnect();
    (window.requestIdleCallback ?? setTimeout)(() => drawn ?? explore());
  });
  visible.observe(figure);
};

const start = () => document.querySelectorAll("figure[data-chart]").forEach((figure) => {
  const chart = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  if (chart.years.length > 1) takeOver(figure, chart, trendPicture); // else nothing to explore
});

if (document.readyState === "complete") start();
else addEventListener("load", start);
