from __future__ import annotations

from reports.pages.crosscutting import EffectRow, cross_cutting_sections
from tests.reports.snapshots import make_snapshot

SECTIONS = cross_cutting_sections(make_snapshot())


def test_effects_are_counted_by_handlungsfeld() -> None:
    assert SECTIONS[0].effects[0] == ("+2", "stark fördernd")
    assert SECTIONS[0].rows == (
        EffectRow("1 Handlungsfeld 1", ("3", "–", "–", "–", "–", "1"), is_total=False),
        EffectRow("2 Handlungsfeld 2", ("2", "–", "–", "–", "–", "1"), is_total=False),
        EffectRow("Ohne Handlungsfeld", ("1", "–", "–", "–", "–", "–"), is_total=False),
        EffectRow("Alle Maßnahmen", ("6", "–", "–", "–", "–", "2"), is_total=True),
    )


def test_strong_and_hindering_actions_come_with_their_reason() -> None:
    climate, resilience, justice = SECTIONS
    assert climate.strong[0].title == "Maßnahme 1"
    assert climate.strong[0].reason == "Spart Energie."
    assert climate.hindering == resilience.strong == resilience.hindering == ()
    assert len(justice.hindering) == 6
