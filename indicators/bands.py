"""Bands: the numbers from a lower to an upper edge, one of which may be missing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def check_band(lower: Decimal | None, upper: Decimal | None) -> None:
    """Raise ValueError unless the band has an edge, and its edges are in order."""
    if lower is None and upper is None:
        raise ValueError("a band needs a lower or an upper edge")
    if lower is not None and upper is not None and lower > upper:
        raise ValueError(f"the lower edge {lower} is above the upper edge {upper}")


def is_inside(value: Decimal, lower: Decimal | None, upper: Decimal | None) -> bool:
    """Say whether the value lies in the band, its edges included."""
    return (lower is None or lower <= value) and (upper is None or value <= upper)


def nearer_edge(value: Decimal, lower: Decimal | None, upper: Decimal | None) -> Decimal:
    """Return the edge that is nearer to the value, of two equally near the lower one.

    Raises ValueError for a band without edges.
    """
    check_band(lower, upper)
    edges = [edge for edge in (lower, upper) if edge is not None]
    # Fractions, because a difference of decimals is rounded to the caller's precision.
    return min(edges, key=lambda edge: abs(Fraction(edge) - Fraction(value)))
