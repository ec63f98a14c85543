"""Forms of data requests: asking, prolonging, handing on, and answering."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from indicators.entry.checks import unclear
from indicators.entry.fields import PlainTextField
from indicators.entry.forms import SeenForm, number_hint
from indicators.entry.plausibility import Oddity
from indicators.entry.readings import Reading, for_input
from indicators.entry.slots import Content, Seen, Sender
from indicators.entry.supplies.questions import Question
from indicators.entry.supplies.requests import Recipient
from indicators.enums import MissingReason

LONGEST_VALIDITY = timedelta(days=366)


class RecipientForm(forms.Form):
    """Who is asked, and what they are told."""

    name = PlainTextField(
        label="Name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Bitte nennen Sie die Person, die antworten soll."},
    )
    office = PlainTextField(
        label="Stelle",
        max_length=200,
        error_messages={"required": "Bitte nennen Sie die Stelle, für die sie antwortet."},
        help_text="Zum Beispiel: Stadtwerke Soest, Abteilung Netze.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-Mail",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Bitte nennen Sie die Adresse, an die der Link geht."},
    )
    message = PlainTextField(
        label="Nachricht",
        required=False,
        lines=True,
        max_length=2000,
        help_text="Steht in der E-Mail mit dem Link und über dem Formular.",
    )

    @property
    def recipient(self) -> Recipient:
        said = self.cleaned_data
        return Recipient(name=said["name"], office=said["office"], email=said["email"])


class LastDayField(forms.DateField):
    """The last day of a link, as TT.MM.JJJJ or as browsers send it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Gilt bis",
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": "Bitte geben Sie ein Datum an, zum Beispiel 30.04.2026."},
            **options,
        )


class LastDayForm(forms.Form):
    """Until when a link holds."""

    last_day = LastDayField()

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        widget = self.fields["last_day"].widget
        widget.attrs |= {"min": today.isoformat(), "max": (today + LONGEST_VALIDITY).isoformat()}

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < self.today:
            raise forms.ValidationError("Dieser Tag ist schon vorbei.")
        if day > self.today + LONGEST_VALIDITY:
            raise forms.ValidationError("Ein Link gilt höchstens ein Jahr.")
        return day


class RequestForm(LastDayForm, RecipientForm):
    """A new data request."""

    field_order = ["name", "office", "email", "last_day", "message"]


class SenderForm(forms.Form):
    """Who answers. It stands beside every value, so it can be corrected until the first one."""

    sender_name = PlainTextField(
        label="Ihr Name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sender_office = PlainTextField(
        label="Ihre Stelle",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def sender(self, asked: Sender) -> Sender:
        """As typed; what is sample data was decided when the link was made."""
        said = self.cleaned_data
        return Sender(said["sender_name"], said["sender_office"], asked.is_sample)


class SavedForm(forms.Form):
    """How many values were just saved, as the address says after saving."""

    gesichert = forms.IntegerField(min_value=0, max_value=1000)

    @property
    def count(self) -> int | None:
        """None if nothing was saved just now."""
        return self.cleaned_data["gesichert"] if self.is_valid() else None


class AnswerForm(forms.Form):
    """One value that a link asks for, or the reason why there is none: always a draft."""

    shown = forms.CharField(required=False, max_length=64)
    value = forms.CharField(
        label="Wert",
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    confirmed = forms.CharField(label="Bestätigung der Zahl", required=False)
    provisional = forms.BooleanField(label="Der Wert ist vorläufig", required=False)
    missing_reason = forms.ChoiceField(
        label="Warum gibt es keinen Wert?",
        required=False,
        choices=[("", "es gibt einen Wert"), *MissingReason.choices],
    )
    missing_note = PlainTextField(label="Erläuterung", required=False, max_length=500)
    source = PlainTextField(
        label="Quelle",
        required=False,
        max_length=500,
        help_text="Woher die Zahl stammt, zum Beispiel: Netzbilanz 2025.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    comment = PlainTextField(
        label="Anmerkung",
        required=False,
        lines=True,
        max_length=4000,
        help_text="Wird zusammen mit dem Wert veröffentlicht.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    warning_reason = PlainTextField(
        label="Grund der Abweichung",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, question: Question) -> None:
        content = question.content
        initial = {name: getattr(content, name) for name in SAID}
        initial["value"] = for_input(content.value, question.slot.indicator.decimals)
        # A part that was locked when the page was opened is not sent back.
        sent = data is not None and f"{question.name}-value" in data
        super().__init__(data if sent else None, initial=initial, prefix=question.name)
        self.question = question
        self.conflict = False  # somebody else has changed it since the page was opened
        self.fields["value"].help_text = number_hint(question.slot.indicator.decimals)

    @cached_property
    def reading(self) -> Reading:
        """What the text of the value field means, typed or stored."""
        return self.question.read(str(self["value"].value() or ""))

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        return self.reading.oddities

    @property
    def is_open(self) -> bool:
        """The part about a missing value has something to show."""
        names = ("missing_reason", "missing_note")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def is_touched(self) -> bool:
        """Somebody typed something here. What was only shown is not written back."""
        return self.is_valid() and self.cleaned_data["shown"] != mark_of(self.content)

    @property
    def seen(self) -> Seen:
        """What the page showed when it was opened; nothing, if the numbers are forged."""
        return SeenForm(self.data, prefix=self.prefix).seen or Seen()

    @property
    def is_overtaken(self) -> bool:
        """Somebody else has changed the value since the page was opened."""
        return self.is_touched and self.seen != self.question.rows.seen

    @property
    def hidden(self) -> dict[str, object]:
        """What the page sends back unseen: what it showed, and in which version.

        After a conflict that is what is stored now, because now it is shown.
        """
        content, seen = self.question.content, self.question.rows.seen
        shown = mark_of(content)
        if self.is_bound and not self.conflict:
            shown, seen = self["shown"].value() or "", self.seen
        values = {"shown": shown, "version": seen.version, "revision": seen.revision}
        return {self.add_prefix(name): value for name, value in values.items()}

    @property
    def typed(self) -> str:
        """The input in words, for showing it beside what was saved meanwhile."""
        return self.question.slot.words(self.content)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data.get
        problems = unclear(
            self.reading,
            missing_reason=said("missing_reason", ""),
            confirmed=said("confirmed", ""),
        )
        for problem in problems:
            self.add_error(problem.field, problem.text)
        if not problems and self.lacks_value():
            self.add_error(
                "value",
                "Hier fehlt noch der Wert: Allein lassen sich die anderen Angaben nicht sichern. "
                "Bitte tragen Sie ihn ein oder wählen Sie „Kein Wert, weil …“.",
            )
        return self.cleaned_data

    def lacks_value(self) -> bool:
        """Something was typed that would be lost, because nothing is said about the value."""
        said = self.cleaned_data.get
        if self.reading.value is not None or said("missing_reason") or said("comment"):
            return False
        if said("shown") == mark_of(self.content):
            return False
        beside = said("missing_note") or said("provisional")
        return bool(beside or said("source", "") != self.question.content.source)

    @property
    def content(self) -> Content:
        """What is said, with what the form does not ask for left out."""
        said = {name: self.cleaned_data.get(name, "") for name in SAID}
        said["provisional"] = bool(said["provisional"])
        if not said["missing_reason"]:
            said["missing_note"] = ""
        return Content(**said | {"value": self.reading.value})

    @property
    def said(self) -> Mapping[str, object]:
        """The same as a line of a batch: the link to a proof stays as the department set it."""
        content = self.content
        return {name: getattr(content, name) for name in (*SAID, "value")}


# The fields of a content that people type as they are stored; the number is read from its text.
TYPED = AnswerForm.base_fields.keys() - {"value"}
SAID = tuple(field.name for field in fields(Content) if field.name in TYPED)


def mark_of(content: Content) -> str:
    """A short mark of a content: two that say the same have the same."""
    value = "" if content.value is None else format(content.value.normalize() + Decimal(0), "f")
    said = [value, *(str(getattr(content, name)) for name in SAID)]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:32]
