"""Form fields for what people type and paste."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from indicators.entry.texts import TextError, clean_text


class PlainTextField(forms.CharField):
    """Text in one spelling, without control characters; see texts.py."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(strip=False, **options)

    def to_python(self, value: object) -> str:
        return cleaned(super().to_python(value) or "", lines=self.lines)


class WebAddressField(forms.URLField):
    """The address of a web page; https:// is put before it if it is left out."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)

    def to_python(self, value: object) -> str:
        return super().to_python(cleaned(str(value or ""))) or ""


def cleaned(text: str, *, lines: bool = False) -> str:
    """`clean_text` with the error a form understands."""
    try:
        return clean_text(text, lines=lines)
    except TextError as error:
        raise ValidationError(str(error), code="control_character") from None
