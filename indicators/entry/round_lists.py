"""The list of collection rounds, and what two states of one differ in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from indicators.entry.asked import terms_of_round
from indicators.entry.completeness import asks_of
from indicators.entry.due import Phase, Progress
from indicators.entry.lines import Line
from indicators.entry.owed import load_asked_lines
from indicators.entry.round_forms import TERMS, RoundForm, chosen_name, department_name
from indicators.entry.rounds import Plan
from indicators.models import CollectionRound
from strategy.models import Department

PHASES = {
    Phase.IN_TIME: "läuft",
    Phase.GRACE: "in der Nachfrist",
    Phase.OVERDUE: "Frist und Nachfrist vorbei",
}
NOT_ASKED = "nicht gefragt"


@dataclass(frozen=True)
class ListedRound:
    """A round in the list."""

    round: CollectionRound
    asked: int  # indicators
    lines: Sequence[Line]  # the values expected by now
    today: date

    @cached_property
    def progress(self) -> Progress:
        return Progress.of(line.standing for line in self.lines)

    @property
    def has_begun(self) -> bool:
        return self.round.opens_on <= self.today

    @property
    def state(self) -> str:
        return PHASES[terms_of_round(self.round).phase(self.today)] if self.has_begun else "geplant"


def load_rounds(today: date) -> list[ListedRound]:
    """All rounds, newest first, in a fixed number of queries."""
    rounds = list(CollectionRound.objects.all())
    asks = asks_of(rounds)
    lines = load_asked_lines(asks, today)
    return [
        ListedRound(
            round=one,
            asked=sum(ask.round_id == one.pk for ask in asks),
            lines=[line for line in lines if line.asked_by == one],
            today=today,
        )
        for one in rounds
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that a form says otherwise than what is stored."""

    name: str
    typed: str
    stored: str


def differences(form: RoundForm, stored: Plan) -> list[Difference]:
    """What was typed and what is stored now, where they differ. One query."""
    names = {one.pk: one.name for one in Department.objects.all()}
    found = [
        Difference(str(form[name].label), typed, now)
        for name in TERMS
        if (typed := words(said(form, name))) != (now := words(getattr(stored, name)))
    ]
    for one in form.indicators:
        department = str(form[department_name(one)].value() or "")
        wanted = department if form[chosen_name(one)].value() else ""
        typed = names.get(int(wanted), NOT_ASKED) if wanted.isdecimal() else NOT_ASKED
        now = names.get(stored.asked.get(one.pk, 0), NOT_ASKED)
        if typed != now:
            found.append(Difference(one.name, typed, now))
    return found


def said(form: RoundForm, name: str) -> object:
    """What a field means, or as it was typed if it means nothing."""
    cleaned = getattr(form, "cleaned_data", {})
    return cleaned[name] if name in cleaned else form[name].value()


def words(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    return "" if value is None else str(value)
