"""Scorecards and district values as a report freezes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from indicators.action_effects import EffectLine, expected_by_actions
from indicators.models import Indicator
from indicators.past_ratings import PastRating, past_ratings
from indicators.publishable import PublishedValue, published_values, years_of
from indicators.scorecards import Ledger, Scorecard, TargetVersion, load_ledger
from indicators.trends import trend_of
from reports.computed_contents import computations
from reports.snapshot import DistrictSeries, IndicatorFacts, TargetFacts
from reports.snapshot_details import ComputationFacts, EffectFacts, RatingFacts
from strategy.models import District


@dataclass(frozen=True, slots=True)
class Findings:
    """All indicators as judged for one report."""

    indicators: tuple[IndicatorFacts, ...]
    goal_indicators: Mapping[str, tuple[str, ...]]  # by code of operational goals, leading first
    former: Sequence[Scorecard]  # judged with the values up to the year before
    effects: Mapping[int, tuple[EffectFacts, ...]]  # by key of the action


def findings(*, year: int, moment: datetime, parts: Sequence[District]) -> Findings:
    """Judge all indicators with their values up to a year, as published at a moment.

    Nine queries. Freshness looks at all values known at the moment: what has come in for later
    years is not printed, but it does prove that the figures are kept up.
    """
    ledger = load_ledger(Indicator.objects.prefetch_related("sdgs"), since=moment)
    local = district_series(ledger.indicators, parts, year=year, moment=moment)
    past = up_to(ledger, year)
    cards = [
        replace(card, freshness=whole.freshness)
        for card, whole in zip(past.scorecards(moment), ledger.scorecards(moment), strict=True)
    ]
    formulas = computations(past, moment)
    facts = [
        indicator_facts(
            card,
            latest_row(card, past, moment),
            local.get(card.indicator.pk, ()),
            formulas.get(card.indicator.pk),
        )
        for card in cards
    ]
    return Findings(
        indicators=tuple(sorted(facts, key=lambda one: one.code)),
        goal_indicators=goal_indicators(cards),
        former=up_to(ledger, year - 1).scorecards(moment),
        effects=effects_by_action(cards, moment),
    )


def effects_by_action(
    cards: Iterable[Scorecard], moment: datetime
) -> dict[int, tuple[EffectFacts, ...]]:
    """What actions were expected to change, beside what these cards show. One query."""
    found: defaultdict[int, list[EffectFacts]] = defaultdict(list)
    for line in expected_by_actions(cards, moment):
        found[line.effect.action_id].append(effect_facts(line))
    return {action: tuple(effects) for action, effects in found.items()}


def goal_indicators(cards: Iterable[Scorecard]) -> dict[str, tuple[str, ...]]:
    """Codes of the indicators of each operational goal, the leading one first.

    The others follow in the order of the cards, as on the pages: where none leads, the first one
    gives the goal its status.
    """
    links: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    for card in cards:
        for link in card.goal_links:
            links[link.goal.code].append((not link.is_lead, card.indicator.code))
    return {
        goal: tuple(code for _, code in sorted(found, key=lambda one: one[0]))
        for goal, found in links.items()
    }


def up_to(ledger: Ledger, year: int) -> Ledger:
    """The ledger without the values of later years."""
    kept = {
        key: [row for row in rows if row.period.year <= year] for key, rows in ledger.values.items()
    }
    return replace(ledger, values=kept)


def district_series(
    indicators: Iterable[Indicator], parts: Sequence[District], *, year: int, moment: datetime
) -> dict[int, tuple[DistrictSeries, ...]]:
    """Annual values of the parts of the city, by indicator, in one query."""
    rows: defaultdict[tuple[int, int], list[PublishedValue]] = defaultdict(list)
    for row in published_values(districts=[part.pk for part in parts], since=moment):
        if row.period.year <= year and row.in_force(moment):
            rows[row.indicator_id, row.district_id].append(row)
    series = {}
    for indicator in indicators:
        found = tuple(
            DistrictSeries(
                part.slug,
                years_of(indicator, rows[indicator.pk, part.pk]),
            )
            for part in parts
            if (indicator.pk, part.pk) in rows
        )
        if found:
            series[indicator.pk] = found
    return series


def latest_row(card: Scorecard, ledger: Ledger, moment: datetime) -> PublishedValue | None:
    """The newest row with a value: its comment and source stand beside the latest year."""
    rows = [
        row
        for row in ledger.values.get(card.indicator.pk, ())
        if row.value is not None and row.in_force(moment)
    ]
    return max(rows, key=lambda row: row.period, default=None)


def indicator_facts(
    card: Scorecard,
    latest: PublishedValue | None,
    districts: tuple[DistrictSeries, ...],
    computation: ComputationFacts | None,
) -> IndicatorFacts:
    """One scorecard as it is frozen."""
    indicator = card.indicator
    return IndicatorFacts(
        code=indicator.code,
        slug=indicator.slug,
        name=indicator.name,
        short_name=card.short_name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        definition=indicator.definition,
        formula=indicator.formula,
        method=indicator.method,
        interpretation=indicator.interpretation,
        frequency=indicator.frequency,
        department=indicator.department.name if indicator.department else "",
        source=indicator.source,
        source_url=indicator.source_url,
        area=indicator.area.number if indicator.area else None,
        goals=tuple(link.goal.code for link in card.goal_links),
        sdgs=tuple(sorted(sdg.number for sdg in indicator.sdgs.all())),
        chart=trend_of(card),
        targets=tuple(target_facts(target, card) for target in card.targets),
        target_point=card.target_point,
        target_text=card.target_text,
        assessment=card.assessment,
        status=card.status,
        freshness=card.freshness,
        distance=card.distance,
        pace=card.pace,
        sentence=card.sentence,
        reason=card.reason,
        distance_text=card.distance_text,
        comment=latest.comment if latest else "",
        value_source=latest.source if latest else "",
        district_relation=indicator.district_relation,
        districts=districts,
        past=tuple(rating_facts(rating) for rating in past_ratings(card)),
        computation=computation,
    )


def rating_facts(rating: PastRating) -> RatingFacts:
    return RatingFacts(
        year=rating.year,
        outlook=rating.status,
        reason=rating.reason,
        target_version=rating.target.version if rating.target else None,
        is_provisional=rating.is_provisional,
    )


def effect_facts(line: EffectLine) -> EffectFacts:
    effect = line.effect
    return EffectFacts(
        indicator=effect.indicator.code,
        name=effect.indicator.name,
        lower=effect.lower,
        upper=effect.upper,
        from_year=effect.from_year,
        until_year=effect.until_year,
        basis=effect.basis,
        link=effect.link,
        is_decided=effect.is_decided,
        outcome=line.outcome,
        sentence=line.sentence,
    )


def target_facts(target: TargetVersion, card: Scorecard) -> TargetFacts:
    return TargetFacts(
        version=target.version,
        line=target.line,
        decided_by=target.decided_by,
        decided_on=target.decided_on,
        reference=target.reference,
        link=target.link,
        note=target.note,
        in_force=target is card.target,
    )
