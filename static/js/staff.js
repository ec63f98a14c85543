// Signed-in pages. htmx keeps a form as it is when an answer is an error; this says so visibly,
// puts the focus where the work goes on, and renews the CSRF token after a new sign-in.
// Without JavaScript every form is sent as a page, and none of this is needed.

const notice = document.getElementById("notice");
const announcement = document.getElementById("announcement");
let signInExpired = false;

const KEPT = "Ihre Eingabe steht noch im Formular, ist aber noch nicht gespeichert.";
const REASONS = {
  0: "Der Server ist nicht erreichbar. Bitte prüfen Sie die Verbindung und versuchen Sie es noch einmal.",
  400: "Die Anfrage war unvollständig oder fehlerhaft.",
  401: "Ihre Anmeldung ist abgelaufen.",
  403: "Das wurde abgelehnt: Ihre Anmeldung ist abgelaufen, oder Ihnen fehlt die Berechtigung.",
  404: "Diesen Eintrag gibt es nicht oder nicht mehr.",
  405: "Das ist an dieser Stelle nicht möglich.",
  413: "Die Datei ist zu groß.",
  429: "Zu viele Anfragen in kurzer Zeit. Bitte warten Sie einen Augenblick.",
  503: "Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal.",
};
const TOO_LONG = "Ein Text darf höchstens 20.000 Zeichen lang sein.";
const FAULT = "Auf dem Server ist ein Fehler aufgetreten. Bitte versuchen Sie es noch einmal.";

function say(kind, text, link) {
  // What stands there already is not read out again at every pause of typing.
  if (notice.querySelector(`.${kind}`)?.firstChild.data === text) return;
  const line = document.createElement("p");
  line.className = kind;
  line.append(text);
  if (link) line.append(" ", link);
  const box = document.createElement("div");
  box.className = "wrap msgs";
  box.append(line);
  notice.replaceChildren(box);
}

function signInLink() {
  const link = document.createElement("a");
  link.href = notice.dataset.login;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "In neuem Fenster anmelden";
  return link;
}

function sayError(status, { requestConfig, elt }) {
  const sends = requestConfig.verb !== "get";
  const isText = status === 413 && !elt.closest("form")?.querySelector("[type=file]");
  const reason = isText ? TOO_LONG : (REASONS[status] ?? FAULT);
  signInExpired = status === 401 || status === 403;
  say("error", sends ? `${reason} ${KEPT}` : reason, signInExpired ? signInLink() : null);
}

// Signing in makes a new token; the page fetched anew carries it.
async function renewToken() {
  const answer = await fetch(location.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers");
  if (!answer.ok || !headers) return;
  document.body.setAttribute("hx-headers", headers);
  const token = JSON.parse(headers)["X-CSRFToken"];
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  signInExpired = false;
  say("info", "Sie sind wieder angemeldet. Bitte senden Sie das Formular noch einmal ab.");
  for (const form of document.querySelectorAll("form[data-typed]")) htmx.trigger(form, "keep");
}

// A server may mark one element of its answer: the list of errors, or the row that has changed.
// Otherwise the focus stays where it is, unless the element that had it was replaced.
function placeFocus(root) {
  const marked = root.matches("[data-focus]") ? root : root.querySelector("[data-focus]");
  const lost = document.activeElement === document.body && root.id;
  const goal = marked ?? (lost ? root : null);
  if (!goal) return;
  if (!goal.matches("a, button, input, select, textarea, [tabindex]")) goal.tabIndex = -1;
  goal.focus();
}

function announce(root) {
  const told = root.matches("[data-announce]") ? root : root.querySelector("[data-announce]");
  const text = told?.textContent.replace(/\s+/g, " ").trim();
  if (told && announcement.textContent !== text) announcement.textContent = text;
}

// Requests that an element marked so sends by itself, while somebody types: they take no focus.
const isQuiet = ({ requestConfig }) => requestConfig?.elt.matches("[data-quiet]");

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!isQuiet(detail)) notice.replaceChildren();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && notice.querySelector(".error")) notice.replaceChildren();
});
document.addEventListener("htmx:responseError", ({ detail }) => sayError(detail.xhr.status, detail));
document.addEventListener("htmx:sendError", ({ detail }) => sayError(0, detail));
document.addEventListener("htmx:timeout", ({ detail }) => sayError(0, detail));
document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  if (!isQuiet(detail)) placeFocus(target);
  announce(target);
});
document.addEventListener("visibilitychange", () => {
  if (signInExpired && !document.hidden) renewToken();
});

// Leaving the page with something typed but not saved asks first. The mark sits on the form, so it
// goes when the form is sent, saved by itself or replaced, and comes back when sending failed or
// the answer is the same form with what is wrong (409, 422; to htmx no failure).
let inputs = 0;
const isRefused = ({ xhr }) => xhr.status >= 400;
function markTyped({ target }) {
  const form = target.closest("form");
  if (form?.getAttribute("method") === "post") form.dataset.typed = ++inputs;
}
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  detail.requestConfig.inputs = inputs;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.id !== "autosave" || !detail.successful || isRefused(detail)) return;
  const form = detail.elt.closest("form");
  if (Number(form?.dataset.typed) <= detail.requestConfig.inputs) delete form.dataset.typed;
});
document.addEventListener("input", markTyped);
document.addEventListener("htmx:responseError", markTyped);
document.addEventListener("htmx:sendError", markTyped);
document.addEventListener(
  "submit",
  ({ target }) => {
    if (target.dataset.typed) target.dataset.sent = target.dataset.typed;
    delete target.dataset.typed;
  },
  true,
);
document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  const form = detail.requestConfig?.elt.closest("form");
  if (!form?.dataset.sent || !isRefused(detail)) return;
  const again = target.closest("form") ?? target.querySelector("form");
  if (again) again.dataset.typed = ++inputs;
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-typed]")) event.preventDefault();
});

const first = document.querySelector("main [data-focus]");
if (first) placeFocus(first);
