"""The breaks of a series in a drawing: an upright line before the year, and what it says above."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.charts.frame import Frame
from indicators.charts.layouts import Layout
from indicators.charts.lettering import Label, Wording
from indicators.charts.scales import unit
from indicators.year_notes import YearNote

BREAK = "break"  # tone of the labels
LONGEST = 0.6  # of the width of the plot, for what a break says in the drawing


def break_lines(breaks: Iterable[YearNote], frame: Frame, layout: Layout) -> str:
    """Path data: from below the text of each break to the lower edge."""
    if not frame.axis.ticks:
        return ""
    top, bottom = unit(layout.size * 1.4), unit(frame.bottom)
    return "".join(f"M{unit(frame.before(one.year))} {top}V{bottom}" for one in breaks)


def break_labels(breaks: Iterable[YearNote], frame: Frame, layout: Layout) -> list[Label]:
    """What happened in the year of each break, above its line; "Bruch 2021" where it is long."""
    labels: list[Label] = []
    for one in breaks:
        wording = Wording(one.text, BREAK)
        if wording.width(layout) > (frame.right - frame.left) * LONGEST:
            wording = Wording(f"Bruch {one.year}", BREAK)
        half = wording.width(layout) / 2
        x = min(max(frame.before(one.year), frame.left + half), frame.right - half)
        label = wording.placed(layout, x, layout.size * 0.75, "middle")
        if not any(label.box.overlaps(other.box) for other in labels):
            labels.append(label)
    return labels
