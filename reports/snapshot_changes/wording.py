"""Frozen content in the few words that a list of changes has room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from indicators.annual_values import DERIVED_REASONS, YearValue, is_protected, of_year
from indicators.enums import DistrictRelation, Frequency, MissingReason
from indicators.german_numbers import format_number
from indicators.sentences.quantities import Quantities
from reports.pages.criteria import KIND_WORDS, STANCE_WORDS
from reports.pages.wording import long_date, status_word
from reports.snapshot import (
    CheckFacts,
    EventFacts,
    IndicatorFacts,
    MilestoneFacts,
    TargetFacts,
)
from strategy.enums import ActionKind, ActionPhase, DistrictKind, Effect

LONGEST = 120  # characters of a text that is shown whole
CONTEXT = 5  # words left on either side of what differs
GAP = "…"
WITHHELD = "nicht mehr genannt"  # a number told before that is protected now
REASONS = {**dict(MissingReason.choices), **DERIVED_REASONS}
WORDS = {
    "frequency": dict(Frequency.choices),
    "district_relation": dict(DistrictRelation.choices),
    "kind": {**dict(ActionKind.choices), **dict(DistrictKind.choices), **KIND_WORDS},
    "phase": dict(ActionPhase.choices),
    "stance": STANCE_WORDS,
    "order": {"area": "Handlungsfelder", "framework": "Kriterien", "sdg": "SDG"},
}


def shown(content: object, field: str = "") -> str:
    """Any plain field of a snapshot; "" for nothing."""
    if content is None or content == "":
        return ""
    if isinstance(content, bool):
        return "ja" if content else "nein"
    if isinstance(content, Decimal):
        return format_number(content, max(0, -int(content.normalize().as_tuple().exponent)))
    if isinstance(content, date):
        return long_date(content)
    if isinstance(content, tuple):
        return ", ".join(shown(one) for one in content)
    return str(WORDS.get(field, {}).get(str(content), content))


def differing(before: str, after: str) -> tuple[str, str]:
    """Two texts, shortened to where they differ if they are long.

    >>> differing("eins zwei", "eins drei")
    ('eins zwei', 'eins drei')
    """
    old, new = before.split(), after.split()
    if max(len(before), len(after)) <= LONGEST:
        return " ".join(old), " ".join(new)
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    return around(old, start, end), around(new, start, end)


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def around(words: Sequence[str], start: int, end: int) -> str:
    """The words between the common beginning and the common end, with a little of both."""
    if not words:
        return ""
    first, last = max(0, start - CONTEXT), min(len(words), len(words) - end + CONTEXT)
    text = " ".join(words[first:last])
    if len(text) > LONGEST:
        text, last = text[:LONGEST].rsplit(" ", 1)[0], 0
    before = f"{GAP} " if first else ""
    return f"{before}{text}{f' {GAP}' if last < len(words) else ''}"


# Indicators ------------------------------------------------------------------------


def value_words(indicator: IndicatorFacts, year: YearValue | None) -> str:
    """ "6,9 t je Einwohner (vorläufig)", "nicht erhoben"; "" for a year that is not there."""
    if year is None:
        return ""
    if year.value is None:
        return str(REASONS.get(year.missing_reason, "kein Wert"))
    number = Quantities(indicator.unit, indicator.decimals).full(year.value)
    return f"{number} (vorläufig)" if year.provisional else number


def exact_words(indicator: IndicatorFacts, year: YearValue | None) -> str:
    """The same with all decimals, for values that look alike when rounded."""
    if year is None or year.value is None:
        return value_words(indicator, year)
    return f"{shown(year.value)} {indicator.unit}".rstrip()


def latest_words(indicator: IndicatorFacts) -> str:
    """ "6,9 t je Einwohner"; "" without a value."""
    latest = indicator.latest
    if latest is None or latest.value is None:
        return ""
    return Quantities(indicator.unit, indicator.decimals).full(latest.value)


def is_withheld(year: YearValue | None, now: YearValue | None) -> bool:
    """Whether a year had a number that must not be told any more."""
    return year is not None and year.value is not None and now is not None and is_protected(now)


def latest_is_withheld(before: IndicatorFacts, after: IndicatorFacts | None) -> bool:
    """Whether the newest number of then must not be told any more; `after` None: it is gone."""
    latest = before.latest
    if latest is None or after is None:
        return False
    return is_withheld(latest, of_year(after.years, latest.year))


def outlook_words(indicator: IndicatorFacts, *, with_number: bool = True) -> str:
    """ "Wolke (6,9 t je Einwohner, 2024)", "Wolke (2024)" """
    word = status_word(indicator.status)
    notes = ["vorläufig"] if indicator.is_provisional else []
    latest = indicator.latest
    if latest is not None:
        notes += [latest_words(indicator)] if with_number else []
        notes.append(str(latest.year))
    return f"{word} ({', '.join(notes)})" if notes else word


def target_words(indicator: IndicatorFacts) -> str:
    """ "höchstens 2,0 bis 2030 (Rat der Stadt Soest, 15. Dezember 2021; Fassung 1)" """
    target = indicator.target
    if target is None:
        return ""
    point = indicator.target_point
    until = f" bis {point.year}" if point else ""
    by = ", ".join(part for part in (target.decided_by, shown(target.decided_on)) if part)
    return f"{indicator.target_text}{until} ({by or 'ohne Beschluss'}; Fassung {target.version})"


def path_words(target: TargetFacts) -> str:
    """Every number of a path, for paths that demand the same in the end."""
    points = ", ".join(f"{point.year}: {shown(point.value)}" for point in target.line.points)
    edges = [shown(edge) for edge in (target.line.lower, target.line.upper) if edge is not None]
    note = f", {target.note}" if target.note else ""
    reference = f", {target.reference}" if target.reference else ""
    return f"Fassung {target.version}: {points or ' bis '.join(edges)}{reference}{note}"


# Actions and the frame ---------------------------------------------------------------


def milestone_words(one: MilestoneFacts) -> str:
    reached = f", erreicht am {long_date(one.reached_on)}" if one.reached_on else ""
    return f"{long_date(one.due_on)}{reached}"


def check_words(one: CheckFacts) -> str:
    return f"{Effect(one.effect).label}{f': {one.reason}' if one.reason else ''}"


def event_words(one: EventFacts) -> str:
    return f"{long_date(one.date)}{f' ({one.source})' if one.source else ''}"
