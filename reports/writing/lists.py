"""The texts of a report as their list shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from accounts.models import User
from reports.models import Report, ReportText, TextState
from reports.writing.places import TextPlace, load_places, place_of
from reports.writing.writers import own_texts, place_key

MISSING = "missing"
STATES = {MISSING: "fehlt", **dict(TextState.choices)}
TAGS = {MISSING: "tag--todo", TextState.APPROVED: "tag--done", TextState.DRAFT: "tag--draft"}


@dataclass(frozen=True, slots=True)
class TextLine:
    """One place with its text."""

    place: TextPlace
    text: ReportText | None  # without its wording
    state: str  # MISSING or a TextState
    is_late: bool

    @property
    def words(self) -> str:
        return STATES[self.state]

    @property
    def tag(self) -> str:
        return TAGS.get(TextState(self.state) if self.state != MISSING else MISSING, "")

    @property
    def writer(self) -> User | None:
        return self.text.writer if self.text else None

    @property
    def is_returned(self) -> bool:
        return bool(self.state == TextState.DRAFT and self.text and self.text.note)


@dataclass(frozen=True, slots=True)
class TextGroup:
    """The lines of a Handlungsfeld."""

    key: str
    title: str
    lines: tuple[TextLine, ...]

    @property
    def progress(self) -> Progress:
        return Progress.of(self.lines)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far texts are."""

    total: int
    approved: int
    review: int
    draft: int
    missing: int
    late: int

    @classmethod
    def of(cls, lines: Iterable[TextLine]) -> Progress:
        lines = list(lines)
        states = [line.state for line in lines]
        return cls(
            total=len(lines),
            approved=states.count(TextState.APPROVED),
            review=states.count(TextState.REVIEW),
            draft=states.count(TextState.DRAFT),
            missing=states.count(MISSING),
            late=sum(line.is_late for line in lines),
        )


def load_groups(report: Report, today: date) -> list[TextGroup]:
    """All places of a report with their texts, in six queries."""
    known = {place_key(text): text for text in listed(report.texts.all())}
    return [
        TextGroup(
            group.key,
            group.title,
            tuple(text_line(place, known.get(place_key(place)), today) for place in group.places),
        )
        for group in load_places(report)
    ]


def load_own(person: User, today: date) -> list[TextLine]:
    """What a person was asked to write, by date, in one query."""
    rows = listed(
        own_texts(person).select_related("report", "area", "goal", "indicator", "criterion")
    )
    lines = [text_line(place_of(text), text, today) for text in rows]
    return sorted(lines, key=lambda line: (rank(line), line.place.report.year, line.place.title))


def rank(line: TextLine) -> tuple[bool, bool, date]:
    """What is still to be written comes first, and of that what is due first."""
    due = line.text.due_on if line.text else None
    is_open = line.state in (MISSING, TextState.DRAFT)
    return (not is_open, due is None, due or date.max)


def listed(texts: QuerySet[ReportText]) -> QuerySet[ReportText]:
    """Without their wording, which is long, but with whether there is any."""
    empty = ExpressionWrapper(Q(body=""), output_field=BooleanField())
    return texts.select_related("writer").annotate(is_empty=empty).defer("body", "note")


def text_line(place: TextPlace, text: ReportText | None, today: date) -> TextLine:
    is_missing = text is None or text.is_empty  # type: ignore[attr-defined]
    state = MISSING if text is None or is_missing else text.state
    is_late = (
        text is not None
        and text.due_on is not None
        and text.due_on < today
        and state in (MISSING, TextState.DRAFT)
    )
    return TextLine(place, text, state, is_late)


def all_lines(groups: Sequence[TextGroup]) -> list[TextLine]:
    return [line for group in groups for line in group.lines]
