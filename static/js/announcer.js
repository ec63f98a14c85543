// Results that htmx swaps in are not read out: a live region has to be there before its text.
// So what the new results say of themselves is repeated in one that stays.
document.addEventListener("htmx:afterSwap", () => {
  const said = document.querySelector("[data-said]");
  const status = document.querySelector("[data-announcer]");
  if (said && status) status.textContent = said.textContent.trim();
});
