"""Logins for trying out every role, and the made-up departments they work for."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Role, User
from strategy.models import Department

PASSWORD = "Soest-2030-Beispiel"  # noqa: S105 - public on purpose; refused in production


@dataclass(frozen=True, slots=True)
class SampleLogin:
    username: str
    first_name: str
    role: Role
    areas: tuple[int, ...] = ()  # whose departments the person works for, the own one first

    @property
    def is_staff(self) -> bool:
        return self.role in (Role.COORDINATION, Role.ADMINISTRATION)


LOGINS = (
    SampleLogin("erfassung", "Erika", Role.ENTRY, areas=(1, 5)),
    SampleLogin("koordination", "Karla", Role.COORDINATION, areas=(8,)),
    SampleLogin("koordination2", "Konrad", Role.COORDINATION, areas=(8,)),
    SampleLogin("rat", "Rosa", Role.COUNCIL),
    SampleLogin("administration", "Armin", Role.ADMINISTRATION, areas=(8,)),
)

# The department that answers for the indicators, goals and actions of an area.
DEPARTMENTS = {
    1: ("verkehrsplanung", "Abteilung Verkehrsplanung", "Verkehr"),
    2: ("stadtplanung", "Abteilung Stadtplanung und Bauordnung", "Stadtplanung"),
    3: ("wirtschaftsfoerderung", "Wirtschaftsförderung", ""),
    4: ("jugend-und-soziales", "Abteilung Jugend und Soziales", "Soziales"),
    5: ("umwelt-und-gebaeude", "Abteilung Umwelt und Gebäude", "Umwelt"),
    6: ("kultur-und-sport", "Abteilung Kultur und Sport", "Kultur"),
    7: ("schule-und-weiterbildung", "Abteilung Schule und Weiterbildung", "Schule"),
    8: ("zentrale-dienste", "Zentrale Dienste", ""),
}


def add_departments() -> dict[int, Department]:
    """The made-up departments, by the number of their area."""
    rows = [
        Department(slug=slug, name=name, short_name=short_name, is_sample=True)
        for slug, name, short_name in DEPARTMENTS.values()
    ]
    return dict(zip(DEPARTMENTS, Department.objects.bulk_create(rows), strict=True))


def add_people(departments: dict[int, Department]) -> dict[str, User]:
    """One login a role, all with PASSWORD; one that removal had to leave is used again."""
    password = make_password(PASSWORD)  # slow on purpose, so only once
    people = {}
    for login in LOGINS:
        person, _ = User.objects.update_or_create(
            username=login.username,
            is_sample=True,
            defaults={
                "first_name": login.first_name,
                "last_name": "Beispiel",
                "email": f"{login.username}@soest.example",  # reserved: nobody can own it
                "role": login.role,
                "is_staff": login.is_staff,
                "is_active": True,
                "password": password,
            },
        )
        people[login.username] = person
        Membership.objects.bulk_create(
            Membership(
                user=person, department=departments[area], is_deputy=number > 0, is_sample=True
            )
            for number, area in enumerate(login.areas)
        )
    return people
