"""The rules of formulas, for every form in which indicators are edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from indicators.enums import Origin
from indicators.formulas.checks import (
    Finding,
    Subject,
    findings_elsewhere,
    formula_findings,
)
from indicators.formulas.reading import MAX_LENGTH, FormulaError, read_formula
from indicators.formulas.trees import inputs_of
from indicators.formulas.writing import formula_text
from indicators.models import Indicator, Measurement
from indicators.triggers import IN_WORK_MESSAGE, USED_MESSAGE

# What a change of makes computed values wrong.
DECIDES_VALUES = (
    "expression",
    "measures_population",
    "district_relation",
    "lower_bound",
    "upper_bound",
)
TOO_LONG = f"In der Schreibweise des Zielmonitors ist die Formel länger als {MAX_LENGTH} Zeichen."


def subject_of(indicator: Indicator) -> Subject:
    """An indicator as the pure checks take it."""
    return Subject(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        frequency=indicator.frequency,
        relation=indicator.district_relation,
        expression=indicator.expression,
        counts_population=indicator.measures_population,
        is_sample=indicator.is_sample,
    )


class FormulaRules(forms.ModelForm[Indicator]):
    """A form of an indicator whose formula, or part in the formulas of others, must be sound.

    Call `check_formula` at the end of `clean`. What cannot be decided is in `questions`
    afterwards; it prevents nothing.
    """

    how_to_replace = ""  # a German sentence: how entered values can be superseded on purpose
    questions: list[str]

    def check_formula(self, cleaned: dict[str, Any], *, replaces_values: bool = False) -> None:
        self.questions = []
        wanted = self.proposed(cleaned)
        others = [subject_of(one) for one in Indicator.objects.exclude(pk=self.instance.pk)]
        self.tell(formula_findings(wanted, others))
        if self.instance.pk and wanted.code != self.instance.code and self.is_used(others):
            self.add_error(self.place("code"), USED_MESSAGE)
        elif self.instance.pk:
            before = {one.text for one in findings_elsewhere(subject_of(self.instance), others)}
            found = findings_elsewhere(wanted, others)
            self.tell([one for one in found if one.text not in before])
            if wanted.expression and not self.instance.expression:
                self.check_entered_values(replaces_values=replaces_values)
        if wanted.expression and not self.errors:
            cleaned["expression"] = formula_text(read_formula(wanted.expression))
            if len(cleaned["expression"]) > MAX_LENGTH:
                self.add_error(self.place("expression"), TOO_LONG)

    def is_used(self, others: list[Subject]) -> bool:
        """Whether a formula names this indicator by its code."""
        return any(self.instance.code in names_in(one.expression) for one in others)

    def proposed(self, cleaned: Mapping[str, Any]) -> Subject:
        """The indicator as it would be; what a form does not ask stays as it is."""

        def said(name: str) -> Any:
            return cleaned.get(name, getattr(self.instance, name))

        return Subject(
            code=said("code"),
            name=said("name"),
            unit=said("unit"),
            frequency=said("frequency"),
            relation=said("district_relation"),
            expression=said("expression"),
            counts_population=said("measures_population"),
            is_sample=self.instance.is_sample,
        )

    def tell(self, findings: list[Finding]) -> None:
        for one in findings:
            if one.is_error:
                self.add_error(self.place(one.field), one.text)
            else:
                self.questions.append(one.text)

    def place(self, field: str) -> str | None:
        """The field an error belongs to; None: to the whole form."""
        return field if field in self.fields else None

    def check_entered_values(self, *, replaces_values: bool) -> None:
        """Values that people entered are not superseded by accident."""
        values = Measurement.objects.filter(indicator=self.instance)
        if values.in_work().exists():
            self.add_error(self.place("expression"), IN_WORK_MESSAGE)
        entered = values.current().exclude(origin=Origin.COMPUTED).count()
        if entered and not replaces_values:
            self.add_error(
                self.place("expression"),
                f"Für diese Kennzahl {counted(entered)}. Wo die Formel etwas ergibt, würde das "
                "den erfassten Wert ablösen; unter „Fassungen der Werte“ bliebe er sichtbar. "
                f"{self.how_to_replace}",
            )


def names_in(expression: str) -> tuple[str, ...]:
    """What a stored formula counts with; nothing if it cannot be read."""
    try:
        return inputs_of(read_formula(expression))
    except FormulaError:
        return ()


def counted(values: int) -> str:
    return "gilt ein erfasster Wert" if values == 1 else f"gelten {values} erfasste Werte"
