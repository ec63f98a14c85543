"""How far a value is from its target path."""

from __future__ import annotations

from decimal import Decimal

from indicators.german_numbers import format_number
from indicators.sentences.quantities import GAP, Quantities, telling_decimals
from indicators.target_paths import Distance


def distance_sentence(distance: Distance, unit: str, decimals: int) -> str:
    """Return a phrase, no whole sentence: "0,15 kWp unter dem Zielpfad (−12,5 %)"."""
    by = Quantities(unit, decimals).difference(distance.absolute)
    if distance.kind == "milestone":
        return "Meilenstein erreicht" if distance.better else "Meilenstein nicht erreicht"
    if distance.kind == "band" and distance.better:
        if not distance.absolute:
            return "im Zielkorridor, genau auf der Grenze"
        return f"im Zielkorridor, {by} von der Grenze entfernt"
    path = {"limit_every_year": "der Vorgabe", "band": "dem Zielkorridor"}.get(
        distance.kind, "dem Zielpfad"
    )
    if not distance.absolute:
        return f"genau auf {path}"
    side = "über" if distance.absolute > 0 else "unter"
    phrase = f"{by} {side} {path}"
    if distance.percent is None:
        return phrase
    places = telling_decimals(1, distance.percent, Decimal(0))
    return f"{phrase} ({format_number(distance.percent, places, sign=True)}{GAP}%)"
