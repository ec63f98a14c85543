"""What the parts of the city say together, beside what the city says.

    sum            the parts add up to the city's value
    weighted_mean  the city's value is the mean of the parts, weighted by their inhabitants
    independent    nothing follows from the parts for the city

Weights are the inhabitants of the same year where those of all parts are known. Otherwise they are
those of some other day: a mean with them is near the truth and not the truth itself. A difference
that rounding explains is no contradiction: each value was rounded by half a unit of its last
decimal at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from indicators.entry.plausibility import Scale

SUM, WEIGHTED_MEAN, INDEPENDENT = "sum", "weighted_mean", "independent"
NAMED_PARTS = 3  # of more missing parts the sentence gives the number only


@dataclass(frozen=True, slots=True)
class PartValue:
    """What one part of the city says."""

    name: str
    value: Decimal | None  # None: no value yet, or a reason for none
    weight: Decimal | int | None = None  # inhabitants; None: not known


@dataclass(frozen=True)
class DistrictSum:
    """The parts of one indicator and period, put together and held against the city."""

    relation: str  # sum, weighted_mean or independent
    scale: Scale
    parts: Sequence[PartValue]
    city: Decimal | None  # None: no value

    @cached_property
    def missing(self) -> tuple[PartValue, ...]:
        """The parts without a value."""
        return tuple(part for part in self.parts if part.value is None)

    @cached_property
    def unweighted(self) -> tuple[PartValue, ...]:
        """The parts that a mean cannot count: no inhabitants are known."""
        if self.relation != WEIGHTED_MEAN:
            return ()
        return tuple(part for part in self.parts if part.value is not None and not part.weight)

    @property
    def given(self) -> int:
        """How many parts have a value."""
        return len(self.parts) - len(self.missing)

    @property
    def is_complete(self) -> bool:
        """Every part is there, and what it takes to count it."""
        return bool(self.parts) and not self.missing and not self.unweighted

    @property
    def count_text(self) -> str:
        """ "17 von 19 Teilen"."""
        return f"{self.given} von {len(self.parts)} Teilen"

    @cached_property
    def total(self) -> Decimal | None:
        """The sum or mean of the parts there are, in the indicator's decimals.

        None without any, if the parts are independent, or if inhabitants of a part are missing.
        """
        there = [(part.value, part.weight or 0) for part in self.parts if part.value is not None]
        if not there or self.unweighted or self.relation == INDEPENDENT:
            return None
        if self.relation == SUM:
            return sum((value for value, _ in there), Decimal(0))
        weights = sum(weight for _, weight in there)
        mean = sum((value * weight for value, weight in there), Decimal(0)) / weights
        return mean.quantize(self.unit, ROUND_HALF_UP)

    @property
    def unit(self) -> Decimal:
        """One unit of the last decimal."""
        return Decimal(1).scaleb(-self.scale.decimals)

    @property
    def difference(self) -> Decimal | None:
        """How much more the parts say than the city; negative if less.

        What would be written as 0 is none: a computed value has more decimals than are shown. None
        if they cannot be compared: a value, a part or its inhabitants are missing.
        """
        if self.total is None or self.city is None or not self.is_complete:
            return None
        found = self.total - self.city
        return found if abs(found) >= self.unit / 2 else Decimal(0)

    @property
    def tolerance(self) -> Decimal:
        """What rounding alone explains."""
        rounded = len(self.parts) + 1 if self.relation == SUM else 2
        return self.unit / 2 * rounded

    @property
    def is_consistent(self) -> bool | None:
        """Whether parts and city agree, but for rounding; None if that cannot be said."""
        if self.difference is None:
            return None
        return abs(self.difference) <= self.tolerance

    @property
    def is_told(self) -> bool:
        """There is something to say about how parts and city fit together."""
        return self.relation != INDEPENDENT and self.given > 0

    @property
    def can_give_city(self) -> bool:
        """The city has no value, and the parts make one."""
        return self.relation == SUM and self.city is None and self.is_complete

    @property
    def sentence(self) -> str:
        """What there is to say, in German; each sentence stands alone."""
        if not self.given:
            return f"Noch hat keiner der {len(self.parts)} Teile einen Wert."
        if self.relation == INDEPENDENT:
            return (
                f"{self.count_text} {have(self.given)} einen Wert. Sie sind vom Wert der "
                "Gesamtstadt unabhängig, ein Abgleich entfällt."
            )
        if self.total is None:
            return f"Das Mittel lässt sich nicht bilden: {self._without_inhabitants()}."
        if self.missing:
            return f"{self._together()}. {self._lack()}"
        return f"{self._together()}{self._beside_city()}"

    def _together(self) -> str:
        """„Die 19 Teile ergeben 1.240“ or „Das Mittel der 17 Teile beträgt 12,4 %“."""
        amount = self.scale.amount(self.total or Decimal(0))
        all_parts = "Der eine Teil" if self.given == 1 else f"Die {self.given} Teile"
        whole = self.count_text if self.missing else all_parts
        if self.relation == SUM:
            return f"{whole} {gives(self.given)} {amount}"
        of = f"aus {self.count_text}" if self.missing else f"der {self.given} Teile"
        return f"Das mit Einwohnern gewichtete Mittel {of} beträgt {amount}"

    def _beside_city(self) -> str:
        if self.difference is None or self.city is None:
            return ". Für die Gesamtstadt gibt es keinen Wert."
        if not self.difference:
            return ", genau wie die Gesamtstadt."
        way = "mehr" if self.difference > 0 else "weniger"
        gap = self.scale.difference(abs(self.difference)).lstrip("+")
        why = ", was am Runden liegen kann" if self.is_consistent else ""
        return f", die Gesamtstadt sagt {self.scale.amount(self.city)}: {gap} {way}{why}."

    def _lack(self) -> str:
        """What cannot be said before all parts are there, and what can be said already."""
        names = [part.name for part in self.missing]
        count = len(names)
        lack = listed(names) if count <= NAMED_PARTS else f"{count} Teile"
        verb = "fehlt" if count == 1 else "fehlen"
        if self.city is None:
            return f"Es {verb} {lack}."
        city = self.scale.amount(self.city)
        if self._exceeds_already and self.total is not None:
            gap = self.scale.difference(self.total - self.city).lstrip("+")
            return f"Das sind schon {gap} mehr als die Gesamtstadt ({city}), und es {verb} {lack}."
        return f"Für den Abgleich mit der Gesamtstadt ({city}) {verb} {lack}."

    @property
    def _exceeds_already(self) -> bool:
        """The parts there are sum to more than the city, and none of them is below zero."""
        if self.relation != SUM or self.city is None or self.total is None:
            return False
        is_positive = all(part.value is None or part.value >= 0 for part in self.parts)
        return is_positive and self.total - self.city > self.tolerance

    def _without_inhabitants(self) -> str:
        names = [part.name for part in self.unweighted]
        whom = listed(names) if len(names) <= NAMED_PARTS else f"{len(names)} Teile"
        return f"Für {whom} ist keine Einwohnerzahl hinterlegt"


def gives(count: int) -> str:
    return "ergibt" if count == 1 else "ergeben"


def have(count: int) -> str:
    return "hat" if count == 1 else "haben"


def listed(names: Sequence[str]) -> str:
    """„Ampen, Deiringsen und Thöningsen“."""
    *others, last = names
    return f"{', '.join(others)} und {last}" if others else last
