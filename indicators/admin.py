"""Indicators and their target paths; the ledger of values, to be looked at only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import DecimalField, ManyToManyField, Max, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.models import User
from indicators.action_effects import expected_change
from indicators.consequences import (
    follow_from_rules,
    standing_of,
    told_of_breaks,
    told_of_formula_gone,
)
from indicators.disclosure.decisions import RULE_FIELDS
from indicators.effect_forms import EffectForm, doubt_about
from indicators.formula_rules import DECIDES_VALUES, FormulaRules
from indicators.german_numbers import format_number
from indicators.models import (
    ChartNote,
    ExpectedEffect,
    Indicator,
    IndicatorGoal,
    Measurement,
    MeasurementEvent,
    MeasurementInput,
    TargetPath,
    TargetPoint,
)
from indicators.models.measurements import RULES_FOR_VALUES, UNFIT_VALUES
from indicators.number_field import GermanNumberField
from indicators.sentences.consequences import computed_text
from indicators.sentences.effects import expected_text, period_text
from indicators.sentences.quantities import Quantities
from indicators.services import AdoptionRefused, adopt_target_path
from soest.administration import AddressForm, MasterDataAdmin, ReadAccess, ReadOnlyAdmin, RoleAccess
from strategy.admin import ActionAdmin
from strategy.models import Action, DataVersion

LONGEST_CHAIN = 10  # of indicators protected like one another
GERMAN_NUMBERS = {
    **MasterDataAdmin.formfield_overrides,
    DecimalField: {"form_class": GermanNumberField},
}

FORMULA_HELP = (
    "Eine Kennzahl wird erfasst oder berechnet. Eine Formel besteht aus Kennungen anderer "
    "Kennzahlen, dem Wort „Einwohner“, Zahlen wie 1000 oder 0,5, den Zeichen + - * / und runden "
    "Klammern. Gerechnet wird mit den freigegebenen Werten desselben Zeitraums und Ortes, bei "
    "jeder Freigabe von selbst. Um ein Minus gehören Leerzeichen: MOB-02 ist eine Kennung."
)

# Indicators ----------------------------------------------------------------------


class ComputedFilter(admin.SimpleListFilter):
    """Values are entered or computed."""

    title = "Werte"
    parameter_name = "werte"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("erfasst", "erfasst"), ("berechnet", "berechnet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Indicator]) -> QuerySet[Indicator]:
        if self.value() == "erfasst":
            return queryset.filter(expression="")
        if self.value() == "berechnet":
            return queryset.exclude(expression="")
        return queryset


class GoalInline(RoleAccess, admin.TabularInline):
    model = IndicatorGoal
    autocomplete_fields = ("goal",)
    extra = 0
    fields = ("goal", "is_lead")


class EffectOnIndicatorInline(ReadAccess, admin.TabularInline):
    """What actions are expected to change here; each is kept at its action."""

    model = ExpectedEffect
    extra = 0
    fields = ("action", "change", "period", "is_decided")
    readonly_fields = fields
    verbose_name_plural = "erwartete Wirkungen von Maßnahmen (zu ändern bei der Maßnahme)"

    @admin.display(description="erwartete Änderung")
    def change(self, effect: ExpectedEffect) -> str:
        """The range as on the page, but with every decimal that was entered."""
        numbers = [one for one in (effect.lower, effect.upper) if one is not None]
        entered = [-int(one.normalize().as_tuple().exponent) for one in numbers]
        decimals = max(effect.indicator.decimals, *entered)
        return expected_text(expected_change(effect), Quantities(effect.indicator.unit, decimals))

    @admin.display(description="Zeit")
    def period(self, effect: ExpectedEffect) -> str:
        return period_text(expected_change(effect))


class ChartNoteInline(RoleAccess, admin.TabularInline):
    """What is said about single years; it stands on the page as soon as it is saved."""

    model = ChartNote
    formfield_overrides = MasterDataAdmin.formfield_overrides
    extra = 0
    fields = ("year", "kind", "text", "source", "link")
    verbose_name_plural = "Brüche der Zeitreihe und Anmerkungen"


class IndicatorForm(FormulaRules, AddressForm):
    """Rules of the ledger hold for the values that are in it already."""

    how_to_replace = "Ist das gewollt, kreuzen Sie „erfasste Werte ablösen“ an."
    replaces_values = forms.BooleanField(
        label="erfasste Werte ablösen",
        required=False,
        help_text="Nur wenn die Kennzahl schon Werte hat: Wo die Formel etwas ergibt, gilt von "
        "jetzt an das Ergebnis. Die erfassten Werte bleiben als frühere Fassungen sichtbar.",
    )

    def clean(self) -> Any:
        cleaned = super().clean()
        values = Measurement.objects.filter(indicator=self.instance.pk)
        for name in set(self.changed_data) & set(RULES_FOR_VALUES):
            if values.unfit_for(name, self.cleaned_data.get(name)).exists():
                self.add_error(name, UNFIT_VALUES)
        self.clean_leader()
        self.check_formula(cleaned, replaces_values=bool(cleaned.get("replaces_values")))
        return cleaned

    def clean_leader(self) -> None:
        """What is protected like another is so cell by cell, and not in a circle."""
        leader: Indicator | None = self.cleaned_data.get("protected_like")
        if leader is None:
            return
        if leader.frequency != self.cleaned_data.get("frequency"):
            self.add_error("protected_like", "Beide Kennzahlen brauchen denselben Turnus.")
        followed: Indicator | None = leader
        for _ in range(LONGEST_CHAIN):
            if followed is None:
                return
            if followed.pk == self.instance.pk:
                break
            followed = followed.protected_like
        self.add_error("protected_like", "So hinge die Geheimhaltung im Kreis voneinander ab.")


@admin.register(Indicator)
class IndicatorAdmin(MasterDataAdmin):
    form = IndicatorForm
    formfield_overrides = {
        **GERMAN_NUMBERS,
        ManyToManyField: {"widget": CheckboxSelectMultiple},
    }
    list_display = ("code", "name", "unit", "frequency", "area", "department")
    list_display_links = ("code", "name")
    list_filter = (
        ComputedFilter,
        "area",
        "department",
        "frequency",
        "district_relation",
        "is_sample",
    )
    list_select_related = ("area", "department")
    search_fields = ("code", "name", "short_name", "definition")
    permanent_fields = ("slug",)
    readonly_fields = ("is_sample",)
    autocomplete_fields = ("area", "department", "base", "protected_like")
    inlines = (GoalInline, ChartNoteInline, EffectOnIndicatorInline)
    fieldsets = (
        (None, {"fields": (("code", "short_name"), "name", "slug", "definition", "formula")}),
        (
            "Berechnung",
            {
                "fields": ("expression", "replaces_values"),
                "description": FORMULA_HELP,
            },
        ),
        (
            "Messung",
            {
                "fields": (
                    ("unit", "decimals"),
                    ("direction", "optimum"),
                    ("frequency", "annual_rule"),
                    "due_after_months",
                    "district_relation",
                    "measures_population",
                    ("lower_bound", "upper_bound"),
                )
            },
        ),
        ("Zuständigkeit", {"fields": ("department", "area", "sdgs")}),
        (
            "Bewertung",
            {"classes": ("collapse",), "fields": ("min_points",)},
        ),
        (
            "Geheimhaltung",
            {
                "classes": ("collapse",),
                "description": "Was zu wenige Menschen betrifft, wird unterhalb der Gesamtstadt "
                "nirgends gezeigt, und so viel anderes nicht, dass es sich nicht errechnen lässt.",
                "fields": (
                    # One by one: with an error in a field of a line, the section stays folded.
                    "min_cases",
                    "zero_is_harmless",
                    "base",
                    "base_factor",
                    "min_base",
                    "protected_like",
                ),
            },
        ),
        (
            "Herkunft",
            {
                "classes": ("collapse",),
                "fields": (
                    "source",
                    "source_url",
                    "method",
                    "data_basis",
                    "interpretation",
                    "is_sample",
                ),
            },
        ),
    )

    def save_model(self, request: HttpRequest, obj: Indicator, form: Any, change: bool) -> None:
        """What is computed, and what may be shown, follows in the same transaction."""
        DataVersion.hold()  # before the row of the indicator, as a release takes them
        super().save_model(request, obj, form, change)
        for question in form.questions:
            self.message_user(request, question, messages.WARNING)
        if "expression" in form.changed_data and not obj.expression:
            self.message_user(request, told_of_formula_gone(obj), messages.INFO)
        if set(form.changed_data).isdisjoint((*DECIDES_VALUES, *RULE_FIELDS)):
            return
        rows = follow_from_rules([obj.pk], by=request.user)  # type: ignore[arg-type]  # signed in
        if rows:
            self.message_user(request, computed_text(len(rows)), messages.INFO)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A break changes the outlook, which the person is told."""
        changes_notes = any(one.model is ChartNote and one.has_changed() for one in formsets)
        before = standing_of(form.instance) if changes_notes else None
        super().save_related(request, form, formsets, change)
        if before and (text := told_of_breaks(form.instance, before)):
            self.message_user(request, text, messages.INFO)


# Actions -------------------------------------------------------------------------


class EffectInline(RoleAccess, admin.StackedInline):
    model = ExpectedEffect
    form = EffectForm
    formfield_overrides = GERMAN_NUMBERS
    autocomplete_fields = ("indicator",)
    extra = 0
    fields = (
        "indicator",
        ("lower", "upper"),
        ("from_year", "until_year"),
        "basis",
        ("link", "is_decided"),
    )


admin.site.unregister(Action)


@admin.register(Action)
class ActionWithEffectsAdmin(ActionAdmin):
    """The action of the strategy with what it is expected to change."""

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_inlines(request, obj), EffectInline]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Effects with odd years are kept and asked about, once they or the action's change."""
        super().save_formset(request, form, formset, change)
        if formset.model is not ExpectedEffect:
            return
        changed = {*formset.new_objects, *(effect for effect, _ in formset.changed_objects)}
        if not {"starts_on", "ends_on"}.isdisjoint(form.changed_data):
            changed = {*form.instance.expected_effects.select_related("indicator")}
        for effect in sorted(changed, key=lambda effect: (effect.from_year, effect.pk)):
            if doubt := doubt_about(effect):
                self.message_user(request, doubt, messages.WARNING)


# Target paths --------------------------------------------------------------------


VALIDITY = "Geltung"


def is_draft(path: TargetPath | None) -> bool:
    return path is None or path.adopted_at is None


class StandFilter(admin.SimpleListFilter):
    """Drafts wait to be adopted; one path of an indicator is in force."""

    title = "Stand"
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("entwurf", "Entwurf"), ("gilt", "gilt"), ("abgeloest", "abgelöst")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[TargetPath]
    ) -> QuerySet[TargetPath]:
        if self.value() == "entwurf":
            return queryset.filter(adopted_at__isnull=True)
        if self.value() == "gilt":
            return queryset.filter(adopted_at__isnull=False, superseded_at__isnull=True)
        if self.value() == "abgeloest":
            return queryset.filter(superseded_at__isnull=False)
        return queryset


class PointInline(RoleAccess, admin.TabularInline):
    model = TargetPoint
    formfield_overrides = GERMAN_NUMBERS
    extra = 1
    fields = ("year", "value", "lower", "upper")

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().may_edit(request, obj) and is_draft(obj)


@admin.register(TargetPath)
class TargetPathAdmin(MasterDataAdmin):
    """Drafts are edited and adopted; an adopted path is sealed."""

    formfield_overrides = GERMAN_NUMBERS
    list_display = ("indicator", "version", "kind", "decided_on", "adopted_at", "superseded_at")
    list_filter = (StandFilter, "kind", "is_sample")
    list_select_related = ("indicator",)
    search_fields = ("indicator__code", "indicator__name", "decided_by", "reference")
    autocomplete_fields = ("indicator",)
    permanent_fields = ("indicator",)
    readonly_fields = ("version", "adopted_at", "superseded_at", "is_sample")
    inlines = (PointInline,)
    actions = ("adopt",)
    fieldsets = (
        (None, {"fields": ("indicator", ("kind", "interpolation"))}),
        ("Ausgangswert", {"fields": (("baseline_year", "baseline_value"),)}),
        (
            "Beschluss",
            {
                "fields": (("decided_by", "decided_on"), ("reference", "link"), "note"),
                "description": "In Kraft setzt die Koordination den Zielpfad, in der Liste mit der "
                "Aktion „Zielpfade beschließen“. Dazu muss hier stehen, wer ihn wann beschlossen "
                "hat. Danach wird er nicht mehr geändert.",
            },
        ),
        (VALIDITY, {"fields": ("version", ("adopted_at", "superseded_at"), "is_sample")}),
    )

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().may_edit(request, obj) and is_draft(obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Version and validity are not there before the path is."""
        if obj:
            return super().get_fieldsets(request, obj)
        return [(title, options) for title, options in self.fieldsets if title != VALIDITY]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new path is the next version of its indicator."""
        if not change:
            last = obj.indicator.target_paths.aggregate(last=Max("version"))["last"]
            obj.version = (last or 0) + 1
        super().save_model(request, obj, form, change)

    def has_adopt_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.coordinates

    @admin.action(description="Zielpfade beschließen", permissions=["adopt"])
    def adopt(self, request: HttpRequest, paths: QuerySet[TargetPath]) -> HttpResponse | None:
        """Show what would be sealed; seal it when that is confirmed."""
        paths = paths.select_related("indicator").prefetch_related("points")
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": "Zielpfade beschließen",
                "opts": self.model._meta,
                "paths": [(path, self.former_path(path)) for path in paths],
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/indicators/targetpath/adopt.html", context)
        for path in paths:
            self.adopt_one(request, path)
        return None

    def former_path(self, path: TargetPath) -> TargetPath | None:
        return TargetPath.objects.current().filter(indicator=path.indicator_id).first()

    def adopt_one(self, request: HttpRequest, path: TargetPath) -> None:
        name = f"{path.indicator}, Fassung {path.version}"
        try:
            adopt_target_path(path=path, by=request.user)  # type: ignore[arg-type]
        except AdoptionRefused as refused:
            self.message_user(request, f"{name}: {refused}", messages.ERROR)
        else:
            self.log_change(request, path, "Beschlossen.")
            self.message_user(request, f"{name}: Der Zielpfad gilt.", messages.SUCCESS)


# The ledger ------------------------------------------------------------------------


class InputInline(ReadAccess, admin.TabularInline):
    """From which rows a computed one was computed."""

    model = MeasurementInput
    fk_name = "computed"
    extra = 0
    fields = ("input", "number", "revision")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[MeasurementInput]:
        rows = super().get_queryset(request)
        return rows.select_related("input__indicator", "input__district")

    @admin.display(description="Wert")
    def number(self, link: MeasurementInput) -> str:
        return format_number(link.input.value, link.input.indicator.decimals)

    @admin.display(description="Fassung")
    def revision(self, link: MeasurementInput) -> int:
        return link.input.revision


class EventInline(ReadAccess, admin.TabularInline):
    model = MeasurementEvent
    extra = 0
    fields = ("at", "kind", "author", "version", "number", "missing_reason", "note")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[MeasurementEvent]:
        return super().get_queryset(request).select_related("by", "measurement__indicator")

    @admin.display(description="von")
    def author(self, event: MeasurementEvent) -> str:
        return event.author

    @admin.display(description="Wert")
    def number(self, event: MeasurementEvent) -> str:
        return format_number(event.value, event.measurement.indicator.decimals)


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    """Values come in by entry, the catalogue and formulas, and go nowhere."""

    list_display = (
        "indicator",
        "district",
        "period",
        "number",
        "state",
        "revision",
        "released_at",
        "superseded_at",
    )
    list_filter = ("state", "origin", "provisional", "district__kind", "is_sample")
    list_select_related = ("indicator", "district")
    date_hierarchy = "period"
    search_fields = ("indicator__code", "indicator__name", "district__name")
    inlines = (InputInline, EventInline)
    fieldsets = (
        (None, {"fields": ("indicator", "district", "period", "number", "provisional")}),
        ("Kein Wert", {"fields": ("missing_reason", "missing_note")}),
        ("Beleg", {"fields": ("source", "comment", "evidence_link", "warning_reason")}),
        (
            "Stand",
            {
                "fields": (
                    ("state", "revision", "version", "origin"),
                    ("entered_by", "entered_at", "submitted_at"),
                    "return_comment",
                    ("released_by", "released_at", "superseded_at"),
                    "is_sample",
                )
            },
        ),
    )

    @admin.display(description="Wert", ordering="value")
    def number(self, measurement: Measurement) -> str:
        return format_number(measurement.value, measurement.indicator.decimals)
