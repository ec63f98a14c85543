"""What the page of one indicator shows, now or as it was published on a past day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from indicators.action_effects import expected_by_actions
from indicators.charts.plotly_content import plotly_content
from indicators.charts.trend_table import trend_table
from indicators.corrections import corrections, revised_places, revised_years
from indicators.distributions import RATED
from indicators.district_values import district_table
from indicators.exploration import Exploration, exploration
from indicators.formula_pages import flows_into, formula_content, source_in_names
from indicators.models import Indicator
from indicators.past_ratings import past_ratings
from indicators.publishable import (
    PublishedValue,
    not_superseded,
    published_values,
    value_history,
)
from indicators.revisions import revision_legend
from indicators.scorecards import Scorecard, load_ledger
from indicators.sentences import (
    moved_sentence,
    path_name,
    rated_by,
    superseded_by,
    worked_example,
)
from indicators.series_choice import SeriesForm
from indicators.trends import trend_of
from strategy.enums import DistrictKind
from strategy.models import District

SHOWN_HISTORY = 20


def page_content(indicator: Indicator, at: datetime | None, series: SeriesForm) -> dict[str, Any]:
    """Finding, chart, tables, targets and history, all of one moment (None: now).

    Values, target paths and the judgement are those of the moment; name, definition, goals and
    expected effects have no history and are shown as they are. Breaks and notes that were entered
    later are left out, the others are taken as they are worded now. The page says so.
    """
    moment = at or timezone.now()
    card = card_of(indicator, at)
    chart = trend_of(card)
    districts = list(District.objects.all())
    history = value_history(indicator.pk, at=at)
    formula = formula_content(card.indicator, at)
    return {
        "card": card,
        "indicator": card.indicator,
        "chart": chart,
        "table": trend_table(chart),
        "explorable": plotly_content(chart),
        "effects": expected_by_actions([card], moment),
        "explore": exploration(
            card.indicator, chart, districts, not_superseded(history), series, at
        ),
        "formula": formula,
        "flows_into": flows_into(card.indicator),
        **explanation(card),
        **district_content(card, districts, history, at),
        **history_content(history, districts, formula.formula.inputs if formula else ()),
    }


def card_of(indicator: Indicator, at: datetime | None) -> Scorecard:
    """The judged indicator, now or as it was published at a moment."""
    ledger = load_ledger(Indicator.objects.filter(pk=indicator.pk), since=at)
    return ledger.scorecards(at or timezone.now())[0]


def chosen_series(indicator: Indicator, at: datetime | None, series: SeriesForm) -> Exploration:
    """The series that a query string chooses, without the rest of the page."""
    card = card_of(indicator, at)
    districts = list(District.objects.all())
    values = published_values(indicators=[indicator.pk], at=at)
    return exploration(card.indicator, trend_of(card), districts, values, series, at)


def explanation(card: Scorecard) -> dict[str, Any]:
    """How the outlook comes about, by which decision, and what it was in earlier years."""
    indicator, path = card.indicator, card.target
    former = superseded_by(path, card.targets)
    moved = ""
    if path and former:
        moved = moved_sentence(former, path, indicator.unit, indicator.decimals)
    return {
        "steps": worked_example(
            card.assessment,
            card.points,
            indicator.unit,
            indicator.decimals,
            card.freshness,
            target=path_name(path) if path else "",
        ),
        "rated_by": rated_by(path, is_rated=card.status in RATED),
        "moved": moved,
        "past_ratings": past_ratings(card),
    }


def district_content(
    card: Scorecard,
    districts: Sequence[District],
    history: Sequence[PublishedValue],
    at: datetime | None,
) -> dict[str, Any]:
    """The values of the parts of the city, and when those marked "r" were revised."""
    values, breaks = not_superseded(history), card.break_years
    table = district_table(card.indicator, districts, at=at, values=values, breaks=breaks)
    days = revised_places(history, districts, table.year) if table else {}
    return {
        "districts": table,
        "districts_legend": table.legend(revision_legend(days)) if table else "",
    }


def history_content(
    history: Sequence[PublishedValue],
    districts: Sequence[District],
    inputs: Sequence[Indicator] = (),
) -> dict[str, Any]:
    """All releases and what they corrected, newest first; of many only the newest.

    `inputs` are what the indicator is computed from.
    """
    places = {place.pk: place for place in districts}
    city = next((place for place in districts if place.kind == DistrictKind.CITY), None)
    corrected = corrections(history, districts)
    return {
        "history": [
            (row, places[row.district_id], source_in_names(row.source, inputs))
            for row in history[:SHOWN_HISTORY]
        ],
        "history_length": len(history),
        "corrections": corrected[:SHOWN_HISTORY],
        "corrections_length": len(corrected),
        "revised": revision_legend(revised_years(history, city) if city else {}),
    }
