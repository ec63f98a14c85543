"""Forms of collection rounds: what a round asks for, and the filter of its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField

from indicators.entry.due import Standing
from indicators.entry.fields import PlainTextField
from indicators.entry.lines import Line
from indicators.entry.responsible import NOBODY_ANSWERS, Responsible
from indicators.entry.rounds import Plan
from indicators.models import Indicator
from indicators.models.rounds import LONGEST_GRACE
from strategy.models import Department

NO_AREA, NO_AREA_KEY = "Ohne Handlungsfeld", "ohne"
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2110, 12, 31)  # what a day of a round may be
NO_DAY = "Bitte einen Tag angeben, zum Beispiel 31.1.2026."
LONGEST_TIME = timedelta(days=2 * 366)  # to answer
TERMS = ("opens_on", "deadline", "grace_days", "note")


class DayField(forms.DateField):
    """A day, from the browser's calendar or typed as 31.1.2026."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": NO_DAY, "required": "Bitte einen Tag angeben."},
            validators=[MinValueValidator(FIRST_DAY, NO_DAY), MaxValueValidator(LAST_DAY, NO_DAY)],
            **options,
        )


@dataclass(frozen=True, slots=True)
class Ask:
    """An indicator in the form of a round."""

    indicator: Indicator
    chosen: BoundField
    department: BoundField


@dataclass(frozen=True, slots=True)
class AskGroup:
    """The indicators of a Handlungsfeld in the form of a round."""

    key: str  # of the area in the buttons that choose all or none of it
    name: str
    asks: Sequence[Ask]

    @property
    def chosen(self) -> int:
        return sum(bool(ask.chosen.value()) for ask in self.asks)


class RoundForm(forms.Form):
    """Year, dates and note of a round, and for every indicator whether and whom it asks."""

    year = forms.IntegerField(
        label="Jahr",
        min_value=1990,
        max_value=2100,
        help_text="Das Jahr, dessen Werte erhoben werden.",
    )
    opens_on = DayField(label="beginnt am", help_text="Von da an steht sie in den Aufgaben.")
    deadline = DayField(label="Frist", help_text="Der letzte Tag, an dem ein Wert pünktlich ist.")
    grace_days = forms.IntegerField(
        label="Nachfrist in Tagen",
        min_value=0,
        max_value=LONGEST_GRACE,
        help_text="Danach gilt ein fehlender Wert als überfällig.",
    )
    note = PlainTextField(
        label="Hinweis an die Abteilungen",
        required=False,
        lines=True,
        max_length=2000,
        help_text="Steht über der Liste der Werte und in jeder Erinnerung.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        initial: Mapping[str, Any],
        people: Mapping[int, Responsible],
        year: int | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.fixed_year = year  # of a round that is there already
        if year is not None:
            del self.fields["year"]
        departments = department_choices(people)
        for indicator in self.indicators:
            self.fields[chosen_name(indicator)] = forms.BooleanField(
                label=indicator.name, required=False
            )
            self.fields[department_name(indicator)] = forms.TypedChoiceField(
                label=f"Wer antwortet für {indicator.name}",
                choices=departments,
                required=False,
                coerce=int,
                empty_value=None,
                widget=forms.Select(attrs={"aria-label": f"Wer antwortet für {indicator.name}"}),
            )

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Every indicator whose values people enter, by Handlungsfeld."""
        return list(Indicator.objects.entered().by_area().select_related("area", "department"))

    @property
    def groups(self) -> list[AskGroup]:
        """What may be asked for, by Handlungsfeld."""
        return [
            AskGroup(key, name, [self.ask(indicator) for indicator in found])
            for (key, name), found in groupby(self.indicators, key=area_of)
        ]

    def ask(self, indicator: Indicator) -> Ask:
        return Ask(indicator, self[chosen_name(indicator)], self[department_name(indicator)])

    @property
    def chosen(self) -> Iterator[Indicator]:
        return (one for one in self.indicators if self.cleaned_data.get(chosen_name(one)))

    def clean(self) -> dict[str, Any]:
        for indicator in self.chosen:
            name = department_name(indicator)
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, "Bitte wählen Sie, welche Abteilung antwortet.")
        if not any(self.chosen):
            self.add_error(None, "Bitte wählen Sie mindestens eine Kennzahl aus.")
        self.check_dates()
        return self.cleaned_data

    def check_dates(self) -> None:
        said = self.cleaned_data
        year, opens_on, deadline = self.said_year, said.get("opens_on"), said.get("deadline")
        if opens_on and deadline and deadline < opens_on:
            self.add_error("deadline", "Die Frist liegt vor dem Beginn der Runde.")
        elif opens_on and deadline and deadline - opens_on > LONGEST_TIME:
            self.add_error(
                "deadline", "Die Frist liegt Jahre nach dem Beginn; bitte das Jahr prüfen."
            )
        elif deadline and year and deadline <= date(year, 12, 31):
            self.add_error(
                "deadline",
                f"Die Werte für {year} liegen erst nach dem Jahresende vor; "
                "bitte eine spätere Frist wählen.",
            )

    @property
    def said_year(self) -> int | None:
        return self.fixed_year or self.cleaned_data.get("year")

    @property
    def plan(self) -> Plan:
        """What was typed, once it is valid."""
        said = self.cleaned_data
        return Plan(
            year=self.said_year or 0,
            asked={one.pk: said[department_name(one)] for one in self.chosen},
            **{name: said[name] for name in TERMS},
        )


def initial_of(plan: Plan, indicators: Iterable[Indicator]) -> dict[str, Any]:
    """What the form begins with; an indicator not asked for proposes its own department."""
    initial: dict[str, Any] = {name: getattr(plan, name) for name in ("year", *TERMS)}
    for one in indicators:
        initial[chosen_name(one)] = one.pk in plan.asked
        initial[department_name(one)] = plan.asked.get(one.pk, one.department_id)
    return initial


def with_area(data: Mapping[str, Any], indicators: Iterable[Indicator]) -> dict[str, Any]:
    """What the form begins with after "alle" or "keine" of an area was pressed."""
    initial = {name: data[name] for name in data}
    for one in indicators:
        if area_key(one) in (data.get("all"), data.get("none")):
            initial[chosen_name(one)] = area_key(one) == data.get("all")
    return initial


def chosen_name(indicator: Indicator) -> str:
    return f"ask-{indicator.pk}"


def department_name(indicator: Indicator) -> str:
    return f"department-{indicator.pk}"


def area_of(indicator: Indicator) -> tuple[str, str]:
    """Key in addresses and buttons, and name."""
    area = indicator.area
    return (area.slug, area.name) if area else (NO_AREA_KEY, NO_AREA)


def area_key(indicator: Indicator) -> str:
    return area_of(indicator)[0]


def department_choices(people: Mapping[int, Responsible]) -> list[tuple[object, str]]:
    """The departments with who answers, for the choice beside an indicator."""
    rows = [(one.pk, one.name) for one in Department.objects.all()]
    named = [(key, f"{name}: {words(people.get(key))}") for key, name in rows]
    return [("", "bitte wählen"), *named]


def words(people: Responsible | None) -> str:
    return people.words if people else NOBODY_ANSWERS


class SeenRoundForm(forms.Form):
    """Which state of a round a form began with."""

    seen = forms.CharField(max_length=64)


class RoundValuesForm(forms.Form):
    """Which values of a round are listed. An unknown choice is ignored, never an error."""

    abteilung = forms.ChoiceField(label="Abteilung", required=False)
    feld = forms.ChoiceField(label="Handlungsfeld", required=False)
    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[
            ("", "alle"),
            ("missing", "fehlt noch"),
            ("late", "überfällig"),
            *((one.value, one.label) for one in Standing),
        ],
    )

    def __init__(self, data: Any, *, lines: Sequence[Line]) -> None:
        super().__init__(data)
        asked = {line.department for line in lines if line.department}
        self.offer("abteilung", {(one.slug, one.name) for one in asked})
        self.offer("feld", {area_of(line.slot.indicator) for line in lines})

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "alle"), *sorted(choices, key=lambda one: one[1])]

    def apply(self, lines: Iterable[Line]) -> list[Line]:
        """The lines that fit, what is to do first."""
        self.is_valid()
        wanted = self.cleaned_data
        return sorted(
            (
                line
                for line in lines
                if wanted.get("abteilung", "") in ("", getattr(line.department, "slug", None))
                and wanted.get("feld", "") in ("", area_key(line.slot.indicator))
                and stands(line, wanted.get("stand", ""))
            ),
            key=lambda line: (line.is_handed_in, line.order),
        )


def stands(line: Line, wanted: str) -> bool:
    """Whether a line stands as the filter wants it."""
    if wanted == "missing":
        return line.standing.needs_work
    return line.is_late if wanted == "late" else wanted in ("", line.standing.value)
