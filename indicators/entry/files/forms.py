"""Forms of the pages about files: what to download, which rows to show, what to take over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from indicators.entry.fields import PlainTextField
from indicators.entry.files.comparison import Comparison, Entry, Show, seen_text
from indicators.entry.files.selection import Choice
from indicators.entry.files.statements import Statements
from indicators.entry.workflow import Step
from indicators.models import CollectionRound, Indicator
from indicators.named_periods import FIRST_YEAR
from strategy.models import Department

MOST_YEARS = 12  # of one file
MOST_REASONS = 100  # fields on the page; more share one reason
POSITION = re.compile(r"[0-9]{1,5}")
LONGEST_REASON = 500  # characters
LONGEST_SEEN = 200_000  # characters, for as many rows as a file may have


class TemplateForm(forms.Form):
    """What a file is to ask about."""

    runde = forms.ModelChoiceField(
        CollectionRound.objects.all(),
        label="Kennzahlen",
        required=False,
        empty_label="alle Kennzahlen, Jahre wie gewählt",
        error_messages={"invalid_choice": "Diese Erhebungsrunde gibt es nicht (mehr)."},
    )
    abteilung = forms.ModelChoiceField(
        Department.objects.none(),
        label="Abteilung",
        required=False,
        to_field_name="slug",
        empty_label="alle, ein Blatt je Abteilung",
        error_messages={"invalid_choice": "Für diese Abteilung können Sie keine Werte eingeben."},
    )
    von = forms.IntegerField(
        label="von Jahr",
        required=False,
        min_value=FIRST_YEAR,
        error_messages={"min_value": f"Möglich sind Jahre ab {FIRST_YEAR}."},
    )
    bis = forms.IntegerField(label="bis Jahr", required=False)
    ortsteile = forms.ChoiceField(
        label="Ortsteile",
        required=False,
        choices=[("", "mit Ortsteilen"), ("ohne", "nur Gesamtstadt")],
    )
    art = forms.ChoiceField(
        label="Dateityp",
        required=False,
        choices=[("", "Excel-Arbeitsmappe (.xlsx)"), ("csv", "CSV-Datei (.csv)")],
    )

    def __init__(
        self, data: Any = None, *, person: User, today: date, department: str = ""
    ) -> None:
        """`department` is the slug of the one that is chosen to begin with."""
        newest = CollectionRound.objects.filter(opens_on__lte=today).first()
        year = newest.year if newest else today.year - 1
        initial = {"runde": newest, "von": year, "bis": year, "abteilung": department}
        super().__init__(data, initial=initial)
        self.today = today
        enterable = Indicator.objects.enterable_by(person)
        departments = Department.objects.filter(indicators__in=enterable).distinct()
        choice = self.fields["abteilung"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = departments.order_by("name")
        for name in ("von", "bis"):
            self.fields[name].widget.attrs |= {"min": FIRST_YEAR, "max": today.year}

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.errors or said.get("runde"):
            return said
        said["von"] = said.get("von") or said.get("bis") or self.today.year - 1
        said["bis"] = said.get("bis") or said["von"]
        if said["von"] > said["bis"]:
            self.add_error("bis", "Das letzte Jahr liegt vor dem ersten.")
        elif said["bis"] > self.today.year:
            self.add_error("bis", f"Möglich sind Jahre bis {self.today.year}.")
        elif said["bis"] - said["von"] >= MOST_YEARS:
            self.add_error("von", f"Eine Datei umfasst höchstens {MOST_YEARS} Jahre.")
        return said

    @property
    def choice(self) -> Choice:
        """Of a valid form."""
        said = self.cleaned_data
        asked_by = said["runde"]
        first, last = (asked_by.year,) * 2 if asked_by else (said["von"], said["bis"])
        return Choice(
            years=range(first, last + 1),
            department=said["abteilung"],
            asked_by=asked_by,
            with_parts=said["ortsteile"] != "ohne",
        )

    @property
    def wants_csv(self) -> bool:
        return bool(self.cleaned_data["art"] == "csv")


class ShowForm(forms.Form):
    """Which rows of a file are shown."""

    zeige = forms.ChoiceField(choices=[(one.value, one.label) for one in Show], required=False)

    @property
    def show(self) -> Show | None:
        """None if nothing sensible is asked for."""
        said = self.cleaned_data.get("zeige") if self.is_valid() else ""
        return Show(said) if said else None


class ApplyForm(forms.Form):
    """What a person has seen of a file, the reasons for odd rows, and what to do with it.

    When it is sent, the rows that were asked about come back with it, so that the file has to be
    compared only once more, by the write itself. To show it again, it takes the comparison.
    """

    seen = forms.CharField(max_length=LONGEST_SEEN, required=False, widget=forms.HiddenInput)
    asked = forms.CharField(max_length=LONGEST_SEEN, required=False, widget=forms.HiddenInput)
    step = forms.ChoiceField(
        choices=[(Step.SAVE.value, "Als Entwurf sichern"), (Step.SUBMIT.value, "Einreichen")],
        error_messages={"required": "Bitte wählen Sie „Als Entwurf sichern“ oder „Einreichen“."},
    )
    confirmed = forms.BooleanField(label="Ja, die Zahlen mit Punkt sind so gemeint", required=False)
    reason = PlainTextField(
        label="Eine Begründung für alle Zeilen ohne eigene",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        statements: Statements,
        comparison: Comparison | None = None,
    ) -> None:
        asking = comparison.asking if comparison else []
        asked = [one.position for one in asking]
        initial = {
            "seen": seen_text(comparison) if comparison else "",
            "asked": ",".join(map(str, asked)),
        }
        super().__init__(data, initial=initial)
        self.statements, self.asking = statements, asking
        self.positions = asked or positions_of(self.data.get("asked", ""), statements)
        corrections = {one.position for one in asking if one.change.corrects}
        for position in self.positions[:MOST_REASONS]:
            self.fields[reason_name(position)] = PlainTextField(
                label="Grund der Korrektur" if position in corrections else "Grund der Abweichung",
                required=False,
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def submits(self) -> bool:
        return self.data.get("step") == Step.SUBMIT

    @property
    def asked_rows(self) -> list[tuple[Entry, forms.BoundField]]:
        """The rows that want a reason, each with its field."""
        return [(one, self[reason_name(one.position)]) for one in self.asking[:MOST_REASONS]]

    @property
    def asked_together(self) -> int:
        """Rows that have no field of their own."""
        return max(len(self.asking) - MOST_REASONS, 0)

    def clean(self) -> dict[str, Any]:
        if self.statements.ambiguous and not self.cleaned_data.get("confirmed"):
            text = "Bitte bestätigen Sie, dass die Zahlen mit Punkt so gemeint sind."
            self.add_error("confirmed", text)
        if self.submits:
            self.check_reasons()
        return self.cleaned_data

    def check_reasons(self) -> None:
        """What is handed in is explained. What else is missing is said beside the form."""
        for position in self.positions:
            if self.reasons.get(position):
                continue
            name = reason_name(position) if position in self.positions[:MOST_REASONS] else "reason"
            if name not in self.errors:
                self.add_error(name, "Bitte nennen Sie den Grund, oder prüfen Sie den Wert.")

    @property
    def reasons(self) -> Mapping[int, str]:
        """By position of the row."""
        shared = self.cleaned_data.get("reason", "")
        return {
            position: self.cleaned_data.get(reason_name(position)) or shared
            for position in self.positions
        }


def reason_name(position: int) -> str:
    return f"grund-{position}"


def positions_of(text: str, statements: Statements) -> list[int]:
    """Positions of rows as the form sends them back; what is no position is left out."""
    found = (int(one) for one in text[:LONGEST_SEEN].split(",") if POSITION.fullmatch(one))
    return [one for one in found if one < len(statements.rows)]
