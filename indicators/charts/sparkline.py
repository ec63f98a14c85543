"""A sparkline: the last years and the target on one time axis, 88 × 28 units.

All sparklines of a page share the axis, so a line that ends early is seen to be old.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.target_paths import PathPoint

WIDTH, HEIGHT = 88, 28
FIRST_YEAR, LAST_YEAR = 2019, 2030  # the years of the strategy
LEFT, RIGHT, TOP, BOTTOM = 3, 82, 5, 24
SHARE = Decimal("0.4")  # of the height that the measured values get at least
GOAL = "M{0} {1:.1f}l4 4-4 4-4-4z"
BEYOND_ABOVE = "M{0} {1:.1f}l4.5 7h-9z"
BEYOND_BELOW = "M{0} {1:.1f}l4.5-7h-9z"


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Path data; "" where there is nothing to draw. `x` and `y` are the place of the latest value.

    The goal is a diamond, or an arrowhead where the target lies so far away that a line on its
    scale would be flat.
    """

    line: str
    x: str
    y: str
    way: str  # from the latest value to the target
    goal: str


def sparkline(
    values: Sequence[YearValue],
    target: PathPoint | None,
    *,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    breaks: Collection[int] = (),
) -> Sparkline:
    """Draw the values from `first_year` on, and the target in its year or at the right edge.

    `breaks` are the years from which on values cannot be compared with those before.
    """
    known = [
        (entry.year, entry.value)
        for entry in values
        if entry.value is not None and first_year <= entry.year <= last_year
    ]
    low, high, beyond = _range([value for _, value in known], target)
    a_year = (RIGHT - LEFT) / max(last_year - first_year, 1)
    scale = (BOTTOM - TOP) / float(high - low) if high > low else 0.0
    base = BOTTOM if high > low else (TOP + BOTTOM) / 2
    line, x, y, previous = "", 0.0, 0.0, None
    for year, value in known:
        x = LEFT + (year - first_year) * a_year
        y = base - float(value - low) * scale
        is_next = previous == year - 1 and year not in breaks
        # A year without value breaks the line; a value between two gaps is a dot of round caps.
        line += f"L{x:.1f} {y:.1f}" if is_next else f"M{x:.1f} {y:.1f}h0"
        previous = year
    if target is None:
        return Sparkline(line, f"{x:.1f}", f"{y:.1f}", "", "")
    goal_x = LEFT + (min(target.year, last_year) - first_year) * a_year
    goal_y = base - float(min(max(target.value, low), high) - low) * scale
    return Sparkline(
        line=line,
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        way=f"M{x:.1f} {y:.1f}L{goal_x:.1f} {goal_y:.1f}" if known and goal_x > x else "",
        goal=_goal(beyond, goal_x, goal_y),
    )


def _range(values: Sequence[Decimal], target: PathPoint | None) -> tuple[Decimal, Decimal, int]:
    """Lowest and highest value drawn, and whether the target lies below (-1) or above (1) them."""
    if not values:
        return Decimal(0), Decimal(0), 0
    low, high = min(values), max(values)
    if target is None or low <= target.value <= high:
        return low, high, 0
    room = (high - low) / SHARE
    if target.value > high:
        top = target.value if low == high else min(target.value, low + room)
        return low, top, int(top < target.value)
    bottom = target.value if low == high else max(target.value, high - room)
    return bottom, high, -int(bottom > target.value)


def _goal(beyond: int, x: float, y: float) -> str:
    if beyond > 0:
        return BEYOND_ABOVE.format(f"{x:.1f}", y - 3.5)
    if beyond < 0:
        return BEYOND_BELOW.format(f"{x:.1f}", y + 3.5)
    return GOAL.format(f"{x:.1f}", y - 4)
