"""The form of an expected effect, in the administration of actions."""

from __future__ import annotations

from typing import Any

from django import forms

from indicators.models import ExpectedEffect

FIRST_YEAR, LAST_YEAR = 1900, 2100
NO_SIDE = "Bitte geben Sie wenigstens eine der beiden Zahlen an, „Änderung von“ oder „bis“."
WRONG_ORDER = (
    "Diese Zahl ist kleiner als „Änderung von“. Bitte tauschen Sie beide; mit Vorzeichen ist "
    "−200 kleiner als −100."
)
NO_YEAR = f"Das Jahr muss zwischen {FIRST_YEAR} und {LAST_YEAR} liegen."
ENDS_FIRST = "Dieses Jahr liegt vor „ab Jahr“."


class EffectForm(forms.ModelForm[ExpectedEffect]):
    """Says at each field what is wrong about it; the constraints hold the same."""

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        self.check_range()
        self.check_years()
        return cleaned

    def check_range(self) -> None:
        if "lower" in self.errors or "upper" in self.errors:
            return
        lower, upper = self.cleaned_data.get("lower"), self.cleaned_data.get("upper")
        if lower is None and upper is None:
            self.add_error("lower", NO_SIDE)
        elif lower is not None and upper is not None and lower > upper:
            self.add_error("upper", WRONG_ORDER)

    def check_years(self) -> None:
        for name in ("from_year", "until_year"):
            year = self.cleaned_data.get(name)
            if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
                self.add_error(name, NO_YEAR)
        first, last = self.cleaned_data.get("from_year"), self.cleaned_data.get("until_year")
        if first is not None and last is not None and last < first:
            self.add_error("until_year", ENDS_FIRST)


def doubt_about(effect: ExpectedEffect) -> str:
    """What is odd about the years of an effect beside those of its action; empty if nothing.

    An effect may well come after the end, when what was built is in use: so it is asked, not
    refused.
    """
    starts, ends = effect.action.starts_on, effect.action.ends_on
    if ends and effect.from_year > ends.year:
        beside = f"die Maßnahme endet schon {ends.year}"
    elif starts and effect.from_year < starts.year:
        beside = f"die Maßnahme beginnt erst {starts.year}"
    else:
        return ""
    return (
        f"Die Wirkung auf „{effect.indicator.name}“ wird ab {effect.from_year} erwartet, {beside}. "
        "Es ist gespeichert; bitte prüfen Sie, ob die Jahre stimmen."
    )
