"""Placeholders for numbers in the texts of a report, and what they stand for.

`{{ kennzahl:K-1:2024 }}` is the value of the indicator K-1 in 2024, `{{ kennzahl:K-1:2024:ampen }}`
that of an Ortsteil, and `{{ ziel:K-1:2030 }}` its target. The numbers come from the caller: those
of a frozen report, or those released by now. No number that may not be shown is among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.annual_values import YearValue, is_protected
from indicators.sentences.quantities import Quantities

CITY = ""  # place of a token without an Ortsteil
VALUE, TARGET = "kennzahl", "ziel"
# Whatever stands between double braces, and double braces that have no other end.
PATTERN = re.compile(r"\{\{[^{}]{0,120}\}\}|\{\{|\}\}")
GRAMMAR = re.compile(
    r"\{\{\s*(?P<kind>kennzahl|ziel)\s*:\s*(?P<code>[^\s:{}\x00-\x1f]{1,20})\s*:\s*(?P<year>[0-9]{4})\s*"
    r"(?::\s*(?P<place>[a-z0-9-]{1,60})\s*)?\}\}"
)


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one indicator that may be shown."""

    unit: str
    decimals: int
    years: Mapping[str, Mapping[int, YearValue]]  # by slug of the place (CITY: the whole), by year
    targets: Mapping[int, Decimal] = field(default_factory=dict)  # decided numbers, by year

    @property
    def quantities(self) -> Quantities:
        return Quantities(self.unit, self.decimals)


Numbers = Mapping[str, Series]  # by code of the indicator


@dataclass(frozen=True, slots=True)
class Token:
    """A placeholder that can be read."""

    kind: str  # VALUE or TARGET
    code: str
    year: int
    place: str  # slug of an Ortsteil, or CITY


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is printed in place of a token: its number, or why there is none."""

    number: str  # with its unit; "" if there is none
    problem: str = ""  # German, a whole sentence; "" if there is a number

    @classmethod
    def missing(cls, problem: str) -> Resolved:
        return cls("", problem)


def read_token(text: str) -> Token | None:
    """Read what stands between double braces; None if it is no placeholder for a number."""
    found = GRAMMAR.fullmatch(text)
    if found is None or (found["kind"] == TARGET and found["place"]):
        return None
    return Token(found["kind"], found["code"], int(found["year"]), found["place"] or CITY)


def write_token(token: Token) -> str:
    """The token as people type it."""
    place = f":{token.place}" if token.place else ""
    return f"{{{{ {token.kind}:{token.code}:{token.year}{place} }}}}"


def resolve(token: Token, numbers: Numbers) -> Resolved:
    """The number a token stands for: "6,9 t je Einwohner"."""
    series = numbers.get(token.code)
    if series is None:
        return Resolved.missing(f"Eine Kennzahl {token.code} gibt es nicht.")
    if token.kind == TARGET:
        return target_of(token, series)
    return value_of(token, series)


def target_of(token: Token, series: Series) -> Resolved:
    target = series.targets.get(token.year)
    if target is None:
        years = ", ".join(str(year) for year in sorted(series.targets))
        hint = f" Beschlossen ist etwas für {years}." if years else ""
        return Resolved.missing(
            f"Für {token.code} ist kein Zielwert für {token.year} beschlossen.{hint}"
        )
    return Resolved(series.quantities.full(target))


def value_of(token: Token, series: Series) -> Resolved:
    years = series.years.get(token.place, {})
    if token.place and not years:
        return Resolved.missing(
            f"Für {token.code} gibt es keinen freigegebenen Wert eines Ortsteils „{token.place}“."
        )
    year = years.get(token.year)
    if year is not None and is_protected(year):
        return Resolved.missing(
            f"Der Wert von {token.code} für {token.year} wird zum Schutz kleiner Zahlen "
            "nicht gezeigt."
        )
    if year is None or year.value is None:
        return Resolved.missing(f"Für {token.code} ist {token.year} kein Wert freigegeben.")
    number = series.quantities.full(year.value)
    return Resolved(f"{number} (vorläufig)" if year.provisional else number)
