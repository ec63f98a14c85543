"""Forms of the release: a decision, what of the queue is shown, what is released together."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from indicators.entry.fields import PlainTextField
from indicators.entry.services import REASON_MARK
from indicators.entry.workflow import Step
from indicators.enums import EventKind
from indicators.models import Measurement, MeasurementEvent
from strategy.forms import area_field
from strategy.models import Department

MOST_AT_ONCE = 500
TOKEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
NOTHING_CHOSEN = "Bitte wählen Sie zuerst Werte aus: mit den Kästchen bei den Werten."
UNREADABLE = "Die Auswahl kam nicht vollständig an. Bitte wählen Sie noch einmal."
TOO_MANY = f"Auf einmal lassen sich höchstens {MOST_AT_ONCE} Werte freigeben."


class DecisionForm(forms.Form):
    """Release a submitted value, or return it with a comment."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[(Step.RELEASE.value, "Freigeben"), (Step.RETURN.value, "Zurückgeben")],
        error_messages={"required": "Bitte wählen Sie „Freigeben“ oder „Zurückgeben“."},
    )
    comment = PlainTextField(
        label="Kommentar",
        required=False,
        lines=True,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, pk: int) -> None:
        super().__init__(data, auto_id=f"id_{pk}_%s")  # one form for each value on the page
        self.pk = pk

    @property
    def seen_version(self) -> int | None:
        """The version that was decided about; None if the number is missing or forged."""
        if not self.is_bound or "version" in self.errors:
            return None
        version: int = self.cleaned_data["version"]
        return version

    def clean(self) -> dict[str, Any]:
        returning = self.cleaned_data.get("decision") == Step.RETURN
        if returning and "comment" not in self.errors and not self.cleaned_data.get("comment"):
            self.add_error("comment", "Bitte schreiben Sie, was geändert werden soll.")
        if "comment" in self.errors:
            self.fields["comment"].widget.attrs["data-focus"] = ""  # staff.js goes there
        return self.cleaned_data


def judged(rows: QuerySet[Measurement]) -> QuerySet[Measurement]:
    """Submitted rows with what `Waiting` makes of them, for the database to choose by.

    The note of a submission holds the warnings before the reason; see `submission_note`.
    """
    same_slot = {name: OuterRef(name) for name in ("indicator", "district", "period")}
    submissions = MeasurementEvent.objects.filter(
        measurement=OuterRef("pk"), kind=EventKind.SUBMITTED
    ).order_by("-at", "-id")
    return rows.annotate(
        told=Coalesce(Subquery(submissions.values("note")[:1]), Value("", TextField())),
        corrects=Exists(Measurement.objects.current().filter(**same_slot)),
    )


ODD = ~Q(told="") & ~Q(told__startswith=REASON_MARK)
KINDS = {
    "unauffaellig": ~ODD & Q(corrects=False),
    "auffaellig": ODD,
    "korrektur": Q(corrects=True),
}


class QueueFilterForm(forms.Form):
    """Which of the waiting values are shown. An unknown choice is ignored, never an error page."""

    abteilung = forms.ModelChoiceField(
        label="Abteilung",
        queryset=Department.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="alle",
    )
    feld = area_field()
    art = forms.ChoiceField(
        label="Zeige",
        required=False,
        choices=[
            ("", "alle Werte"),
            ("unauffaellig", "ohne Auffälligkeiten"),
            ("auffaellig", "mit Auffälligkeiten"),
            ("korrektur", "Korrekturen"),
        ],
    )
    auswahl = forms.CharField(required=False, widget=forms.HiddenInput)

    def apply(self, rows: QuerySet[Measurement]) -> QuerySet[Measurement]:
        """Those of the submitted rows that are wanted."""
        self.is_valid()
        if self.cleaned_data.get("abteilung"):
            rows = rows.filter(indicator__department=self.cleaned_data["abteilung"])
        if self.cleaned_data.get("feld"):
            rows = rows.filter(indicator__area=self.cleaned_data["feld"])
        wanted = KINDS.get(self.cleaned_data.get("art", ""))
        return judged(rows).filter(wanted) if wanted else rows

    @property
    def chooses_plain(self) -> bool:
        """Whether all values without anything odd come chosen."""
        self.is_valid()
        return self.cleaned_data.get("auswahl") == "unauffaellig"

    @property
    def is_narrowed(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in ("abteilung", "feld", "art"))

    @property
    def query_for_plain(self) -> str:
        """The query string of the same page with all plain values chosen."""
        kept = {name: self.data.get(name) for name in ("abteilung", "feld", "art")}
        query = {name: value for name, value in kept.items() if value}
        return urlencode(query | {"auswahl": "unauffaellig"})


class VersionsField(forms.Field):
    """Keys of values, each with the version that was looked at: „12-3“, as often as it is sent."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[int, int]:
        found = [TOKEN.fullmatch(one) for one in value or []]
        if not all(found):
            raise ValidationError(UNREADABLE)
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(TOO_MANY)
        return {int(one[1]): int(one[2]) for one in found if one}


class SelectionForm(forms.Form):
    """The values that are to be released together."""

    wert = VersionsField(error_messages={"required": NOTHING_CHOSEN})

    @property
    def versions(self) -> dict[int, int]:
        versions: dict[int, int] = self.cleaned_data["wert"]
        return versions

    @property
    def problem(self) -> str:
        return str(self.errors["wert"][0]) if "wert" in self.errors else ""
