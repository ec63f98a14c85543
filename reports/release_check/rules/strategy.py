"""What is amiss with the goals and actions of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator

from reports.release_check.rules.findings import Finding, Place
from reports.snapshot import Snapshot

WORDING = "Der Wortlaut ist ein Arbeitstitel."
GUIDELINE = "Der Wortlaut der Leitlinie ist nicht bestätigt."
MISSING = "Die Leitlinie fehlt."


def wording_findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Guidelines and goals whose official words nobody has confirmed."""
    for area in snapshot.areas:
        if not area.guideline_confirmed:
            label = f"Handlungsfeld {area.number} {area.name}"
            yield unconfirmed(label, GUIDELINE if area.guideline else "", "area", str(area.number))
        for strategic in area.goals:
            if not strategic.wording_confirmed:
                label = f"Ziel {strategic.code} {strategic.title}"
                yield unconfirmed(label, WORDING, "goal", strategic.code)
            for goal in strategic.goals:
                if not goal.wording_confirmed:
                    label = f"Ziel {goal.code} {goal.title}"
                    yield unconfirmed(label, WORDING, "operational_goal", goal.code)


def unconfirmed(label: str, words: str, kind: str, key: str) -> Finding:
    return Finding("wording", label, words or MISSING, Place(kind, key))


def check_findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Actions that nobody has held against every cross-cutting goal."""
    names = {goal.slug: goal.name for goal in snapshot.cross_cutting_goals}
    for action in snapshot.actions:
        checked = {check.goal for check in action.checks}
        missing = [name for slug, name in names.items() if slug not in checked]
        if missing:
            words = f"Nicht geprüft: {', '.join(missing)}."
            yield Finding("checks", action.title, words, Place("action", action.slug))
