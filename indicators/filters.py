"""Query strings of comparison, search and tile map; those of the list are in list_filter.py."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import slug_re

from indicators.enums import DistrictRelation
from indicators.models import Indicator
from indicators.models.indicators import IndicatorQuerySet
from indicators.per_capita import WORDS


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
