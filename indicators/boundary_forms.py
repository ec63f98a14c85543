"""Forms of the boundaries: a file that is looked at, and the drawing that is agreed to.

Nothing is stored in between: what was drawn comes back with the agreement, signed, so that it is
what the person saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from indicators.entry.texts import TextError, clean_text
from indicators.uploads import UploadForm
from strategy.boundaries import BoundaryError, Shape
from strategy.boundaries.reading import LARGEST_FILE, TOO_LARGE
from strategy.boundary_import import NewBoundaries, read_boundaries
from strategy.models import DistrictBoundary

SALT = "boundaries"
VALID_FOR = 24 * 60 * 60  # seconds
EXPIRED = (
    "Die Vorschau ist zu alt oder wurde verändert. Bitte laden Sie die Datei noch einmal hoch."
)


class CleanCharField(forms.CharField):
    """One line of text without anything that hides."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return clean_text(text)
        except TextError as error:
            raise ValidationError(str(error)) from None


class BoundaryForm(UploadForm):
    """A GeoJSON file and where it comes from. `new` is what it would bring."""

    source = CleanCharField(
        label="Quelle",
        max_length=DistrictBoundary._meta.get_field("source").max_length,
        help_text="Steht unter jeder Karte, zum Beispiel „Stadt Soest, Vermessung, Stand 2026“.",
        error_messages={"required": "Bitte nennen Sie, woher die Grenzen stammen."},
    )
    licence = CleanCharField(
        label="Lizenz",
        required=False,
        max_length=DistrictBoundary._meta.get_field("licence").max_length,
        help_text="Zum Beispiel „Datenlizenz Deutschland – Zero – Version 2.0“.",
    )
    new: NewBoundaries

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".geojson,.json"
        self.fields["file"].help_text = (
            "Eine „FeatureCollection“ mit einer Fläche für jeden der 19 Teile, in Längen- und "
            "Breitengraden (WGS 84), höchstens 5\N{NO-BREAK SPACE}MB."
        )

    def clean_file(self) -> bytes:
        """The content, if it has one area for every part."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise ValidationError(TOO_LARGE, code="too_large")
        content: bytes = upload.read()
        try:
            self.new = read_boundaries(content)
        except BoundaryError as error:
            raise ValidationError(list(error.problems)) from None
        return content

    def signed(self, *, seen: datetime | None) -> str:
        """What was drawn, to be sent back; `seen` is the import that was in force."""
        return signing.dumps(
            {
                "shapes": self.new.shapes,
                "source": self.cleaned_data["source"],
                "licence": self.cleaned_data["licence"],
                "seen": seen.isoformat() if seen else "",
            },
            salt=SALT,
            compress=True,
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a person saw and wants to have stored."""

    shapes: Mapping[str, Shape]
    source: str
    licence: str
    seen: datetime | None  # when the boundaries in force were imported; None: there were none


class AgreementForm(forms.Form):
    """The drawing that a person has looked at."""

    signed = forms.CharField(widget=forms.HiddenInput)

    def clean_signed(self) -> Agreement:
        try:
            kept = signing.loads(self.cleaned_data["signed"], salt=SALT, max_age=VALID_FOR)
        except signing.BadSignature:
            raise ValidationError(EXPIRED) from None
        seen = datetime.fromisoformat(kept["seen"]) if kept["seen"] else None
        return Agreement(kept["shapes"], kept["source"], kept["licence"], seen)
