"""The sheets of the workbook whose rows are rows of a model: which columns, which rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet

from indicators.catalogue_sheets.fields import (
    Cell,
    CellValue,
    LabelCell,
    LinkCell,
    NumberCell,
    RowCell,
    RowsCell,
    TextCell,
    WholeCell,
    YesNoCell,
)
from indicators.enums import AnnualRule, Direction, DistrictRelation, Frequency
from indicators.formula_rules import FormulaRules
from indicators.formulas.reading import MAX_LENGTH
from indicators.models import Indicator, IndicatorGoal, Measurement
from indicators.models.indicators import TAKEN_SLUGS
from indicators.models.measurements import RULES_FOR_VALUES, UNFIT_VALUES
from soest.administration import address_of
from strategy.models import ActionArea, Department, OperationalGoal, Sdg, StrategicGoal

CODE = re.compile(r"(?P<above>[1-9][0-9]?(?:\.[1-9][0-9]?)?)\.(?P<position>[1-9][0-9]?)")
LONGEST_CODE = 20


class NoSuchRow(ValueError):
    """The code names no row and no place for a new one; str(error) is the German sentence."""


class AreaForm(forms.ModelForm[ActionArea]):
    name = TextCell(label="Name", max_length=100)
    guideline = TextCell(label="Leitlinie", lines=True, max_length=5000, required=False)
    guideline_confirmed = YesNoCell(label="Leitlinie bestätigt")
    source = LinkCell(label="Quelle", max_length=500, required=False)

    class Meta:
        model = ActionArea
        fields = ("name", "guideline", "guideline_confirmed", "source")


class StrategicGoalForm(forms.ModelForm[StrategicGoal]):
    title = TextCell(label="Titel", max_length=300)
    description = TextCell(label="Beschreibung", lines=True, max_length=5000, required=False)
    wording_confirmed = YesNoCell(label="Wortlaut bestätigt")
    sdgs = RowsCell(Sdg.objects.all(), key="number", label="SDG")

    class Meta:
        model = StrategicGoal
        fields = ("title", "description", "wording_confirmed", "sdgs")


class OperationalGoalForm(forms.ModelForm[OperationalGoal]):
    title = TextCell(label="Titel", max_length=300)
    description = TextCell(label="Beschreibung", lines=True, max_length=5000, required=False)
    due_year = WholeCell(label="Zieljahr", required=False)
    department = RowCell(
        Department.objects.all(), key="name", label="zuständige Abteilung", required=False
    )
    wording_confirmed = YesNoCell(label="Wortlaut bestätigt")
    measured_by = RowsCell(
        Indicator.objects.all(),
        key="code",
        label="Kennzahlen",
        help_text="Kennungen, durch Komma getrennt; die erste ist die führende.",
    )

    class Meta:
        model = OperationalGoal
        fields = ("title", "description", "due_year", "department", "wording_confirmed")

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's own hook for what needs the key
        if "measured_by" in self.cleaned_data:
            link_indicators(self.instance, self.cleaned_data["measured_by"])


class IndicatorForm(FormulaRules):
    how_to_replace = "Das geht nur in der Verwaltung, bei der Kennzahl selbst."

    name = TextCell(label="Name", max_length=200)
    short_name = TextCell(label="Kurzname", max_length=60, required=False)
    definition = TextCell(label="Definition", lines=True, max_length=5000, required=False)
    formula = TextCell(label="Formel in Worten", lines=True, max_length=5000, required=False)
    expression = TextCell(label="Rechenformel", max_length=MAX_LENGTH, required=False)
    unit = TextCell(label="Einheit", max_length=60, required=False)
    decimals = WholeCell(label="Nachkommastellen", min_value=0, max_value=4)
    direction = LabelCell(label="Richtung", choices=Direction.choices)
    optimum = NumberCell(label="angestrebter Wert", required=False)
    frequency = LabelCell(label="Turnus", choices=Frequency.choices)
    annual_rule = LabelCell(label="Jahreswert", choices=AnnualRule.choices)
    district_relation = LabelCell(label="Ortsteilwerte", choices=DistrictRelation.choices)
    measures_population = YesNoCell(label="zählt die Einwohner")
    lower_bound = NumberCell(label="kleinster möglicher Wert", required=False)
    upper_bound = NumberCell(label="größter möglicher Wert", required=False)
    due_after_months = WholeCell(label="fällig nach (Monaten)", min_value=0, max_value=36)
    area = RowCell(ActionArea.objects.all(), key="number", label="Handlungsfeld", required=False)
    department = RowCell(
        Department.objects.all(), key="name", label="zuständige Abteilung", required=False
    )
    sdgs = RowsCell(Sdg.objects.all(), key="number", label="SDG")
    method = TextCell(label="Methode", lines=True, max_length=5000, required=False)
    source = TextCell(label="Quelle", max_length=300, required=False)
    source_url = LinkCell(label="Link zur Quelle", max_length=500, required=False)
    data_basis = TextCell(label="Datenbasis", lines=True, max_length=5000, required=False)
    interpretation = TextCell(label="Lesehilfe", lines=True, max_length=5000, required=False)

    class Meta:
        model = Indicator
        fields = (
            "name",
            "short_name",
            "definition",
            "formula",
            "expression",
            "unit",
            "decimals",
            "direction",
            "optimum",
            "frequency",
            "annual_rule",
            "district_relation",
            "measures_population",
            "lower_bound",
            "upper_bound",
            "due_after_months",
            "area",
            "department",
            "sdgs",
            "method",
            "source",
            "source_url",
            "data_basis",
            "interpretation",
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk:
            self.check_values(cleaned)
        else:
            self.instance.slug = free_address(cleaned.get("name", ""), self.instance.code)
        self.check_formula(cleaned)
        return cleaned

    def check_values(self, cleaned: Mapping[str, Any]) -> None:
        """The values in the ledger must fit the rules of their indicator."""
        values = Measurement.objects.filter(indicator=self.instance.pk)
        for name in RULES_FOR_VALUES:
            if name in cleaned and values.unfit_for(name, cleaned[name]).exists():
                self.add_error(name, UNFIT_VALUES)


def free_address(name: str, code: str) -> str:
    """The slug of a new indicator: from its name, with its code if the name is taken."""
    slug = address_of(name, 100)
    taken = slug in ("", *TAKEN_SLUGS) or Indicator.objects.filter(slug=slug).exists()
    return f"{slug}-{address_of(code, 20)}".strip("-") if taken else slug


# Sheets --------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the head of its first column, its form, and how rows are found."""

    title: str
    key_head: str
    key: str  # the field the first column holds
    form: type[forms.ModelForm[Any]]
    stored: Callable[[], QuerySet[Any]]  # all rows with what their cells need
    new: Callable[[str], models.Model]  # a row for a code that is not stored; raises NoSuchRow

    @cached_property
    def columns(self) -> Mapping[str, Cell]:
        """The fields by name, in the order of the sheet."""
        return self.form.base_fields  # type: ignore[return-value]  # all of them are cells

    def cells(self, row: models.Model) -> dict[str, CellValue]:
        """What the cells of a stored row show, by field."""
        return {name: cell.to_cell(held(row, name)) for name, cell in self.columns.items()}


def held(row: models.Model, name: str) -> Any:
    """What a row holds in a field; the rows of a to-many field in their order."""
    if name == "measured_by":
        links = row.indicator_links.all()  # type: ignore[attr-defined]
        return [one.indicator for one in sorted(links, key=lead_first)]
    if name == "sdgs":
        return sorted(row.sdgs.all(), key=lambda sdg: sdg.number)  # type: ignore[attr-defined]
    return getattr(row, name)


def lead_first(link: IndicatorGoal) -> tuple[bool, str]:
    return not link.is_lead, link.indicator.code


def link_indicators(goal: OperationalGoal, wanted: list[Indicator]) -> None:
    """Let a goal be measured by just these indicators, the first of them leading."""
    goal.indicator_links.exclude(indicator__in=wanted).delete()
    goal.indicator_links.update(is_lead=False)  # one leads: never two at once
    for position, indicator in enumerate(wanted):
        IndicatorGoal.objects.update_or_create(
            goal=goal,
            indicator=indicator,
            defaults={"is_lead": position == 0},
            create_defaults={"is_lead": position == 0, "is_sample": goal.is_sample},
        )


def no_new_area(code: str) -> models.Model:
    raise NoSuchRow("Die acht Handlungsfelder haben die Nummern 1 bis 8.")


def new_strategic_goal(code: str) -> models.Model:
    above, position = place_of(code)
    area = ActionArea.objects.filter(number=above).first() if above.isdigit() else None
    if area is None:
        raise NoSuchRow("Ein strategisches Ziel hat eine Nummer wie 1.2: Handlungsfeld und Stelle.")
    return StrategicGoal(area=area, position=position, code=code)


def new_operational_goal(code: str) -> models.Model:
    above, position = place_of(code)
    goal = StrategicGoal.objects.filter(code=above).first()
    if goal is None:
        raise NoSuchRow(
            "Ein operatives Ziel hat eine Nummer wie 1.2.3; das strategische Ziel davor muss es "
            "geben oder im Blatt „Strategische Ziele“ stehen."
        )
    return OperationalGoal(strategic_goal=goal, position=position, code=code)


def place_of(code: str) -> tuple[str, int]:
    """What stands above a goal, and its place there: "1.2.3" is the third of 1.2."""
    found = CODE.fullmatch(code)
    return (found["above"], int(found["position"])) if found else ("", 0)


def new_indicator(code: str) -> models.Model:
    if len(code) > LONGEST_CODE:
        raise NoSuchRow(f"Eine Kennung hat höchstens {LONGEST_CODE} Zeichen.")
    return Indicator(code=code)


SHEETS = (
    Sheet(
        "Handlungsfelder",
        "Nummer",
        "number",
        AreaForm,
        lambda: ActionArea.objects.all(),
        no_new_area,
    ),
    Sheet(
        "Strategische Ziele",
        "Nummer",
        "code",
        StrategicGoalForm,
        lambda: StrategicGoal.objects.prefetch_related("sdgs"),
        new_strategic_goal,
    ),
    Sheet(
        "Kennzahlen",
        "Kennung",
        "code",
        IndicatorForm,
        lambda: Indicator.objects.select_related("area", "department").prefetch_related("sdgs"),
        new_indicator,
    ),
    Sheet(
        "Operative Ziele",
        "Nummer",
        "code",
        OperationalGoalForm,
        lambda: OperationalGoal.objects.select_related("department").prefetch_related(
            "indicator_links__indicator"
        ),
        new_operational_goal,
    ),
)
