"""Required pace as bars: the change a year still needed against the best and the mean one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.target_paths import RequiredPace

LONGEST = 95  # percent of the room the longest bar takes


@dataclass(frozen=True, slots=True)
class PaceBar:
    """One change per year. Bars to the left of the others' start go in the wrong direction."""

    label: str
    years: str
    value: Decimal  # change per year in the indicator's unit, with its natural sign
    x: str  # percent of the room
    width: str
    is_needed: bool


def pace_bars(
    pace: RequiredPace, *, latest_year: int | None = None, since: int | None = None
) -> tuple[PaceBar, ...]:
    """The bars there is a number for: needed, best year, mean; none with too few values.

    `latest_year` is the year of the latest value, `since` the first year of the mean.
    """
    changes = [
        ("nötig", _span(latest_year and latest_year + 1, pace.target_year), pace.needed),
        ("bestes Jahr", str(pace.best_year or ""), pace.best),
        ("Mittel", _span(since, latest_year), pace.mean),
    ]
    sign = -1 if (pace.needed or pace.best or 0) < 0 else 1
    wanted = [sign * value for _, _, value in changes if value is not None]
    low, high = min([*wanted, Decimal(0)]), max([*wanted, Decimal(0)])
    share = LONGEST / (high - low) if high > low else Decimal(0)
    return tuple(
        PaceBar(
            label=label,
            years=years,
            value=value,
            x=f"{(min(sign * value, Decimal(0)) - low) * share:.1f}",
            width=f"{abs(value) * share:.1f}",
            is_needed=label == "nötig",
        )
        for label, years, value in changes
        if value is not None
    )


def _span(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    return str(last) if first >= last else f"{first} bis {last}"
