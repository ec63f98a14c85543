"""What two snapshots say differently about goals, actions and the frame around them."""

from __future__ import annotations

from collections.abc import Iterator

from reports.snapshot import (
    ActionFacts,
    AreaFacts,
    Snapshot,
    StrategicGoalFacts,
)
from reports.snapshot_changes.pairs import come_or_gone, paired, plain_changes
from reports.snapshot_changes.wording import check_words, event_words, milestone_words
from reports.snapshot_details import ChangeFacts, EffectFacts

# Handlungsfelder and goals -----------------------------------------------------------


def area_changes(before: AreaFacts | None, after: AreaFacts | None) -> Iterator[ChangeFacts]:
    known = after or before
    if known is None:
        return
    subject = f"Handlungsfeld {known.number}"
    if before is None or after is None:
        yield come_or_gone(before, kind="goals", code="", subject=subject, what=known.name)
    else:
        yield from plain_changes(before, after, code="", subject=f"{subject} {after.name}")
    former, present = before.goals if before else (), after.goals if after else ()
    for _, old, new in paired(former, present, lambda one: one.code):
        yield from strategic_goal_changes(old, new)


def strategic_goal_changes(
    before: StrategicGoalFacts | None, after: StrategicGoalFacts | None
) -> Iterator[ChangeFacts]:
    known = after or before
    if known is None:
        return
    yield from goal_changes(before, after, "strategisches Ziel")
    former, present = before.goals if before else (), after.goals if after else ()
    for _, old, new in paired(former, present, lambda one: one.code):
        yield from goal_changes(old, new, "operatives Ziel")


def goal_changes(before: object, after: object, what: str) -> Iterator[ChangeFacts]:
    """Of strategic and operational goals alike."""
    known = after or before
    code, title = getattr(known, "code", ""), getattr(known, "title", "")
    if before is None or after is None:
        yield come_or_gone(before, kind="goals", code=code, subject=title, what=what)
    else:
        yield from plain_changes(before, after, code=code, subject=title)


# Actions -------------------------------------------------------------------------------


def action_changes(
    before: ActionFacts | None, after: ActionFacts | None, *, knows_effects: bool
) -> Iterator[ChangeFacts]:
    known = after or before
    if known is None:
        return
    if before is None or after is None:
        yield come_or_gone(before, kind="actions", code="", subject=known.title, what="Maßnahme")
        return
    yield from plain_changes(before, after, code="", subject=after.title)
    for title, step, reached in paired(before.milestones, after.milestones, lambda one: one.title):
        if step != reached:
            words = (milestone_words(one) if one else "" for one in (step, reached))
            yield ChangeFacts("actions", "", after.title, f"Meilenstein {title}", *words)
    for goal, check, checked in paired(before.checks, after.checks, lambda one: one.goal):
        if check != checked:
            words = (check_words(one) if one else "" for one in (check, checked))
            yield ChangeFacts("actions", "", after.title, f"Wirkung auf {goal}", *words)
    if knows_effects:
        for _, old, new in paired(before.effects, after.effects, lambda one: one.indicator):
            yield from effect_changes(after, old, new)


def effect_changes(
    action: ActionFacts, before: EffectFacts | None, after: EffectFacts | None
) -> Iterator[ChangeFacts]:
    """What an action is expected to do to one indicator."""
    known = after or before
    if known is None:
        return
    if before is None or after is None:
        what = f"erwartete Wirkung auf {known.name}"
        yield come_or_gone(before, kind="actions", code="", subject=action.title, what=what)
    else:
        subject = f"{action.title}: {after.name}"
        yield from plain_changes(before, after, code="", subject=subject)


# The frame -----------------------------------------------------------------------------


def frame_changes(before: Snapshot, after: Snapshot) -> Iterator[ChangeFacts]:
    """Title, texts, strategy, parts of the city and method."""
    report = f"{after.report.title} {after.report.year}"
    yield from plain_changes(before.report, after.report, code="", subject=report)
    yield from plain_changes(before, after, code="", subject=report)
    yield from plain_changes(before.frame, after.frame, code="", subject="Strategie")
    yield from framework_changes(before, after)
    for title, old, new in paired(before.frame.events, after.frame.events, lambda one: one.title):
        if old != new:
            words = (event_words(one) if one else "" for one in (old, new))
            yield ChangeFacts("frame", "", "Strategie", f"Ereignis {title}", *words)
    for _, goal, now in paired(
        before.cross_cutting_goals, after.cross_cutting_goals, lambda one: one.slug
    ):
        yield from named_changes(goal, now, "übergeordnetes Ziel")
    for _, sdg, sdg_now in paired(before.sdgs, after.sdgs, lambda one: one.number):
        yield from named_changes(sdg, sdg_now, "SDG")
    for _, place, place_now in paired(before.districts, after.districts, lambda one: one.slug):
        yield from named_changes(place, place_now, "Ortsteil")


def framework_changes(before: Snapshot, after: Snapshot) -> Iterator[ChangeFacts]:
    """The framework, and what is said about its criteria while it is the same one."""
    if before.framework != after.framework:
        if before.framework is None or after.framework is None:
            known = after.framework or before.framework
            name = known.name if known else ""
            yield come_or_gone(
                before.framework, kind="frame", code="", subject=name, what="Berichtsrahmen"
            )
            return
        yield from plain_changes(
            before.framework, after.framework, code="", subject="Berichtsrahmen"
        )
    for code, old, new in paired(before.criteria, after.criteria, lambda one: one.code):
        subject = f"Kriterium {code}"
        if old is None or new is None:
            title = getattr(new or old, "title", "")
            yield come_or_gone(old, kind="frame", code="", subject=subject, what=title)
        else:
            yield from plain_changes(old, new, code="", subject=f"{subject} {new.title}")


def named_changes(before: object, after: object, what: str) -> Iterator[ChangeFacts]:
    name = getattr(after or before, "name", "")
    if before is None or after is None:
        yield come_or_gone(before, kind="frame", code="", subject=name, what=what)
    else:
        yield from plain_changes(before, after, code="", subject=name)
