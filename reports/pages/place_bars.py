"""One indicator for all parts of the city as bars with their values, the highest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.charts.print_font import printed_width
from indicators.charts.scales import rectangle, unit
from reports.pages.districts import SUM, table_value, table_year
from reports.pages.fitting import fitted, named
from reports.snapshot import IndicatorFacts, Snapshot

ROW, TYPE, BAR = 17.0, 10.5, 10.0  # points: a row, its letters, its bar
LEFT, WIDTH, SPACE = 118.0, 482.0, 5.0  # where bars begin; the drawing; before a value
AIMS = {"increase": "Er soll steigen.", "decrease": "Er soll sinken."}


@dataclass(frozen=True, slots=True)
class PlaceBar:
    """A part of the city, or the whole; coordinates in points. `bar` "" is no value."""

    name: str
    value: str
    bar: str
    value_x: str
    text_y: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class PlaceChart:
    """The drawing with what it says."""

    name: str
    subtitle: str
    sentences: tuple[str, ...]
    title: str  # the drawing in words
    width: str
    height: str
    bars: tuple[PlaceBar, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A name with its value; None is no value, `shown` says why."""

    name: str
    value: Decimal | None
    shown: str
    is_total: bool = False


def place_chart(snapshot: Snapshot) -> PlaceChart | None:
    """Of the indicator that most parts of the city have a value for; None if there is none."""
    local = [one for one in snapshot.indicators if valued_places(one)]
    if not local:
        return None
    chosen = min(local, key=order)
    year = table_year(chosen)
    places = places_of(chosen, snapshot, year)
    shown_unit = fitted(chosen.unit, WIDTH / 2, 12.5)
    return PlaceChart(
        name=fitted(chosen.name, WIDTH, 18, semibold=True, lines=2),
        subtitle=f"Werte von {year}{f', {shown_unit}' if shown_unit else ''}",
        sentences=tuple(sentences(chosen, places)),
        title=f"{chosen.name}, {year}: " + "; ".join(f"{one.name} {one.shown}" for one in places),
        width=unit(WIDTH),
        height=unit(len(places) * ROW),
        bars=bars(places),
    )


def order(indicator: IndicatorFacts) -> tuple[bool, int, bool, str]:
    """Those that can be compared first: a sum is large where many people live."""
    relation = indicator.district_relation == SUM
    return (relation, -valued_places(indicator), not indicator.goals, indicator.code)


def valued_places(indicator: IndicatorFacts) -> int:
    """How many parts of the city have a value in the year that is shown."""
    if not indicator.districts:
        return 0
    year = table_year(indicator)
    return sum(
        one.year == year and one.value is not None
        for place in indicator.districts
        for one in place.years
    )


def places_of(indicator: IndicatorFacts, snapshot: Snapshot, year: int) -> list[Place]:
    """The parts of the city by value; the whole city among them unless its value is their sum."""
    names = {place.slug: place.name for place in snapshot.districts}
    series = [(names[one.district], one.years, False) for one in indicator.districts]
    if indicator.district_relation != SUM:
        series.append(("Ganz Soest", indicator.years, True))
    places = [
        Place(
            name,
            next((one.value for one in years if one.year == year), None),
            table_value(years, year, indicator.decimals),
            is_total,
        )
        for name, years, is_total in series
    ]
    return sorted(places, key=lambda one: (one.value is None, -(one.value or 0), one.name))


def bars(places: Sequence[Place]) -> tuple[PlaceBar, ...]:
    """Bars from zero to the right, negative ones from zero to the left."""
    values = [one.value for one in places if one.value is not None]
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    room = WIDTH - LEFT - SPACE - max(printed_width(one.shown, TYPE, True) for one in places)
    scale = room / float(high - low) if high > low else 0.0
    zero = LEFT + float(-low) * scale
    drawn = []
    for row, place in enumerate(places):
        length = float(place.value) * scale if place.value is not None else 0.0
        left, right = min(zero, zero + length), max(zero, zero + length)
        top = row * ROW + (ROW - BAR) / 2
        drawn.append(
            PlaceBar(
                name=fitted(place.name, LEFT - 6, TYPE, semibold=place.is_total),
                value=place.shown,
                bar=rectangle(left, top, right - left, BAR) if place.value else "",
                value_x=unit(right + SPACE),
                text_y=unit(row * ROW + ROW / 2 + TYPE * 0.33),
                is_total=place.is_total,
            )
        )
    return tuple(drawn)


def sentences(indicator: IndicatorFacts, places: Sequence[Place]) -> list[str]:
    """The ends of the list, what is wanted, and why values are missing."""
    parts = [one for one in places if not one.is_total and one.value is not None]
    highest, lowest = parts[0], parts[-1]
    told = []
    if highest.value != lowest.value:
        told = [
            f"Am höchsten ist der Wert in {those(parts, highest)}: {highest.shown}.",
            f"Am niedrigsten ist er in {those(parts, lowest)}: {lowest.shown}.",
        ]
    if indicator.assessment.direction in AIMS:
        told.append(AIMS[indicator.assessment.direction])
    secret = sum(one.shown == "geheim" for one in places)
    if secret:
        where = "einem Teil" if secret == 1 else f"{secret} Teilen"
        told.append(f"In {where} der Stadt ist der Wert geheim, weil es nur wenige Fälle gibt.")
    missing = sum(one.shown == "–" for one in places)
    if missing:
        where = "einen Teil" if missing == 1 else f"{missing} Teile"
        told.append(f"Für {where} der Stadt gibt es keinen Wert.")
    return told


def those(parts: Sequence[Place], one: Place) -> str:
    return named([place.name for place in parts if place.value == one.value], 2)
