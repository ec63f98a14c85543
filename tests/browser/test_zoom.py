"""Large type and little room: WCAG 1.4.4, 1.4.10, 1.4.12 and 2.5.8, measured on every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in_as
from tests.browser.test_accessibility import UNFOLD
from tests.public_paths import SHARES, dealt
from tests.sights import STAFF_PATHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A screen of 1280 px at 100, 200 and 400 percent.
WIDTHS = (1280, 640, 320)
# What 1.4.12 says readers may set. A sheet of the page's own making keeps its security policy.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
LARGE_TYPE = ":root { font-size: 200% }"
# What readers set, the rules for it, and the widths at which it must hold.
SETTINGS = (("spacing", SPACING, (1280, 320)), ("large type", LARGE_TYPE, (1280, 640)))
ADOPT = """rules => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""

SEEN = """
const clipped = element => element !== null
  && (getComputedStyle(element).clipPath === "inset(50%)" || clipped(element.parentElement));
const seen = element => element.checkVisibility({visibilityProperty: true})
  && element.getClientRects().length > 0 && !clipped(element);
const named = element => {
  const text = element.getAttribute("aria-label") || element.textContent;
  return `${element.localName} „${text.trim().replace(/\\s+/g, " ").slice(0, 40)}“`;
};
"""
# Lines of text that leave the page, are cut off, or lie on each other. What scrolls in a region of
# its own may be wider; what floats above the page may cover it; the skip link waits outside.
LAYOUT = f"""() => {{{SEEN}
const faults = [];
if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
const floats = element => element !== null
  && (["sticky", "fixed"].includes(getComputedStyle(element).position)
      || floats(element.parentElement));
const scrolls = element => element !== null
  && (["auto", "scroll"].includes(getComputedStyle(element).overflowX)
      || scrolls(element.parentElement));
const lines = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {{
  const node = walker.currentNode, parent = node.parentElement;
  if (!node.data.trim() || parent.closest("svg, script, select, textarea, .skip")) continue;
  if (!seen(parent) || scrolls(parent)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const box of range.getClientRects())
    if (box.width > 1 && box.height > 1) lines.push({{box, parent, node}});
}}
for (const {{box, parent}} of lines) {{
  if (box.right <= 0) continue; // waits there until it has the focus
  if (box.left < -1 || box.right > innerWidth + 1) faults.push(`outside: ${{named(parent)}}`);
  for (let frame = parent; frame !== document.body; frame = frame.parentElement) {{
    const style = getComputedStyle(frame);
    if (style.overflowX === "visible" || style.display === "inline") continue;
    const hull = frame.getBoundingClientRect();
    const hidden = box.top >= hull.bottom - 1; // whole, so nobody takes the rest for all of it
    const across = Math.max(box.right - hull.right, hull.left - box.left);
    const down = style.overflowY === "visible" ? 0 : box.bottom - hull.bottom - box.height * .35;
    if (!hidden && Math.max(across, down) > 2) faults.push(`cut: ${{named(parent)}}`);
    break;
  }}
}}
const still = lines.filter(one => !floats(one.parent));
still.sort((one, other) => one.box.top - other.box.top);
for (const [place, one] of still.entries()) {{
  for (let next = place + 1; next < still.length; next++) {{
    const other = still[next];
    if (other.box.top >= one.box.bottom) break;
    if (one.node === other.node) continue;
    const across = Math.min(one.box.right, other.box.right)
      - Math.max(one.box.left, other.box.left);
    const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
    const height = Math.min(one.box.height, other.box.height);
    if (across > 2 && down > height * .5)
      faults.push(`overlap: ${{named(one.parent)}} and ${{named(other.parent)}}`);
  }}
}}
return [...new Set(faults)].slice(0, 5);
}}"""
# Targets under 24 × 24 px, but for links in a line of text, and those with enough room around:
# a circle of 24 px on their middle touches no other target and no other such circle.
SMALL_TARGETS = f"""() => {{{SEEN}
const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, "
  + "[tabindex='0']";
const inLine = element => {{
  if (getComputedStyle(element).display !== "inline") return false;
  let block = element.parentElement;
  while (getComputedStyle(block).display === "inline") block = block.parentElement;
  return block.textContent.trim().length > element.textContent.trim().length + 1;
}};
const targets = [...document.querySelectorAll(selector)].filter(seen)
  .map(element => ({{element, box: element.getBoundingClientRect()}}));
const small = targets.filter(({{box}}) => box.width < 23.9 || box.height < 23.9);
const distance = (one, other) => {{
  const x = one.box.x + one.box.width / 2, y = one.box.y + one.box.height / 2;
  const {{box}} = other;
  if (small.includes(other))
    return Math.hypot(x - box.x - box.width / 2, y - box.y - box.height / 2) - 12;
  return Math.hypot(Math.max(box.left - x, 0, x - box.right),
    Math.max(box.top - y, 0, y - box.bottom));
}};
return small.filter(one => !inLine(one.element) && targets.some(other => other !== one
    && !one.element.contains(other.element) && !other.element.contains(one.element)
    && distance(one, other) < 12))
  .map(({{element, box}}) => `small: ${{named(element)}}, ${{box.width}} × ${{box.height}}`)
  .slice(0, 5);
}}"""


@pytest.fixture
def page(sights: None, live_server: LiveServer, browser: Browser) -> Page:
    return browser.new_page(
        base_url=live_server.url,
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
    )


def faults_on(page: Page, path: str) -> list[str]:
    """What is wrong on a page with all that is folded, in every way of reading it."""
    page.goto(path)
    page.evaluate(UNFOLD)
    found = [fault for width in WIDTHS for fault in faults_at(page, width, LAYOUT, SMALL_TARGETS)]
    for setting, rules, widths in SETTINGS:
        page.evaluate(ADOPT, rules)
        found += [
            f"{setting}, {fault}" for width in widths for fault in faults_at(page, width, LAYOUT)
        ]
    return found


def faults_at(page: Page, width: int, *measures: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    return [f"{width} px: {fault}" for measure in measures for fault in page.evaluate(measure)]


@pytest.mark.parametrize("share", SHARES)
def test_public_pages_can_be_read_large(page: Page, share: int) -> None:
    """Nothing outside, cut or covered; and every target is large enough."""
    faults = {path: faults_on(page, path) for path in dealt(share)}
    assert {path: found for path, found in faults.items() if found} == {}


def test_staff_pages_can_be_read_large(page: Page) -> None:
    faults: dict[str, list[str]] = {}
    for role, paths in STAFF_PATHS.items():
        page.context.clear_cookies()
        sign_in_as(page, role)
        faults |= {f"{role} {path}": faults_on(page, path) for path in paths}
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize(("setting", "rules", "widths"), SETTINGS)
def test_settings_of_readers_take_effect(
    page: Page, setting: str, rules: str, widths: tuple[int, ...]
) -> None:
    """Else the walks above would measure the same page again."""
    page.goto("/impressum/")
    before = page.locator("main").bounding_box()
    page.evaluate(ADOPT, rules)
    after = page.locator("main").bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]


def test_the_measures_find_what_is_wrong(page: Page) -> None:
    page.goto("/impressum/")
    page.evaluate("""() => {
      const title = document.querySelector("h1");
      Object.assign(title.style, {inlineSize: "90rem", overflow: "hidden", whiteSpace: "nowrap"});
      title.textContent = "Wort ".repeat(400);
      document.querySelector(".foot ul").style.display = "block";
      for (const link of document.querySelectorAll("footer a"))
        Object.assign(link.style, {minBlockSize: 0, padding: 0, lineHeight: .5, display: "block"});
      const link = document.querySelector(".foot a"), last = document.querySelector(".foot p");
      const up = link.getBoundingClientRect().top - last.getBoundingClientRect().top;
      last.style.translate = `0 ${up}px`;
    }""")
    found = " ".join(faults_at(page, 1280, LAYOUT))
    for fault in ("scrolls sideways", "outside", "cut", "overlap"):
        assert fault in found
    assert faults_at(page, 1280, SMALL_TARGETS)
