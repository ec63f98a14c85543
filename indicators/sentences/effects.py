"""An expected and an observed change in words, which never say that one made the other."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from indicators.annual_values import YearValue
from indicators.expected_changes import (
    AS_EXPECTED,
    NO_VALUE_BEFORE,
    NO_VALUE_SINCE,
    NOT_BEGUN,
    OPPOSITE,
    OUTSIDE,
    STRONGER,
    WEAKER,
    Comparison,
    ExpectedChange,
)
from indicators.missing_reasons import SECRET, missing_words
from indicators.sentences.quantities import Quantities, telling_decimals

NO_CAUSE = "woran das liegt, sagt die Kennzahl nicht"
OUTCOMES = {
    NOT_BEGUN: "noch nicht begonnen",
    NO_VALUE_BEFORE: "nicht vergleichbar",
    NO_VALUE_SINCE: "noch nicht vergleichbar",
    AS_EXPECTED: "in der erwarteten Spanne",
    WEAKER: "weniger als erwartet",
    STRONGER: "mehr als erwartet",
    OPPOSITE: "entgegen der Erwartung",
    OUTSIDE: "außerhalb der erwarteten Spanne",
}
SINGULAR = ("kein Anstieg", "kein Rückgang", "keine Änderung")


def change_quantities(comparison: Comparison, unit: str, decimals: int) -> Quantities:
    """The unit with as many decimals as tell the expected and the observed numbers apart."""
    numbers = (comparison.expected.lower, comparison.expected.upper, comparison.change)
    told = [number for number in numbers if number is not None]
    return Quantities(unit, telling_decimals(decimals, Decimal(0), *told))


def change_text(change: Decimal, quantities: Quantities) -> str:
    """A change without a sign: "0,8 kWp je Einwohner mehr", "keine Änderung"."""
    if not change:
        return "keine Änderung"
    return f"{quantities.difference(change)} {'mehr' if change > 0 else 'weniger'}"


def expected_text(expected: ExpectedChange, quantities: Quantities) -> str:
    """The range as a phrase: "5 bis 10 Ladepunkte je 1.000 EW mehr", "mindestens 100 t weniger"."""
    lower, upper = expected.lower, expected.upper
    if lower is None:
        return "" if upper is None else _at_most(upper, quantities)
    if upper is None:
        return _at_least(lower, quantities)
    if lower == upper:
        return change_text(lower, quantities)
    if lower < 0 < upper:
        return f"{change_text(lower, quantities)} bis {change_text(upper, quantities)}"
    near, far = (lower, upper) if lower >= 0 else (upper, lower)
    start = f"{quantities.number(abs(near))} bis" if near else "bis zu"
    return f"{start} {change_text(far, quantities)}"


def _at_least(lower: Decimal, quantities: Quantities) -> str:
    if not lower:
        return "kein Rückgang"
    return f"{'mindestens' if lower > 0 else 'höchstens'} {change_text(lower, quantities)}"


def _at_most(upper: Decimal, quantities: Quantities) -> str:
    if not upper:
        return "kein Anstieg"
    return f"{'höchstens' if upper > 0 else 'mindestens'} {change_text(upper, quantities)}"


def period_text(expected: ExpectedChange) -> str:
    """When the change is expected: "ab 2023", "von 2023 bis 2027", "im Jahr 2023"."""
    if expected.until_year is None:
        return f"ab {expected.from_year}"
    if expected.until_year == expected.from_year:
        return f"im Jahr {expected.from_year}"
    return f"von {expected.from_year} bis {expected.until_year}"


def outcome_text(comparison: Comparison, *, reached_at: Decimal | None = None) -> str:
    """The comparison in a word or two; `reached_at` as for `effect_sentence`."""
    after = comparison.after.value if comparison.after else None
    if reached_at is None or comparison.outcome == NOT_BEGUN:
        return OUTCOMES[comparison.outcome]
    if after is None:
        return OUTCOMES[NO_VALUE_SINCE]
    return "erreicht" if after >= reached_at else "nicht erreicht"


def effect_sentence(
    comparison: Comparison,
    unit: str,
    decimals: int,
    *,
    reached_at: Decimal | None = None,
    is_stale: bool = False,
) -> str:
    """Two sentences: what was expected, and what was observed or why nothing can be compared.

    `reached_at` is the value from which a milestone counts as reached; None for numbers that are
    measured. `is_stale`: newer values should be there by now.
    """
    if reached_at is not None:
        return f"{_expected_milestone(comparison)} {_milestone(comparison, reached_at, is_stale)}"
    quantities = change_quantities(comparison, unit, decimals)
    return f"{_expected(comparison, quantities)} {_observed(comparison, quantities, is_stale)}"


# The two halves -------------------------------------------------------------------


def _expected(comparison: Comparison, quantities: Quantities) -> str:
    phrase = expected_text(comparison.expected, quantities)
    one = phrase in SINGULAR or _counts_one(phrase)
    if comparison.outcome == NOT_BEGUN:
        verb = "wird" if one else "werden"
    else:
        verb = "war" if one else "waren"
    return f"Erwartet {verb} {phrase} {period_text(comparison.expected)}."


def _observed(comparison: Comparison, quantities: Quantities, is_stale: bool) -> str:
    before, after, change = comparison.before, comparison.after, comparison.change
    if comparison.outcome in (NOT_BEGUN, NO_VALUE_BEFORE, NO_VALUE_SINCE):
        return _nothing_to_compare(comparison)
    if before is None or after is None or change is None:
        raise ValueError("a comparison with an outcome lacks one of its values")
    phrase = change_text(change, quantities)
    verb = "wurde" if phrase in SINGULAR or _counts_one(phrase) else "wurden"
    span = (
        f"von {before.year} bis {after.year}{' (vorläufig)' if comparison.is_provisional else ''}"
    )
    late = ", neuere Werte fehlen" if is_stale else ""
    return f"Beobachtet {verb} {phrase} {span}{late}; {NO_CAUSE}."


def _nothing_to_compare(comparison: Comparison) -> str:
    year = comparison.expected.from_year
    if comparison.outcome == NOT_BEGUN:
        return "So weit ist es noch nicht; zu vergleichen gibt es noch nichts."
    if comparison.outcome == NO_VALUE_BEFORE:
        why = _reason(comparison.blank_before)
        return f"Vergleichen lässt sich das nicht: Vor {year} ist kein Wert bekannt{why}."
    why = _reason(comparison.blank_after)
    return f"Vergleichen lässt sich das noch nicht: Seit {year} ist kein Wert bekannt{why}."


def _reason(blank: YearValue | None) -> str:
    """Why a year has no value, as it follows on a clause."""
    if blank is None or not blank.missing_reason:
        return ""
    secret = " geheim" if blank.missing_reason in SECRET else ""
    return f" ({blank.year}{secret}: {missing_words(blank.missing_reason)})"


def _counts_one(phrase: str) -> bool:
    """Whether the phrase is about a single thing: "1 Ladepunkt mehr", "mindestens 1 t weniger"."""
    words = phrase.replace("\N{NO-BREAK SPACE}", " ").split()
    pairs = pairwise(["", *words])  # the 1.000 of "je 1.000 EW" counts nothing
    numbers = [word for before, word in pairs if word[0].isdigit() and before != "je"]
    return numbers == ["1"]


# Milestones -----------------------------------------------------------------------


def _expected_milestone(comparison: Comparison) -> str:
    verb = "wird" if comparison.outcome == NOT_BEGUN else "war"
    return f"Erwartet {verb}, dass der Meilenstein {period_text(comparison.expected)} erreicht ist."


def _milestone(comparison: Comparison, reached_at: Decimal, is_stale: bool) -> str:
    after = comparison.after
    if comparison.outcome == NOT_BEGUN:
        return _nothing_to_compare(comparison)
    if after is None or after.value is None:
        why = _reason(comparison.blank_after)
        return f"Seit {comparison.expected.from_year} liegt keine Angabe vor{why}."
    state = "erreicht" if after.value >= reached_at else "noch nicht erreicht"
    late = ", neuere Angaben fehlen" if is_stale else ""
    return f"Nach dem Stand von {after.year} ist er {state}{late}; {NO_CAUSE}."
