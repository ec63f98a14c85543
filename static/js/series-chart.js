// Switches the series of an indicator's chart, lets Plotly draw them, and saves the chart as image.
//
// The form works without it: then "Anzeigen" loads the page with the chosen series. With it htmx
// fetches #series at every change, with the drawing, the table and the content of one choice.

const form = document.getElementById("series-form");
const status = document.getElementById("series-status");
const actions = document.getElementById("series-actions");
const image = document.getElementById("series-image");
const series = () => document.getElementById("series");
const seriesFigure = () => series().querySelector("figure");
const figure = () => seriesFigure() ?? document.querySelector("figure[data-chart]");

const LINES = ["ink", "a1", "a4", "a3", "a7", "a6", "a2"]; // colours by the number of a look
const SIGNS = {
  circle: "●", square: "■", "triangle-up": "▲", "triangle-down": "▼", "triangle-right": "▶",
  "triangle-left": "◀", star: "★",
};
const BESIDE = { start: 20, most: 0.42 }; // pixels from plot to label; share of the width for both
const PICTURE = { width: 1200, height: 720, head: 84, foot: 58, letters: 150 };
const FAILED = "Die Auswahl ließ sich nicht laden. Bitte versuchen Sie es noch einmal.";
const NO_PICTURE = "Das Bild ließ sich nicht erzeugen. Ein Bildschirmfoto oder der Druck der Seite hilft weiter.";

// The drawing of the trend chart knows how Plotly is loaded, and how a plot is laid out.
let tools;
const ready = import(form.dataset.tools).then((module) => { tools = module; });

// Drawing ---------------------------------------------------------------------------

const withLineColours = (colours) => {
  const lines = LINES.map((name, number) => [`l${number}`, tools.colourOf(name)]);
  return { ...colours, ...Object.fromEntries(lines), faint: tools.colourOf("rule-2") };
};

// No line leads across a break: a point without value, halfway from the year before, parts it.
const parted = (line, breaks) => {
  const first = breaks.map(({ year }) => line.years.indexOf(year)).filter((index) => index > 0);
  const part = (list, between) =>
    list.flatMap((one, index) => (first.includes(index) ? [between(one), one] : [one]));
  return {
    ...line,
    years: part(line.years, (year) => year - 0.5), values: part(line.values, () => null),
    texts: part(line.texts, () => ""), provisional: part(line.provisional, () => false),
  };
};

const quietTrace = (line, colours) => ({
  x: line.years, y: line.values, text: line.texts.map(tools.plain), name: tools.plain(line.name),
  mode: "lines", line: { color: colours.faint, width: 1.25 },
  hovertemplate: "<b>%{fullData.name}</b> %{x}: %{text}<extra></extra>",
});

const markedTrace = (line, colours, years) => {
  const colour = colours[`l${line.look}`];
  const open = (yes, no) => line.provisional.map((provisional) => (provisional ? yes : no));
  return {
    x: line.years, y: line.values, text: line.texts.map(tools.plain), name: tools.plain(line.name),
    mode: "lines+markers", cliponaxis: false, legendrank: line.look + 1, // first in the hover label
    line: { color: colour, width: line.look ? 2 : 2.75, dash: line.dash.replaceAll(" ", "px,") + (line.dash && "px") },
    marker: { symbol: line.mark, size: 9, color: open(colours.paper, colour), line: { color: colour, width: open(2, 0) } },
    hovertemplate: `<b>%{fullData.name}</b>${years ? " %{x}:" : ""} %{text}<extra></extra>`,
  };
};

const lineTrace = (points, look) => ({
  x: points.years, y: points.values, text: points.texts, name: points.name, mode: "lines",
  line: { ...look, shape: points.stepped ? "hv" : "linear" },
  hovertemplate: "%{fullData.name} %{text}<extra></extra>",
});

// No value is no zero: a cross, or a ring for a secret one, on the lower edge.
const missingTrace = (marks, symbol, height, chart, colours) => ({
  x: marks.map((mark) => mark.year), y: marks.map(() => chart.low + (chart.high - chart.low) * height),
  text: marks.map((mark) => tools.plain(mark.text)), name: symbol, mode: "markers", cliponaxis: false,
  hovertemplate: "%{text}<extra></extra>",
  marker: { symbol, size: 9, color: colours.quiet, line: { color: colours.quiet, width: 2 } },
});

const traces = (chart, colours) => {
  const lines = chart.lines.map((line) => parted(line, chart.breaks));
  const quiet = lines.filter((line) => line.look < 0);
  const marked = lines.filter((line) => line.look >= 0);
  const secret = chart.missing.filter((mark) => mark.secret);
  const missing = chart.missing.filter((mark) => !mark.secret);
  return [
    ...quiet.map((line) => quietTrace(line, colours)),
    ...(chart.path ? [lineTrace(chart.path, { color: colours.green, width: 2.5 })] : []),
    ...(chart.continuation ? [lineTrace(chart.continuation, { color: colours.ink, width: 1.75, dash: "6px,4px" })] : []),
    ...(missing.length ? [missingTrace(missing, "x-thin", 0.015, chart, colours)] : []),
    ...(secret.length ? [missingTrace(secret, "circle-open", 0.045, chart, colours)] : []),
    ...[...marked].reverse().map((line) => markedTrace(line, colours, quiet.length)),
  ];
};

const lastOf = (values) => values.findLast((value) => value !== null);

const endNotes = (chart) => [
  ...chart.lines.filter((line) => line.label).map((line) => ({
    value: lastOf(line.values), lines: [`${SIGNS[line.mark]} ${line.label}`], tone: `l${line.look}`,
  })),
  ...[[chart.path, "green"], [chart.continuation, ""]].filter(([points]) => points)
    .map(([points, tone]) => ({ value: points.values.at(-1), lines: [points.name], tone })),
].sort((one, other) => other.value - one.value);

const roomBeside = (notes, { family, size }) => {
  const brush = document.createElement("canvas").getContext("2d");
  brush.font = `bold ${size}px ${family}`;
  const widths = notes.map((note) => brush.measureText(note.lines[0]).width);
  return Math.min(BESIDE.start + Math.max(0, ...widths) + 6, actions.clientWidth * BESIDE.most);
};

const picture = (chart, pageColours, height) => {
  const colours = withLineColours(pageColours);
  const notes = endNotes(chart);
  const layout = tools.frame(chart, colours, height);
  const isCrowded = chart.lines.some((line) => line.look < 0);
  return {
    data: traces(chart, colours),
    layout: {
      ...layout,
      margin: { ...layout.margin, r: roomBeside(notes, layout.font) },
      hovermode: isCrowded ? "closest" : "x unified",
      shapes: tools.shapes(chart, colours),
      annotations: [...tools.besidePlot({ ...chart, notes }, colours, height), ...tools.saidOfBreaks(chart, colours)],
    },
  };
};

// Image -----------------------------------------------------------------------------

// Always in light colours, for paper and slides. Nothing is painted between the two changes.
const inLightColours = (draw) => {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  dataset.theme = "light";
  try {
    return draw(tools.pageColours());
  } finally {
    if (theme) dataset.theme = theme;
    else delete dataset.theme;
  }
};

const wrapped = (text, letters) => {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1) && lines.at(-1).length + word.length >= letters) lines.push("");
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines;
};

const text = (lines, y, font) => ({
  xref: "paper", yref: "paper", xanchor: "left", yanchor: "top", align: "left", showarrow: false,
  x: 0, y: y < 0 ? 0 : 1, yshift: y, text: lines.map(tools.plain).join("<br>"), font,
});

// The plot keeps the height it was laid out for; title and source are put around it.
const imageOf = (chart, draw, { source, stand }) => inLightColours((colours) => {
  const { width, height, head, foot, letters } = PICTURE;
  const { data, layout } = draw(chart, colours, height - head - foot);
  const { t, b, r } = layout.margin;
  const margin = { l: 72, r, t: t + head, b: b + foot };
  const step = tools.yearStep(chart.lastYear - chart.firstYear, width - margin.l - margin.r);
  return {
    data,
    layout: {
      ...layout, width, height, margin,
      xaxis: { ...layout.xaxis, ticklabelstep: step },
      annotations: [
        ...layout.annotations,
        text(wrapped(chart.title, 90).slice(0, 2), head + 4, { size: 20, color: colours.ink, weight: 700 }),
        text([chart.subtitle], 34, { size: 14, color: colours.quiet }),
        text([...wrapped(source, letters).slice(0, 2), stand], -36, { size: 12, color: colours.quiet }),
      ],
    },
  };
});

const saveImage = async () => {
  const shown = tools.explorers.get(figure());
  const { plotly, name, source, stand } = actions.dataset;
  const view = seriesFigure() ? `-${series().dataset.view}` : "";
  const Plotly = await tools.loadPlotly(plotly);
  const content = imageOf(shown.chart, shown.picture, { source, stand });
  const { width, height } = PICTURE;
  return Plotly.downloadImage(content, { format: "png", filename: `${name}${view}`, width, height, scale: 2 });
};

// Choosing --------------------------------------------------------------------------

const choose = (isChosen) => {
  const boxes = [...form.querySelectorAll("[type=checkbox]")];
  boxes.forEach((box, index) => { box.checked = isChosen || index === 0; });
  boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
};

const chosenView = () => form.querySelector("[type=radio]:checked").value;
const chosenPlaces = () => [...form.querySelectorAll("[type=checkbox]:checked")].map((box) => box.value);

// What the server says is shown: in the form, in the status line, in place of the trend.
const tell = () => {
  const { view, places, query, status: text } = series().dataset;
  const slugs = places.split(" ");
  for (const input of form.querySelectorAll("[type=radio]")) input.checked = input.value === view;
  for (const input of form.querySelectorAll("[type=checkbox]")) input.checked = slugs.includes(input.value);
  for (const part of document.querySelectorAll("[data-trend]")) part.hidden = Boolean(seriesFigure());
  if (status.textContent !== text) status.textContent = text;
  history.replaceState(null, "", location.pathname + query);
};

const explore = () => {
  const chosen = seriesFigure();
  if (chosen && !tools.explorers.has(chosen)) tools.takeOver(chosen, JSON.parse(chosen.dataset.content), picture);
  image.hidden = !tools.explorers.has(figure());
};

// Ticks that were set before htmx listened.
const catchUp = () => {
  const { view, places } = series().dataset;
  const isShown = chosenView() === view && (!form.querySelector("[type=checkbox]") || chosenPlaces().join(" ") === places);
  if (!isShown) form.dispatchEvent(new Event("change"));
};

const begin = () => ready.then(() => {
  explore();
  catchUp();
});

image.addEventListener("click", () => {
  saveImage().catch(() => { status.textContent = NO_PICTURE; });
});
document.getElementById("series-reset").addEventListener("click", () => {
  tools?.explorers.get(figure())?.reset();
});
form.querySelector("[data-show]").hidden = true; // every change shows at once
for (const button of form.querySelectorAll("button[name=ort]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    choose(button.value === "alle");
  });
}
document.addEventListener("htmx:afterSwap", () => {
  tell();
  ready.then(explore);
});
for (const fault of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(fault, () => { status.textContent = FAILED; });
}

// After indicator-chart.js has prepared the trend.
if (document.readyState === "complete") begin();
else addEventListener("load", begin);
