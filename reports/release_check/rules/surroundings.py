"""What lies around a snapshot without being part of it, and what is amiss with that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.release_check.rules.findings import Finding, Place

DRAFT = "Es gibt einen Entwurf; gedruckt werden nur freigegebene Texte."
ASSIGNED = "Der Text ist zugewiesen und noch nicht geschrieben."


@dataclass(frozen=True, slots=True)
class TextInWork:
    """A text of the report that is not approved."""

    key: str  # of its place, in addresses
    label: str  # "Vorwort", "Handlungsfeld 5 Klima"
    in_review: bool  # else it is a draft
    is_written: bool = True  # else it is only assigned to somebody
    is_answer: bool = False  # to a criterion


@dataclass(frozen=True, slots=True)
class SubmittedValue:
    """A value of the report's year that waits for its release."""

    subject: str  # code and name of the indicator
    place: str
    period: str
    is_city: bool = True  # else it is that of a part


@dataclass(frozen=True, slots=True)
class UndecidedValues:
    """Released values whose disclosure nobody has decided on."""

    code: str
    subject: str
    count: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of it."""

    texts: tuple[TextInWork, ...] = ()
    submitted: tuple[SubmittedValue, ...] = ()
    undecided: tuple[UndecidedValues, ...] = ()

    @property
    def waiting(self) -> frozenset[str]:
        """The indicators whose value for the city is there and only wants its release."""
        return frozenset(one.subject for one in self.submitted if one.is_city)


def surrounding_findings(around: Surroundings) -> Iterator[Finding]:
    for text in around.texts:
        place = Place("text", text.key)
        if text.in_review:
            yield Finding("review", text.label, "Der Text ist in Prüfung.", place)
        else:
            kind = "criteria" if text.is_answer else "texts"
            yield Finding(kind, text.label, DRAFT if text.is_written else ASSIGNED, place)
    for value in around.submitted:
        words = f"{value.place}, {value.period}: wartet auf Freigabe."
        yield Finding("submitted", value.subject, words, Place("release"))
    for undecided in around.undecided:
        count = "Ein Wert ist" if undecided.count == 1 else f"{undecided.count} Werte sind"
        words = f"{count} freigegeben, aber noch nicht beurteilt."
        yield Finding("undecided", undecided.subject, words, Place("entry", undecided.code))
