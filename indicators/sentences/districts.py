"""What a map of the parts of the city says in one year, as one German sentence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from indicators.german_numbers import format_number


def year_sentence(
    year: int,
    values: Sequence[tuple[str, Decimal]],
    *,
    places: int,
    city: Decimal | None,
    decimals: int,
) -> str:
    """The lowest and the highest of the named values, and the city's.

    >>> values = [("Ampen", Decimal(3)), ("Kernstadt", Decimal(7))]
    >>> year_sentence(2024, values, places=19, city=None, decimals=0)
    '2024: Werte für 2 von 19 Teilen, von 3 (Ampen) bis 7 (Kernstadt).'
    """
    if not values:
        told = f"{year}: für keinen der {places} Teile ein Wert"
    else:
        some = f"{len(values)} von {places} Teilen"
        count = f"alle {places} Teile" if len(values) == places else some
        told = f"{year}: Werte für {count}, {span(values, decimals)}"
    whole = "" if city is None else f" Gesamtstadt: {format_number(city, decimals)}."
    return f"{told}.{whole}"


def span(values: Sequence[tuple[str, Decimal]], decimals: int) -> str:
    """„von 3 (Ampen) bis 7 (Kernstadt)“; what is printed alike counts as alike."""
    printed = {name: format_number(value, decimals) for name, value in values}
    low = min(values, key=lambda one: one[1])[0]
    high = max(values, key=lambda one: one[1])[0]
    if printed[low] == printed[high]:
        return f"überall {printed[low]}" if len(values) > 1 else f"{printed[low]} ({low})"
    return f"von {printed[low]} ({low}) bis {printed[high]} ({high})"
