"""Forms of the queue as a whole: what of it is shown, and what is released together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from indicators.models import Measurement
from strategy.forms import area_field
from strategy.models import Department

MOST_AT_ONCE = 500
TOKEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
NOTHING_CHOSEN = "Bitte wählen Sie zuerst Werte aus: mit den Kästchen bei den Werten."
UNREADABLE = "Die Auswahl kam nicht vollständig an. Bitte wählen Sie noch einmal."
TOO_MANY = f"Auf einmal lassen sich höchstens {MOST_AT_ONCE} Werte freigeben."


class Judged(Protocol):
    """What the filter needs to know of a waiting value."""

    @property
    def oddities(self) -> Sequence[str]: ...
    @property
    def former(self) -> Measurement | None: ...
    @property
    def is_plain(self) -> bool: ...


One = TypeVar("One", bound=Judged)


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
        """By what the database knows."""
        self.is_valid()
        if self.cleaned_data.get("abteilung"):
            rows = rows.filter(indicator__department=self.cleaned_data["abteilung"])
        if self.cleaned_data.get("feld"):
            rows = rows.filter(indicator__area=self.cleaned_data["feld"])
        return rows

    def choose(self, waiting: list[One]) -> list[One]:
        """By what is judged of each value."""
        self.is_valid()
        wanted = self.cleaned_data.get("art")
        if wanted == "unauffaellig":
            return [one for one in waiting if one.is_plain]
        if wanted == "auffaellig":
            return [one for one in waiting if one.oddities]
        if wanted == "korrektur":
            return [one for one in waiting if one.former]
        return waiting

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
