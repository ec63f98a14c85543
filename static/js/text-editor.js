// Puts placeholders for numbers into the text where the cursor is. Without JavaScript they can be
// copied from the list.

const body = () => document.getElementById("id_body");

function showButtons() {
  for (const button of document.querySelectorAll("[data-token][hidden]")) button.hidden = false;
}

document.addEventListener("click", ({ target }) => {
  const token = target.closest("[data-token]")?.dataset.token;
  const field = body();
  if (!token || !field) return;
  field.setRangeText(token, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
document.addEventListener("htmx:afterSettle", showButtons);
showButtons();
