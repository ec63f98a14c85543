// The year of the map: the slider says at once which year it stands at, and follows the links.

const form = document.getElementById("jahr-form");
const slider = document.getElementById("jahr");
const chosen = document.getElementById("jahr-gewaehlt");

function show(year) {
  chosen.textContent = year;
}

// A link led to another year. While somebody moves the slider, it leads and follows nobody.
function follow(event) {
  const year = document.getElementById("district-map")?.dataset.year;
  if (!year || event.detail.requestConfig?.elt === form) return;
  slider.value = year;
  show(year);
}

if (slider) {
  slider.addEventListener("input", () => show(slider.value));
  document.addEventListener("htmx:afterSettle", follow);
  show(slider.value); // a browser may have kept the place of the slider from an earlier visit
}
