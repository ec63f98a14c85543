// The table of many values: keys, pasted blocks, and how much is not saved yet. Without JavaScript
// the same form is typed into with Tab, and a block is pasted into its text area.

const NEXT = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function cellAt(form, row, column) {
  return form.querySelector(`[data-cell][data-row="${row}"][data-column="${column}"]`);
}

// The next cell in a direction, over those whose period has not begun.
function neighbour(cell, down, right) {
  const box = cell.closest("table");
  const rows = box.tBodies[0].rows.length;
  const columns = box.tHead.rows[0].cells.length - 1;
  let row = Number(cell.dataset.row) + down;
  let column = Number(cell.dataset.column) + right;
  while (row >= 0 && row < rows && column >= 0 && column < columns) {
    const found = cellAt(cell.form, row, column);
    if (found) return found;
    row += down;
    column += right;
  }
  return null;
}

function goTo(cell) {
  if (!cell) return;
  cell.focus();
  cell.select();
}

// Left and right move the caret inside a text that is being changed, and leave it at its ends.
function leaves(cell, key) {
  if (key === "ArrowUp" || key === "ArrowDown") return true;
  const { selectionStart: start, selectionEnd: end, value } = cell;
  if (start === 0 && end === value.length) return true;
  if (start !== end) return false;
  return key === "ArrowLeft" ? start === 0 : end === value.length;
}

function onKey(event) {
  const cell = event.target.closest?.("[data-cell]");
  if (!cell || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    goTo(neighbour(cell, event.shiftKey ? -1 : 1, 0));
  } else if (event.key === "Escape" && !cell.readOnly) {
    cell.value = cell.dataset.stored;
    cell.select();
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (event.key in NEXT && !event.shiftKey && leaves(cell, event.key)) {
    event.preventDefault();
    goTo(neighbour(cell, ...NEXT[event.key]));
  }
}

// More than one cell in the clipboard becomes a preview; a single one is pasted as usual.
function onPaste(event) {
  const cell = event.target.closest?.("[data-cell]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const block = text.replace(/(\r\n|\r|\n)$/, "");
  if (!cell || !/[\t\r\n]/.test(block)) return;
  event.preventDefault();
  const { elements } = cell.form;
  elements.block.value = text;
  elements.start_row.value = cell.dataset.row;
  elements.start_column.value = cell.dataset.column;
  document.getElementById("paste-button").click();
}

function isTyped(cell) {
  return cell.value.trim().toLowerCase() !== cell.dataset.stored.trim().toLowerCase();
}

// Mark what differs from what is stored, and say how much it is.
function mark(form) {
  const typed = [...form.querySelectorAll("[data-cell][name]")].filter(isTyped);
  for (const cell of form.querySelectorAll(".gr-typed")) cell.classList.remove("gr-typed");
  for (const cell of typed) cell.closest("td").classList.add("gr-typed");
  const count = document.getElementById("grid-count");
  const { one, many } = count.dataset;
  count.textContent = typed.length > 1 ? many.replace("{n}", typed.length) : typed.length ? one : "";
  if (!typed.length) delete form.dataset.typed;
}

// The newest year is what people come for, so a table that is too wide begins at its end.
function begin(root) {
  const form = root.querySelector?.("#grid-form");
  if (!form) return;
  mark(form);
  const box = form.querySelector(".gr-box");
  if (!box.contains(document.activeElement)) box.scrollLeft = box.scrollWidth;
}

document.addEventListener("keydown", onKey);
document.addEventListener("paste", onPaste);
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-cell]")) target.select();
});
document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-cell]")) mark(target.form);
});
document.addEventListener("htmx:afterSettle", ({ target }) => begin(target));
begin(document);
