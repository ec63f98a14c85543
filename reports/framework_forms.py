"""Input about reporting frameworks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.uploads import UploadForm
from reports.criteria import FrameworkName, criteria_in
from reports.criteria_tables import CriteriaError, CriterionRow
from reports.models import NEEDS_FRAMEWORK, ContentOrder, Report

REQUIRED = {"required": "Bitte ausfüllen."}
MOST_SHOWN = 20  # problems of a file; the rest is counted


class FrameworkForm(UploadForm):
    """A list of criteria and what it is called. `rows` are what the file says."""

    code = forms.SlugField(
        label="Kürzel",
        max_length=20,
        help_text="Zum Beispiel bnk-2024. Ein Kürzel, das es schon gibt, ersetzt dessen Liste.",
        error_messages=REQUIRED
        | {"invalid": "Ein Kürzel besteht aus Buchstaben ohne Umlaute, Ziffern und Strichen."},
    )
    name = forms.CharField(label="Name", max_length=120, error_messages=REQUIRED)
    version = forms.CharField(
        label="Fassung",
        max_length=60,
        required=False,
        help_text="Leer bleibt stehen, was zu einem Kürzel schon gespeichert ist.",
    )
    source = forms.CharField(
        label="Quelle",
        max_length=500,
        error_messages={"required": "Bitte nennen Sie, woher die Liste stammt."},
    )
    field_order = ("file", "code", "name", "version", "source")

    def clean_file(self) -> bytes:
        content = super().clean_file()
        try:
            self.rows: list[CriterionRow] = criteria_in(self.book)
        except CriteriaError as error:
            raise ValidationError(shortened(error.problems)) from None
        return content

    @property
    def named(self) -> FrameworkName:
        """What the framework is called; for valid forms."""
        data = self.cleaned_data
        return FrameworkName(data["code"], data["name"], data["version"], data["source"])


def shortened(problems: tuple[str, ...]) -> list[str]:
    """The first problems, and how many more there are."""
    more = len(problems) - MOST_SHOWN
    return [*problems[:MOST_SHOWN], *([f"Und {more} weitere."] if more > 0 else [])]


class StructureForm(forms.ModelForm[Report]):
    """Which framework a report answers, and what its chapters are."""

    class Meta:
        model = Report
        fields = ("framework", "content_order")
        widgets = {"content_order": forms.RadioSelect}
        help_texts = {
            "content_order": "Dieselben Inhalte, anders geordnet; geschrieben wird nichts neu."
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["framework"].empty_label = "keiner"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("content_order") == ContentOrder.FRAMEWORK and not data.get("framework"):
            self.add_error("content_order", NEEDS_FRAMEWORK)
        return data
