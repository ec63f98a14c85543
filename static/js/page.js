// Whatever is folded on screen stands openly on paper. Newer browsers do it by app.css alone.
const openedForPrint = new Set();

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    openedForPrint.add(details);
  }
});

addEventListener("afterprint", () => {
  for (const details of openedForPrint) details.open = false;
  openedForPrint.clear();
});
