"""A form field for numbers as people in Germany write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.german_numbers import NumberError, format_number, parse_number


class GermanNumberField(forms.DecimalField):
    """Reads "1.234,5" by the strict grammar of `parse_number`, and shows numbers so."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 16})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        try:
            return parse_number(str(value))
        except NumberError as error:
            raise ValidationError(str(error), code="number") from None

    def prepare_value(self, value: Any) -> Any:
        """A number of the database without the zeros that only fill its column."""
        return format_number(value.normalize()) if isinstance(value, Decimal) else value
