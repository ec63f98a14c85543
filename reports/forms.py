"""Input of the pages on which reports are made."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from reports.models import Report


class ReportForm(forms.Form):
    """Begins the report of a year."""

    year = forms.IntegerField(
        label="Berichtsjahr",
        min_value=2000,
        max_value=2100,
        help_text="Das letzte Jahr, dessen Werte der Bericht zeigt.",
        error_messages={
            "required": "Bitte ein Jahr angeben.",
            "invalid": "Bitte ein Jahr mit vier Ziffern angeben.",
            "min_value": "Das Jahr liegt zwischen 2000 und 2100.",
            "max_value": "Das Jahr liegt zwischen 2000 und 2100.",
        },
    )


class FreezeForm(forms.Form):
    """Freezes the present state as the next edition; a later one says what has changed."""

    changes = forms.CharField(
        label="Was sich gegenüber der vorigen Ausgabe geändert hat",
        max_length=4000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Bitte angeben, was sich gegenüber der vorigen Ausgabe geändert hat.",
            "max_length": "Die Angabe der Änderungen darf höchstens 4.000 Zeichen lang sein.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, report: Report, is_first: bool) -> None:
        # Several of these stand on one page, so each has ids of its own.
        super().__init__(data, auto_id=f"id_{report.year}_%s")
        self.report = report
        if is_first:
            del self.fields["changes"]
