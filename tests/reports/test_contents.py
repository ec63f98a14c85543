from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from indicators.annual_values import YearValue
from indicators.computing import recompute_all
from indicators.enums import DistrictRelation, Frequency
from indicators.goal_tree import goal_nodes
from indicators.models import Indicator
from indicators.scorecards import current_scorecards
from reports.contents import make_snapshot
from reports.models import Report, TextState
from reports.snapshot import (
    ActionFacts,
    AreaFacts,
    CheckFacts,
    DistrictFacts,
    DistrictSeries,
    FormerStatus,
    MilestoneFacts,
    OperationalGoalFacts,
    Snapshot,
    StrategicGoalFacts,
    write,
)
from reports.snapshot_details import ChangeFacts, ComputationFacts, InputFacts
from strategy.enums import ActionPhase
from strategy.models import DataVersion
from tests.factories import (
    ActionAreaFactory,
    ActionFactory,
    CriterionFactory,
    CrossCuttingGoalFactory,
    DistrictFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MeasurementFactory,
    MilestoneFactory,
    OperationalGoalFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportTextFactory,
    SdgFactory,
    StrategicGoalFactory,
    StrategyFrameFactory,
    TargetPathFactory,
    released_series,
)

pytestmark = pytest.mark.django_db

MOMENT = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


def frozen(report: Report | None = None) -> Snapshot:
    return make_snapshot(report or ReportFactory(year=2024), edition=1, moment=MOMENT)


@pytest.fixture(autouse=True)
def city() -> None:
    DistrictFactory(city=True)


def test_area_holds_its_goals_and_approved_texts() -> None:
    area = ActionAreaFactory(number=5, slug="klima-energie", name="Klima & Energie")
    goal = StrategicGoalFactory(area=area, title="Weniger Treibhausgase", wording_confirmed=True)
    goal.sdgs.add(SdgFactory(number=13), SdgFactory(number=7))
    OperationalGoalFactory(strategic_goal=goal, title="Zwei Tonnen je Kopf", due_year=2030)
    report = ReportFactory(year=2024)
    ReportTextFactory(report=report, area=area, body="Gut begonnen.", state=TextState.APPROVED)
    ReportTextFactory(report=report, goal=goal, body="Entwurf", state=TextState.DRAFT)
    assert frozen(report).areas == (
        AreaFacts(
            number=5,
            slug="klima-energie",
            name="Klima & Energie",
            guideline="",
            guideline_confirmed=False,
            text="Gut begonnen.",
            goals=(
                StrategicGoalFacts(
                    code="5.1",
                    title="Weniger Treibhausgase",
                    description="",
                    wording_confirmed=True,
                    sdgs=(7, 13),
                    text="",
                    goals=(
                        OperationalGoalFacts(
                            code="5.1.1",
                            title="Zwei Tonnen je Kopf",
                            description="",
                            due_year=2030,
                            department="",
                            wording_confirmed=False,
                            indicators=(),
                        ),
                    ),
                ),
            ),
        ),
    )


def test_address_of_the_site_is_frozen_too(settings: Settings) -> None:
    """The report prints it, and must not change when the site moves."""
    settings.SITE_URL = "https://ziele.soest.de"
    assert frozen(ReportFactory(year=2024)).report.site == "https://ziele.soest.de"


def test_leading_indicator_of_a_goal_comes_first() -> None:
    goal = OperationalGoalFactory()
    IndicatorGoalFactory(indicator=IndicatorFactory(code="A"), goal=goal, is_lead=False)
    IndicatorGoalFactory(indicator=IndicatorFactory(code="B"), goal=goal, is_lead=True)
    facts = frozen().areas[0].goals[0].goals[0]
    assert facts.indicators == ("B", "A")


def test_goal_without_a_leading_indicator_has_the_status_its_page_shows() -> None:
    goal = OperationalGoalFactory()
    for code, name in (("A", "Zuletzt"), ("B", "Anfangs")):
        indicator = IndicatorFactory(code=code, name=name)
        IndicatorGoalFactory(indicator=indicator, goal=goal, is_lead=False)
    (node,) = goal_nodes([goal], current_scorecards())
    assert [card.indicator.code for card in node.cards] == ["B", "A"]
    assert frozen().areas[0].goals[0].goals[0].indicators == ("B", "A")


def test_values_after_the_year_of_the_report_are_left_out() -> None:
    released_series(IndicatorFactory(), {2023: "7.0", 2024: "6.9", 2025: "6.8"})
    indicator = frozen().indicators[0]
    assert indicator.years == (YearValue(2023, Decimal("7.0")), YearValue(2024, Decimal("6.9")))
    assert indicator.assessment.as_of_year == 2024


def test_freshness_knows_values_that_are_not_printed() -> None:
    quarterly = IndicatorFactory(frequency=Frequency.QUARTER, due_after_months=1)
    for period in (date(2024, 10, 1), date(2025, 7, 1)):
        MeasurementFactory(indicator=quarterly, period=period, catalogue=True)
    indicator = frozen().indicators[0]
    assert indicator.years == (YearValue(2024, Decimal("6.9")),)
    assert indicator.freshness.last_period == date(2025, 7, 1)
    assert indicator.status == "not_rated"  # too few points, but not stale


def test_drafts_never_get_into_a_report() -> None:
    MeasurementFactory(value=Decimal("123.4567"), comment="Nur ein Entwurf", draft=True)
    MeasurementFactory(value=Decimal("234.5678"), comment="Nur eingereicht", submitted=True)
    text = write(frozen())
    assert "123.4567" not in text
    assert "234.5678" not in text
    assert "Nur ein" not in text


def test_value_superseded_after_the_moment_is_still_the_one_of_the_report() -> None:
    """Values released while the snapshot is being read change nothing in it."""
    indicator = IndicatorFactory()
    late = datetime(2025, 11, 3, 9, 31, tzinfo=UTC)
    MeasurementFactory(indicator=indicator, catalogue=True, superseded_at=late)
    MeasurementFactory(
        indicator=indicator, catalogue=True, revision=2, value=Decimal("9.9"), released_at=late
    )
    assert frozen().indicators[0].years == (YearValue(2024, Decimal("6.9")),)


def test_comment_and_source_are_those_of_the_latest_value() -> None:
    indicator = IndicatorFactory()
    MeasurementFactory(
        indicator=indicator, period=date(2023, 1, 1), catalogue=True, comment="alt", source="alt"
    )
    MeasurementFactory(
        indicator=indicator, period=date(2024, 1, 1), catalogue=True, comment="neu", source="Bilanz"
    )
    facts = frozen().indicators[0]
    assert (facts.comment, facts.value_source) == ("neu", "Bilanz")


def test_target_paths_keep_their_decisions() -> None:
    indicator = IndicatorFactory()
    TargetPathFactory(indicator=indicator, superseded=True, points={2030: Decimal(3)})
    TargetPathFactory(indicator=indicator, adopted=True, reference="12/2021")
    TargetPathFactory(indicator=indicator, reference="Entwurf")
    facts = frozen().indicators[0]
    assert [(one.version, one.in_force) for one in facts.targets] == [(2, True), (1, False)]
    assert facts.target is not None
    assert facts.target.reference == "12/2021"
    assert facts.target_text == "höchstens 2,0"
    assert facts.chart.former_paths == (facts.targets[1].line,)


def test_district_values_of_an_indicator() -> None:
    indicator = IndicatorFactory(district_relation=DistrictRelation.INDEPENDENT)
    released_series(indicator, {2024: 5}, district=DistrictFactory(slug="ampen", name="Ampen"))
    assert frozen().indicators[0].districts == (
        DistrictSeries("ampen", (YearValue(2024, Decimal(5)),)),
    )


def test_districts_begin_with_the_city() -> None:
    DistrictFactory(slug="ampen", name="Ampen", population=1500)
    assert frozen().districts == (
        DistrictFacts("soest", "Soest (Gesamtstadt)", "city", None, None),
        DistrictFacts("ampen", "Ampen", "village", 1500, None),
    )


def test_action_with_milestones_and_checks() -> None:
    CrossCuttingGoalFactory(slug="resilienz")
    action = ActionFactory(slug="velorouten", title="Velorouten", phase=ActionPhase.RUNNING)
    action.operational_goals.add(OperationalGoalFactory())
    MilestoneFactory(action=action, title="Planung")
    (facts,) = frozen().actions
    code = action.operational_goals.get().code
    assert facts == ActionFacts(
        slug="velorouten",
        title="Velorouten",
        kind="measure",
        phase="running",
        description="",
        starts_on=None,
        ends_on=None,
        department="",
        source="",
        goals=(code,),
        milestones=(MilestoneFacts("Planung", date(2027, 6, 30), None),),
        checks=(CheckFacts("resilienz", 1, "Spart Energie."),),
    )


def test_expected_effects_stand_beside_what_was_observed() -> None:
    indicator = IndicatorFactory(code="MOB-01", name="Radwege", unit="km")
    released_series(indicator, {2022: "10", 2024: "11.5", 2025: "20"})
    effect = ExpectedEffectFactory(indicator=indicator, is_decided=True)
    ActionFactory(title="Ohne Erwartung")
    frozen_actions = {one.title: one.effects for one in frozen().actions}
    assert frozen_actions["Ohne Erwartung"] == ()
    (found,) = frozen_actions[effect.action.title]
    assert (found.indicator, found.name) == ("MOB-01", "Radwege")
    assert (found.lower, found.upper) == (Decimal(1), Decimal(2))
    assert (found.from_year, found.until_year, found.is_decided) == (2023, None, True)
    assert found.outcome == "in der erwarteten Spanne"
    assert "1,5" in found.sentence


def test_former_years_are_rated_by_the_path_valid_then() -> None:
    indicator = IndicatorFactory(direction="decrease")
    TargetPathFactory(
        indicator=indicator,
        superseded=True,
        decided_on=date(2018, 1, 1),
        points={2030: Decimal(22)},
    )
    TargetPathFactory(
        indicator=indicator, adopted=True, decided_on=date(2024, 6, 1), points={2030: Decimal(1)}
    )
    released_series(indicator, {year: 40 - (year - 2013) for year in range(2013, 2025)})
    past = frozen().indicators[0].past
    assert [one.year for one in past] == [2019, 2020, 2021, 2022, 2023, 2024]
    assert [one.target_version for one in past] == [1, 1, 1, 1, 1, 2]
    assert (past[-2].outlook, past[-1].outlook) == ("partly_cloudy", "cloud")
    assert all(one.reason for one in past)


def test_computed_indicator_keeps_its_formula_and_inputs() -> None:
    used = IndicatorFactory(code="A", name="Radfahrende", unit="Personen", decimals=0)
    share = IndicatorFactory(code="B", name="Radanteil", unit="%", expression="A * 2", decimals=1)
    released_series(used, {2023: 20, 2024: 24})
    recompute_all(by=None, like_inputs=True)
    facts = {one.code: one.computation for one in frozen().indicators}
    assert facts["A"] is None
    assert facts["B"] == ComputationFacts(
        expression=share.expression,
        words="Radfahrende × 2",
        inputs=(InputFacts("A", "Radfahrende", "Personen"),),
        example="2024: 24\xa0Personen × 2 = 48, gerundet 48,0\xa0%",
    )


def test_first_report_is_compared_with_the_values_of_the_year_before() -> None:
    indicator = IndicatorFactory(code="K")
    TargetPathFactory(indicator=indicator, adopted=True)
    released_series(indicator, {year: 20 - (year - 2018) for year in range(2018, 2024)})
    released_series(indicator, {2024: 20})
    snapshot = frozen()
    assert not snapshot.comparison.is_report
    assert snapshot.comparison.year == 2023
    assert snapshot.comparison.statuses == (
        FormerStatus("K", "cloud", "15,0\xa0t je Einwohner", 2023),
    )
    assert snapshot.comparison.changes == ()
    assert snapshot.indicators[0].status == "thunderstorm"


def test_later_report_is_compared_with_the_published_one_before() -> None:
    indicator = IndicatorFactory(code="K", name="Alt")
    released_series(indicator, {2023: "7.0"})
    text = write(frozen(ReportFactory(year=2023)))
    Indicator.objects.update(name="Neu")
    released_series(indicator, {2024: "6.9"})
    ReportEditionFactory(report=ReportFactory(year=2023), snapshot=text, published=True)
    ReportEditionFactory(report=ReportFactory(year=2022), snapshot="{}", published=True)
    comparison = frozen(ReportFactory(year=2024)).comparison
    assert comparison.is_report
    assert comparison.year == 2023
    assert comparison.statuses == (FormerStatus("K", "not_rated", "7,0\xa0t je Einwohner", 2023),)
    assert comparison.changes == (ChangeFacts("naming", "K", "Neu", "Name", "Alt", "Neu"),)


def test_sample_data_is_marked() -> None:
    StrategyFrameFactory()
    assert not frozen().report.is_sample
    DataVersion.objects.update(has_sample_data=True)
    assert frozen().report.is_sample


def test_comment_of_an_indicator_is_frozen_with_it() -> None:
    report = ReportFactory(year=2024)
    for code, state in (("K-1", TextState.APPROVED), ("K-2", TextState.REVIEW)):
        indicator = IndicatorFactory(code=code)
        ReportTextFactory(report=report, indicator=indicator, body="Gut.", state=state)
    assert [one.text for one in frozen(report).indicators] == ["Gut.", ""]


def test_criteria_are_frozen_with_what_was_approved_about_them() -> None:
    indicator = IndicatorFactory(code="K-1")
    first, second, third = (CriterionFactory() for _ in range(3))
    first.indicators.add(indicator)
    report = ReportFactory(framework=first.framework)
    ReportTextFactory(report=report, criterion=first, body="So ist es.", state="approved")
    ReportTextFactory(
        report=report, criterion=second, stance="explains", body="Noch nicht.", state="approved"
    )
    ReportTextFactory(report=report, criterion=third, body="Im Entwurf.")
    snapshot = make_snapshot(report, edition=1, moment=MOMENT)
    assert snapshot.framework is not None
    assert snapshot.framework.name == first.framework.name
    assert [(one.stance, one.text, one.indicators) for one in snapshot.criteria] == [
        ("reports", "So ist es.", ("K-1",)),
        ("explains", "Noch nicht.", ()),
        ("", "", ()),
    ]


def test_report_without_a_framework_has_no_criteria() -> None:
    CriterionFactory()
    snapshot = make_snapshot(ReportFactory(), edition=1, moment=MOMENT)
    assert (snapshot.framework, snapshot.criteria) == (None, ())


def test_unsaved_report_has_no_texts() -> None:
    ReportTextFactory(report=ReportFactory(year=2023), state=TextState.APPROVED)
    snapshot = frozen(Report(year=2024, title="Nachhaltigkeitsbericht"))
    assert snapshot.report.foreword == ""


def test_number_of_queries_does_not_depend_on_the_volume() -> None:
    report = ReportFactory(year=2024)
    ampen = DistrictFactory(slug="ampen", name="Ampen")

    def fill() -> None:
        goal = OperationalGoalFactory()
        indicator = IndicatorFactory(district_relation=DistrictRelation.INDEPENDENT)
        indicator.sdgs.add(SdgFactory())
        IndicatorGoalFactory(indicator=indicator, goal=goal)
        TargetPathFactory(indicator=indicator, adopted=True)
        released_series(indicator, {2023: 5, 2024: 4})
        released_series(indicator, {2024: 4}, district=ampen)
        action = ActionFactory()
        action.operational_goals.add(goal)
        MilestoneFactory(action=action)
        ExpectedEffectFactory(action=action, indicator=indicator)
        IndicatorFactory(expression=f"{indicator.code} * 2")

    fill()
    with CaptureQueriesContext(
        connection,
    ) as few:
        frozen(report)
    for _ in range(3):
        fill()
    with CaptureQueriesContext(connection) as many:
        frozen(report)
    assert len(few) == len(many) <= 28
