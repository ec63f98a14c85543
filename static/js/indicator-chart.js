// Lets Plotly take over the drawn trend chart, for reading single years and zooming in.
//
// The page is complete without it: the drawing stays until Plotly has drawn, and whenever Plotly
// is missing or fails. Plotly is large, so it is fetched when the page is read already: by itself
// where there is room and no wish to save data, else by the button.

const GERMAN = ",."; // decimal and thousands separator
const YEAR_WIDTH = 44; // pixels a written year needs

const content = (figure) => JSON.parse(document.getElementById(figure.dataset.content).textContent);

let library;
const plotly = (url) => {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
};

// The colours of the page as it is shown now, dark or light.
const palette = () => {
  const style = getComputedStyle(document.documentElement);
  return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${name}`).trim() });
};

// Plotly reads tags in texts; ours have none.
const plain = (text) => text.replaceAll("<", "‹");

const traces = (chart, colour) => {
  const unit = plain(chart.unit);
  const shape = chart.stepped ? "hv" : "linear";
  const line = (points, name, look) => ({
    x: points.years, y: points.values, mode: "lines", line: look, connectgaps: false,
    hovertemplate: `${name} %{y:,.${chart.decimals}f}<extra></extra>`,
  });
  const unhovered = (trace) => ({ ...trace, hoverinfo: "skip", hovertemplate: null });
  return [
    ...chart.former.map((path) =>
      line(path, "früherer Zielpfad", { color: colour["ink-3"], width: 1.5, dash: "dot", shape })),
    line(chart.path, "Zielpfad", { color: colour.green, width: 2.5, shape }),
    unhovered({ x: chart.goals.years, y: chart.goals.values, mode: "markers",
      marker: { symbol: "diamond", size: 10, color: colour.green } }),
    line(chart.continuation, "bei gleichem Tempo", { color: colour.ink, width: 1.75, dash: "dash" }),
    unhovered(line(chart.solid, "", { color: colour.ink, width: 2.75 })),
    unhovered(line(chart.dashed, "", { color: colour.ink, width: 2.75, dash: "dot" })),
    {
      x: chart.years, y: chart.values, text: chart.texts, mode: "markers",
      hovertemplate: `<b>%{text}</b> ${unit}<extra></extra>`,
      marker: {
        size: chart.provisional.map((open) => (open ? 10 : 7)),
        color: chart.provisional.map((open) => (open ? colour.paper : colour.ink)),
        line: { color: colour.ink, width: chart.provisional.map((open) => (open ? 2.25 : 0)) },
      },
    },
  ];
};
