// The form of one value: keys, and forms that open in a line of a list. Saving while somebody
// types is htmx's work; without JavaScript the buttons do what the keys do here.

// Enter goes to the next field that is still wanted for handing in, and then to the button.
function nextWanted(form, from) {
  const noValue = form.elements.missing_reason?.value;
  const follows = (field) => from.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING;
  const isWanted = (field) =>
    field.type !== "hidden" &&
    !(noValue && field.name === "source") &&
    !(field.type === "checkbox" ? field.checked : field.value.trim());
  const fields = [...form.querySelectorAll("[data-wanted]")];
  return fields.find((field) => follows(field) && isWanted(field)) ?? button(form, "submit");
}

function button(form, step) {
  return form.querySelector(`button[name="step"][value="${step}"]:not([tabindex="-1"])`);
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form.entry");
  if (!form || event.isComposing) return;
  if (event.key === "Escape") button(form, "close")?.click();
  if (event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    button(form, "submit").click();
  } else if (event.target.matches("input, select")) {
    event.preventDefault();
    nextWanted(form, event.target).focus();
  }
});

// A button pressed while a save is under way waits for its answer. If the answer is that somebody
// else has changed the value, the press decides nothing: both versions have to be seen first.
let knewOfConflict = false;

const shownConflict = () => document.querySelector("#conflict:not([hidden])");

document.addEventListener(
  "submit",
  (event) => {
    if (event.target.id === "form") knewOfConflict = shownConflict() !== null;
  },
  true,
);
document.addEventListener("htmx:configRequest", (event) => {
  const conflict = shownConflict();
  if (event.target.id !== "form" || !conflict || knewOfConflict) return;
  event.preventDefault();
  conflict.tabIndex = -1;
  conflict.focus();
});

// One form is open in a list at a time: the open one is saved and closed before the next opens.
// If it cannot be, it stays and says why.
let waiting = null;

const openForm = () => document.querySelector(".due > .open form.entry");

document.addEventListener("htmx:confirm", (event) => {
  const form = openForm();
  if (!form || !event.detail.elt.matches("[data-opens]")) return;
  event.preventDefault();
  waiting = event.detail;
  button(form, "close").click();
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!waiting || !detail.requestConfig?.elt.matches("form.entry")) return;
  const next = waiting;
  waiting = null;
  if (!openForm()) next.issueRequest();
});

// Whoever could not save decides anew what to open.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => {
    waiting = null;
  });
}

// With a modifier key the link opens the page of the value in a window of its own, as links do.
document.addEventListener(
  "click",
  (event) => {
    const modified = event.ctrlKey || event.metaKey || event.shiftKey;
    if (modified && event.target.closest("[data-opens]")) event.stopPropagation();
  },
  true,
);

// A line that was closed takes the focus; after handing in, the next line to do.
document.addEventListener("line:closed", ({ detail }) => {
  const line = document.getElementById(detail.line);
  if (!line) return;
  const isAfter = (link) =>
    line.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING && !line.contains(link);
  const next = detail.done && [...document.querySelectorAll("[data-opens]")].find(isAfter);
  (next || line.querySelector("[data-opens]") || line.querySelector("a"))?.focus();
});
