"""The sizes in which a trend chart is drawn. Lengths are drawing units; type sizes too."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.charts.labels import Measure, estimated_width
from indicators.charts.print_font import printed_width


@dataclass(frozen=True, slots=True)
class Layout:
    """Room and type of one kind of drawing."""

    width: int
    height: int
    size: float  # of type
    large: float  # type of the target and of the latest value
    dot: float  # radius of a measured point
    mark: float  # half the diagonal of a target's diamond
    side: float  # the longest line of a label beside the plot
    years: int | None  # years shown before the last one; None is all
    measure: Measure
    anchored: bool = True  # False: every text starts at its x, for programs poor at text-anchor

    @property
    def bracket(self) -> float:
        """Width of the bracket that marks the gap."""
        return self.dot * 3


# The style sheet enlarges the type of the wide drawing where it is shown small, so that no text
# falls below 11 pixels: room is kept for the larger size.
WIDE = Layout(940, 410, 15, 17, 3.4, 5, 215, None, estimated_width)
NARROW = Layout(340, 380, 13, 13, 3.4, 5, 92, 12, estimated_width)
PRINT = Layout(322, 132, 7, 8.5, 1.9, 3, 84, None, printed_width, anchored=False)
# Printed in one and a half times its size, over the whole width of a page.
TALL = replace(PRINT, height=168)
