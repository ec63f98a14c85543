"""The range of the continuation in words, which say that it is no forecast."""

from __future__ import annotations

from indicators.forecast_fan import Fan
from indicators.sentences.quantities import Quantities, telling_decimals

NOT_OFFICIAL = "Der Fächer gehört nicht zum amtlichen Verfahren und ändert keine Bewertung."


def fan_sentence(fan: Fan, unit: str, decimals: int) -> str:
    """Return one sentence: what the value would lie between, and from which years that comes."""
    end = fan.end
    quantities = Quantities(unit, telling_decimals(decimals, end.low, end.high))
    if end.low == end.high:
        reach = f"bei {quantities.full(end.low, dative=True)}"
    else:
        high = quantities.full(end.high, dative=True)
        reach = f"zwischen {quantities.number(end.low)} und {high}"
    return (
        "Fortschreibung, keine Vorhersage: Mit dem Tempo des langsamsten bis schnellsten Jahres "
        f"seit {fan.since} läge der Wert {end.year} {reach}."
    )
