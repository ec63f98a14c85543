"""The geometry of the chosen series in one chart: path data and placed texts, no colours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indicators.annual_values import YearValue
from indicators.charts.break_marks import break_labels, break_lines
from indicators.charts.explorable import measured
from indicators.charts.frame import LONGEST_YEAR, YEAR_STEPS, Frame, grid
from indicators.charts.labels import stacked
from indicators.charts.layouts import NARROW, Layout
from indicators.charts.lettering import Label, Wording
from indicators.charts.numbers import tick_texts
from indicators.charts.scales import Point, circles, crosses, polyline, rectangle, unit
from indicators.charts.series import SeriesChart, SeriesLine
from indicators.charts.series_content import CONTINUATION, PATH, end_label, series_axis
from indicators.charts.series_looks import QUIET, Look, looks
from indicators.missing_reasons import SECRET
from indicators.target_paths import PathPoint

RADIUS = 4.0  # of a mark
SLACK = 1.08  # names are mostly of wide letters
MOST_BESIDE = 0.42  # share of the width that labels may take


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One place: its line, its marks (open ones are provisional) and the mark at its label."""

    number: int  # of its look; -1 for a quiet line
    line: str
    marks: str
    open_marks: str
    label: Label | None
    key: str


@dataclass(frozen=True, slots=True)
class SeriesDrawing:
    """A drawn chart of several places; "" means that there is none of its kind."""

    width: int
    height: int
    future: str
    grid: str
    axis: str
    path: str
    continuation: str
    breaks: str  # upright lines between values that cannot be compared
    missing: str  # crosses: no value
    secret: str  # rings: there is a value that is not shown
    lines: tuple[DrawnLine, ...]  # quiet ones first, so that they lie below
    labels: tuple[Label, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class _End:
    """A text at the end of a line, before it has a place."""

    wording: Wording
    at: Point
    look: Look | None  # None for path and continuation


def series_drawing(chart: SeriesChart, layout: Layout) -> SeriesDrawing:
    """Draw the chart in a layout."""
    looked = list(zip(chart.lines, looks(chart), strict=True))
    texts = [_text(chart, line, layout) for line, look in looked if look != QUIET]
    texts += [PATH] if chart.path else []
    texts += [_pace(layout)] if chart.continuation else []
    frame = _frame(chart, layout, texts)
    ends = _ends(chart, looked, frame, layout)
    placed = dict(zip(map(id, ends), _beside(ends, frame, layout), strict=True))
    labels = {end.look.number: placed[id(end)] for end in ends if end.look}
    others = [placed[id(end)] for end in ends if end.look is None]
    broken = chart.broken_years
    marked = [_marked(line, look, labels, frame, broken) for line, look in looked if look != QUIET]
    quiet = [
        DrawnLine(QUIET.number, _lines(line.years, frame, broken), "", "", None, "")
        for line, look in looked
        if look == QUIET
    ]
    entries = [entry for line in chart.lines for entry in line.years if entry.value is None]
    gaps = sorted({entry.year for entry in entries if entry.missing_reason not in {"", *SECRET}})
    secret = sorted({entry.year for entry in entries if entry.missing_reason in SECRET})
    return SeriesDrawing(
        width=layout.width,
        height=layout.height,
        future=_future(chart, frame, layout),
        grid=grid(frame),
        axis=_axis(frame, layout),
        path=polyline(_path(chart, frame)),
        continuation=polyline(frame.places(chart.continuation)),
        breaks=break_lines(chart.breaks, frame, layout),
        missing=crosses(_at_the_edge(gaps, frame, layout), layout.dot),
        secret=circles(_at_the_edge(secret, frame, layout, row=1), layout.dot),
        lines=(*quiet, *reversed(marked)),
        labels=(*_axis_labels(frame, layout), *others, *break_labels(chart.breaks, frame, layout)),
    )


def _text(chart: SeriesChart, line: SeriesLine, layout: Layout) -> str:
    """A narrow drawing has room for the name only."""
    return line.place.name if layout is NARROW else end_label(chart, line)


def _pace(layout: Layout) -> str:
    return "gleiches Tempo" if layout is NARROW else CONTINUATION


def _frame(chart: SeriesChart, layout: Layout, texts: Sequence[str]) -> Frame:
    axis = series_axis(chart)
    ticks = (layout.measure(text, layout.size, False) for text in tick_texts(axis.ticks))
    half_year = layout.measure(LONGEST_YEAR, layout.size, False) / 2
    beside = max((layout.measure(text, layout.size, True) for text in texts), default=0.0)
    beside = min(beside * SLACK + _distance(layout), layout.width * MOST_BESIDE)
    years = chart.years
    return Frame(
        left=max(max(ticks, default=0.0) + layout.size * 0.7, half_year),
        right=layout.width - max(beside, half_year) - 1,
        top=layout.size * (1.9 if chart.breaks else 0.8),
        bottom=layout.height - layout.size * 2.2,
        first_year=years[0] if years else 0,
        last_year=years[-1] if years else 0,
        axis=axis,
    )


def _distance(layout: Layout) -> float:
    """From the plot to the labels, with the mark between them."""
    return RADIUS * 2 + layout.size * 1.1


def _ends(
    chart: SeriesChart,
    looked: Sequence[tuple[SeriesLine, Look]],
    frame: Frame,
    layout: Layout,
) -> list[_End]:
    """Everything that is named beside the plot, from top to bottom."""
    ends = [
        _End(Wording(_text(chart, line, layout), "ink"), frame.at(one.year, one.value), look)
        for line, look in looked
        if look != QUIET and (one := line.latest) and one.value is not None
    ]
    for name, tone, points in (
        (PATH, "green", chart.path),
        (_pace(layout), "", chart.continuation),
    ):
        ends += [
            _End(Wording(name, tone), frame.at(point.year, point.value), None)
            for point in points[-1:]
        ]
    return sorted(ends, key=lambda end: end.at[1])


def _beside(ends: Sequence[_End], frame: Frame, layout: Layout) -> list[Label]:
    """The labels near the ends of their lines, moved apart where they would overlap."""
    heights = [end.wording.line(layout) for end in ends]
    centres = stacked([end.at[1] for end in ends], heights, 0, frame.bottom + layout.size * 0.5)
    x = frame.right + _distance(layout)
    return [
        end.wording.placed(layout, x, centre) for end, centre in zip(ends, centres, strict=True)
    ]


def _marked(
    line: SeriesLine, look: Look, labels: dict[int, Label], frame: Frame, broken: Collection[int]
) -> DrawnLine:
    places = measured(line.years)
    label = labels.get(look.number)
    key = [(label.left - RADIUS * 2.2, (label.box.top + label.box.bottom) / 2)] if label else []
    return DrawnLine(
        number=look.number,
        line=_lines(line.years, frame, broken),
        marks=marks(look.mark, frame.measured(one for one in places if not one.provisional)),
        open_marks=marks(look.mark, frame.measured(one for one in places if one.provisional)),
        label=label,
        key=marks(look.mark, key),
    )


def _lines(years: Sequence[YearValue], frame: Frame, broken: Collection[int]) -> str:
    """Through years that follow each other and can be compared; a year alone is a point, which
    round caps show."""
    runs: list[list[YearValue]] = []
    for entry in measured(years):
        if runs and runs[-1][-1].year + 1 == entry.year and entry.year not in broken:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return "".join(
        polyline(places) or f"M{unit(places[0][0])} {unit(places[0][1])}h.01"
        for places in (frame.measured(run) for run in runs)
    )


def _path(chart: SeriesChart, frame: Frame) -> list[Point]:
    """The target path; a stepped one turns at right angles."""
    if not chart.is_stepped:
        return frame.places(chart.path)
    points = list(chart.path[:1])
    for before, after in pairwise(chart.path):
        points += [PathPoint(after.year, before.value), after]
    return frame.places(points)


def _future(chart: SeriesChart, frame: Frame, layout: Layout) -> str:
    latest = chart.latest_year
    if latest is None or latest >= frame.last_year:
        return ""
    left, top = frame.x(latest), layout.size * 0.2
    return rectangle(left, top, frame.right - left, frame.bottom - top)


def _axis(frame: Frame, layout: Layout) -> str:
    """Path data of the zero line, else of the lower edge, and of a tick for each written year."""
    level = frame.axis.place(frame.axis.low * 0, frame.bottom, frame.top)
    level = level if frame.axis.has_zero else frame.bottom
    ticks = "".join(
        f"M{unit(frame.x(year))} {unit(frame.bottom)}v{unit(layout.size * 0.35)}"
        for year in _written_years(frame, layout)
    )
    return f"M{unit(frame.left)} {unit(level)}H{unit(frame.right)}{ticks}"


def _axis_labels(frame: Frame, layout: Layout) -> list[Label]:
    """The values beside the plot and the years below it."""
    x = frame.left - layout.size * 0.55
    below = frame.bottom + layout.size * 1.1
    values = zip(frame.axis.ticks, tick_texts(frame.axis.ticks), strict=True)
    return [
        *(Wording(text).placed(layout, x, frame.y(tick), "end") for tick, text in values),
        *(
            Wording(str(year)).placed(layout, frame.x(year), below, "middle")
            for year in _written_years(frame, layout)
        ),
    ]


def _written_years(frame: Frame, layout: Layout) -> list[int]:
    """The last year, the first, and as many between them as have room."""
    if not frame.axis.ticks:
        return []
    first, last = frame.first_year, frame.last_year
    room = layout.measure(LONGEST_YEAR, layout.size, False) * 1.6
    a_year = (frame.right - frame.left) / max(last - first, 1)
    step = next((step for step in YEAR_STEPS if step * a_year >= room), 20)
    written: list[int] = []
    for year in (last, first, *range(first, last, step)):
        if all(abs(year - other) * a_year >= room for other in written):
            written.append(year)
    return sorted(written)


def _at_the_edge(years: Iterable[int], frame: Frame, layout: Layout, row: int = 0) -> list[Point]:
    """On the lower edge: what has no value is no zero, and lies nowhere on the scale."""
    if not frame.axis.ticks:
        return []
    y = frame.bottom - layout.dot * (2 + 3 * row)
    return [(frame.x(year), y) for year in years]


# Marks ----------------------------------------------------------------------------


def marks(name: str, points: Iterable[Point]) -> str:
    """Path data of one mark at each point."""
    return "".join(_MARKS[name](point) for point in points) if name else ""


def _polygon(*corners: Point) -> Callable[[Point], str]:
    def drawn(point: Point) -> str:
        places = [(point[0] + x * RADIUS, point[1] + y * RADIUS) for x, y in corners]
        return f"{polyline(places)}z"

    return drawn


def _circle(point: Point) -> str:
    return circles([point], RADIUS * 0.9)


# Five points and five notches, from the top on.
STAR = (
    *((0, -1.35), (0.34, -0.47), (1.28, -0.42), (0.55, 0.18), (0.79, 1.09)),
    *((0, 0.58), (-0.79, 1.09), (-0.55, 0.18), (-1.28, -0.42), (-0.34, -0.47)),
)
_MARKS: dict[str, Callable[[Point], str]] = {
    "circle": _circle,
    "square": _polygon((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "triangle-up": _polygon((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "triangle-down": _polygon((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    "triangle-right": _polygon((1.15, 0), (-0.85, 1.1), (-0.85, -1.1)),
    "triangle-left": _polygon((-1.15, 0), (0.85, 1.1), (0.85, -1.1)),
    "star": _polygon(*STAR),
}
