"""Made-up snapshots of any size for the tests of the printed report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.assessment import assess
from indicators.charts.trend import TrendChart
from indicators.freshness import Freshness, freshness
from indicators.sentences import assessment_sentence, distance_sentence, outlook_reason
from indicators.target_paths import (
    PathPoint,
    TargetPathLine,
    assessment_target,
    distance,
    required_pace,
)
from reports.snapshot import (
    FORMAT,
    ActionFacts,
    AreaFacts,
    CheckFacts,
    Comparison,
    CrossCuttingFacts,
    DistrictFacts,
    DistrictSeries,
    EventFacts,
    FormerStatus,
    FrameFacts,
    IndicatorFacts,
    MilestoneFacts,
    OperationalGoalFacts,
    ReportFacts,
    SdgFacts,
    Snapshot,
    StrategicGoalFacts,
    TargetFacts,
)
from reports.snapshot_details import ComputationFacts, EffectFacts, InputFacts, RatingFacts

FROZEN_AT = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)
YEAR = 2024
PLACES = ("Kernstadt", "Ampen", "Bergede", "Deiringsen")
# Yearly changes that lead to each outlook when the target asks for −0.5 a year.
CHANGES = ("-0.6", "-0.45", "-0.2", "0.1", "-0.7")


def make_snapshot(
    *, areas: int = 2, goals: int = 2, places: tuple[str, ...] = PLACES, sample: bool = True
) -> Snapshot:
    """A report with this many Handlungsfelder, each with this many strategic goals.

    Each strategic goal has two operational goals with an indicator each, and two actions.
    """
    chapters = tuple(make_area(number, goals) for number in range(1, areas + 1))
    codes = [goal.code for area in chapters for one in area.goals for goal in one.goals]
    indicators = [make_indicator(place, code, places) for place, code in enumerate(codes)]
    single = replace(
        make_indicator(len(codes), "", ()),
        goals=(),
        area=1,
        name="Photovoltaikanlagen im Stadtgebiet",
    )
    return Snapshot(
        format=FORMAT,
        method="Wettersymbole der Deutschen Nachhaltigkeitsstrategie, Stand Oktober 2024",
        report=ReportFacts(
            year=YEAR,
            title="Nachhaltigkeitsbericht",
            edition=1,
            frozen_at=FROZEN_AT,
            is_sample=sample,
            foreword="Liebe Soesterinnen und Soester,\n\nSoest ist auf dem Weg.",
        ),
        frame=FrameFacts(
            title="Klimaneutrale Smart City 2030",
            vision="Soest 2030: nachhaltig, digital, vernetzt, lebendig, attraktiv.",
            attributes=("nachhaltig", "digital", "vernetzt", "lebendig", "attraktiv"),
            way="Gemeinsam an einem Strang ziehen.",
            source="https://www.example.org/",
            events=(EventFacts(date(2021, 12, 15), "day", "Der Rat beschließt.", "Niederschrift"),),
        ),
        sdgs=(SdgFacts(7, "Bezahlbare und saubere Energie"), SdgFacts(13, "Klimaschutz")),
        cross_cutting_goals=(
            CrossCuttingFacts("klimaneutralitaet", "Klimaneutralität", "Weniger CO₂."),
            CrossCuttingFacts("resilienz", "Resilienz", "Krisenfest."),
            CrossCuttingFacts("generationengerechtigkeit", "Generationengerechtigkeit", ""),
        ),
        areas=chapters,
        indicators=(*indicators, single),
        actions=tuple(make_action(place, code) for place, code in enumerate(codes)),
        districts=(
            DistrictFacts("soest", "Soest", "city", 48_250, date(2023, 12, 31)),
            *(
                DistrictFacts(
                    name.lower(), name, "village" if place else "core", 1000 + place, None
                )
                for place, name in enumerate(places)
            ),
        ),
        comparison=Comparison(
            YEAR - 1,
            is_report=False,
            statuses=tuple(FormerStatus(one.code, "cloud") for one in indicators),
        ),
    )


def make_area(number: int, goals: int) -> AreaFacts:
    return AreaFacts(
        number=number,
        slug=f"handlungsfeld-{number}",
        name=f"Handlungsfeld {number}",
        guideline="Wir gestalten die Stadt so, dass man gern in ihr lebt." if number == 1 else "",
        guideline_confirmed=False,
        text="Im Berichtsjahr wurde vieles begonnen.",
        goals=tuple(
            StrategicGoalFacts(
                code=f"{number}.{position}",
                title=f"Strategisches Ziel {number}.{position}",
                description="",
                wording_confirmed=number == 2,
                sdgs=(7, 13),
                text="Das Ziel ist mit mehreren Maßnahmen unterlegt.",
                goals=tuple(
                    make_operational_goal(f"{number}.{position}.{place}") for place in (1, 2)
                ),
            )
            for position in range(1, goals + 1)
        ),
    )


def make_operational_goal(code: str) -> OperationalGoalFacts:
    return OperationalGoalFacts(
        code=code,
        title=f"Operatives Ziel {code}",
        description="",
        due_year=2030,
        department="Umwelt und Klima",
        wording_confirmed=True,
        indicators=(f"K-{code}",),
    )


def make_indicator(place: int, goal: str, places: tuple[str, ...]) -> IndicatorFacts:
    """An indicator with twelve values, or every seventh with a single one."""
    change = Decimal(CHANGES[place % len(CHANGES)])
    years = tuple(
        YearValue(year, Decimal(12 + place) + change * (year - 2013), provisional=year == YEAR)
        for year in range(2013, YEAR + 1)
    )
    if not goal or place % 7 == 6:
        years = years[-1:]
    latest = years[-1]
    assert latest.value is not None
    start = PathPoint(2018, Decimal(12 + place) + change * 5)
    line = TargetPathLine("target_value", "decrease", (PathPoint(2030, start.value - 6),), start)
    points = {one.year: one.value for one in years if one.value is not None}
    assessment = assess(points, assessment_target(line, "decrease", YEAR), YEAR)
    state = freshness(date(YEAR - place % 5 // 4 * 3, 1, 1), "year", 6, FROZEN_AT.date())
    away = distance(latest.value, YEAR, line)
    status = "stale" if state.freshness is Freshness.STALE else assessment.outlook.value
    name = f"Treibhausgase im Bereich {place + 1}"
    sentence = assessment_sentence(assessment, unit="t je Einwohner", decimals=1, state=state)
    continued = (
        (PathPoint(YEAR, latest.value), PathPoint(2030, assessment.projected))
        if assessment.projected is not None
        else ()
    )
    return IndicatorFacts(
        code=f"K-{goal or 'frei'}",
        slug=f"kennzahl-{place}",
        name=name,
        short_name=f"Treibhausgase {place + 1}",
        unit="t je Einwohner",
        decimals=1,
        definition="Ausgestoßene Treibhausgase, geteilt durch die Zahl der Einwohner.",
        formula="",
        method="",
        interpretation="",
        frequency="year",
        department="Umwelt und Klima",
        source="Energie- und CO₂-Bilanz",
        source_url="",
        area=int(goal[0]) if goal else None,
        goals=(goal,) if goal else (),
        sdgs=(13,) if place % 2 else (7, 13),
        chart=TrendChart(
            title=name,
            unit="t je Einwohner",
            decimals=1,
            direction="decrease",
            values=years,
            path=line,
            former_paths=(),
            first_year=years[0].year if len(years) > 1 else 2018,
            last_year=2030,
            current_year=YEAR,
            continuation=continued,
            sentence=sentence,
        ),
        targets=(
            TargetFacts(
                version=1,
                line=line,
                decided_by="Rat der Stadt Soest",
                decided_on=date(2021, 12, 15),
                reference=f"Vorlage {300 + place}/2021",
                link="",
                note="",
                in_force=True,
            ),
        ),
        target_point=line.points[0],
        target_text=f"{line.points[0].value:.1f}".replace(".", ",").replace("-", "−"),
        assessment=assessment,
        status=status,
        freshness=state,
        distance=away,
        pace=required_pace(points, line),
        sentence=sentence,
        reason=outlook_reason(assessment, unit="t je Einwohner", decimals=1),
        distance_text=distance_sentence(away, unit="t je Einwohner", decimals=1) if away else "",
        comment="" if place % 3 else "Die Bilanz wurde neu berechnet.",
        value_source="",
        district_relation="independent" if place % 3 == 0 and places else "none",
        past=tuple(
            RatingFacts(year, "cloud" if year < 2022 else "sun", "", 1, is_provisional=year == YEAR)
            for year in range(YEAR - 5, YEAR + 1)
        )
        if len(years) > 1
        else (),
        computation=ComputationFacts(
            expression="THG / EINWOHNER",
            words="Treibhausgase insgesamt / Einwohner",
            inputs=(InputFacts("THG", "Treibhausgase insgesamt", "t"),),
            example="2024: 260.550 t / 48.250 Einwohner = 5,4 t je Einwohner",
        )
        if place % 7 == 1
        else None,
        districts=tuple(
            DistrictSeries(
                name.lower(),
                tuple(
                    replace(one, value=(one.value or Decimal(0)) * (9 + number % 3) / 10)
                    if not (number == 3 and one.year == YEAR)
                    else YearValue(one.year, None, "confidential")
                    for one in years
                ),
            )
            for number, name in enumerate(places)
        )
        if place % 3 == 0
        else (),
    )


def make_action(place: int, goal: str) -> ActionFacts:
    phases = ("running", "completed", "decided", "idea")
    return ActionFacts(
        slug=f"massnahme-{place}",
        title=f"Maßnahme {place + 1}",
        kind=("measure", "concept", "pilot")[place % 3],
        phase=phases[place % 4],
        description="Die Maßnahme verbindet die Stadtteile mit sicheren Wegen.",
        starts_on=date(2022 + place % 3, 4, 1),
        ends_on=date(2026 + place % 3, 12, 31),
        department="Umwelt und Klima",
        source="",
        goals=(goal,) if place % 5 < 4 else (),
        milestones=(
            MilestoneFacts("Planung", date(2023, 6, 30), date(2023, 9, 1)),
            MilestoneFacts("Förderbescheid", date(2024, 12, 31), None),
            MilestoneFacts("Fertigstellung", date(2026, 12, 31), None),
        ),
        effects=make_effects(place, goal),
        checks=()
        if phases[place % 4] == "idea"
        else (
            CheckFacts("klimaneutralitaet", 2, "Spart Energie."),
            CheckFacts("resilienz", 0, "Ohne Einfluss."),
            CheckFacts("generationengerechtigkeit", -1, "Bindet Mittel."),
        ),
    )


def make_effects(place: int, goal: str) -> tuple[EffectFacts, ...]:
    """Every third action is expected to lower the greenhouse gases."""
    if place % 3:
        return ()
    return (
        EffectFacts(
            indicator=f"K-{goal}",
            name=f"Treibhausgase im Bereich {place + 1}",
            lower=Decimal(-2),
            upper=Decimal(-1),
            from_year=2023,
            until_year=None,
            basis="Klimaschutzkonzept, Seite 48.",
            link="",
            is_decided=True,
            outcome="weniger als erwartet",
            sentence="Erwartet waren 1 bis 2 t weniger, beobachtet 0,6 t weniger.",
        ),
    )
