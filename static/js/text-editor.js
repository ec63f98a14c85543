// Puts placeholders for numbers into the text where the cursor is. Without JavaScript they can be
// copied from the list. When a request fails, the line about saving does not go on claiming it.

const body = () => document.getElementById("id_body");

function showButtons() {
  for (const button of document.querySelectorAll("[data-token][hidden]")) button.hidden = false;
}

// Typing it for the person keeps undo and redo whole. The command is deprecated but has no
// successor; where it is gone, the text is set.
function insert(field, token) {
  field.focus();
  if (document.execCommand("insertText", false, token)) return;
  field.setRangeText(token, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function sayUnsaved({ detail }) {
  const saved = document.getElementById("saved");
  if (saved && detail.elt.matches("#autosave, #form"))
    saved.textContent = "Noch nicht gespeichert.";
}

document.addEventListener("click", ({ target }) => {
  const token = target.closest("[data-token]")?.dataset.token;
  const field = body();
  if (token && field) insert(field, token);
});
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"])
  document.addEventListener(failure, sayUnsaved);
document.addEventListener("htmx:afterSettle", showButtons);
showButtons();
