"""Who may write which text, and who is asked to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Membership, Role, User
from reports.models import Report, ReportText, TextState
from reports.writing.places import TextPlace
from reports.writing.services import check_account, locked
from strategy.models import OperationalGoal


def possible_writers(report: Report) -> QuerySet[User]:
    """Everybody who may be asked; sample accounts only for sample reports."""
    people = User.objects.filter(is_active=True, role__in=(Role.ENTRY, Role.COORDINATION))
    return people if report.is_sample else people.filter(is_sample=False)


def may_write(person: User, text: ReportText | None) -> bool:
    """The coordination writes every text, others those they were asked for."""
    if person.coordinates:
        return True
    return person.enters_values and text is not None and text.writer_id == person.pk


def own_texts(person: User) -> QuerySet[ReportText]:
    """What a person was asked to write, for all reports as they are structured."""
    return ReportText.objects.placed().filter(writer=person)


def unfinished_texts(person: User) -> QuerySet[ReportText]:
    """What a person has still to write or to hand in."""
    return own_texts(person).filter(state=TextState.DRAFT)


# Asking ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the coordination decides for several places at once."""

    writer: User | None  # None leaves the writer
    by_department: bool  # the person who answers for the department of each place
    due_on: date | None  # None leaves the date
    only_open: bool  # leave places alone that have a writer already


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an assignment did."""

    done: int  # places that changed
    without: int  # places for whose department nobody is known


@transaction.atomic
def assign(*, report: Report, places: Iterable[TextPlace], wish: Assignment, by: User) -> Assigned:
    """Ask for texts; makes empty ones where there are none yet. Raises ReportError."""
    check_account(report, by)
    places = list(places)
    known = {place_key(one): one for one in report.texts.select_for_update(of=("self",))}
    owners = department_owners(report, places) if wish.by_department else {}
    done = without = 0
    for place in places:
        text = known.get(place_key(place))
        if wish.only_open and text is not None and text.writer_id is not None:
            continue
        writer = owners.get(place.key) if wish.by_department else wish.writer
        without += wish.by_department and writer is None
        done += ask(place, text, writer, wish.due_on)
    return Assigned(done, without)


def ask(
    place: TextPlace, text: ReportText | None, writer: User | None, due_on: date | None
) -> bool:
    """Whether there was anything to change."""
    if writer is None and due_on is None:
        return False
    text = text or locked(place)
    before = (text.writer_id, text.due_on)
    text.writer = writer or text.writer
    text.due_on = due_on or text.due_on
    if (text.writer_id, text.due_on) == before:
        return False
    text.save()
    return True


def place_key(one: TextPlace | ReportText) -> tuple[str, tuple[int | None, ...]]:
    """Tells the places of a report apart."""
    if isinstance(one, ReportText):
        keys = (one.area_id, one.goal_id, one.indicator_id, one.criterion_id)
        return (one.section, keys)
    rows = (one.area, one.goal, one.indicator, one.criterion)
    return (one.section, tuple(row.pk if row else None for row in rows))


def department_owners(report: Report, places: Iterable[TextPlace]) -> dict[str, User]:
    """By key of the place, the person who answers for its department; nobody is left out."""
    departments = place_departments(places)
    memberships = Membership.objects.filter(
        department__in=set(departments.values()), user__in=possible_writers(report)
    )
    owners: dict[int, User] = {}
    ordered = memberships.select_related("user").order_by(
        "is_deputy", "user__last_name", "user__first_name", "user__pk"
    )
    for one in ordered:
        owners.setdefault(one.department_id, one.user)
    return {key: owners[one] for key, one in departments.items() if one in owners}


def place_departments(places: Iterable[TextPlace]) -> dict[str, int]:
    """By key of the place: that of the indicator, or of most operational goals of the goal."""
    counted: dict[int, Counter[int]] = {}
    operational = OperationalGoal.objects.filter(~Q(department=None)).order_by("code")
    for goal, department in operational.values_list("strategic_goal_id", "department_id"):
        counted.setdefault(goal, Counter())[department] += 1
    found: dict[str, int] = {}
    for place in places:
        answering = department_of(place, counted)
        if answering is not None:
            found[place.key] = answering
    return found


def department_of(place: TextPlace, counted: Mapping[int, Counter[int]]) -> int | None:
    if place.indicator is not None:
        return place.indicator.department_id
    if place.goal is not None and place.goal.pk in counted:
        return counted[place.goal.pk].most_common(1)[0][0]
    return None
