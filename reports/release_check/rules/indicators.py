"""What is amiss with the indicators of a snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from indicators.annual_values import YearValue, of_year
from indicators.distributions import STALE
from indicators.entry.district_sums import SUM, WEIGHTED_MEAN, DistrictSum, PartValue
from indicators.entry.plausibility import Scale
from reports.pages.indicators import CHART_VALUES
from reports.pages.wording import long_date
from reports.release_check.rules.findings import Finding, Place
from reports.snapshot import DistrictFacts, IndicatorFacts, Snapshot


def indicator_findings(snapshot: Snapshot, waiting: Collection[str]) -> Iterator[Finding]:
    """All of it; `waiting` are the subjects whose value of the year only wants its release."""
    parts = [one for one in snapshot.districts if one.kind != "city"]
    for indicator in snapshot.indicators:
        if subject(indicator) not in waiting:
            yield from value_findings(indicator, snapshot.report.year)
        yield from source_findings(indicator)
        yield from decision_findings(indicator)
        yield from alternative_findings(indicator)
        yield from sum_findings(indicator, parts, snapshot.report.year)


def subject(indicator: IndicatorFacts) -> str:
    return f"{indicator.code} {indicator.name}"


def entry(indicator: IndicatorFacts, year: int) -> Place:
    """Where its values are entered, or its formula, if they are computed."""
    if indicator.computation is not None:
        return Place("indicator", indicator.code)
    return Place("entry", indicator.code, year)


def value_findings(indicator: IndicatorFacts, year: int) -> Iterator[Finding]:
    """A value so old that nothing is rated, or else one that is missing."""
    latest = indicator.latest
    if indicator.status == STALE:
        since = indicator.freshness.due_since
        owed = f", ein neuer fehlt seit dem {long_date(since)}" if since else ""
        words = f"Der letzte Wert ist von {latest.year if latest else '–'}{owed}."
        yield Finding("stale", subject(indicator), words, entry(indicator, year))
    elif of_year(indicator.years, year) is None:
        last = f"der letzte ist von {latest.year}" if latest else "es gibt auch keinen früheren"
        words = f"Für {year} gibt es keinen Wert; {last}."
        yield Finding("values", subject(indicator), words, entry(indicator, year))


def source_findings(indicator: IndicatorFacts) -> Iterator[Finding]:
    latest = indicator.latest
    if latest is not None and not indicator.value_source and not indicator.source:
        words = f"Zum Wert von {latest.year} gibt es keine Quelle."
        yield Finding("sources", subject(indicator), words, Place("indicator", indicator.code))


def decision_findings(indicator: IndicatorFacts) -> Iterator[Finding]:
    target = indicator.target
    if target is None or (target.decided_by and target.decided_on):
        return
    lacks = " und ".join(
        word
        for word, there in (("Gremium", target.decided_by), ("Tag", target.decided_on))
        if not there
    )
    words = f"Fassung {target.version} nennt nicht: {lacks}."
    yield Finding("decisions", subject(indicator), words, Place("target", indicator.code))


def alternative_findings(indicator: IndicatorFacts) -> Iterator[Finding]:
    """A chart is printed, but there is no sentence that says what it shows."""
    drawn = len(indicator.chart.measured) >= CHART_VALUES
    if drawn and not indicator.sentence.strip():
        words = "Zu diesem Diagramm gibt es keinen Satz."
        place = Place("indicator", indicator.code)
        yield Finding("alternatives", subject(indicator), words, place)


# Parts and city --------------------------------------------------------------------


def sum_findings(
    indicator: IndicatorFacts, parts: list[DistrictFacts], year: int
) -> Iterator[Finding]:
    """Years in which the parts and the city contradict each other.

    A mean is weighted by the inhabitants of some day, so it is near the truth and blocks nothing.
    """
    if indicator.district_relation not in (SUM, WEIGHTED_MEAN):
        return
    local = {one.district: {year.year: year for year in one.years} for one in indicator.districts}
    for city in indicator.years:
        together = part_sum(indicator, parts, local, city)
        if together.is_consistent is False:
            exact = indicator.district_relation == SUM and city.year == year
            yield Finding(
                "sums" if exact else "former_sums",
                subject(indicator),
                f"{city.year}: {together.sentence}",
                Place("districts", indicator.code, city.year),
            )


def part_sum(
    indicator: IndicatorFacts,
    parts: list[DistrictFacts],
    local: Mapping[str, Mapping[int, YearValue]],
    city: YearValue,
) -> DistrictSum:
    return DistrictSum(
        relation=indicator.district_relation,
        scale=Scale(indicator.unit, indicator.decimals),
        parts=tuple(
            PartValue(part.name, value.value if value else None, part.population)
            for part in parts
            for value in [local.get(part.slug, {}).get(city.year)]
        ),
        city=city.value,
    )
