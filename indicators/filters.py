"""Query strings of comparison, search and tile map; those of the list are in list_filter.py."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from indicators.enums import DistrictRelation
from indicators.models import Indicator, Measurement
from indicators.models.indicators import IndicatorQuerySet
from indicators.per_capita import WORDS
from strategy.enums import DistrictKind
from strategy.search import Wording, folded, understood


def with_district_values() -> IndicatorQuerySet:
    """Indicators that are kept for the parts of the city as well."""
    return Indicator.objects.exclude(district_relation=DistrictRelation.NONE)


def comparable_first() -> IndicatorQuerySet:
    """The same, by how well a map of them can be read: those with values come first, and of
    these means and rates, for a map of sums shows above all where many people live."""
    of_parts = Measurement.objects.current().exclude(district__kind=DistrictKind.CITY)
    told = of_parts.filter(indicator=OuterRef("pk"), value__isnull=False)
    is_sum = Q(district_relation=DistrictRelation.SUM)
    return with_district_values().order_by(
        Exists(told).desc(), ExpressionWrapper(is_sum, BooleanField()), "name"
    )


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
    SIMILAR = 6

    k = forms.CharField(label="Kennzahl hinzufügen", required=False)
    skala = forms.ChoiceField(
        label="Skala",
        choices=[("eigene", "jede auf eigener Skala"), ("index", "als Index auf gleicher Skala")],
        required=False,
    )

    @cached_property
    def known(self) -> list[Indicator]:
        """Every indicator, by name."""
        return list(Indicator.objects.only("slug", "name", "short_name").order_by("name"))

    @property
    def asked(self) -> list[str]:
        """What is asked for, in its order, each once: parts of addresses, or names as typed."""
        given = self.data.getlist("k") if self.is_bound else []  # type: ignore[attr-defined]
        return list(dict.fromkeys(one.strip() for one in given if one.strip()))

    @cached_property
    def found(self) -> dict[str, Indicator | None]:
        """The indicator of each thing asked for; None if nothing is called so."""
        by_slug = {one.slug: one for one in self.known}
        by_name = {folded(one.name): one for one in self.known}
        return {text: by_slug.get(text) or by_name.get(folded(text)) for text in self.asked}

    def chosen(self) -> list[Indicator]:
        """The indicators to compare, as many as fit, in the order asked for."""
        each = {one.pk: one for one in self.found.values() if one}
        return list(each.values())[: self.MOST]

    @property
    def has_names(self) -> bool:
        """Something was asked for by its name: the address to share has its slug."""
        return any(one and one.slug != text for text, one in self.found.items())

    def others(self) -> list[Indicator]:
        """What could be added."""
        chosen = {one.pk for one in self.chosen()}
        return [one for one in self.known if one.pk not in chosen]

    @property
    def unknown(self) -> str:
        """The first thing asked for that nothing is called; empty if all is known."""
        return next((text for text, one in self.found.items() if one is None), "")[:100]

    def similar(self) -> list[Indicator]:
        """What could have been meant by it: some that have its words."""
        if not self.unknown:
            return []
        pairs = [(one, Wording((one.name, one.short_name))) for one in self.others()]
        needles = understood(self.unknown, [texts for _, texts in pairs]).needles
        fitting = [one for one, texts in pairs if all(needle.is_in(texts) for needle in needles)]
        return fitting[: self.SIMILAR]

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
        """The indicator asked for, else the first that compares well; None without any."""
        chosen: Indicator | None = self._wanted("kennzahl")
        return chosen or comparable_first().first()

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
