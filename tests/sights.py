"""The miniature town with everything that a page can show: for tests of how pages look and work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import User
from indicators.consequences import follow_from_rules
from indicators.enums import Direction, DistrictRelation
from reports.snapshot import write
from strategy.models import District
from tests.factories import (
    SUPERSEDED_AT,
    ActionFactory,
    ChartNoteFactory,
    DepartmentFactory,
    DistrictFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MeasurementFactory,
    MilestoneFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    ReportTextFactory,
    RoundIndicatorFactory,
    TargetPathFactory,
    TextVersionFactory,
    UserFactory,
    released_series,
)
from tests.reports.snapshots import make_snapshot
from tests.town import YEARS, Town, make_town

WORDING = """\
# Überschrift

Ein **fetter** Satz mit {{ kennzahl:X:2023 }} und einem [Link](https://www.example.org/).

- Punkt
- Punkt

| Jahr | Wert |
|---|--:|
| 2023 | 7 |"""
LONG_NAME = "Grundwasserneubildungsratenabweichungen im Trinkwassereinzugsgebiet"


def make_sights() -> Town:
    """The town with every outlook, moved targets, gaps, corrections, places, actions, a report."""
    town = make_town()
    add_outlooks(town)
    add_places(town)
    add_history(town)
    add_actions(town)
    add_explanations(town)
    add_report()
    return town


def add_outlooks(town: Town) -> None:
    """Indicators whose last five changes take them a part of the way, none of it, or backwards."""
    steps = {"fast": "-0.9", "langsam": "-0.4", "steht": "0", "zurueck": "0.3"}
    for slug, step in steps.items():
        indicator = IndicatorFactory(
            slug=slug, name=f"{LONG_NAME}, {slug}", area=town.climate, unit="t CO₂-Äquivalente"
        )
        released_series(indicator, {year: 20 + (year - 2019) * Decimal(step) for year in YEARS})
        TargetPathFactory(indicator=indicator, points={2030: Decimal(9)}, adopted=True)
        IndicatorGoalFactory(indicator=indicator, goal=town.goal, is_lead=False)


def add_places(town: Town) -> None:
    """Numbers of very different length on the tile map, a gap, a place whose square is unsure."""
    names = ("Hattropholsen", "Ostönnen", "Meiningsen", "Thöningsen")
    places = [
        DistrictFactory(
            name=name,
            slug=name.lower().replace("ö", "oe"),
            abbreviation=name[:3],
            tile_row=row,
            tile_column=1 + 2 * row,
        )
        for row, name in enumerate(names)
        if row
    ]
    homes = IndicatorFactory(
        slug="wohnungen",
        name="Wohnungen",
        unit="Anzahl",
        decimals=0,
        direction=Direction.NONE,
        district_relation=DistrictRelation.SUM,
        area=town.mobility,
    )
    core = town.charging.measurements.get(district__kind="core", period="2025-01-01").district
    values = [(town.city, 30123), (core, 26123), (town.village, 812), (places[0], 1094)]
    for place, value in [*values, (places[1], 0)]:
        released_series(homes, {2023: value + 5, 2024: value + 2, 2025: value}, district=place)
    MeasurementFactory(
        indicator=homes, district=places[2], period=date(2025, 1, 1), missing=True, released=True
    )


def add_history(town: Town) -> None:
    """A target that was moved, a year without value, a provisional one, a correction."""
    TargetPathFactory(indicator=town.emissions, points={2030: Decimal(3)}, superseded=True)
    gap = {"indicator": town.charging, "district": town.city, "period": date(2018, 1, 1)}
    MeasurementFactory(**gap, missing=True, released=True)
    released_series(town.loose, {2024: 48100}, provisional=True)
    corrected = {"indicator": town.stale, "period": date(2018, 1, 1)}
    MeasurementFactory(**corrected, value=6, superseded=True)
    MeasurementFactory(**corrected, value=7, revision=2, released=True, released_at=SUPERSEDED_AT)


def add_actions(town: Town) -> None:
    """Milestones in every state, and an action that is not checked yet."""
    MilestoneFactory(action=town.action, title="Begonnen", due_on=date(2020, 1, 31))
    MilestoneFactory(
        action=town.action,
        title="Auftakt",
        due_on=date(2019, 1, 31),
        reached_on=date(2019, 2, 10),
    )
    MilestoneFactory(action=town.action, title="Zwischenbilanz", due_on=date(2029, 6, 30))
    heat = ActionFactory(slug="waerme", title="Kommunale Wärmeplanung für die Gesamtstadt")
    heat.operational_goals.add(town.goal)


def add_explanations(town: Town) -> None:
    """An expected effect, a remark and a break, a computed indicator, and secret small numbers."""
    ExpectedEffectFactory(action=town.action, indicator=town.emissions, lower=-2, upper=-1)
    ChartNoteFactory(indicator=town.emissions, year=2022)
    ChartNoteFactory(indicator=town.charging, year=2021, broken=True)
    computed = IndicatorFactory(
        code="T-9", slug="berechnet", name="Doppelte Treibhausgase", expression="T-1 * 2"
    )
    helped = IndicatorFactory(
        slug="hilfen", name="Hilfen zur Erziehung", district_relation="sum", min_cases=5
    )
    for place, number in zip(District.objects.order_by("pk"), range(60, 0, -7), strict=False):
        released_series(helped, {2024: number, 2025: number - 1}, district=place)
    follow_from_rules([computed.pk, helped.pk], by=None)


def add_report() -> None:
    """The published report of 2024 with its file."""
    edition = ReportEditionFactory(
        report=ReportFactory(year=2024), snapshot=write(make_snapshot()), published=True
    )
    ReportFileFactory(edition=edition, pages=116)


# Behind the login ----------------------------------------------------------------

# The main pages of each role.
STAFF_PATHS = {
    "erfassung": (
        "/erfassung/",
        "/erfassung/energie/",
        "/erfassung/energie/2025/",
        "/erfassung/messstellen/2025/ortsteile/",
        "/erfassung/energie/2024/verlauf/",
        "/erfassung/tabelle/",
        "/erfassung/tabelle/umwelt-und-klima/",
        "/erfassung/dateien/",
        "/berichte/verwaltung/meine-texte/",
        "/berichte/verwaltung/2023/texte/vorwort/",
        "/passwort/",
    ),
    "koordination": (
        "/erfassung/",
        "/erfassung/freigabe/",
        "/erfassung/runden/",
        "/erfassung/runden/neu/",
        "/erfassung/runden/2025/",
        "/erfassung/runden/2025/werte/",
        "/erfassung/nachrichten/",
        "/erfassung/katalog/",
        "/berichte/verwaltung/",
        "/berichte/verwaltung/2023/texte/",
        "/berichte/verwaltung/2023/texte/zusammenfassung/",
        "/berichte/verwaltung/2023/texte/vorwort/verlauf/",
    ),
    "rat": ("/erfassung/",),
}


def make_staff_sights() -> dict[str, User]:
    """People by role, and values that are owed, waiting for release, returned and released."""
    department = DepartmentFactory(name="Umwelt und Klima", slug="umwelt-und-klima")
    city = DistrictFactory(city=True)
    clerk = UserFactory(username="erfassung", entry=True, departments=[department])
    coordinator = UserFactory(username="koordination", coordination=True)
    people = {"erfassung": clerk, "koordination": coordinator}
    people["rat"] = UserFactory(username="rat", council=True)
    owed, waiting, returned = (
        IndicatorFactory(slug=slug, name=slug.title(), department=department)
        for slug in ("energie", "wasser", "abfall")
    )
    points = IndicatorFactory(
        slug="messstellen",
        name="Messstellen",
        unit="Anzahl",
        decimals=0,
        district_relation=DistrictRelation.SUM,
        department=department,
    )
    DistrictFactory(slug="bergede", name="Bergede", tile_row=8, tile_column=8)
    for indicator in (owed, waiting, returned, points):
        released_series(indicator, {2022: 20, 2023: 19, 2024: 18}, district=city)
        RoundIndicatorFactory(indicator=indicator)
    year = {"period": date(2025, 1, 1), "district": city, "entered_by": clerk}
    MeasurementFactory(indicator=waiting, submitted=True, **year)
    MeasurementFactory(indicator=returned, returned=True, **year)
    add_texts(clerk)
    return people


def add_texts(clerk: User) -> None:
    """A text with everything that can be formatted, and one that waits for approval."""
    report = ReportFactory(year=2023)
    text = ReportTextFactory(report=report, body=WORDING, writer=clerk, due_on=date(2026, 7, 1))
    TextVersionFactory(text=text)
    ReportTextFactory(report=report, section="summary", state="review", saved_by=clerk)
