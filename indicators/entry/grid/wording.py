"""Sentences of the tables."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.entry.grid.blocks import Outside
from indicators.entry.grid.cells import LETTERS

MOST_NAMED = 5  # cells of a block named one by one
MOST_SHOWN = 40  # characters of a quoted text


def letters() -> Sequence[tuple[str, str]]:
    """The legend: each letter with the reason it stands for."""
    return [(letter, str(reason.label)) for letter, reason in LETTERS.items()]


def written(count: int, emptied: int, *, submit: bool) -> str:
    """What was done: „3 Werte eingereicht, 1 Zelle geleert.“"""
    done = "eingereicht" if submit else "als Entwurf gesichert"
    parts = [f"{counted(count, 'Wert', 'Werte')} {done}"] if count else []
    parts += [f"{counted(emptied, 'Zelle', 'Zellen')} geleert"] if emptied else []
    return f"{', '.join(parts)}."


def to_be_written(count: int, emptied: int) -> str:
    """What the review is about."""
    parts = [counted(count, "Wert", "Werte")] if count else []
    parts += [counted(emptied, "geleerte Zelle", "geleerte Zellen")] if emptied else []
    return (
        f"{' und '.join(parts)}, noch nicht eingereicht. "
        "Nach dem Einreichen prüft eine zweite Person und gibt die Werte frei."
    )


def preview_sentence(changed: int, unchanged: int, refused: int) -> str:
    """What a block would do: „3 geändert, 7 gleich, 1 mit Fehler.“"""
    parts = [f"{changed} geändert"] if changed else []
    parts += [f"{unchanged} gleich"] if unchanged else []
    parts += [f"{refused} mit Fehler"] if refused else []
    if not parts:
        return "Keine Zelle des Blocks trifft eine Zelle der Tabelle."
    lead = counted(changed + unchanged + refused, "Zelle", "Zellen")
    hint = " Was einen Fehler hat, können Sie nach dem Übernehmen in der Tabelle berichtigen."
    return f"{lead} eingefügt: {', '.join(parts)}.{hint if refused else ''}"


def outside_sentence(outside: Sequence[Outside]) -> str:
    """Which cells of the block the table has no place for; empty if none."""
    if not outside:
        return ""
    named = [f"„{one.text}“ (Zeile {one.row}, Spalte {one.column})" for one in outside[:MOST_NAMED]]
    more = len(outside) - MOST_NAMED
    rest = f" und {counted(more, 'weitere', 'weitere')}" if more > 0 else ""
    lead = counted(len(outside), "Zelle des Blocks liegt", "Zellen des Blocks liegen")
    return (
        f"{lead} außerhalb der Tabelle oder in einem Zeitraum, der noch nicht begonnen hat, und "
        f"{'wird' if len(outside) == 1 else 'werden'} nicht übernommen: {', '.join(named)}{rest}."
    )


def blank_sentence(blank: int) -> str:
    """Empty cells of a block; empty if there are none."""
    if not blank:
        return ""
    lead = counted(blank, "leere Zelle des Blocks ändert", "leere Zellen des Blocks ändern")
    return f"{lead} nichts."


def shortened(text: str) -> str:
    """A typed text as it is quoted."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
