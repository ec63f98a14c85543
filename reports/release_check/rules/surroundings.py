"""What lies around a snapshot without being part of it, and what is amiss with that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.release_check.rules.findings import Finding, Place
from reports.snapshot import Snapshot

SECTIONS = {"foreword": "Vorwort", "summary": "Zusammenfassung"}  # those every report should have


@dataclass(frozen=True, slots=True)
class TextInWork:
    """A text of the report that is not approved."""

    key: str
    label: str  # "Vorwort", "Handlungsfeld Klima"
    in_review: bool  # else it is a draft


@dataclass(frozen=True, slots=True)
class SubmittedValue:
    """A value of the report's year that waits for its release."""

    subject: str  # code and name of the indicator
    place: str
    period: str


@dataclass(frozen=True, slots=True)
class UndecidedValues:
    """Released values whose disclosure nobody has decided on."""

    code: str
    subject: str
    count: int


@dataclass(frozen=True, slots=True)
class UnresolvedToken:
    """A placeholder in an approved text that stands for no number."""

    place: Place
    label: str  # of the text
    token: str
    reason: str  # German


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of it."""

    texts: tuple[TextInWork, ...] = ()
    submitted: tuple[SubmittedValue, ...] = ()
    undecided: tuple[UndecidedValues, ...] = ()
    tokens: tuple[UnresolvedToken, ...] = ()


def surrounding_findings(around: Surroundings) -> Iterator[Finding]:
    for token in around.tokens:
        yield Finding("tokens", token.label, f"{token.token}: {token.reason}", token.place)
    for text in around.texts:
        place = Place("text", text.key)
        if text.in_review:
            yield Finding("review", text.label, "Der Text ist in Prüfung.", place)
        else:
            words = "Es gibt einen Entwurf; gedruckt werden nur freigegebene Texte."
            yield Finding("texts", text.label, words, place)
    for value in around.submitted:
        words = f"{value.place}, {value.period}: wartet auf Freigabe."
        yield Finding("submitted", value.subject, words, Place("release"))
    for undecided in around.undecided:
        count = "Ein Wert ist" if undecided.count == 1 else f"{undecided.count} Werte sind"
        words = f"{count} freigegeben, aber noch nicht beurteilt."
        yield Finding("undecided", undecided.subject, words, Place("entry", undecided.code))


def missing_texts(snapshot: Snapshot, around: Surroundings) -> Iterator[Finding]:
    """Foreword, summary and Handlungsfelder without a text; goals need none of their own."""
    begun = {text.label for text in around.texts}
    wanted = [
        *((label, getattr(snapshot.report, field)) for field, label in SECTIONS.items()),
        *((f"Handlungsfeld {area.name}", area.text) for area in snapshot.areas),
    ]
    for label, text in wanted:
        if not text.strip() and label not in begun:
            yield Finding("texts", label, "Es gibt noch keinen Text.", Place("new_text", label))
