"""What readers set on their device: forced colours, no motion, no colours at all."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.public_paths import PAGES, SHARES, dealt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OUTLOOKS = ("o-sun", "o-part", "o-cloud", "o-storm", "o-none", "o-stale")
# Names of system colours become numbers when the browser computes them.
MOVING = """() => [...document.querySelectorAll("*")].flatMap(element =>
  ["", "::before", "::after"].map(part => [element, getComputedStyle(element, part)]))
  .filter(([, style]) => [...style.transitionDuration.split(","),
      ...style.animationDuration.split(",")].some(time => parseFloat(time) > .01)
    || style.scrollBehavior === "smooth")
  .map(([element]) => element.outerHTML.slice(0, 80))"""
# Words whose colour is (nearly) that of what lies behind them.
UNREADABLE = """() => {
  const numbers = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([red, green, blue]) => .2126 * red + .7152 * green + .0722 * blue;
  const behind = element => {
    for (let one = element; one !== null; one = one.parentElement) {
      const [red, green, blue, opacity = 1] = numbers(getComputedStyle(one).backgroundColor);
      if (opacity > .5) return [red, green, blue];
    }
    return numbers(getComputedStyle(document.documentElement).getPropertyValue("color"))
      .map(value => 255 - value);
  };
  const words = [...document.querySelectorAll("main *")].filter(element =>
    element.checkVisibility() && !element.closest("svg")
    && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  return words.filter(element =>
    Math.abs(light(numbers(getComputedStyle(element).color)) - light(behind(element))) < 60)
    .map(element => element.outerHTML.slice(0, 80)).slice(0, 5);
}"""
# Every symbol alone and large, as the page would draw it.
SYMBOLS = """names => {
  document.querySelector("main").innerHTML = "";
  for (const name of names) {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("class", "ico");
    picture.id = `only-${name}`;
    Object.assign(picture.style, {inlineSize: "96px", blockSize: "96px"});
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#${name}`);
    picture.append(use);
    document.querySelector("main").append(picture);
  }
}"""

# How light each pixel of a screenshot is, from 0 to 255, row by row.
LIGHTNESS = """async png => {
  const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const brush = new OffscreenCanvas(image.width, image.height).getContext("2d");
  brush.drawImage(image, 0, 0);
  const {data} = brush.getImageData(0, 0, image.width, image.height);
  let pixels = "";
  for (let at = 0; at < data.length; at += 4)
    pixels += String.fromCharCode(.299 * data[at] + .587 * data[at + 1] + .114 * data[at + 2]);
  return btoa(pixels);
}"""


@dataclass(frozen=True)
class Shape:
    """Where anything is drawn: the pixels that differ from the corner, whatever their colour."""

    pixels: tuple[bool, ...]

    @property
    def share(self) -> float:
        return sum(self.pixels) / len(self.pixels)

    def difference(self, other: Shape) -> float:
        """The share of the pixels that are drawn in one of the two only."""
        pairs = zip(self.pixels, other.pixels, strict=True)
        return sum(one != another for one, another in pairs) / len(self.pixels)


@pytest.fixture
def page(sights: None, live_server: LiveServer, browser: Browser) -> Page:
    return browser.new_page(base_url=live_server.url, viewport={"width": 1280, "height": 800})


def forced(page: Page) -> Iterator[str]:
    """Light and dark, with the colours that a system forces on pages."""
    for scheme in ("light", "dark"):
        page.emulate_media(
            forced_colors="active", color_scheme="dark" if scheme == "dark" else "light"
        )
        yield scheme


def lightness(locator: Locator) -> bytes:
    """A screenshot in grey; the browser reads what it has painted."""
    png = base64.b64encode(locator.screenshot()).decode()
    return base64.b64decode(locator.page.evaluate(LIGHTNESS, png))


def shape(locator: Locator) -> Shape:
    pixels = lightness(locator)
    return Shape(tuple(abs(one - pixels[0]) > 40 for one in pixels))


def symbols(page: Page) -> dict[str, Shape]:
    page.goto("/methodik/")
    page.evaluate(SYMBOLS, OUTLOOKS)
    return {name: shape(page.locator(f"#only-{name}")) for name in OUTLOOKS}


def assert_shapes_differ(found: dict[str, Shape]) -> None:
    for name, drawn in found.items():
        assert drawn.share > 0.03, name
    for one, other in combinations(found, 2):
        assert found[one].difference(found[other]) > 0.03, (one, other)


def test_symbols_differ_by_their_shape_alone(page: Page) -> None:
    assert_shapes_differ(symbols(page))


@pytest.mark.parametrize("share", SHARES)
def test_forced_colours_keep_words(page: Page, share: int) -> None:
    """Without transitions, which would be under way when the colours are read."""
    page.emulate_media(reduced_motion="reduce")
    unreadable: dict[str, list[str]] = {}
    for path in dealt(share):
        page.goto(path)
        unreadable |= {f"{path}, {scheme}": page.evaluate(UNREADABLE) for scheme in forced(page)}
    assert {path: found for path, found in unreadable.items() if found} == {}


def test_unreadable_words_would_be_found(page: Page) -> None:
    page.goto("/impressum/")
    page.evaluate("""() => Object.assign(document.querySelector("h1").style,
      {color: "#fff", backgroundColor: "#fff", forcedColorAdjust: "none"})""")
    for scheme in forced(page):
        [unreadable] = page.evaluate(UNREADABLE)
        assert unreadable.startswith("<h1"), scheme


def test_forced_colours_keep_the_shapes_of_symbols(page: Page) -> None:
    for _ in forced(page):
        assert_shapes_differ(symbols(page))


def test_forced_colours_keep_the_parts_of_charts_apart(page: Page) -> None:
    """A bar's parts have edges, numbers, or a pattern; tiles and the line of a trend are seen."""
    for scheme in forced(page):
        page.goto("/kennzahlen/")
        assert len(set(lightness(page.locator("svg.bar").first))) > 2, scheme
        page.goto("/kennzahlen/wohnungen/")
        for selector in (".tiles a", ".multi svg"):
            assert shape(page.locator(selector).first).share > 0.003, (scheme, selector)
        page.goto("/kennzahlen/vergleich/?k=treibhausgase")
        assert shape(page.locator("svg.chart--n")).share > 0.003, scheme


def test_forced_colours_reach_plotly(page: Page) -> None:
    for scheme in forced(page):
        page.goto("/kennzahlen/treibhausgase/")
        plot = page.locator(".explored .main-svg").first
        expect(plot).to_be_visible(timeout=30_000)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert plot.evaluate("plot => getComputedStyle(plot).backgroundColor") == ground, scheme


def test_nothing_moves_for_those_who_want_no_motion(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    moving = {}
    for path in PAGES:
        page.goto(path)
        moving[path] = page.evaluate(MOVING)
    assert {path: found for path, found in moving.items() if found} == {}


def test_motion_would_be_found(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto("/")
    [moving] = page.evaluate(MOVING)  # the page itself scrolls smoothly
    assert moving.startswith("<html")
