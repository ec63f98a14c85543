"""Master data of the strategy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField
from django.http import HttpRequest

from soest.administration import AddressForm, MasterDataAdmin, RoleAccess
from strategy.enums import CHECKED_PHASES
from strategy.models import (
    Action,
    ActionArea,
    CouncilMeeting,
    CrossCuttingCheck,
    CrossCuttingGoal,
    Department,
    District,
    Milestone,
    OperationalGoal,
    StrategicGoal,
    StrategyEvent,
    StrategyFrame,
)
from strategy.triggers import NOT_CHECKED

NUMBER_FOLLOWS = (
    "Die Nummer folgt aus der Stelle; unter ihr ist das Ziel öffentlich zu finden. "
    "Sie bleibt, solange andere Ziele auf ihr aufbauen."
)

# Goals ---------------------------------------------------------------------------


@admin.register(ActionArea)
class ActionAreaAdmin(MasterDataAdmin):
    list_display = ("number", "name", "guideline_confirmed")
    list_display_links = ("number", "name")
    list_filter = ("guideline_confirmed",)
    search_fields = ("name", "guideline")
    permanent_fields = ("slug",)
    fieldsets = (
        (None, {"fields": ("number", "name", "slug")}),
        ("Leitlinie", {"fields": ("guideline", "guideline_confirmed", "source")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The codes of its goals begin with the number of an area."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "number"] if obj and obj.strategic_goals.exists() else fields


@admin.register(StrategicGoal)
class StrategicGoalAdmin(MasterDataAdmin):
    list_display = ("code", "title", "area", "wording_confirmed")
    list_display_links = ("code", "title")
    list_filter = ("area", "wording_confirmed")
    list_select_related = ("area",)
    search_fields = ("code", "title", "description")
    readonly_fields = ("code",)
    formfield_overrides = {
        **MasterDataAdmin.formfield_overrides,
        ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }
    fieldsets = (
        ("Nummer", {"fields": ("area", "position", "code"), "description": NUMBER_FOLLOWS}),
        ("Wortlaut", {"fields": ("title", "description", "wording_confirmed")}),
        ("Bezug", {"fields": ("sdgs",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The codes of its operational goals begin with the code of a strategic goal."""
        fields = super().get_readonly_fields(request, obj)
        renumbering = ["area", "position"]
        return [*fields, *renumbering] if obj and obj.operational_goals.exists() else fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.code = f"{obj.area.number}.{obj.position}"
        super().save_model(request, obj, form, change)


@admin.register(OperationalGoal)
class OperationalGoalAdmin(MasterDataAdmin):
    list_display = ("code", "title", "due_year", "department", "wording_confirmed")
    list_display_links = ("code", "title")
    list_filter = ("strategic_goal__area", "wording_confirmed", "department", "is_sample")
    list_select_related = ("department",)
    search_fields = ("code", "title", "description")
    readonly_fields = ("code", "is_sample")
    autocomplete_fields = ("strategic_goal", "department")
    fieldsets = (
        (
            "Nummer",
            {"fields": ("strategic_goal", "position", "code"), "description": NUMBER_FOLLOWS},
        ),
        ("Wortlaut", {"fields": ("title", "description", "wording_confirmed")}),
        ("Zuständig", {"fields": ("due_year", "department", "is_sample")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.code = f"{obj.strategic_goal.code}.{obj.position}"
        super().save_model(request, obj, form, change)


@admin.register(CrossCuttingGoal)
class CrossCuttingGoalAdmin(MasterDataAdmin):
    list_display = ("name", "position")
    search_fields = ("name", "description")
    permanent_fields = ("slug",)
    fields = ("name", "slug", "position", "description", "source")


# Actions -------------------------------------------------------------------------


class MilestoneInline(RoleAccess, admin.TabularInline):
    model = Milestone
    extra = 0
    fields = ("title", "due_on", "reached_on")


class CheckFormSet(forms.BaseInlineFormSet[CrossCuttingCheck, Action, forms.ModelForm[Any]]):
    """The checks of an action, complete before it is decided; each missing goal has its line."""

    def __init__(self, *args: Any, **options: Any) -> None:
        goals = CrossCuttingGoal.objects.all()
        action = options.get("instance")
        if action and action.pk:
            goals = goals.exclude(checks__action=action)
        super().__init__(*args, initial=[{"goal": goal.pk} for goal in goals], **options)

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.is_being_decided():
            return
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data]
        checked = {check["goal"] for check in filled if not check.get("DELETE")}
        if set(CrossCuttingGoal.objects.all()) - checked:
            raise ValidationError(NOT_CHECKED)

    def is_being_decided(self) -> bool:
        """The action leaves the phases that need no check with this form."""
        stored = Action.objects.filter(pk=self.instance.pk).first()
        was_decided = stored is not None and stored.phase in CHECKED_PHASES
        return self.instance.phase in CHECKED_PHASES and not was_decided


class CheckInline(RoleAccess, admin.TabularInline):
    model = CrossCuttingCheck
    formset = CheckFormSet
    fields = ("goal", "effect", "reason")

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        return CrossCuttingGoal.objects.count() - (obj.checks.count() if obj else 0)


@admin.register(Action)
class ActionAdmin(MasterDataAdmin):
    list_display = ("title", "kind", "phase", "department", "starts_on", "ends_on")
    list_filter = ("phase", "kind", "department", "is_sample")
    list_select_related = ("department",)
    search_fields = ("title", "description")
    permanent_fields = ("slug",)
    readonly_fields = ("is_sample",)
    autocomplete_fields = ("department", "operational_goals")
    inlines = (CheckInline, MilestoneInline)
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "phase", "description")}),
        ("Zeit und Zuständigkeit", {"fields": (("starts_on", "ends_on"), "department")}),
        ("Bezug", {"fields": ("operational_goals", "source", "is_sample")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the action as an idea first, because its checks are saved after it."""
        wanted = obj.phase
        if wanted in CHECKED_PHASES and form.initial.get("phase") not in CHECKED_PHASES:
            obj.phase = obj._meta.get_field("phase").default
        super().save_model(request, obj, form, change)
        obj.phase = wanted

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.save(update_fields=["phase"])


# Places and organisation -----------------------------------------------------------


@admin.register(District)
class DistrictAdmin(MasterDataAdmin):
    list_display = ("name", "kind", "abbreviation", "population", "population_as_of")
    list_filter = ("kind", "position_confirmed")
    search_fields = ("name", "abbreviation")
    permanent_fields = ("slug",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "abbreviation", "kind")}),
        (
            "Zahlen",
            {"fields": (("population", "population_as_of"), "area_km2", "source")},
        ),
        ("Lage", {"fields": (("latitude", "longitude"), "coordinate_precision")}),
        (
            "Kachelkarte",
            {
                "fields": (("tile_row", "tile_column"), "position_confirmed"),
                "description": "Gezeigt, solange keine Grenzen importiert sind.",
            },
        ),
    )


@admin.register(Department)
class DepartmentAdmin(MasterDataAdmin):
    list_display = ("name", "short_name", "parent", "email")
    list_filter = ("is_sample",)
    list_select_related = ("parent",)
    search_fields = ("name", "short_name")
    permanent_fields = ("slug",)
    readonly_fields = ("is_sample",)
    autocomplete_fields = ("parent",)
    fields = ("name", "slug", "short_name", "email", "parent", "source", "is_sample")


# The frame -------------------------------------------------------------------------


@admin.register(StrategyEvent)
class StrategyEventAdmin(MasterDataAdmin):
    list_display = ("date", "title", "precision")
    list_display_links = ("title",)
    list_filter = ("precision",)
    date_hierarchy = "date"
    search_fields = ("title",)
    permanent_fields = ("slug",)
    fields = ("title", "slug", ("date", "precision"), "source")


@admin.register(CouncilMeeting)
class CouncilMeetingAdmin(MasterDataAdmin):
    """The newest meeting that is not in the future is "die letzte Sitzung" on public pages."""

    list_display = ("date", "body", "title")
    list_display_links = ("date", "body")
    list_filter = ("body", "is_sample")
    date_hierarchy = "date"
    search_fields = ("body", "title")
    readonly_fields = ("is_sample",)
    fields = (("date", "body"), "title", "link", "is_sample")


class WordsField(forms.CharField):
    """A list of words, one a line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [line.strip() for line in (value or "").splitlines()]
        return [line for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class FrameForm(AddressForm):
    attributes = WordsField(label="Attribute", help_text="Eines je Zeile.")


@admin.register(StrategyFrame)
class StrategyFrameAdmin(MasterDataAdmin):
    """The one row of the strategy's frame: made once, never deleted."""

    form = FrameForm
    fields = ("title", "vision", "attributes", "way", "source")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and not StrategyFrame.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
