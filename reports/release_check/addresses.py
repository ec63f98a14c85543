"""Where findings are mended: addresses of forms, found in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

from indicators.enums import Frequency
from indicators.models import Indicator
from indicators.named_periods import Period
from reports.models import Report
from reports.release_check.rules.findings import Finding, Group, Place, Review
from strategy.models import Action, ActionArea, OperationalGoal, StrategicGoal


@dataclass(frozen=True, slots=True)
class LinkedFinding:
    """A finding with the address of the page on which it is mended."""

    finding: Finding
    url: str


@dataclass(frozen=True, slots=True)
class LinkedGroup:
    """The findings of one kind with their addresses."""

    group: Group
    findings: tuple[LinkedFinding, ...]


def linked_groups(review: Review, report: Report) -> tuple[LinkedGroup, ...]:
    """All findings with their addresses. At most five queries."""
    addresses = Addresses(report)
    return tuple(
        LinkedGroup(
            group, tuple(LinkedFinding(one, addresses.of(one.place)) for one in group.findings)
        )
        for group in review.groups
    )


class Addresses:
    """Turns places into addresses; each kind of row is read once, when it is first asked for."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def of(self, place: Place) -> str:
        """The address of a place; of the overview of reports, should its row be gone."""
        found = getattr(self, f"of_{place.kind}")(place)
        return found or reverse("reports:manage")

    def of_text(self, place: Place) -> str:
        return reverse("reports:text", args=[self.report.year, place.key])

    # Values and indicators

    def of_release(self, place: Place) -> str:
        return reverse("indicators:release-queue")

    def of_indicator(self, place: Place) -> str:
        indicator = self.indicators.get(place.key)
        return change_url("indicators_indicator", indicator.pk) if indicator else ""

    def of_entry(self, place: Place) -> str:
        """The form of the year; of shorter periods the choice of one."""
        indicator = self.indicators.get(place.key)
        if indicator is None:
            return ""
        if indicator.frequency == Frequency.YEAR and place.year:
            return self.of_year("indicators:entry-value", indicator, place.year)
        return reverse("indicators:entry-indicator", args=[indicator.slug])

    def of_districts(self, place: Place) -> str:
        """The form of all parts of the city."""
        indicator = self.indicators.get(place.key)
        if indicator is None or indicator.frequency != Frequency.YEAR or not place.year:
            return self.of_entry(place)
        return self.of_year("indicators:entry-districts", indicator, place.year)

    def of_year(self, name: str, indicator: Indicator, year: int) -> str:
        return reverse(name, args=[indicator.slug, Period.parse(str(year))])

    def of_target(self, place: Place) -> str:
        indicator = self.indicators.get(place.key)
        query = urlencode({"indicator__id__exact": indicator.pk}) if indicator else ""
        return f"{reverse('admin:indicators_targetpath_changelist')}?{query}"

    # Strategy

    def of_area(self, place: Place) -> str:
        return change_url("strategy_actionarea", self.areas.get(place.key))

    def of_goal(self, place: Place) -> str:
        return change_url("strategy_strategicgoal", self.goals.get(place.key))

    def of_operational_goal(self, place: Place) -> str:
        return change_url("strategy_operationalgoal", self.operational_goals.get(place.key))

    def of_action(self, place: Place) -> str:
        return change_url("strategy_action", self.actions.get(place.key))

    # Rows

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        return {row.code: row for row in Indicator.objects.only("code", "slug", "frequency")}

    @cached_property
    def areas(self) -> Mapping[str, int]:
        return keys(ActionArea, "number")

    @cached_property
    def goals(self) -> Mapping[str, int]:
        return keys(StrategicGoal, "code")

    @cached_property
    def operational_goals(self) -> Mapping[str, int]:
        return keys(OperationalGoal, "code")

    @cached_property
    def actions(self) -> Mapping[str, int]:
        return keys(Action, "slug")


def keys(model: type[Model], field: str) -> dict[str, int]:
    """Primary keys by another field, as text. One query."""
    rows: Any = model._default_manager.values_list(field, "pk")
    return {str(name): pk for name, pk in rows}


def change_url(name: str, key: int | None) -> str:
    """The form of a row in the administration; "" without one."""
    return reverse(f"admin:{name}_change", args=[key]) if key is not None else ""
