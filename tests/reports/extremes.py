"""Snapshots at the limits of what the database can hold, for pages of a fixed size."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from reports.snapshot import Comparison, FormerStatus, Snapshot
from tests.reports.snapshots import make_snapshot

LONGEST = {
    "words": "Treibhausgasemissionen der kommunalen Gebäude " * 7,
    "one word": "Donaudampfschifffahrtsgesellschaft" * 9,
    "wide letters": "漢字" * 150,
    "signs": "🚲 " * 150,
}


def nothing() -> Snapshot:
    """Before anything is entered."""
    made = make_snapshot()
    return replace(
        made,
        report=replace(made.report, foreword="", is_sample=False),
        frame=replace(made.frame, title="", vision="", attributes=(), way="", events=()),
        sdgs=(),
        cross_cutting_goals=(),
        areas=(),
        indicators=(),
        actions=(),
        districts=(),
        comparison=Comparison(2023, is_report=False, statuses=()),
    )


def frame_only() -> Snapshot:
    """The strategy as shipped: Handlungsfelder and goals without indicators."""
    made = make_snapshot(areas=8, goals=4)
    areas = tuple(
        replace(area, goals=tuple(replace(goal, goals=()) for goal in area.goals), text="")
        for area in made.areas
    )
    return replace(made, areas=areas, indicators=(), actions=())


def without_values() -> Snapshot:
    """Indicators that nobody has measured yet."""
    made = make_snapshot(areas=8, goals=2)
    bare = tuple(
        replace(
            one,
            chart=replace(one.chart, values=(), continuation=()),
            status="not_rated",
            distance=None,
            distance_text="",
            pace=None,
            districts=(),
        )
        for one in made.indicators
    )
    return replace(made, indicators=bare)


def many() -> Snapshot:
    """More than 500 indicators, goals and actions, and everything changed."""
    made = make_snapshot(areas=8, goals=32)
    before = ("sun", "thunderstorm")
    statuses = (
        FormerStatus(one.code, before[place % 2]) for place, one in enumerate(made.indicators)
    )
    return replace(made, comparison=replace(made.comparison, statuses=tuple(statuses)))


def longest(text: str) -> Snapshot:
    """Every title, name and word as long as its column in the database, values of 15 digits."""
    made = make_snapshot(areas=8, goals=5, places=tuple(f"{n:02}{text}"[:100] for n in range(19)))
    huge = Decimal("99999999999.9999")
    return replace(
        made,
        report=replace(made.report, title=text[:200]),
        frame=replace(made.frame, title=text[:200], vision=text * 10),
        areas=tuple(
            replace(
                area,
                name=text[:100],
                guideline=text * 20,
                text=text * 20,
                goals=tuple(
                    replace(
                        goal,
                        title=text[:300],
                        description=text * 20,
                        text=text * 20,
                        goals=tuple(
                            replace(
                                one, title=text[:300], description=text * 20, department=text[:200]
                            )
                            for one in goal.goals
                        ),
                    )
                    for goal in area.goals
                ),
            )
            for area in made.areas
        ),
        indicators=tuple(
            replace(
                one,
                name=text[:200],
                short_name=text[:60],
                unit=text[:60],
                decimals=4,
                department=text[:200],
                definition=text * 20,
                interpretation=text * 20,
                comment=text * 20,
                sentence=f"2024 lag der Wert bei {huge} {text[:60]}; {text[:60]} {text[:60]}.",
                distance_text=f"{huge} {text[:60]} über dem Zielpfad",
                chart=replace(
                    one.chart,
                    title=text[:200],
                    unit=text[:60],
                    values=tuple(
                        replace(year, value=huge - year.year) for year in one.chart.values
                    ),
                ),
            )
            for one in made.indicators
        ),
        actions=tuple(
            replace(
                one,
                title=text[:200],
                description=text * 20,
                department=text[:200],
                milestones=tuple(replace(step, title=text[:200]) for step in one.milestones),
            )
            for one in made.actions
        ),
    )


EXTREMES = {
    "nothing": nothing,
    "frame only": frame_only,
    "without values": without_values,
    "many": many,
    **{f"long {name}": partial(longest, text) for name, text in LONGEST.items()},
}
