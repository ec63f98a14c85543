"""The places of a report that carry a text, and their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from indicators.models import Indicator, IndicatorGoal, Measurement
from reports.models import SINGLE, Criterion, Report, ReportText, Section
from reports.text_keys import ANNEX, AREA, CRITERION, FOREWORD, GOAL, INDICATOR, SUMMARY
from strategy.enums import DistrictKind
from strategy.models import ActionArea, StrategicGoal

SLUGS = {Section.FOREWORD: FOREWORD, Section.SUMMARY: SUMMARY, Section.ANNEX: ANNEX}
# Keys of the groups that are no Handlungsfeld.
GENERAL, CRITERIA, NO_AREA = "rahmen", "kriterien", "ohne"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """One place of one report."""

    report: Report
    section: Section
    key: str  # in addresses
    title: str
    area: ActionArea | None = None
    goal: StrategicGoal | None = None
    indicator: Indicator | None = None
    criterion: Criterion | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """What a text has to have to stand here."""
        return {"report": self.report, **self.place}

    @property
    def place(self) -> dict[str, Any]:
        """The same in any report."""
        return {
            "section": self.section,
            "area": self.area,
            "goal": self.goal,
            "indicator": self.indicator,
            "criterion": self.criterion,
        }

    @property
    def texts(self) -> QuerySet[ReportText]:
        """The text that stands here, or none."""
        return ReportText.objects.filter(**self.columns)

    @property
    def former_texts(self) -> QuerySet[ReportText]:
        """The texts of former reports at this place, the newest first."""
        same = ReportText.objects.filter(**self.place, report__year__lt=self.report.year)
        return same.order_by("-report__year")

    @property
    def level(self) -> int:
        """The level its highest headings have in print."""
        deeper = {Section.GOAL: 4, Section.CRITERION: 4, Section.INDICATOR: 5}
        return deeper.get(self.section, 3)

    def address(self, step: str = "") -> str:
        """Its page, or the address of a step of writing."""
        name = f"reports:text-{step}" if step else "reports:text"
        return reverse(name, args=[self.report.year, self.key])

    @property
    def url(self) -> str:
        return self.address()

    @property
    def autosave_url(self) -> str:
        return self.address("autosave")

    @property
    def preview_url(self) -> str:
        return self.address("preview")

    @property
    def numbers_url(self) -> str:
        return self.address("numbers")

    @property
    def take_over_url(self) -> str:
        return self.address("take-over")

    @property
    def approve_url(self) -> str:
        return self.address("approve")

    @property
    def send_back_url(self) -> str:
        return self.address("send-back")

    @property
    def assign_url(self) -> str:
        return self.address("assign")

    @property
    def history_url(self) -> str:
        return self.address("history")


@dataclass(frozen=True, slots=True)
class TextPlaceGroup:
    """The places of a Handlungsfeld, or those of the report as a whole."""

    key: str
    title: str
    places: tuple[TextPlace, ...]


# Making places -----------------------------------------------------------------------


def single(report: Report, section: Section) -> TextPlace:
    return TextPlace(report, section, SLUGS[section], section.label)


def area_place(report: Report, area: ActionArea) -> TextPlace:
    title = f"Handlungsfeld {area.number} {area.name}"
    return TextPlace(report, Section.AREA, f"{AREA}{area.number}", title, area=area)


def goal_place(report: Report, goal: StrategicGoal) -> TextPlace:
    title = f"Ziel {goal.code} {goal.title}"
    return TextPlace(report, Section.GOAL, f"{GOAL}{goal.code}", title, goal=goal)


def indicator_place(report: Report, indicator: Indicator) -> TextPlace:
    key = f"{INDICATOR}{indicator.slug}"
    title = f"{indicator.code} {indicator.name}"
    return TextPlace(report, Section.INDICATOR, key, title, indicator=indicator)


def criterion_place(report: Report, criterion: Criterion) -> TextPlace:
    key = f"{CRITERION}{criterion.code}"
    title = f"Kriterium {criterion}"
    return TextPlace(report, Section.CRITERION, key, title, criterion=criterion)


def find_place(report: Report, key: str) -> TextPlace | None:
    """The place of an address, in at most one query; None if the report has no such place."""
    if "\x00" in key:
        return None  # PostgreSQL takes no such text
    for section, slug in SLUGS.items():
        if key == slug:
            return single(report, section)
    if key.startswith(AREA) and (number := key.removeprefix(AREA)).isdecimal():
        area = ActionArea.objects.filter(number=min(int(number), 99)).first()
        return area_place(report, area) if area else None
    if key.startswith(GOAL):
        goal = StrategicGoal.objects.filter(code=key.removeprefix(GOAL)).first()
        return goal_place(report, goal) if goal else None
    if key.startswith(INDICATOR):
        shown = Indicator.objects.filter(slug=key.removeprefix(INDICATOR)).first()
        return indicator_place(report, shown) if shown else None
    if key.startswith(CRITERION):
        asked = Criterion.objects.filter(framework=report.framework_id)
        criterion = asked.filter(code=key.removeprefix(CRITERION)).first()
        return criterion_place(report, criterion) if criterion else None
    return None


def place_of(text: ReportText) -> TextPlace:
    """The place a stored text stands at; its relations are loaded."""
    if text.area is not None:
        return area_place(text.report, text.area)
    if text.goal is not None:
        return goal_place(text.report, text.goal)
    if text.indicator is not None:
        return indicator_place(text.report, text.indicator)
    if text.criterion is not None:
        return criterion_place(text.report, text.criterion)
    return single(text.report, Section(text.section))


# All places of a report --------------------------------------------------------------


def load_places(report: Report) -> list[TextPlaceGroup]:
    """All places in the order of the report, in five queries."""
    areas = list(ActionArea.objects.all())
    goals = list(StrategicGoal.objects.all())
    commented = list(commented_indicators(report))
    groups = [
        TextPlaceGroup(GENERAL, "Rahmen", tuple(single(report, section) for section in SINGLE)),
        *(
            TextPlaceGroup(
                str(area.number),
                f"{area.number} {area.name}",
                (
                    area_place(report, area),
                    *(goal_place(report, goal) for goal in goals if goal.area_id == area.pk),
                    *indicator_places(report, commented, area.pk),
                ),
            )
            for area in areas
        ),
        TextPlaceGroup(
            CRITERIA,
            "Berichtsrahmen",
            tuple(
                criterion_place(report, one)
                for one in Criterion.objects.filter(framework=report.framework_id)
            ),
        ),
        TextPlaceGroup(NO_AREA, "Ohne Handlungsfeld", indicator_places(report, commented, None)),
    ]
    return [group for group in groups if group.places]


def indicator_places(
    report: Report, indicators: Iterable[Indicator], area: int | None
) -> tuple[TextPlace, ...]:
    return tuple(indicator_place(report, one) for one in indicators if area_of(one) == area)


def area_of(indicator: Indicator) -> int | None:
    """The Handlungsfeld whose chapter has its card: that of its first goal, else its own."""
    links = indicator.goal_links.all()
    return links[0].goal.strategic_goal.area_id if links else indicator.area_id


def commented_indicators(report: Report) -> QuerySet[Indicator]:
    """Indicators with a value up to the report's year, and those that have a comment already."""
    values = Measurement.objects.current().filter(
        indicator=OuterRef("pk"),
        district__kind=DistrictKind.CITY,
        value__isnull=False,
        period__year__lte=report.year,
    )
    comments = ReportText.objects.filter(report=report, indicator=OuterRef("pk"))
    links = IndicatorGoal.objects.select_related("goal__strategic_goal").order_by(
        "-is_lead", "goal__code"
    )
    found = Indicator.objects.filter(Q(Exists(values)) | Q(Exists(comments)))
    return found.order_by("code").prefetch_related(Prefetch("goal_links", links))
