"""Forms of the entry: one value, and which place and period it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from indicators.entry.checks import Problem, gaps, unclear, unexplained
from indicators.entry.contradictions import contradiction
from indicators.entry.due import newest_complete
from indicators.entry.fields import PlainTextField, WebAddressField
from indicators.entry.plausibility import Oddity
from indicators.entry.readings import Reading, for_input, read_value
from indicators.entry.slots import Content, Seen, Slot
from indicators.entry.worksheets import Worksheet
from indicators.enums import DistrictRelation, Frequency, MissingReason
from indicators.models import Indicator
from indicators.named_periods import FIRST_YEAR, Period, part_label
from indicators.periods import months_per_period
from strategy.models import District

SECRETS = ("csrfmiddlewaretoken",)
UNCHANGED = "Am freigegebenen Wert ist noch nichts geändert."
BLANK = "Es fehlt noch ein Wert, ein Grund für „kein Wert“ oder eine Anmerkung."


class SeenForm(forms.Form):
    """What the value form showed when it was opened, as it sends it back."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    revision = forms.IntegerField(min_value=0, max_value=2**15 - 1)

    @property
    def seen(self) -> Seen | None:
        """None if the numbers are missing or forged: then nothing can be compared."""
        return Seen(**self.cleaned_data) if self.is_valid() else None


class ValueForm(forms.Form):
    """One value, or the reason why there is none.

    A draft may be incomplete but not impossible; only what is submitted has to be explained.
    """

    value = forms.CharField(
        label="Wert",
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "data-wanted": True}
        ),
    )
    confirmed = forms.CharField(label="Bestätigung der Zahl", required=False)
    provisional = forms.BooleanField(label="Der Wert ist vorläufig", required=False)
    missing_reason = forms.ChoiceField(
        label="Kein Wert, weil",
        required=False,
        choices=[("", "es gibt einen Wert"), *MissingReason.choices],
    )
    missing_note = PlainTextField(
        label="Erläuterung",
        required=False,
        max_length=500,
        help_text="Zum Beispiel: wird voraussichtlich im Mai veröffentlicht.",
    )
    source = PlainTextField(
        label="Quelle",
        required=False,
        max_length=500,
        widget=forms.TextInput(
            attrs={"list": "sources", "autocomplete": "off", "data-wanted": True}
        ),
    )
    comment = PlainTextField(
        label="Anmerkung",
        required=False,
        lines=True,
        max_length=4000,
        help_text="Wird zusammen mit dem Wert veröffentlicht.",
    )
    evidence_link = WebAddressField(label="Beleg (Link)", required=False, max_length=500)
    warning_reason = PlainTextField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "data-wanted": True}),
    )

    def __init__(self, data: Any = None, *, sheet: Worksheet, submitting: bool = False) -> None:
        content = sheet.content
        initial = {name: getattr(content, name) for name in SAVED}
        initial["value"] = for_input(content.value, sheet.slot.indicator.decimals)
        super().__init__(data, initial=initial)
        self.sheet = sheet
        self.submitting = submitting
        self.fields["value"].help_text = number_hint(sheet.slot.indicator.decimals)
        self.fields["warning_reason"].label = (
            "Grund der Korrektur" if sheet.corrects else "Grund der Abweichung"
        )

    @cached_property
    def reading(self) -> Reading:
        """What the text of the value field means, typed or stored."""
        slot = self.sheet.slot
        return read_value(
            str(self["value"].value() or ""), slot.rules, slot.period, self.sheet.points
        )

    @property
    def asks_reason(self) -> bool:
        """An odd value and a correction are explained."""
        return bool(self.oddities) or self.sheet.corrects

    @cached_property
    def oddities(self) -> tuple[Oddity, ...]:
        """What looks wrong; a number that has been released already is not asked about again."""
        released, value = self.sheet.released, self.reading.value
        if value is None or (released and released.value == value):
            return ()
        beside = contradiction(self.sheet.slot, value, self.sheet.parts)
        return (*self.reading.oddities, beside) if beside else self.reading.oddities

    def clean(self) -> dict[str, Any]:
        self.check_value()
        if self.submitting:
            self.check_complete()
        elif not (self.errors or self.sheet.has_draft):
            self.check_worth()
        return self.cleaned_data

    def check_value(self) -> None:
        """What holds for drafts, too: a value is a possible number, and meant as it was read."""
        said = self.cleaned_data.get
        for problem in unclear(
            self.reading,
            missing_reason=said("missing_reason", ""),
            confirmed=said("confirmed", ""),
        ):
            self.add_error(problem.field, problem.text)

    def check_worth(self) -> None:
        """A first draft says something that is not in force already."""
        if self.sheet.says_the_same(self.content):
            self.add_error(None, UNCHANGED)
        elif self.content.is_blank:
            self.add_error(None, BLANK)

    def check_complete(self) -> None:
        """What is submitted says everything that is published with it, and why it is odd."""
        content = self.content
        is_unclear = bool(self.reading.error) or "missing_reason" in self.errors
        self.add_problems(gaps(content, is_unclear=is_unclear))
        self.add_problems(
            unexplained(
                content,
                is_odd=bool(self.oddities),
                corrects=self.sheet.corrects,
                says_the_same=not is_unclear and self.sheet.says_the_same(content),
            )
        )

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show problems at their fields; a field with an error of its own needs no second one."""
        for problem in problems:
            if problem.field not in self.errors:
                self.add_error(problem.field or None, problem.text)

    @property
    def content(self) -> Content:
        """What is to be stored; what does not belong to the value is left out."""
        said = {name: value for name, value in self.cleaned_data.items() if name in SAVED}
        if not said.get("missing_reason"):
            said["missing_note"] = ""
        if not self.asks_reason:
            said["warning_reason"] = ""
        return Content(**said | {"value": self.reading.value})

    @property
    def first_problem(self) -> str:
        """Why this cannot be kept, in one sentence; empty if it can.

        What the value field says wrong stands beside it while it is typed.
        """
        for name, errors in self.errors.items():
            if name in ("value", "confirmed"):
                return "Bitte prüfen Sie zuerst den Wert."
            said = str(errors[0])
            return said if name == NON_FIELD_ERRORS else f"{self[name].label}: {said}"
        return ""

    @property
    def unknown_fields(self) -> list[str]:
        """Fields that were sent but do not exist; they change nothing."""
        known = {*self.fields, *SeenForm.base_fields, *SECRETS, "step"}
        return sorted(set(self.data) - known)


SAVED = frozenset(ValueForm.base_fields) - {"value", "confirmed"}


class PlaceForm(forms.Form):
    """The part of the city that an address names; nothing means the whole of it."""

    ortsteil = forms.SlugField(required=False)


class PeriodForm(forms.Form):
    """Another period or another part of the city for an indicator."""

    jahr = forms.IntegerField(label="Jahr")
    teil = forms.TypedChoiceField(label="Abschnitt", coerce=int)
    ortsteil = forms.ChoiceField(label="Gebiet", required=False)

    def __init__(
        self, data: Any = None, *, indicator: Indicator, today: date, shown: Slot | None = None
    ) -> None:
        period = shown.period if shown else newest_complete(indicator.frequency, today)
        initial: dict[str, object] = {"jahr": period.first_day.year, "teil": period.part}
        if shown and not shown.is_city:
            initial["ortsteil"] = shown.district.slug
        super().__init__(data, initial=initial)
        self.indicator, self.today = indicator, today
        self.fields["jahr"].widget.attrs |= {"min": FIRST_YEAR, "max": today.year}
        if indicator.frequency == Frequency.YEAR:
            del self.fields["teil"]
        else:
            self.offer("teil", part_choices(indicator.frequency))
        if indicator.district_relation == DistrictRelation.NONE:
            del self.fields["ortsteil"]
        else:
            self.offer("ortsteil", district_choices())

    def offer(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        year = self.cleaned_data["jahr"]
        if not FIRST_YEAR <= year <= self.today.year or self.period.first_day > self.today:
            self.add_error(
                "jahr",
                f"Möglich sind Zeiträume ab {FIRST_YEAR}, die schon begonnen haben.",
            )
        return self.cleaned_data

    @property
    def period(self) -> Period:
        part = self.cleaned_data.get("teil", 1)
        return Period.of(self.cleaned_data["jahr"], self.indicator.frequency, part)


def number_hint(decimals: int) -> str:
    """How to type a number of an indicator."""
    if not decimals:
        return "Eine ganze Zahl. Punkt nur für Tausender."
    allowed = "1 Nachkommastelle" if decimals == 1 else f"{decimals} Nachkommastellen"
    return f"Komma für Nachkommastellen (höchstens {allowed}), Punkt nur für Tausender."


def part_choices(frequency: str) -> list[tuple[int, str]]:
    parts = 12 // months_per_period(frequency)
    return [(part, part_label(frequency, part)) for part in range(1, parts + 1)]


def district_choices() -> list[tuple[str, str]]:
    places = District.objects.parts().values_list("slug", "name")
    return [("", "Gesamtstadt"), *places]
