"""Which other unit a number was probably typed in, when it is off by a power of ten.

    1.960.500 where about 1.987 t were expected: a thousand times as much, so perhaps kg

Only units that are really mixed up are known, each family from small to large with the size of
its units; what is counted in thousands ("Tsd. Fahrgäste"); and what a rate refers to ("je 1.000
EW"). Of other units nothing is guessed but where the comma may have slipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.german_numbers import format_number

THOUSAND, MILLION = 1_000, 1_000_000
FAMILIES: tuple[Mapping[str, int], ...] = (
    {"g": 1, "kg": THOUSAND, "t": MILLION},
    {"Wh": 1, "kWh": THOUSAND, "MWh": MILLION, "GWh": THOUSAND * MILLION},
    {"W": 1, "kW": THOUSAND, "MW": MILLION, "GW": THOUSAND * MILLION},
    {"kWp": 1, "MWp": THOUSAND},
    {"m": 1, "km": THOUSAND},
    {"m²": 1, "ha": 10_000, "km²": MILLION},
    {"l": 1, "m³": THOUSAND},
    {"Promille": 1, "%": 10},
)
PREFIXES: Mapping[str, int] = {"": 1, "Tsd. ": THOUSAND, "Mio. ": MILLION}
COUNTED = {"EUR", "Euro", "€", "Personen", "Einwohner", "Fahrgäste", "Besuche", "Stück"}
RATE = re.compile(r"je (1\.000|10\.000|100\.000) ")
RATES = (THOUSAND, 10_000, 100_000)
LARGEST_POWER = 6
CLOSE = 2  # what is within half and twice of the expected number fits
PLACES = ("eine Stelle", "zwei Stellen", "drei Stellen", "vier Stellen", "fünf Stellen")
FRACTIONS = (
    "ein Zehntel",
    "ein Hundertstel",
    "ein Tausendstel",
    "ein Zehntausendstel",
    "ein Hunderttausendstel",
    "ein Millionstel",
)


@dataclass(frozen=True, slots=True)
class Mixup:
    """How a number is off, and what was probably meant."""

    power: int  # of ten: 3 is a thousand times too much, −3 a thousandth; never 0
    meant: Decimal  # the number without the slip
    other_unit: str  # what the number fits in; empty: no unit is known

    @property
    def fraction(self) -> str:
        """A thousandth in words, of a number that is too small."""
        return FRACTIONS[-self.power - 1]


def find_mixup(value: Decimal, expected: Decimal, unit: str) -> Mixup | None:
    """The power of ten that brings a value near what was expected; None if there is none."""
    if not expected or not value:
        return None
    ratio = value / expected
    for power in range(-LARGEST_POWER, LARGEST_POWER + 1):
        rest = ratio.scaleb(-power)
        if power and Decimal(1) / CLOSE <= rest <= CLOSE:
            return Mixup(power, value.scaleb(-power), other_unit(unit, power))
    return None


def other_unit(unit: str, power: int) -> str:
    """The unit in which numbers are ten to that power times as large; empty if none is known."""
    return next((name for name, found in relatives(unit) if found == power), "")


def relatives(unit: str) -> Iterator[tuple[str, int]]:
    """Units that this one is mixed up with, each with the power of ten of its numbers."""
    head, _, rest = unit.partition(" ")
    tail = f" {rest}" if rest else ""
    for family in FAMILIES:
        if head in family:
            for other, size in family.items():
                yield other + tail, exponent(family[head], size)
            return
    if rate := RATE.search(unit):
        size = int(rate[1].replace(".", ""))
        for number in RATES:
            name = unit.replace(rate[1], format_number(Decimal(number)), 1)
            yield name, exponent(number, size)
        return
    prefix = next((one for one in PREFIXES if one and unit.startswith(one)), "")
    if prefix or head in COUNTED:
        for other, size in PREFIXES.items():
            yield other + unit.removeprefix(prefix), exponent(PREFIXES[prefix], size)


def exponent(large: int, small: int) -> int:
    """The power of ten between two sizes: 1.000 and 1 give 3."""
    return len(str(large)) - len(str(small))


def slip_text(mixup: Mixup, unit: str, meant: str) -> str:
    """What may have happened, as a German sentence; `meant` is the number with its unit."""
    if mixup.other_unit:
        there = f"in {mixup.other_unit} statt in {unit}"
        return f"Vielleicht ist er {there} angegeben: Das wären {meant}."
    if abs(mixup.power) > len(PLACES):
        return f"Vielleicht ist das Komma verrutscht: Gemeint wären dann {meant}."
    places = PLACES[abs(mixup.power) - 1]
    return f"Vielleicht ist das Komma um {places} verrutscht: Gemeint wären dann {meant}."
