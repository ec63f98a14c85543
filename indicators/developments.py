"""What is new since an earlier moment: one ledger, read and judged at two moments.

Outlooks, values, corrections, targets and gaps of the whole city, each with the numbers of then
and of now. Nothing is read from the database here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.annual_values import PROTECTED
from indicators.changes import Change, compare
from indicators.distributions import RATED
from indicators.freshness import Freshness
from indicators.named_periods import Period
from indicators.publishable import PublishedValue
from indicators.scorecards import Ledger, Scorecard, TargetVersion

# What comes before a state while nothing is entered.
EARLIER = {
    Freshness.DUE: (Freshness.CURRENT,),
    Freshness.STALE: (Freshness.CURRENT, Freshness.DUE),
}
CONFIRMED = "Der vorläufige Wert ist bestätigt."
SAME = "Die Zahl ist gleich, die Angaben dazu sind neu."
Rows = Mapping[date, PublishedValue]  # by period


@dataclass(frozen=True, slots=True)
class NewValue:
    """The newest value that an indicator has had since."""

    card: Scorecard
    value: PublishedValue
    former: PublishedValue | None  # of the newest period before it that has a value
    others: int  # further new values, of other periods


@dataclass(frozen=True, slots=True)
class CorrectedValue:
    """A period whose value was public at both moments, in different rows of the ledger."""

    card: Scorecard
    before: PublishedValue
    after: PublishedValue

    @property
    def reason(self) -> str:
        """Why; empty if nobody said so."""
        return self.after.warning_reason

    @property
    def is_withdrawn(self) -> bool:
        return self.after.value is None

    @property
    def is_confirmed(self) -> bool:
        """The same number, which is no longer provisional."""
        same = self.before.value == self.after.value
        return same and self.before.provisional and not self.after.provisional

    @property
    def is_same(self) -> bool:
        """Only what is said about the number has changed, such as its source."""
        return self.before.value == self.after.value and not self.is_confirmed

    @property
    def explanation(self) -> str:
        """What is new beside the number, and why; empty if there is nothing to say."""
        kept = CONFIRMED if self.is_confirmed else SAME if self.is_same else ""
        return " ".join(filter(None, (kept, self.reason)))


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A period for which a reason was published in place of a value."""

    card: Scorecard
    row: PublishedValue


@dataclass(frozen=True, slots=True)
class TargetChange:
    """An indicator whose target is another one now."""

    before: Scorecard
    after: Scorecard

    @property
    def decision(self) -> TargetVersion | None:
        """The decision that the present target stands on; None if there is no target any more."""
        return self.after.target

    @property
    def is_new(self) -> bool:
        """There was no target before."""
        return self.before.target is None


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator whose outlook is another one now, and what happened to it meanwhile."""

    change: Change
    causes: tuple[str, ...]  # German, such as "neuer Wert für 2025"

    @property
    def before(self) -> Scorecard:
        return self.change.before

    @property
    def after(self) -> Scorecard:
        return self.change.after

    @property
    def has_new_number(self) -> bool:
        """The latest values of then and now differ, or belong to different years."""
        then, now = self.before.latest, self.after.latest
        return (
            then is not None
            and now is not None
            and (then.year, then.value)
            != (
                now.year,
                now.value,
            )
        )


@dataclass(frozen=True, slots=True)
class Developments:
    """Everything that is new since an earlier moment."""

    improved: tuple[Move, ...]  # the largest improvement first
    worsened: tuple[Move, ...]  # the largest setback first
    equal: int  # rated both times, with the same outlook
    unrated: int  # not rated at one of the moments at least: nothing to compare
    first_rated: tuple[Scorecard, ...]  # without an outlook then, with one now
    targets: tuple[TargetChange, ...]
    corrected: tuple[CorrectedValue, ...]
    stale: tuple[Scorecard, ...]  # too old to be judged now, and not so then
    due: tuple[Scorecard, ...]  # a value is owed now, and none was then
    missing: tuple[MissingValue, ...]
    new_values: tuple[NewValue, ...]

    @property
    def gaps(self) -> int:
        """Values that are owed now or known to be missing, and were not then."""
        return len(self.due) + len(self.missing)

    @property
    def is_empty(self) -> bool:
        return not any(
            (
                self.improved,
                self.worsened,
                self.first_rated,
                self.targets,
                self.corrected,
                self.stale,
                self.due,
                self.missing,
                self.new_values,
            )
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One indicator at both moments: judged, and the rows of its values in force."""

    before: Scorecard
    after: Scorecard
    then: Rows
    now: Rows


def developments(
    ledger: Ledger, before: Sequence[Scorecard], after: Sequence[Scorecard], since: datetime
) -> Developments:
    """Compare two judgements of a ledger that was read with `since=since`.

    `before` are its scorecards of that moment, `after` those of a later one; both are in the
    order of the ledger's indicators.
    """
    pairs = [
        Pair(former, card, seen_by_period(rows, since), seen_by_period(rows, None))
        for former, card in zip(before, after, strict=True)
        for rows in [ledger.values.get(card.indicator.pk, ())]
    ]
    new_values = tuple(new for pair in pairs if (new := new_value(pair)))
    corrected = tuple(found for pair in pairs for found in corrected_values(pair))
    targets = tuple(target for pair in pairs if (target := target_change(pair)))
    changes = compare(before, after)
    causes = causes_of(new_values, corrected, targets)
    return Developments(
        improved=moves(changes.improved, causes),
        worsened=moves(changes.worsened, causes),
        equal=changes.equal,
        unrated=changes.unrated,
        first_rated=tuple(pair.after for pair in pairs if is_first_rated(pair)),
        targets=targets,
        corrected=corrected,
        stale=tuple(pair.after for pair in pairs if became(pair, Freshness.STALE)),
        due=tuple(pair.after for pair in pairs if became(pair, Freshness.DUE)),
        missing=tuple(found for pair in pairs for found in missing_values(pair)),
        new_values=new_values,
    )


def seen_by_period(
    rows: Iterable[PublishedValue], moment: datetime | None
) -> dict[date, PublishedValue]:
    """The rows that the public saw at a moment (None: sees now), by period."""
    if moment is None:
        return {row.period: row for row in rows if row.superseded_at is None}
    return {row.period: row.seen_at(moment) for row in rows if row.in_force(moment)}


# Values ----------------------------------------------------------------------------


def new_value(pair: Pair) -> NewValue | None:
    """The newest of the values that a period has now and had not then; None without any."""
    valued = sorted(period for period, row in pair.now.items() if row.value is not None)
    found = [period for period in valued if had_no_value(pair, period)]
    if not found:
        return None
    earlier = [period for period in valued if period < found[-1]]
    return NewValue(
        card=pair.after,
        value=pair.now[found[-1]],
        former=pair.now[earlier[-1]] if earlier else None,
        others=len(found) - 1,
    )


def had_no_value(pair: Pair, period: date) -> bool:
    row = pair.then.get(period)
    return row is None or row.value is None


def corrected_values(pair: Pair) -> list[CorrectedValue]:
    """Every period whose value stands in another row of the ledger now, the newest first."""
    return [
        CorrectedValue(pair.after, row, pair.now[period])
        for period, row in sorted(pair.then.items(), reverse=True)
        if row.value is not None
        and period in pair.now
        and pair.now[period].revision != row.revision
    ]


def missing_values(pair: Pair) -> list[MissingValue]:
    """Every period with a reason for no value about which nothing was said then."""
    return [
        MissingValue(pair.after, row)
        for period, row in sorted(pair.now.items(), reverse=True)
        if row.value is None and row.missing_reason != PROTECTED and period not in pair.then
    ]


# Judgements --------------------------------------------------------------------------


def target_change(pair: Pair) -> TargetChange | None:
    """Another target path in force; None if it is the same one."""
    then, now = pair.before.target, pair.after.target
    if (then and then.version) == (now and now.version):
        return None
    return TargetChange(pair.before, pair.after)


def is_first_rated(pair: Pair) -> bool:
    return pair.before.status not in RATED and pair.after.status in RATED


def became(pair: Pair, state: Freshness) -> bool:
    """As late as this now, and less late then. A first value that is old already is no bad news."""
    then, now = pair.before.freshness.freshness, pair.after.freshness.freshness
    return now is state and then in EARLIER[state]


# Outlooks ----------------------------------------------------------------------------


def moves(changes: Iterable[Change], causes: Mapping[int, Sequence[str]]) -> tuple[Move, ...]:
    """The largest step first; among equal ones those that lead a goal, then by name."""
    ordered = sorted(changes, key=weight)
    return tuple(Move(one, tuple(causes.get(one.after.indicator.pk, ()))) for one in ordered)


def weight(change: Change) -> tuple[int, bool, str]:
    leads = any(link.is_lead for link in change.after.goal_links)
    return -abs(change.steps), not leads, change.after.indicator.name


def causes_of(
    new_values: Iterable[NewValue],
    corrected: Iterable[CorrectedValue],
    targets: Iterable[TargetChange],
) -> dict[int, list[str]]:
    """What happened to indicators, in words, by their keys."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for new in new_values:
        found[new.card.indicator.pk].append(f"neuer Wert für {named(new.card, new.value)}")
    for one in corrected:
        if one.is_withdrawn or one.before.value != one.after.value:
            what = "zurückgezogen" if one.is_withdrawn else "berichtigt"
            found[one.card.indicator.pk].append(f"Wert für {named(one.card, one.after)} {what}")
    for target in targets:
        found[target.after.indicator.pk].append("neues Ziel" if target.decision else "ohne Ziel")
    return dict(found)


def named(card: Scorecard, row: PublishedValue) -> str:
    """A period after "für": "2025", "das 3. Quartal 2025"."""
    return Period(row.period, card.indicator.frequency).accusative
