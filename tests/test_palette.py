"""The colours of static/css/tokens.css: contrasts by WCAG 2.2, computed in light and dark."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")
SURFACES = ("paper", "stone-1")
AREAS = tuple(f"a{number}" for number in range(1, 9))
TEXTS = ("ink", "ink-2", "ink-3", "green", "red", *AREAS)
CONTROLS = ("rule-2", "green", "red", "sun-l", "cloud-l", "storm-l")
# What is written on a coloured surface: (text, surface).
PRINTED_ON = (
    ("on-green", "green"),
    ("on-green", "green-2"),
    ("on-sun", "sun"),
    ("on-part", "part"),
    ("on-cloud", "cloud"),
    ("on-storm", "storm"),
    ("ink", "stone-2"),
    ("red", "stone-2"),
    ("ink", "green-tint"),
    ("ink-2", "green-tint"),
    ("green", "green-tint"),
    ("red", "green-tint"),
    *((f"q{number}t", f"q{number}") for number in range(1, 6)),
)


def block(selector: str) -> dict[str, str]:
    """The colours declared in the one block that follows `selector`, as #rgb or #rrggbb."""
    body = TOKENS.split(f"{selector} {{")[1].split("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", body))


LIGHT = block(":root")
DARK = block(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#ffffff", 21.0), ("#fff", "#fff", 1.0), ("#767676", "#fff", 4.54)],
)
def test_contrast_agrees_with_published_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), [*product(TEXTS, SURFACES), *PRINTED_ON])
def test_text_is_readable(palette: dict[str, str], text: str, surface: str) -> None:
    assert contrast(palette[text], palette[surface]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "surface"), [*product(CONTROLS, SURFACES)])
def test_lines_and_borders_are_visible(palette: dict[str, str], line: str, surface: str) -> None:
    assert contrast(palette[line], palette[surface]) >= 3


def test_dark_values_are_the_same_by_system_and_by_choice() -> None:
    assert block(':root:not([data-theme="light"])') == DARK


def test_dark_replaces_every_colour() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_browser_frame_has_the_colour_of_the_page() -> None:
    page = (settings.BASE_DIR / "templates/base.html").read_text(encoding="utf-8")
    frame = re.findall(r'<meta name="theme-color" content="(#\w+)" media="[^"]*: (\w+)\)">', page)
    assert frame == [(LIGHT["paper"], "light"), (DARK["paper"], "dark")]
