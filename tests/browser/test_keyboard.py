"""A walk through every kind of public page with the Tab key alone, and what it meets there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_accessibility import UNFOLD
from tests.public_paths import FIXED, GROWING, MISSING, REPORTS, STATES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Each kind of page; of those that differ only in what they say, one.
WALKS = (*GROWING, *REPORTS, "/kennzahlen/wohnungen/", "/methodik/", "/anmelden/", MISSING)
NARROW = ("/", "/kennzahlen/", "/kennzahlen/wohnungen/", "/ortsteile/")
MOST = 400  # stops on a page; more is a circle

# The start of the page, whatever is focused when it comes.
RESTART = """document.body.tabIndex = -1; document.body.focus();
document.body.removeAttribute("tabindex")"""
# The radio buttons of a group are one stop: the chosen one, and arrow keys lead to the others.
INTERACTIVE = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), "
    + "select, textarea, summary, [tabindex='0']")]
  .filter(element => !element.disabled && element.checkVisibility({visibilityProperty: true}))
  .filter(element => element.type !== "radio" || element.checked)
  .length"""
# Visible: some point of it is not under anything else, nor outside of the window (2.4.11).
STOP = """() => {
  const element = document.activeElement;
  if (element === document.body || element === null) return null;
  document.stops ??= [];
  const former = document.stops.at(-1);
  const again = document.stops.includes(element);
  document.stops.push(element);
  const visible = [...element.getClientRects()].some(box =>
    [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]].some(([x, y]) => {
      const hit = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
      return hit !== null && element.contains(hit);
    }));
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: `${element.localName} „${(element.getAttribute("aria-label") || element.textContent
      || element.name || "").trim().replace(/\\s+/g, " ").slice(0, 40)}“`,
    same: former === element,
    again,
    follows: former === undefined
      || Boolean(former.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    visible,
    free: element.closest(".tiles, .side") !== null,
    left: box.left + scrollX, right: box.right + scrollX,
    top: box.top + scrollY, bottom: box.bottom + scrollY,
  };
}"""


@dataclass(frozen=True)
class Walk:
    """The stops of a page in their order, and how many there should be."""

    stops: list[dict[str, Any]]
    expected: int

    @property
    def faults(self) -> list[str]:
        found = [
            f"{fault}: {stop['name']}"
            for stop in self.stops
            for fault in ("outlined", "visible", "follows")
            if not stop[fault]
        ]
        for former, stop in zip(self.stops, self.stops[1:], strict=False):
            if goes_back(former, stop):
                found.append(f"goes back: {former['name']} → {stop['name']}")
        if len(self.stops) != self.expected:
            found.append(f"{len(self.stops)} stops of {self.expected}")
        return found


def goes_back(former: dict[str, Any], stop: dict[str, Any]) -> bool:
    """Upwards, and not to the next column. The map stands by geography, the side column sticks."""
    upwards = stop["bottom"] <= former["top"] + 1 and stop["left"] < former["right"] - 1
    return upwards and not former["free"] and not stop["free"]


@pytest.fixture
def page(sights: None, live_server: LiveServer, browser: Browser) -> Page:
    """A low window, in which what sticks to an edge covers much. Without smooth scrolling."""
    return browser.new_page(
        base_url=live_server.url,
        viewport={"width": 1280, "height": 600},
        reduced_motion="reduce",
    )


def walk(page: Page) -> Walk:
    """Press Tab until the focus leaves the page. The parts of a date are one stop."""
    page.evaluate(RESTART)
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop and stop["same"]:
            continue
        if stop is None or stop["again"]:
            break
        stops.append(stop)
    return Walk(stops, page.evaluate(INTERACTIVE))


def test_every_stop_is_seen_and_in_order(page: Page) -> None:
    faults = {}
    for path in WALKS:
        page.goto(path)
        page.evaluate(UNFOLD)
        faults[path] = walk(page).faults
    page.set_viewport_size({"width": 320, "height": 600})
    for path in NARROW:
        page.goto(path)
        faults[f"{path} at 320 px"] = walk(page).faults
    assert {path: found for path, found in faults.items() if found} == {}


def test_skip_link_comes_first_and_leads_to_the_content(page: Page) -> None:
    for path in ("/", "/kennzahlen/wohnungen/", "/anmelden/"):
        page.goto(path)
        page.evaluate(RESTART)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Zum Inhalt springen")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_stop_has_a_name(page: Page) -> None:
    """As the browser tells it to screen readers."""
    nameless = {}
    for path in (*GROWING, *STATES, *REPORTS, *FIXED):
        page.goto(path)
        page.evaluate(UNFOLD)
        client = page.context.new_cdp_session(page)
        nodes = client.send("Accessibility.getFullAXTree")["nodes"]
        client.detach()
        nameless[path] = [
            node["role"]["value"]
            for node in nodes
            if is_focusable(node)
            and node["role"]["value"] not in ("RootWebArea", "main")
            and not node.get("name", {}).get("value", "").strip()
        ]
    assert {path: found for path, found in nameless.items() if found} == {}


def is_focusable(node: dict[str, Any]) -> bool:
    properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    return bool(not node["ignored"] and properties.get("focusable"))


def test_folded_parts_open_and_close_by_key(page: Page) -> None:
    page.goto("/kennzahlen/")
    folded = page.locator("details").first
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded).to_have_attribute("open", "")
    page.keyboard.press("Space")
    expect(folded).not_to_have_attribute("open", "")


def test_filter_keeps_the_focus_while_results_come(page: Page) -> None:
    page.goto("/kennzahlen/")
    field = page.get_by_label("Suche in Namen, Definitionen und Zielen", exact=True)
    field.focus()
    page.keyboard.type("wohnungen")
    expect(page.get_by_role("heading", name="1 von")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("wohnungen")


def test_the_walk_finds_what_is_wrong(page: Page) -> None:
    page.goto("/impressum/")
    page.evaluate("""() => {
      const [first, second] = document.querySelectorAll(".nav a");
      first.style.outline = "0";
      second.tabIndex = 1;
      const cover = document.body.appendChild(document.createElement("div"));
      Object.assign(cover.style, {position: "fixed", inset: "0 0 60% 0", zIndex: 10});
    }""")
    found = " ".join(walk(page).faults)
    for fault in ("outlined: a „Übersicht“", "visible: a „Übersicht“", "18 stops of 19"):
        assert fault in found
