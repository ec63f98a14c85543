"""What follows when rows come into force or rules change: computed rows, and what may be shown.

Call it in the same transaction, after the rows or rules are written. Computing comes first, because
a computed row may be shown only if everything it was computed from is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from accounts.models import User
from indicators.computing import recompute, recompute_all
from indicators.disclosure.decisions import decide, decide_on
from indicators.models import Measurement


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
