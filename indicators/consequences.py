"""What follows when rows come into force or rules change: computed rows, and what may be shown.

Call it in the same transaction, after the rows or rules are written. Computing comes first, because
a computed row may be shown only if everything it was computed from is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils import timezone

from accounts.models import User
from indicators.computing import recompute, recompute_all
from indicators.disclosure.decisions import decide, decide_on
from indicators.distributions import LABELS
from indicators.enums import Origin
from indicators.formula_pages import flows_into
from indicators.models import Indicator, Measurement
from indicators.scorecards import load_ledger
from indicators.sentences.consequences import Standing, breaks_text, formula_gone_text


def follow_from(rows: Collection[Measurement], *, by: User | None) -> list[Measurement]:
    """Bring up to date what rests on rows that have just come into force; the computed rows.

    `by` is the person whose release it was; None: a published source.
    """
    computed = recompute(rows, by=by)
    decide_on([*rows, *computed])
    return computed


def follow_from_rules(indicators: Iterable[int], *, by: User | None) -> list[Measurement]:
    """The same after formulas, or the rules about small numbers of these indicators, changed."""
    computed = recompute_all(by=by)
    keys = {row.pk for row in computed}
    decide({*indicators, *(row.indicator_id for row in computed)}, fresh=keys)
    return computed


def follow_from_loading(indicators: Iterable[int], *, like_inputs: bool = False) -> None:
    """The same after rows of these indicators were taken from a file, released already.

    With `like_inputs` a computed row counts as released when the last of its inputs was, not now.
    """
    computed = recompute_all(by=None, like_inputs=like_inputs)
    decide({*indicators, *(row.indicator_id for row in computed)})


# Said to the person whose change it was -------------------------------------------------


def standing_of(indicator: Indicator) -> Standing:
    """Where an indicator stands, to be compared with after a change. Five queries."""
    (card,) = load_ledger(Indicator.objects.filter(pk=indicator.pk)).scorecards(timezone.now())
    return Standing(card.break_years, LABELS[card.status], card.reason)


def told_of_breaks(indicator: Indicator, before: Standing) -> str:
    """What follows from breaks of the series that came or went; empty if none did."""
    return breaks_text(before, standing_of(indicator), names_computed_from(indicator))


def told_of_formula_gone(indicator: Indicator) -> str:
    """What becomes of the values of an indicator whose formula was taken away."""
    values = Measurement.objects.current().filter(indicator=indicator, origin=Origin.COMPUTED)
    return formula_gone_text(values.count(), names_computed_from(indicator))


def names_computed_from(indicator: Indicator) -> list[str]:
    return [one.name for one in flows_into(indicator)]
