"""The page on which everything a link asks for is answered: its forms, typed or empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from indicators.entry.batches import Batch, key_of
from indicators.entry.forms import SECRETS, SeenForm
from indicators.entry.slots import Sender
from indicators.entry.supplies.forms import AnswerForm, SenderForm
from indicators.entry.supplies.links import MOST_LEVELS, level_of, path_of, sender_of
from indicators.entry.supplies.questions import Questionnaire, Topic, load_questionnaire
from indicators.models import DataRequest

BUTTONS = ("save", "finish")


@dataclass(frozen=True, slots=True)
class TopicForms:
    """An indicator with a form for each of its questions."""

    topic: Topic
    forms: Sequence[AnswerForm]


@dataclass(frozen=True)
class AnswerPage:
    """A data request with its forms."""

    request: DataRequest
    questionnaire: Questionnaire
    sender_form: SenderForm
    topics: Sequence[TopicForms]
    data: Any = None  # what was sent; None: nothing yet

    @classmethod
    def load(cls, request: DataRequest, data: Any = None) -> AnswerPage:
        """Read what is asked for, in a fixed number of queries."""
        questionnaire = load_questionnaire(request)
        asked = sender_of(request)
        initial = {"sender_name": asked.name, "sender_office": asked.office}
        named = data if request.last_used_at is None else None
        return cls(
            request=request,
            questionnaire=questionnaire,
            sender_form=SenderForm(named, initial=initial),
            topics=[
                TopicForms(topic, [AnswerForm(data, question=one) for one in topic.questions])
                for topic in questionnaire.topics
            ],
            data=data,
        )

    @property
    def forms(self) -> list[AnswerForm]:
        return [form for topic in self.topics for form in topic.forms]

    @property
    def touched(self) -> list[AnswerForm]:
        """The parts somebody typed in."""
        return [one for one in self.forms if one.is_touched]

    @property
    def faulty(self) -> list[AnswerForm]:
        """The parts with an error, for the list above the form."""
        return [one for one in self.forms if one.is_bound and one.errors]

    @property
    def overtaken_forms(self) -> list[AnswerForm]:
        return [one for one in self.forms if one.conflict]

    @property
    def asks_name(self) -> bool:
        """Nothing was saved yet, so the name can still be corrected."""
        return self.request.last_used_at is None

    @property
    def sender(self) -> Sender:
        asked = sender_of(self.request)
        return self.sender_form.sender(asked) if self.sender_form.is_bound else asked

    @property
    def can_delegate(self) -> bool:
        return level_of(self.request) < MOST_LEVELS

    @property
    def url(self) -> str:
        return path_of(self.request)

    @property
    def delegate_url(self) -> str:
        return path_of(self.request, "supply-delegate")

    @property
    def is_late(self) -> bool:
        return timezone.localdate() > self.request.round.deadline

    def is_valid(self) -> bool:
        """Every part is that was sent."""
        valid = [one.is_valid() for one in self.forms if one.is_bound]
        return all(valid) and (not self.sender_form.is_bound or self.sender_form.is_valid())

    def overtaken(self) -> AnswerPage:
        """The same input beside what is stored now."""
        page = AnswerPage.load(self.request, self.data)
        for form in page.forms:
            form.conflict = form.is_overtaken
        return page

    def refused(self, batch: Batch) -> AnswerPage:
        """The same input with what prevents it from being stored."""
        page = self.overtaken()
        problems = {one.line.key: one.problems for one in batch.changes}
        for form in page.forms:
            for problem in () if form.conflict else problems.get(key_of(form.question.slot), ()):
                form.add_error(problem.field or None, problem.text)
        return page

    @property
    def unknown_fields(self) -> list[str]:
        """Fields that were sent but are not asked for here; they change nothing."""
        known = {*SECRETS, *BUTTONS, *SenderForm.base_fields}
        for form in self.forms:
            names = (*AnswerForm.base_fields, *SeenForm.base_fields)
            known.update(form.add_prefix(name) for name in names)
        return sorted(set(self.data or ()) - known)
