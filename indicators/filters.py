"""The query string of the list of indicators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import slug_re

from indicators.distributions import LABELS
from indicators.enums import DistrictRelation
from indicators.freshness import Freshness
from indicators.models import Indicator
from indicators.models.indicators import IndicatorQuerySet
from indicators.per_capita import WORDS
from indicators.scorecards import Scorecard
from strategy.forms import area_field
from strategy.models import Department
from strategy.search import matches

ALL = [("", "alle")]


class IndicatorFilterForm(forms.Form):
    """Filter and search. An unknown choice is ignored: an old link shows more, never an error."""

    q = forms.CharField(
        label="Suche", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    feld = area_field()
    abteilung = forms.ModelChoiceField(
        label="zuständig",
        queryset=Department.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="alle",
    )
    ausblick = forms.ChoiceField(label="Ausblick", choices=[*ALL, *LABELS.items()], required=False)
    aktualitaet = forms.ChoiceField(
        label="Aktualität",
        choices=[*ALL, *((state.value, state.label) for state in Freshness)],
        required=False,
    )
    ortsteile = forms.BooleanField(label="nur mit Ortsteilwerten", required=False)

    def apply(self, indicators: IndicatorQuerySet) -> IndicatorQuerySet:
        """Indicators that fit, by what the database knows of them."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("feld"):
            indicators = indicators.filter(area=wanted["feld"])
        if wanted.get("abteilung"):
            indicators = indicators.filter(department=wanted["abteilung"])
        if wanted.get("ortsteile"):
            indicators = indicators.exclude(district_relation=DistrictRelation.NONE)
        return indicators

    def choose(self, cards: Iterable[Scorecard]) -> list[Scorecard]:
        """Scorecards that fit, by what is judged of them, and by the words searched for."""
        self.is_valid()
        wanted = self.cleaned_data
        outlook, state = wanted.get("ausblick"), wanted.get("aktualitaet")
        return [
            card
            for card in cards
            if (not outlook or card.status == outlook)
            and (not state or card.freshness.freshness.value == state)
            and matches(wanted.get("q") or "", *searched_texts(card))
        ]


def searched_texts(card: Scorecard) -> tuple[str, ...]:
    """Where the search looks: names, code, definition, department and goals."""
    indicator = card.indicator
    goals = (f"{link.goal.code} {link.goal.title}" for link in card.goal_links)
    department = str(indicator.department) if indicator.department else ""
    return (
        indicator.name,
        indicator.short_name,
        indicator.code,
        indicator.definition,
        department,
        *goals,
    )


def with_district_values() -> IndicatorQuerySet:
    """Indicators that are kept for the parts of the city as well."""
    return Indicator.objects.exclude(district_relation=DistrictRelation.NONE)


class NamedIndicatorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    """Indicators by their names: readers do not know the codes."""

    def label_from_instance(self, obj: Indicator) -> str:
        return obj.name


class SearchForm(forms.Form):
    """The words somebody looks for, anywhere."""

    q = forms.CharField(
        label="Suche", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )

    @property
    def query(self) -> str:
        """The words; nothing for what is too long or no text."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class ComparisonForm(forms.Form):
    """Which indicators stand beside each other. What is unknown or too much is left out."""

    MOST = 4

    k = forms.CharField(label="Kennzahl hinzufügen", required=False)
    skala = forms.ChoiceField(
        label="Skala",
        choices=[("eigene", "jede auf eigener Skala"), ("index", "als Index auf gleicher Skala")],
        required=False,
    )

    @property
    def asked(self) -> list[str]:
        """The addresses asked for, in their order, each once."""
        slugs = self.data.getlist("k") if self.is_bound else []  # type: ignore[attr-defined]
        return list(dict.fromkeys(filter(slug_re.match, slugs)))  # PostgreSQL takes no NUL

    def chosen(self) -> list[Indicator]:
        """The indicators to compare, as many as fit, in the order asked for."""
        known = {one.slug: one for one in Indicator.objects.filter(slug__in=self.asked)}
        return [known[slug] for slug in self.asked if slug in known][: self.MOST]

    def others(self) -> IndicatorQuerySet:
        """What could be added."""
        return Indicator.objects.exclude(slug__in=self.asked).only("slug", "name")

    @property
    def wants_index(self) -> bool:
        return bool(self.data.get("skala") == "index")


class DistrictMapForm(forms.Form):
    """What the map of the parts shows. What is unknown or does not fit falls back, in silence."""

    kennzahl = NamedIndicatorField(
        label="Kennzahl",
        queryset=with_district_values(),
        to_field_name="slug",
        required=False,
        empty_label=None,
    )
    je = forms.ChoiceField(
        label="Ansicht",
        choices=[("", "insgesamt"), ("einwohner", WORDS)],
        required=False,
    )
    jahr = forms.IntegerField(label="Jahr", required=False)
    sortierung = forms.ChoiceField(
        label="Sortierung", choices=[("", "nach Namen"), ("wert", "nach Wert")], required=False
    )

    def chosen(self) -> Indicator | None:
        """The indicator asked for, else the first with district values; None without any."""
        chosen: Indicator | None = self._wanted("kennzahl")
        return chosen or with_district_values().first()

    @property
    def year(self) -> int | None:
        """The year asked for; None: the newest."""
        wanted: int | None = self._wanted("jahr")
        return wanted

    @property
    def per_capita(self) -> bool:
        return bool(self._wanted("je"))

    @property
    def by_value(self) -> bool:
        """The table begins with the highest value."""
        return bool(self._wanted("sortierung"))

    def _wanted(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)
