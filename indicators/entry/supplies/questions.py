"""What a link asks for: every indicator of its department and round, with what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from indicators.entry.batches import NO_ROWS, Line, rows_of
from indicators.entry.checks import Problem, gaps, unexplained
from indicators.entry.plausibility import Dated, oddities
from indicators.entry.readings import Reading, read_value
from indicators.entry.slots import Content, Slot, SlotRows
from indicators.enums import MeasurementState
from indicators.models import CollectionRound, DataRequest, Indicator, Measurement
from indicators.named_periods import Period
from indicators.periods import months_per_period
from indicators.publishable import PublishedValue, published_values
from strategy.models import District

SHOWN_VALUES = 5


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """A released value, as the link shows it for comparison."""

    label: str
    words: str  # without the unit
    provisional: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One value that is asked for: the whole city and a period of the round's year."""

    slot: Slot
    rows: SlotRows
    published: Sequence[PublishedValue]  # of the indicator, oldest first

    @property
    def name(self) -> str:
        """What the fields of its form begin with."""
        return f"k{self.slot.indicator.pk}-{self.slot.period}"

    @property
    def content(self) -> Content:
        """What the form begins with."""
        return self.rows.beginning(self.slot.indicator)

    @property
    def is_locked(self) -> bool:
        """Handed in or released: only the department can change it."""
        return self.rows.current is not None or self.rows.state == MeasurementState.SUBMITTED

    @property
    def still_runs(self) -> bool:
        """The period has not ended yet, so its value can only be provisional."""
        return self.slot.period.end > timezone.localdate()

    @property
    def is_answered(self) -> bool:
        """Something stands here already."""
        return self.rows.current is not None or self.draft is not None

    @property
    def draft(self) -> Measurement | None:
        """The row in work, if it says anything."""
        row = self.rows.open
        return None if row is None or Content.of(row).is_blank else row

    @property
    def standing_row(self) -> Measurement | None:
        """What holds here: what is public, else what is in work."""
        return self.rows.current or self.draft

    @property
    def words(self) -> str:
        """What stands here, with its unit; empty without anything."""
        row = self.standing_row
        return self.slot.words(Content.of(row)) if row else ""

    @property
    def whose(self) -> str:
        """Who wrote what stands here, as outsiders may know it: staff are not named."""
        row = self.standing_row
        if row is None:
            return ""
        if row.state == MeasurementState.RELEASED:
            return "veröffentlicht"
        if row.state == MeasurementState.SUBMITTED:
            return "von der Abteilung schon eingereicht"
        if row.sender_name:
            return f"zugeliefert von {row.sender_name}"
        return "Entwurf der Abteilung"

    @property
    def points(self) -> tuple[Dated, ...]:
        """The released values before, oldest first, which a new one is compared with."""
        return tuple(
            Dated(Period.containing(one.period, self.slot.indicator.frequency), one.value)
            for one in self.before
            if one.value is not None
        )

    @property
    def before(self) -> list[PublishedValue]:
        return [one for one in self.published if one.period < self.slot.period.first_day]

    def read(self, text: str) -> Reading:
        """What a typed value means, and what looks odd about it."""
        return read_value(text, self.slot.rules, self.slot.period, self.points)

    @property
    def problems(self) -> list[Problem]:
        """What the stored draft still lacks; empty if there is none, or it is not ours to mend."""
        if self.draft is None or self.is_locked:
            return []
        content, is_odd = Content.of(self.draft), False
        if content.value is not None:
            is_odd = bool(oddities(content.value, self.slot.period, self.points, self.slot.scale))
        return [
            *gaps(content),
            *unexplained(content, is_odd=is_odd, corrects=False, says_the_same=False),
        ]


@dataclass(frozen=True, slots=True)
class Topic:
    """An indicator with the questions about it: one, or one for each part of the year."""

    indicator: Indicator
    questions: Sequence[Question]

    @property
    def earlier(self) -> list[EarlierValue]:
        """The last released values before the year that is asked for, newest first."""
        first = self.questions[0]
        return [earlier_value(first.slot, one) for one in reversed(first.before[-SHOWN_VALUES:])]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything a link asks for."""

    topics: Sequence[Topic]
    senders: frozenset[tuple[str, str]]  # name and office: who was asked, and to whom it was given

    @property
    def questions(self) -> list[Question]:
        return [one for topic in self.topics for one in topic.questions]

    @property
    def answered(self) -> list[Question]:
        return [one for one in self.questions if one.is_answered]

    @property
    def supplied(self) -> list[Question]:
        """What came through this link or one it was handed on to, and is still a draft."""
        return [
            one
            for one in self.answered
            if one.draft and (one.draft.sender_name, one.draft.sender_office) in self.senders
        ]

    @property
    def unanswered(self) -> list[Question]:
        return [one for one in self.questions if not one.is_answered]

    @property
    def unfinished(self) -> list[Question]:
        """Answers that still lack something."""
        return [one for one in self.questions if one.problems]


def load_questionnaire(request: DataRequest) -> Questionnaire:
    """Five queries, whatever the number of indicators."""
    city = District.objects.city()
    indicators = [
        ask.indicator
        for ask in request.round.requested.owed()
        .filter(department=request.department)
        .select_related("indicator")
        .order_by("indicator__name")
    ]
    slots = [slot for one in indicators for slot in slots_of(one, city, request.round)]
    lines = [Line(slot, {}) for slot in slots]
    rows = rows_of(lines, lock=False)
    series = series_of(indicators, city)
    grouped: defaultdict[Indicator, list[Question]] = defaultdict(list)
    for line in lines:
        one = line.slot.indicator
        grouped[one].append(Question(line.slot, rows.get(line.key, NO_ROWS), series[one.pk]))
    topics = [Topic(one, questions) for one, questions in grouped.items()]
    return Questionnaire(topics, senders_of(request))


def senders_of(request: DataRequest) -> frozenset[tuple[str, str]]:
    """Who answers through this link, and through those it was handed on to; one query."""
    family = DataRequest.objects.filter(
        Q(pk=request.pk)
        | Q(delegated_from=request.pk)
        | Q(delegated_from__delegated_from=request.pk)
    )
    return frozenset(family.values_list("recipient_name", "recipient_office"))


def slots_of(indicator: Indicator, city: District, asked_by: CollectionRound) -> list[Slot]:
    """The periods of the round's year that have begun."""
    today = timezone.localdate()
    parts = range(1, 12 // months_per_period(indicator.frequency) + 1)
    periods = [Period.of(asked_by.year, indicator.frequency, part) for part in parts]
    return [Slot(indicator, city, one) for one in periods if one.first_day <= today]


def series_of(
    indicators: Iterable[Indicator], city: District
) -> defaultdict[int, list[PublishedValue]]:
    """The released values of the whole city by indicator, oldest first; one query."""
    series: defaultdict[int, list[PublishedValue]] = defaultdict(list)
    for one in published_values(indicators=[one.pk for one in indicators], districts=[city.pk]):
        series[one.indicator_id].append(one)
    return series


def earlier_value(slot: Slot, row: PublishedValue) -> EarlierValue:
    period = Period.containing(row.period, slot.indicator.frequency)
    words = slot.words_without_unit(Content(row.value, row.missing_reason))
    return EarlierValue(period.label, words, row.provisional)
