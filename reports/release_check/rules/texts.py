"""What is amiss with the texts of a snapshot, which holds the approved ones in markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reports.markdown import unresolved
from reports.pages.numbers import snapshot_numbers
from reports.release_check.rules.findings import Finding, Place
from reports.snapshot import Snapshot
from reports.text_keys import ANNEX, AREA, CRITERION, FOREWORD, GOAL, INDICATOR, SUMMARY

MISSING = "Es gibt noch keinen Text."


class Text(NamedTuple):
    """A place of the report with what is printed there."""

    label: str
    source: str  # markdown; "" without an approved text
    key: str  # of the place, in addresses
    is_wanted: bool  # a report should have it
    lack: str = "texts"  # the kind of finding without it


def text_findings(snapshot: Snapshot, begun: Iterable[str]) -> Iterator[Finding]:
    """Missing texts but those that are begun, by their keys, and numbers that there are not."""
    numbers, known = snapshot_numbers(snapshot), set(begun)
    for text in texts_of(snapshot):
        place = Place("text", text.key)
        if text.is_wanted and not text.source.strip() and text.key not in known:
            words = "Es gibt noch keine Antwort." if text.lack == "criteria" else MISSING
            yield Finding(text.lack, text.label, words, place)
        for problem in unresolved(text.source, numbers):
            words = f"Zeile {problem.line}, {problem.source}: {problem.reason}"
            yield Finding("tokens", text.label, words, place)


def texts_of(snapshot: Snapshot) -> Iterator[Text]:
    """All places in the order of the report. Goals and indicators need no text of their own."""
    report = snapshot.report
    yield Text("Vorwort", report.foreword, FOREWORD, is_wanted=True)
    yield Text("Zusammenfassung", report.summary, SUMMARY, is_wanted=True)
    for area in snapshot.areas:
        label = f"Handlungsfeld {area.number} {area.name}"
        yield Text(label, area.text, f"{AREA}{area.number}", is_wanted=True)
        for goal in area.goals:
            label = f"Ziel {goal.code} {goal.title}"
            yield Text(label, goal.text, f"{GOAL}{goal.code}", is_wanted=False)
    for one in snapshot.indicators:
        label = f"{one.code} {one.name}"
        yield Text(label, one.text, f"{INDICATOR}{one.slug}", is_wanted=False)
    for criterion in snapshot.criteria:
        label = f"Kriterium {criterion.code} {criterion.title}"
        key = f"{CRITERION}{criterion.code}"
        yield Text(label, criterion.text, key, is_wanted=True, lack="criteria")
    yield Text("Anhang", report.annex, ANNEX, is_wanted=False)
