"""Numbers with their unit, as they stand in a German sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.assessment import Assessment
from indicators.german_numbers import MINUS, format_number

# A no-break space, so that a line never ends between a number and its unit.
GAP = "\N{NO-BREAK SPACE}"
# Units that name a scale and cannot follow a number: not "56 Anzahl".
_SCALES = ("", "Anzahl", "Index", "Schulnote", "Verhältnis")
# Units that count things, and what one of them is called. Other units have one form.
_SINGULARS = {
    "Anlagen": "Anlage",
    "Anschlüsse": "Anschluss",
    "Betriebe": "Betrieb",
    "Bäume": "Baum",
    "Fahrzeuge": "Fahrzeug",
    "Haltestellen": "Haltestelle",
    "Ladenlokale": "Ladenlokal",
    "Ladepunkte": "Ladepunkt",
    "Maßnahmen": "Maßnahme",
    "Personen": "Person",
    "Plätze": "Platz",
    "Projekte": "Projekt",
    "Prozentpunkte": "Prozentpunkt",
    "Punkte": "Punkt",
    "Schulen": "Schule",
    "Spielplätze": "Spielplatz",
    "Tage": "Tag",
    "Unfälle": "Unfall",
    "Veranstaltungen": "Veranstaltung",
    "Wohnungen": "Wohnung",
}
# A plural that counts, "Unfälle" or "Tsd. Fahrgäste", and takes an n in the dative: "bei 93
# Unfällen". Abbreviations, "km", and measures with a substance, "t CO2", do not change.
_DATIVE_PLURAL = re.compile(r"((?:(?:Tsd|Mio)\. )?[A-ZÄÖÜ][a-zäöüß]+(?:e|er|el))( je .*)?")
_MOST_EXTRA_DECIMALS = 4


def telling_decimals(decimals: int, *numbers: Decimal) -> int:
    """Return how many decimals show different numbers as different, at least the given ones.

    "2 statt 2" is no sentence, and "um 0,0 je Jahr" is no change. Numbers that differ only after
    four more decimals are left looking alike.
    """
    for extra in range(_MOST_EXTRA_DECIMALS + 1):
        shown = {format_number(number, decimals + extra) for number in numbers}
        if len(shown) == len(set(numbers)):
            return decimals + extra
    return decimals


@dataclass(frozen=True, slots=True)
class Quantities:
    """Writes numbers in one unit with one number of decimals."""

    unit: str
    decimals: int

    def number(self, value: Decimal) -> str:
        """Return the bare number: "6,9"."""
        return format_number(value, self.decimals)

    def full(self, value: Decimal, *, dative: bool = False) -> str:
        """Return the number with its unit: "6,9 t je Einwohner"; after "bei" in the dative."""
        return with_unit(self.number(value), self._full_unit, dative=dative)

    def short(self, value: Decimal, *, dative: bool = False) -> str:
        """Return the number with the unit's first part, where the rest is known: "6,9 t"."""
        return with_unit(self.number(value), self._short_unit, dative=dative)

    def difference(self, value: Decimal) -> str:
        """Return the size of a difference where nothing else names its unit: "0,1 t je Einwohner".

        That of shares is said in percentage points. A difference other than 0 never shows as 0.
        """
        return self._difference(value, self.decimals, unit=self._full_unit)

    def change(self, value: Decimal, *, sign: bool = False) -> str:
        """Return a difference beside a number with its unit: "0,1 t"; without `sign` its size."""
        return self._difference(value, self.decimals, sign)

    def pace(self, value: Decimal, *, sign: bool = False) -> str:
        """Return a mean change, with one more decimal than values have: "0,12 t je Jahr"."""
        return f"{self._difference(value, self.decimals + 1, sign)} je Jahr"

    def _difference(
        self, value: Decimal, decimals: int, sign: bool = False, *, unit: str | None = None
    ) -> str:
        """`unit` None: the short one."""
        places = telling_decimals(decimals, value, Decimal(0))
        shown = format_number(value if sign else abs(value), places, sign=sign)
        if self.unit.startswith("%"):
            return with_unit(shown, "Prozentpunkte")
        return with_unit(shown, self._short_unit if unit is None else unit)

    @property
    def _full_unit(self) -> str:
        return "" if self.unit in _SCALES else self.unit

    @property
    def _short_unit(self) -> str:
        if self.unit in _SCALES or self.unit.startswith("je "):
            return ""
        return self.unit.partition(" je ")[0]


def quantities_of(assessment: Assessment, unit: str, decimals: int) -> Quantities:
    """Return the unit with enough decimals for what a sentence sets side by side."""
    numbers = [assessment.value, assessment.target_value, assessment.lower, assessment.upper]
    if assessment.miss is not None and 0 < assessment.miss < 1:
        numbers.append(assessment.projected)  # told only if it falls short on the right way
    told = [number for number in numbers if number is not None]
    return Quantities(unit, telling_decimals(decimals, *told))


def given(number: Decimal | None) -> Decimal:
    """Return the number; raise ValueError if the assessment lacks it."""
    if number is None:
        raise ValueError("the assessment lacks a number that its rule needs")
    return number


def singular(unit: str) -> str:
    """Return the unit after the number 1: "Ladepunkt je 1.000 EW"; most have one form only."""
    counted, per, base = unit.partition(" je ")
    return f"{_SINGULARS.get(counted, counted)}{per}{base}"


def with_unit(number: str, unit: str, *, dative: bool = False) -> str:
    """A written number and its unit on one line: "1 Ladepunkt", in the dative "2 Ladepunkten"."""
    if number.lstrip(f"+{MINUS}") == "1":
        unit = singular(unit)
    elif dative:
        unit = _DATIVE_PLURAL.sub(r"\1n\2", unit) if _DATIVE_PLURAL.fullmatch(unit) else unit
    return f"{number}{GAP}{unit}" if unit else number
