// "Alle auswählen" of a Handlungsfeld without asking the server, which does the same.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-tick]");
  if (!button) return;
  event.preventDefault();
  for (const box of button.closest("fieldset").querySelectorAll("input[type=checkbox]")) {
    box.checked = button.dataset.tick === "on";
  }
});
