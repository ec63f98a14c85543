"""People who sign in, their role, and the departments they work for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import models as auth
from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """What a person may do. One role each; departments narrow what ENTRY reaches."""

    ENTRY = "entry", "Erfassung"
    COORDINATION = "coordination", "Koordination"
    COUNCIL = "council", "Rat"
    ADMINISTRATION = "administration", "Administration"


class UserManager(auth.UserManager["User"]):
    """Makes people; `createsuperuser` makes the first one of an installation."""

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **values: Any,
    ) -> User:
        return super().create_superuser(
            username, email, password, **{"role": Role.ADMINISTRATION} | values
        )


class User(auth.AbstractUser):
    """A person with an account."""

    role = models.CharField("Rolle", max_length=20, choices=Role, default=Role.COUNCIL)
    departments = models.ManyToManyField(
        "strategy.Department",
        through="accounts.Membership",
        related_name="people",
        verbose_name="Abteilungen",
    )
    is_sample = models.BooleanField("Beispiel", default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["last_name", "first_name", "username"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_user_role"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def enters_values(self) -> bool:
        """May enter values: for their departments (ENTRY) or for all (COORDINATION)."""
        return self.is_active and self.role in (Role.ENTRY, Role.COORDINATION)

    @property
    def coordinates(self) -> bool:
        """May release and return values, and publish reports."""
        return self.is_active and self.role == Role.COORDINATION

    @property
    def keeps_master_data(self) -> bool:
        """May use the admin site."""
        return self.is_active and self.role in (Role.COORDINATION, Role.ADMINISTRATION)


class Membership(models.Model):
    """A person works for a department, as the owner of its figures or as a deputy."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name="Person"
    )
    department = models.ForeignKey(
        "strategy.Department",
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="Abteilung",
    )
    is_deputy = models.BooleanField("Vertretung", default=False)
    is_sample = models.BooleanField("Beispiel", default=False, editable=False)

    class Meta:
        verbose_name = "Zugehörigkeit"
        verbose_name_plural = "Zugehörigkeiten"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department"], name="accounts_membership_once_a_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.department})"
