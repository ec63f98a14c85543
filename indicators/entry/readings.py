"""What a typed text was read as: a number, a question, or an error with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.entry.plausibility import Dated, Oddity, Scale, oddities
from indicators.german_numbers import (
    NumberError,
    check_decimals,
    format_number,
    has_thousands_point,
    parse_number,
)
from indicators.named_periods import Period


@dataclass(frozen=True, slots=True)
class ValueRules:
    """What a value of an indicator may be."""

    scale: Scale
    largest: Decimal  # in size, what the database can hold
    lower_bound: Decimal | None = None  # smallest possible value; None: no bound
    upper_bound: Decimal | None = None

    def check(self, value: Decimal) -> None:
        """Raise NumberError, with the German sentence, for a value that cannot be right."""
        check_decimals(value, self.scale.decimals)
        if abs(value) > self.largest:
            raise NumberError(
                f"Die Zahl ist zu groß: höchstens {format_number(self.largest)} ist möglich. "
                "Prüfen Sie die Einheit."
            )
        if self._is_outside(value):
            raise NumberError(
                f"Der Wert {self.scale.amount(value)} ist bei dieser Kennzahl nicht möglich. "
                f"Möglich sind Werte {self._range()}."
            )

    def _is_outside(self, value: Decimal) -> bool:
        below = self.lower_bound is not None and value < self.lower_bound
        return below or (self.upper_bound is not None and value > self.upper_bound)

    def _range(self) -> str:
        lower, upper = self._spelled(self.lower_bound), self._spelled(self.upper_bound)
        if not upper:
            return f"ab {lower}"
        return f"von {lower} bis {upper}" if lower else f"bis {upper}"

    def _spelled(self, bound: Decimal | None) -> str:
        if bound is None:
            return ""
        number = format_number(bound.normalize())
        return f"{number}\N{NO-BREAK SPACE}{self.scale.unit}".strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text of the value field means."""

    value: Decimal | None = None  # None: nothing typed, or nothing that can be taken
    error: str = ""  # German sentence; empty: no error
    spelled: str = ""  # the number as read, in German
    amount: str = ""  # the same with its unit
    ungrouped: str = ""  # the amount without points between thousands
    other_meaning: str = ""  # what an English reader means by it; empty: not ambiguous
    oddities: tuple[Oddity, ...] = ()


def read_value(
    text: str, rules: ValueRules, period: Period, series: Sequence[Dated] = ()
) -> Reading:
    """Read a typed value; an empty text is no value and no error.

    A single point without a comma ("1.234") means thousands here and a decimal point elsewhere:
    then `other_meaning` asks to have it confirmed.
    """
    if not text.strip():
        return Reading()
    try:
        value = parse_number(text, unit=rules.scale.unit, decimals=rules.scale.decimals)
        rules.check(value)
    except NumberError as error:
        return Reading(error=str(error))
    spelled = format_number(value)
    unit = rules.scale.unit
    return Reading(
        value=value,
        spelled=spelled,
        amount=f"{spelled}\N{NO-BREAK SPACE}{unit}".strip(),
        ungrouped=f"{spelled.replace('.', '')}\N{NO-BREAK SPACE}{unit}".strip(),
        other_meaning=spelled.replace(".", ",") if is_ambiguous(text) else "",
        oddities=oddities(value, period, series, rules.scale),
    )


def is_ambiguous(text: str) -> bool:
    """Whether an accepted text is another number to somebody used to decimal points."""
    return has_thousands_point(text) and text.count(".") == 1 and "," not in text


def for_input(value: Decimal | None, decimals: int) -> str:
    """A stored value as the field shows it for editing, exactly.

    It has no points, so nothing has to be confirmed.
    """
    if value is None:
        return ""
    own = -int(value.normalize().as_tuple().exponent)
    return format_number(value, max(own, decimals)).replace(".", "")
