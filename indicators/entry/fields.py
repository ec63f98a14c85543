"""Form fields for what people type and paste."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.entry.texts import TextError, clean_text


class PlainTextField(forms.CharField):
    """Text in one spelling, without control characters; see texts.py."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(strip=False, **options)

    def to_python(self, value: object) -> str:
        try:
            return clean_text(super().to_python(value) or "", lines=self.lines)
        except TextError as error:
            raise ValidationError(str(error), code="control_character") from None
