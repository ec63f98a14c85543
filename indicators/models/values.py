"""The one kind of number that is measured: 15 significant digits, four of them decimals.

SQLite keeps decimals as 64-bit floats, which hold 15 significant digits and no more; the same
limit on PostgreSQL makes both databases return the same number. The finite bounds are also what
keeps NaN out: it passes a CHECK with a lower bound alone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

MAX_DIGITS = 15
DECIMAL_PLACES = 4
LARGEST = Decimal("99999999999.9999")


def value_field(label: str, **options: Any) -> models.DecimalField[Any, Any]:
    """A column for a measured or wanted number; None is "no value", never 0."""
    return models.DecimalField(
        label,
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
        null=True,
        blank=True,
        **options,
    )


def is_finite(*names: str) -> models.Q:
    """Each of these columns is NULL or lies within the finite bounds."""
    condition = models.Q()
    for name in names:
        condition &= models.Q(**{f"{name}__isnull": True}) | models.Q(
            **{f"{name}__range": (-LARGEST, LARGEST)}
        )
    return condition
