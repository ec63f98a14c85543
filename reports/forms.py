"""Input of the pages on which reports are made."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils import timezone


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

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(
                f"Das Jahr {year} hat noch nicht begonnen; einen Bericht gibt es frühestens über "
                "das laufende Jahr."
            )
        return year


class FreezeForm(forms.Form):
    """Freezes the state that the release check has shown as the next edition.

    A correction of a published edition says what has changed; `is_first`: there is none yet.
    `seen` is the digest of the notes on the page: with any of them the tick is wanted, and the
    service compares it with those of the moment of freezing.
    """

    changes = forms.CharField(
        label="Was sich gegenüber der vorigen Ausgabe geändert hat",
        help_text="In eigenen Worten: warum es diese Ausgabe gibt. Die Liste oben wird dazu "
        "gedruckt.",
        max_length=4000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Bitte angeben, was sich gegenüber der vorigen Ausgabe geändert hat.",
            "max_length": "Die Angabe der Änderungen darf höchstens 4.000 Zeichen lang sein.",
        },
    )
    noticed = forms.BooleanField(label="Hinweise gesehen", required=False)
    seen = forms.CharField(
        required=False,
        max_length=64,
        widget=forms.HiddenInput,
        error_messages={"max_length": "Bitte laden Sie die Seite neu."},
    )

    def __init__(self, data: QueryDict | None = None, *, is_first: bool) -> None:
        super().__init__(data)
        if is_first:
            del self.fields["changes"]

    def has_shown(self, digest: str) -> bool:
        """Whether these are the notes of the page that was sent."""
        return self.cleaned_data.get("seen") == digest

    def has_ticked(self, digest: str) -> bool:
        """Whether these very notes are ticked off."""
        return bool(self.cleaned_data.get("noticed")) and self.has_shown(digest)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("seen") and not self.cleaned_data.get("noticed"):
            self.add_error("noticed", "Bitte bestätigen Sie, dass Sie die Hinweise gesehen haben.")
