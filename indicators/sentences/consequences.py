"""What has followed from a change of an indicator, for the person who made it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an indicator stands in public."""

    breaks: Sequence[int]  # years from which on values cannot be compared with those before
    outlook: str  # in German, or that its values are out of date
    reason: str  # German sentences that say why


def computed_text(rows: int) -> str:
    return "Ein Wert wurde neu berechnet." if rows == 1 else f"{rows} Werte wurden neu berechnet."


def breaks_text(before: Standing, after: Standing, used_by: Sequence[str]) -> str:
    """What other breaks mean; empty if they are the same. `used_by`: indicators computed of it."""
    added = sorted(set(after.breaks) - set(before.breaks))
    gone = sorted(set(before.breaks) - set(after.breaks))
    told = [f"Bruch ab {year}: Mit Werten davor wird nicht mehr verglichen." for year in added]
    told += [f"Kein Bruch mehr ab {year}: Werte davor zählen wieder mit." for year in gone]
    if not told:
        return ""
    if before.outlook == after.outlook:
        told.append(f"Der Ausblick wurde neu bewertet und bleibt: {after.outlook}.")
    else:
        told.append(
            f"Der Ausblick wurde neu bewertet: bisher {before.outlook}, jetzt {after.outlook}. "
            f"{after.reason}"
        )
    if used_by:
        told.append(
            f"Die Änderung gilt auch für das, was daraus berechnet wird: {listed(used_by)}."
        )
    return " ".join(told)


def formula_gone_text(values: int, used_by: Sequence[str]) -> str:
    """What becomes of the values of an indicator that is computed no more."""
    if not values:
        stay = "Berechnete Werte gab es nicht."
    elif values == 1:
        stay = "Der eine berechnete Wert gilt weiter, bis ihn jemand ändert."
    else:
        stay = f"Die {values} berechneten Werte gelten weiter, bis sie jemand ändert."
    text = f"Die Formel ist entfernt. {stay} Neue werden nicht mehr berechnet, sondern erfasst."
    return f"{text} Weiter daraus berechnet: {listed(used_by)}." if used_by else text


def listed(names: Sequence[str]) -> str:
    return ", ".join(f"„{name}“" for name in names)
