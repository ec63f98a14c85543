"""An expected change beside the observed one. They are compared, never explained by each other.

Numbers are in the indicator's unit and nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.annual_values import YearValue

NOT_BEGUN = "not_begun"  # the year from which the effect is expected lies ahead
NO_VALUE_BEFORE = "no_value_before"
NO_VALUE_SINCE = "no_value_since"
AS_EXPECTED = "as_expected"
WEAKER = "weaker"  # the expected way, but not as far
STRONGER = "stronger"
OPPOSITE = "opposite"
OUTSIDE = "outside"  # of a range that says no way


@dataclass(frozen=True, slots=True)
class ExpectedChange:
    """By how much a value should differ from the last one before `from_year`.

    At least one of `lower` and `upper` is given; None leaves that side open. `until_year` None: the
    change is expected to last.
    """

    lower: Decimal | None
    upper: Decimal | None
    from_year: int
    until_year: int | None = None

    @property
    def sign(self) -> int:
        """1: an increase is expected, -1: a decrease, 0: the range says neither."""
        if self.lower is not None and self.lower >= 0 and self.upper != 0:
            return 1
        if self.upper is not None and self.upper <= 0 and self.lower != 0:
            return -1
        return 0

    def holds(self, change: Decimal) -> bool:
        """Whether a change lies in the range, edges included."""
        above = self.lower is None or change >= self.lower
        return above and (self.upper is None or change <= self.upper)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was expected, and what the values say of the same time."""

    expected: ExpectedChange
    outcome: str
    before: YearValue | None  # the newest value from before the effect begins
    after: YearValue | None  # the newest value of the time in which it is expected
    blank_before: YearValue | None  # a year after `before` that says why it has no value
    blank_after: YearValue | None  # the same, after `after`

    @property
    def change(self) -> Decimal | None:
        """The observed change over that time; None if one of its ends has no value."""
        if self.before is None or self.after is None:
            return None
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def is_provisional(self) -> bool:
        """One of the two values may still change."""
        ends = (self.before, self.after)
        return self.change is not None and any(end and end.provisional for end in ends)


def compare(years: Sequence[YearValue], expected: ExpectedChange, this_year: int) -> Comparison:
    """Find both ends of the observed change. `years` ascend; `this_year` is the reader's."""
    until = expected.until_year
    earlier = [year for year in years if year.year < expected.from_year]
    since = [
        year
        for year in years
        if expected.from_year <= year.year and (until is None or year.year <= until)
    ]
    before, blank_before = newest(earlier)
    after, blank_after = newest(since)
    return Comparison(
        expected=expected,
        outcome=outcome(expected, before, after, this_year),
        before=before,
        after=after,
        blank_before=blank_before,
        blank_after=blank_after,
    )


def newest(years: Sequence[YearValue]) -> tuple[YearValue | None, YearValue | None]:
    """The newest year with a value, and a newer one that says why it has none."""
    valued = next((year for year in reversed(years) if year.value is not None), None)
    last = years[-1] if years else None
    return valued, last if last is not valued else None


def outcome(
    expected: ExpectedChange, before: YearValue | None, after: YearValue | None, this_year: int
) -> str:
    """How the observed change relates to the expected one, or why that cannot be said."""
    if this_year < expected.from_year:
        return NOT_BEGUN
    if before is None or before.value is None:
        return NO_VALUE_BEFORE
    if after is None or after.value is None:
        return NO_VALUE_SINCE
    change = after.value - before.value
    if expected.holds(change):
        return AS_EXPECTED
    if expected.sign == 0:
        return OUTSIDE
    if change * expected.sign < 0:
        return OPPOSITE
    nearer = expected.lower if expected.sign > 0 else expected.upper
    falls_short = nearer is not None and abs(change) < abs(nearer)
    return WEAKER if falls_short else STRONGER
