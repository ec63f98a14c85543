"""A small chart of an expected effect: the values, the start, and the range as a band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.annual_values import YearValue
from indicators.charts.frame import Frame
from indicators.charts.labels import estimated_width
from indicators.charts.numbers import tick_texts
from indicators.charts.scales import (
    Point,
    ValueAxis,
    circles,
    crosses,
    dots,
    polyline,
    rectangle,
    unit,
    value_axis,
)
from indicators.expected_changes import Comparison

WIDTH, HEIGHT, TYPE = 340, 170, 13
TOP, BOTTOM = 26, 140
DOT = 3.4
YEARS_BEFORE = 6  # drawn before the effect begins
YEARS_OF_A_LASTING_ONE = 3  # drawn at least, from its first year on
NARROWEST_BAND = 12


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text and where it begins, ends or has its middle."""

    x: str
    y: str
    anchor: str  # start, middle or end
    text: str


@dataclass(frozen=True, slots=True)
class EffectDrawing:
    """Path data; "" means that there is none of its kind."""

    view_box: str
    axis: str
    grid: str
    band: str  # the area in which the values were expected
    edges: str  # its edges: an open side has none
    start: str  # the upright line from which the effect is expected
    line: str
    provisional: str  # parts of the line that lead to a provisional value
    dots: str
    open_dots: str  # provisional values
    missing: str  # crosses at years with a reason for no value
    texts: tuple[PlacedText, ...]


def effect_drawing(
    years: Sequence[YearValue], comparison: Comparison, *, decimals: int
) -> EffectDrawing | None:
    """Draw the years around the start; None without any value to draw."""
    first, last = shown_years(years, comparison)
    shown = [year for year in years if first <= year.year <= last]
    valued = [year for year in shown if year.value is not None]
    if not valued:
        return None
    axis = axis_of(valued, comparison, decimals)
    frame = frame_of(axis, first, last)
    solid, provisional = lines(valued, frame)
    start = unit(frame.x(comparison.expected.from_year))
    return EffectDrawing(
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        axis=f"M{unit(frame.left)} {BOTTOM}H{unit(frame.right)}",
        grid="".join(
            f"M{unit(frame.left)} {unit(frame.y(tick))}H{unit(frame.right)}" for tick in axis.ticks
        ),
        band=band(comparison, frame),
        edges=edges(comparison, frame),
        start=f"M{start} {TOP - 8}V{BOTTOM + 5}",
        line=solid,
        provisional=provisional,
        dots=dots(frame.measured(year for year in valued if not year.provisional)),
        open_dots=circles(frame.measured(year for year in valued if year.provisional), DOT * 1.3),
        missing=crosses(
            [(frame.x(year.year), BOTTOM - 8) for year in shown if year.value is None], DOT
        ),
        texts=tuple(texts(comparison, frame)),
    )


def shown_years(years: Sequence[YearValue], comparison: Comparison) -> tuple[int, int]:
    """From some years before the effect to its end, or to the newest value if that is later."""
    expected = comparison.expected
    known = [year.year for year in years]
    first = expected.from_year - YEARS_BEFORE
    if comparison.before is not None:
        first = min(first, comparison.before.year)
    first = max(first, min(known, default=first))
    end = expected.until_year or expected.from_year + YEARS_OF_A_LASTING_ONE
    return min(first, expected.from_year - 1), max(end, max(known, default=end))


def limits(comparison: Comparison) -> tuple[Decimal | None, Decimal | None]:
    """The values between which the indicator was expected; None: open, or nothing to add it to."""
    before = comparison.before.value if comparison.before else None
    if before is None:
        return None, None
    lower, upper = comparison.expected.lower, comparison.expected.upper
    return (
        None if lower is None else before + lower,
        None if upper is None else before + upper,
    )


def axis_of(valued: Sequence[YearValue], comparison: Comparison, decimals: int) -> ValueAxis:
    values = [year.value for year in valued if year.value is not None]
    values += [limit for limit in limits(comparison) if limit is not None]
    return value_axis(values, decimals=decimals, parts=3)


def frame_of(axis: ValueAxis, first: int, last: int) -> Frame:
    widest = max(estimated_width(text, TYPE, False) for text in tick_texts(axis.ticks))
    return Frame(
        left=widest + TYPE * 0.7,
        right=WIDTH - estimated_width("2030", TYPE, False) / 2 - 1,
        top=TOP,
        bottom=BOTTOM,
        first_year=first,
        last_year=last,
        axis=axis,
    )


def lines(valued: Sequence[YearValue], frame: Frame) -> tuple[str, str]:
    """Solid and provisional lines between years that follow each other."""
    solid: list[list[Point]] = []
    provisional: list[list[Point]] = []
    places = frame.measured(valued)
    for (start, year), (end, following) in pairwise(zip(places, valued, strict=True)):
        if following.year != year.year + 1:
            continue
        if following.provisional:
            provisional.append([start, end])
        elif solid and solid[-1][-1] == start:
            solid[-1].append(end)
        else:
            solid.append([start, end])
    return "".join(map(polyline, solid)), "".join(map(polyline, provisional))


def band_sides(comparison: Comparison, frame: Frame) -> tuple[float, float]:
    """Left and right side of the band; that of a single year gets a width one can see."""
    expected = comparison.expected
    left = frame.x(expected.from_year)
    right = frame.right if expected.until_year is None else frame.x(expected.until_year)
    return min(left, right - NARROWEST_BAND), right


def band(comparison: Comparison, frame: Frame) -> str:
    lower, upper = limits(comparison)
    if lower is None and upper is None:
        return ""
    left, right = band_sides(comparison, frame)
    bottom = frame.bottom if lower is None else frame.y(lower)
    top = frame.top if upper is None else frame.y(upper)
    return rectangle(left, top, right - left, bottom - top)


def edges(comparison: Comparison, frame: Frame) -> str:
    left, right = band_sides(comparison, frame)
    return "".join(
        f"M{unit(left)} {unit(frame.y(limit))}H{unit(right)}"
        for limit in limits(comparison)
        if limit is not None
    )


def texts(comparison: Comparison, frame: Frame) -> Iterable[PlacedText]:
    """The values beside the plot, the first and last year below it, the start above it."""
    ticks = frame.axis.ticks
    for tick, text in zip(ticks, tick_texts(ticks), strict=True):
        yield PlacedText(unit(frame.left - 6), unit(frame.y(tick) + TYPE * 0.35), "end", text)
    from_year = comparison.expected.from_year
    start = frame.x(from_year)
    yield PlacedText(unit(start), str(TOP - 12), "middle", f"ab {from_year}")
    room = estimated_width("2030", TYPE, False) * 1.4
    written: list[float] = []
    middle = [year.year for year in (comparison.before, comparison.after) if year is not None]
    for year in (frame.first_year, frame.last_year, *middle):
        x = frame.x(year)
        if all(abs(x - other) >= room for other in written):
            written.append(x)
            yield PlacedText(unit(x), str(BOTTOM + 20), "middle", str(year))
