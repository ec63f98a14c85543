"""The filter of the list of indicators: what fits, how many would fit otherwise, in which order.

Everything is found out from the scorecards, which the list shows anyway: no further query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from indicators.distributions import LABELS, NOT_RATED, RATED, STALE, Distribution
from indicators.enums import DistrictRelation
from indicators.freshness import Freshness
from indicators.scorecards import Scorecard
from strategy.search import Needle, Understood, Wording, folded, understood

Choices = list[tuple[str, str]]


# What can be chosen ------------------------------------------------------------------


def area_of(card: Scorecard) -> str:
    return card.indicator.area.slug if card.indicator.area else ""


def department_of(card: Scorecard) -> str:
    return card.indicator.department.slug if card.indicator.department else ""


def status_of(card: Scorecard) -> str:
    return card.status


def freshness_of(card: Scorecard) -> str:
    return card.freshness.freshness.value


def has_parts(card: Scorecard) -> str:
    return "" if card.indicator.district_relation == DistrictRelation.NONE else "on"


# By the name of the field: which of its choices a scorecard belongs to.
FACETS: Mapping[str, Callable[[Scorecard], str]] = {
    "feld": area_of,
    "abteilung": department_of,
    "ausblick": status_of,
    "aktualitaet": freshness_of,
    "ortsteile": has_parts,
}


# Orders ------------------------------------------------------------------------------


def by_name(card: Scorecard) -> Any:
    return folded(card.indicator.name)


WORST_FIRST = (*reversed(RATED), NOT_RATED, STALE)


def by_status(card: Scorecard) -> Any:
    return WORST_FIRST.index(card.status)


def by_distance(card: Scorecard) -> Any:
    """The largest shortfall in percent of the path first; without a path last."""
    found = card.distance
    if found is None or found.percent is None:
        return 1, Decimal(0)
    return 0, abs(found.percent) if found.better else -abs(found.percent)


def by_age(card: Scorecard) -> Any:
    """The oldest newest value first; without any value last."""
    return card.freshness.last_period or date.max


# Sorting is stable: what is equal stays by name. By default as it comes, by Handlungsfeld.
ORDERS: Mapping[str, Callable[[Scorecard], Any]] = {
    "name": by_name,
    "ausblick": by_status,
    "abstand": by_distance,
    "alter": by_age,
}
ORDER_CHOICES: Choices = [
    ("", "Handlungsfeld"),
    ("name", "Name"),
    ("ausblick", "Ausblick, schlechter zuerst"),
    ("abstand", "Abstand zum Ziel, größter zuerst"),
    ("alter", "Aktualität, ältester Wert zuerst"),
]


# The form -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the list without it."""

    text: str  # "Handlungsfeld: 5 Klima & Energie"
    url: str
    count: int  # indicators in that list


class IndicatorFilterForm(forms.Form):
    """Filter, search and order. An unknown choice is ignored: an old link shows more, no error."""

    q = forms.CharField(
        label="Suche", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    feld = forms.ChoiceField(label="Handlungsfeld", required=False)
    abteilung = forms.ChoiceField(label="zuständig", required=False)
    ausblick = forms.ChoiceField(label="Ausblick", required=False)
    aktualitaet = forms.ChoiceField(label="Aktualität", required=False)
    ortsteile = forms.BooleanField(label="nur mit Ortsteilwerten", required=False)
    sortierung = forms.ChoiceField(label="Reihenfolge", choices=ORDER_CHOICES, required=False)

    def __init__(self, data: QueryDict, cards: Sequence[Scorecard]) -> None:
        super().__init__(data)
        self.cards = cards
        labels = options(cards)
        for name, found in labels.items():
            self.choice_field(name).choices = found
        self.is_valid()
        for name, found in labels.items():
            self.choice_field(name).choices = self.counted(name, found)

    def choice_field(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])

    # What is asked for

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The choices made, by field; what is unknown or empty is left out."""
        given = {name: self.cleaned_data.get(name) for name in FACETS}
        return {name: "on" if value is True else value for name, value in given.items() if value}

    @cached_property
    def words(self) -> str:
        return str(self.cleaned_data.get("q") or "").strip()

    @cached_property
    def wordings(self) -> list[Wording]:
        return [Wording(searched_texts(card)) for card in self.cards] if self.words else []

    @cached_property
    def meant(self) -> Understood:
        """The words searched for, as they are written somewhere in the list."""
        return understood(self.words, self.wordings)

    # What fits

    @cached_property
    def with_words(self) -> list[Scorecard]:
        """All scorecards that have the words searched for."""
        if not self.words:
            return list(self.cards)
        needles: Iterable[Needle] = self.meant.needles
        pairs = zip(self.cards, self.wordings, strict=True)
        return [card for card, texts in pairs if all(needle.is_in(texts) for needle in needles)]

    def fitting(self, without: str = "") -> list[Scorecard]:
        """The scorecards that fit, or would if one of the filters were not there."""
        found = self.cards if without == "q" else self.with_words
        wanted = [(FACETS[name], value) for name, value in self.chosen.items() if name != without]
        return [card for card in found if all(facet(card) == value for facet, value in wanted)]

    @cached_property
    def results(self) -> list[Scorecard]:
        """The scorecards that fit, in the order asked for."""
        order = ORDERS.get(self.cleaned_data.get("sortierung") or "")
        if order is None:
            return self.fitting()
        return sorted(sorted(self.fitting(), key=by_name), key=order)

    @cached_property
    def distribution(self) -> Distribution:
        return Distribution.of("indicators", (card.status for card in self.results))

    def counts(self, name: str) -> Counter[str]:
        """How many indicators each choice of a field gives under the other filters."""
        return Counter(map(FACETS[name], self.fitting(without=name)))

    def counted(self, name: str, choices: Choices) -> Choices:
        """The choices with their numbers."""
        counts = self.counts(name)
        every = [("", f"alle ({counts.total()})")]
        return every + [(key, f"{label} ({counts[key]})") for key, label in choices]

    @property
    def with_parts(self) -> int:
        """How many of the indicators have values of parts of the city."""
        return self.counts("ortsteile")["on"]

    # Addresses

    @property
    def query(self) -> dict[str, str]:
        """The query string with nothing in it that makes no difference."""
        order = self.cleaned_data.get("sortierung") or ""
        asked = {"q": self.words, **self.chosen, "sortierung": order}
        return {name: value for name, value in asked.items() if value}

    @property
    def address(self) -> str:
        """Where this list is to be found."""
        return address(self.query)

    @property
    def chips(self) -> list[Chip]:
        """The filters in use, each with the list that is left without it."""
        used = {"q": f"Suche: „{self.words}“"} if self.words else {}
        used |= {name: self.described(name, value) for name, value in self.chosen.items()}
        return [
            Chip(text, address(self.query, without=name), len(self.fitting(without=name)))
            for name, text in used.items()
        ]

    def described(self, name: str, value: str) -> str:
        """A choice in words: "Ausblick: Sonne"."""
        if name == "ortsteile":
            return "nur mit Ortsteilwerten"
        return f"{self.fields[name].label}: {dict(options(self.cards)[name])[value]}"


def address(query: Mapping[str, str], without: str = "") -> str:
    kept = {name: value for name, value in query.items() if name != without}
    path = reverse("indicators:indicator-list")
    return f"{path}?{urlencode(kept)}" if kept else path


def options(cards: Iterable[Scorecard]) -> dict[str, Choices]:
    """What there is to choose from; areas and departments only as far as they have indicators."""
    indicators = [card.indicator for card in cards]
    areas = {one.area.number: one.area for one in indicators if one.area}
    departments = {one.department.slug: one.department for one in indicators if one.department}
    named = sorted(departments.values(), key=lambda one: folded(one.name))
    return {
        "feld": [(area.slug, str(area)) for _, area in sorted(areas.items())],
        "abteilung": [(one.slug, str(one)) for one in named],
        "ausblick": list(LABELS.items()),
        "aktualitaet": [(state.value, state.label) for state in Freshness],
    }


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
