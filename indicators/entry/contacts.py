"""Who can be written to about a department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Membership, Role, User
from indicators.entry.reminders.rules import Capacity, Contact, Contacts
from strategy.models import Department


def contacts_of(departments: Collection[Department]) -> dict[int, Contacts]:
    """The contacts of each department by its key, in three queries.

    Only people who can sign in, may enter values and have an address. Sample accounts answer for
    sample departments only, and nobody else does.
    """
    coordination = {mark: coordinators(is_sample=mark) for mark in (False, True)}
    members = members_of(departments)
    return {
        one.pk: Contacts(
            owners=tuple(members[one.pk, Capacity.OWNER]),
            deputies=tuple(members[one.pk, Capacity.DEPUTY]),
            mailbox=mailbox_of(one),
            coordination=coordination[one.is_sample],
        )
        for one in departments
    }


def coordinators(*, is_sample: bool = False) -> tuple[Contact, ...]:
    """Everybody of the coordination, in the order of their names. One query."""
    people = reachable().filter(role=Role.COORDINATION, is_sample=is_sample)
    return tuple(contact_of(person, Capacity.COORDINATION) for person in people)


def reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(email="")


def members_of(
    departments: Collection[Department],
) -> defaultdict[tuple[int, Capacity], list[Contact]]:
    """Who works for these departments, by department and capacity. One query."""
    rows = Membership.objects.filter(
        department__in=[one.pk for one in departments],
        user__in=reachable().filter(role__in=(Role.ENTRY, Role.COORDINATION)),
    )
    marks = {one.pk: one.is_sample for one in departments}
    found: defaultdict[tuple[int, Capacity], list[Contact]] = defaultdict(list)
    for row in rows.select_related("user").order_by("user__last_name", "user__pk"):
        if row.user.is_sample == marks[row.department_id]:
            capacity = Capacity.DEPUTY if row.is_deputy else Capacity.OWNER
            found[row.department_id, capacity].append(contact_of(row.user, capacity))
    return found


def mailbox_of(department: Department) -> tuple[Contact, ...]:
    if not department.email:
        return ()
    return (Contact(department.email, "", Capacity.MAILBOX),)


def contact_of(person: User, capacity: Capacity) -> Contact:
    return Contact(person.email, str(person), capacity)
