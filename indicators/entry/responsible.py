"""Who answers for a department: its people, and their deputies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from accounts.models import Membership, Role, User

NOBODY_ANSWERS = "niemand zuständig"


@dataclass(frozen=True, slots=True)
class Responsible:
    """The people who can enter the values of a department."""

    owners: tuple[User, ...] = ()
    deputies: tuple[User, ...] = ()

    @property
    def is_nobody(self) -> bool:
        return not self.owners and not self.deputies

    @property
    def owner_names(self) -> str:
        return names(self.owners)

    @property
    def deputy_names(self) -> str:
        return names(self.deputies)

    @property
    def words(self) -> str:
        """On one line: "Erika Beispiel, Vertretung: Karl Kurz"."""
        parts = [self.owner_names, f"Vertretung: {self.deputy_names}" if self.deputies else ""]
        return ", ".join(part for part in parts if part) or NOBODY_ANSWERS


def responsible_people() -> dict[int, Responsible]:
    """By department; one without anybody who can sign in and enter is left out. One query."""
    memberships = Membership.objects.filter(
        user__is_active=True, user__role__in=(Role.ENTRY, Role.COORDINATION)
    )
    owners: defaultdict[int, list[User]] = defaultdict(list)
    deputies: defaultdict[int, list[User]] = defaultdict(list)
    for one in memberships.select_related("user").order_by("user__last_name", "user__first_name"):
        (deputies if one.is_deputy else owners)[one.department_id].append(one.user)
    return {
        key: Responsible(tuple(owners[key]), tuple(deputies[key])) for key in {*owners, *deputies}
    }


def names(people: tuple[User, ...]) -> str:
    return ", ".join(str(person) for person in people)
