// The page for the city and its parts: Enter and the arrow keys go from row to row, and a column
// copied from a spreadsheet fills the rows below. Without JavaScript every row is typed by itself.

const announcement = document.getElementById("announcement");
const cells = () => [...document.querySelectorAll("#districts input[data-cell]")];
const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

function follow(event) {
  const step = STEPS[event.key];
  if (!step || !event.target.matches?.("input[data-cell]") || event.isComposing) return;
  event.preventDefault(); // Enter would send the form
  const all = cells();
  const next = all[all.indexOf(event.target) + step];
  if (!next) return;
  next.focus();
  next.select();
}

// One column only: a block with tabs is left to the browser, which keeps it in its cell.
function pasteColumn(event) {
  if (!event.target.matches?.("input[data-cell]")) return;
  const lines = (event.clipboardData?.getData("text") ?? "").replace(/\r?\n$/, "").split(/\r?\n/);
  if (lines.length < 2 || lines.some((line) => line.includes("\t"))) return;
  event.preventDefault();
  const all = cells();
  const rows = all.slice(all.indexOf(event.target));
  if (lines.length > rows.length) {
    announce(`Nichts eingefügt: ${lines.length} Zeilen kopiert, ab hier gibt es nur ${rows.length}.`);
    return;
  }
  lines.forEach((line, number) => {
    rows[number].value = line.trim();
  });
  const form = event.target.form;
  form.dataset.typed = ""; // staff.js asks before the page is left
  announce(`${lines.length} Zeilen eingefügt, ${name(rows[0])} bis ${name(rows[lines.length - 1])}.`);
  event.target.dispatchEvent(new CustomEvent("pasted", { bubbles: true }));
}

const name = (cell) => cell.labels[0]?.textContent ?? "";

function announce(text) {
  announcement.textContent = text;
  const box = document.getElementById("pasted");
  if (box) box.textContent = text;
}

// What is being typed into a hint is not replaced under the hands.
function keepFocused(event) {
  if (event.detail.target.contains(document.activeElement)) event.detail.shouldSwap = false;
}

document.addEventListener("keydown", follow);
document.addEventListener("paste", pasteColumn);
document.addEventListener("htmx:oobBeforeSwap", keepFocused);
