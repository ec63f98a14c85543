"""People and their departments. Only the administration keeps them: who could make an account for
themselves could release what they entered."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Membership, Role, User
from soest.administration import MasterDataAdmin, RoleAccess


def keeps_people(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and user.is_active and user.role == Role.ADMINISTRATION


class PeopleAccess(RoleAccess):
    """Accounts are seen and edited by the administration alone."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_people(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return keeps_people(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_people(request)


class MembershipInline(PeopleAccess, admin.TabularInline):
    model = Membership
    autocomplete_fields = ("department",)
    extra = 1


@admin.register(User)
class PersonAdmin(PeopleAccess, MasterDataAdmin, UserAdmin):
    add_form_template = None  # Django's speaks of a second page, in English
    form = UserChangeForm  # shows a hash's kind, and the way to a new password
    list_display = ("username", "full_name", "role", "department_names", "is_active", "last_login")
    list_filter = ("role", "is_active", "departments", "is_sample")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "is_sample")
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        (
            "Zugang",
            {
                "fields": ("role", "is_active"),
                "description": "Wer ausscheidet, wird auf nicht aktiv gesetzt und nicht gelöscht: "
                "Der Name gehört zur Geschichte der Werte.",
            },
        ),
        ("Herkunft", {"fields": ("last_login", "date_joined", "is_sample")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "first_name", "last_name", "email", "role"),
            },
        ),
        ("Passwort", {"classes": ("wide",), "fields": ("password1", "password2")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("departments")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody changes their own role or shuts themselves out."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "role", "is_active"] if obj == request.user else fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    @admin.display(description="Name", ordering="last_name")
    def full_name(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description="Abteilungen")
    def department_names(self, person: User) -> str:
        return ", ".join(department.name for department in person.departments.all())
