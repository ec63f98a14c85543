"""Everything the sample data says about indicators: places, periods, gaps and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from indicators.sample.parts import shares, weighted_mean
from indicators.sample.series import (
    Sketch,
    annual_series,
    chance,
    rounded,
    seeded,
    within_year,
)

CITY = ""  # the place of the city's own values; parts go by their slug
SPREAD = Decimal("0.25")  # how far the parts lie from the city's value at most
IN_WORK = ("draft", "submitted", "returned")  # records whose last year somebody is working on
CONFIDENTIAL_PARTS = 3  # the smallest parts, where an independent value would show single cases


@dataclass(frozen=True, slots=True)
class Figure:
    """One slot of the ledger: a value, or why there is none."""

    place: str
    period: date
    value: Decimal | None
    missing_reason: str = ""
    missing_note: str = ""
    provisional: bool = False
    former: tuple[Decimal, ...] = ()  # superseded values, oldest first
    state: str = "released"  # as in indicators.enums

    @property
    def rows(self) -> int:
        """How many rows of the ledger this slot has."""
        return 1 + len(self.former)


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator, as far as its numbers depend on it."""

    code: str
    sketch: Sketch
    record: str  # how completely it is recorded, see `released_years`
    frequency: str = "year"
    annual_rule: str = "last"
    relation: str = "none"  # of its parts to the city, as in indicators.enums


def released_years(record: str, years: Sequence[int]) -> Sequence[int]:
    """The years in which anything is said publicly.

    "gaps": not every year was surveyed; "stale": nothing for three years; "due", "draft",
    "submitted", "returned": the last year is not released yet; "short": only just begun.
    "complete", "provisional", "revised" and "missing" cover all years.
    """
    match record:
        case "gaps":
            return [year for index, year in enumerate(years) if index not in (1, 4, 5, 8)]
        case "stale":
            return years[:-3]
        case "due" | "draft" | "submitted" | "returned":
            return years[:-1]
        case "short":
            return years[-3:]
        case "complete" | "provisional" | "revised" | "missing":
            return years
    raise ValueError(f"unknown record: {record!r}")


def figures(subject: Subject, years: Sequence[int], weights: Mapping[str, Decimal]) -> list[Figure]:
    """All slots of an indicator, by year; `weights` are the inhabitants of the parts, by slug."""
    city, parts = annual_values_of(subject, years, weights)
    found: list[Figure] = []
    for year in released_years(subject.record, years):
        found += city_figures(subject, city, year, years)
        found += part_figures(subject, parts[year], year, years, weights)
    if subject.record in IN_WORK:
        last = years[-1]
        found.append(Figure(CITY, date(last, 1, 1), city[last], state=subject.record))
    return found


def annual_values_of(
    subject: Subject, years: Sequence[int], weights: Mapping[str, Decimal]
) -> tuple[dict[int, Decimal], dict[int, dict[str, Decimal]]]:
    """The annual values of the city and of its parts, for all years.

    Values of parts add up to the city's exactly if their relation is "sum"; if it is
    "weighted_mean", the city's value is their mean, rounded to the indicator's decimals.
    """
    city = annual_series(subject.sketch, years, seeded(subject.code))
    parts = part_values(subject, city, weights)
    if subject.relation == "weighted_mean":
        city = {
            year: rounded(weighted_mean(values, weights), subject.sketch)
            for year, values in parts.items()
        }
    return city, parts


def part_values(
    subject: Subject, city: Mapping[int, Decimal], weights: Mapping[str, Decimal]
) -> dict[int, dict[str, Decimal]]:
    """The annual values of all parts, none if the indicator is about the city alone."""
    if subject.relation == "none":
        return {year: {} for year in city}
    tilts = tilts_of(subject, weights)
    if subject.relation == "sum":
        tilted = {part: weight * tilts[part] for part, weight in weights.items()}
        return {
            year: shares(value, tilted, subject.sketch.decimals) for year, value in city.items()
        }
    return {
        year: {part: rounded(value * tilt, subject.sketch) for part, tilt in tilts.items()}
        for year, value in city.items()
    }


def tilts_of(subject: Subject, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """How each part relates to the city, over all years; on average, by inhabitants, 1."""
    tilts = {part: 1 + SPREAD * chance(seeded(subject.code, part)) for part in weights}
    mean = weighted_mean(tilts, weights)
    return {part: tilt / mean for part, tilt in tilts.items()}


def city_figures(
    subject: Subject, city: Mapping[int, Decimal], year: int, years: Sequence[int]
) -> Iterator[Figure]:
    """The slots of the whole city in a year."""
    is_revised = subject.record == "revised" and year in (years[-2], years[-4])
    is_missing = subject.record == "missing" and year in (years[4], years[5])
    for period, value in periods_of(subject, city, year).items():
        if is_missing:
            yield Figure(CITY, period, None, "not_collected", "Die Erhebung ist ausgefallen.")
        else:
            former = former_values(subject, CITY, period, value, count=int(is_revised))
            yield Figure(
                CITY, period, value, provisional=is_provisional(subject, year, years), former=former
            )


def part_figures(
    subject: Subject,
    values: Mapping[str, Decimal],
    year: int,
    years: Sequence[int],
    weights: Mapping[str, Decimal],
) -> Iterator[Figure]:
    """The slots of the parts in a year. Independent values of very small parts are confidential."""
    smallest = sorted(weights, key=lambda part: weights[part])[:CONFIDENTIAL_PARTS]
    provisional = is_provisional(subject, year, years)
    for part, value in values.items():
        if subject.relation == "independent" and part in smallest:
            yield Figure(part, date(year, 1, 1), None, "confidential")
        else:
            yield Figure(part, date(year, 1, 1), value, provisional=provisional)


def is_provisional(subject: Subject, year: int, years: Sequence[int]) -> bool:
    return subject.record == "provisional" and year == years[-1]


def periods_of(subject: Subject, city: Mapping[int, Decimal], year: int) -> dict[date, Decimal]:
    before = city.get(year - 1, city[year])
    return within_year(
        year, city[year], before, subject.frequency, subject.annual_rule, subject.sketch
    )


def further_parts(
    subject: Subject, years: Sequence[int], weights: Mapping[str, Decimal]
) -> Iterator[Figure]:
    """Values of parts for an indicator whose figures are about the city alone, for more volume."""
    tilts = tilts_of(subject, weights)
    for figure in figures(subject, years, {}):
        for part, tilt in tilts.items():
            value = None if figure.value is None else rounded(figure.value * tilt, subject.sketch)
            yield replace(figure, place=part, value=value, former=())


def with_former_values(subject: Subject, figure: Figure, count: int) -> Figure:
    """The slot with that many superseded values before its own, for more volume."""
    if figure.value is None:
        raise ValueError("a slot without a value had none before either")
    former = former_values(subject, figure.place, figure.period, figure.value, count)
    return replace(figure, former=(*former, *figure.former))


def computed_slots(inputs: Iterable[Sequence[Figure]]) -> int:
    """How many slots a formula fills: those of which every input says something publicly."""
    slots = [
        {(figure.place, figure.period) for figure in those if figure.state == "released"}
        for those in inputs
    ]
    return len(set.intersection(*slots))


def can_have_former_values(figure: Figure) -> bool:
    return figure.value is not None and figure.state == "released"


def former_values(
    subject: Subject, place: str, period: date, value: Decimal, count: int
) -> tuple[Decimal, ...]:
    """What stood in a slot before its value: up to four percent beside it."""
    random = seeded(subject.code, place, period, "former")
    return tuple(
        rounded(value * (1 + chance(random) * Decimal("0.04")), subject.sketch)
        for _ in range(count)
    )


def at_volume(
    figures_of: Mapping[Subject, Sequence[Figure]],
    further: Iterable[tuple[Subject, Figure]],
    scale: int,
    computed: int = 0,
) -> list[tuple[Subject, Figure]]:
    """`scale` times the rows of these figures: first from `further`, then superseded values.

    `computed` rows follow from them and count as well, but have no superseded values.
    """
    found = [(subject, figure) for subject, those in figures_of.items() for figure in those]
    rows = sum(figure.rows for _, figure in found) + computed
    missing = rows * scale - rows
    added = list(islice(further, missing))
    found += added
    missing -= len(added)
    able = [i for i, (_, figure) in enumerate(found) if can_have_former_values(figure)]
    each, more = divmod(missing, len(able))
    for number, i in enumerate(able):
        subject, figure = found[i]
        found[i] = subject, with_former_values(subject, figure, each + (number < more))
    return found
