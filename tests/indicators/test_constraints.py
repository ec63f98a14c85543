from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import ProtectedError

from indicators.models import (
    Evidence,
    ImportedFile,
    Indicator,
    Measurement,
    MeasurementEvent,
    MeasurementInput,
    TargetPoint,
)
from indicators.models.imports import LARGEST_IMPORT
from indicators.models.remarks import LARGEST_EVIDENCE
from tests.breaches import Breach, Delete, Insert, attempt, execute, refused, update
from tests.factories import (
    ADOPTED_AT,
    ASKED_AT,
    ENTERED_AT,
    RELEASED_AT,
    ChartNoteFactory,
    CollectionRoundFactory,
    DataRequestEventFactory,
    DataRequestFactory,
    DistrictFactory,
    EvidenceFactory,
    ExpectedEffectFactory,
    ImportedFileFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MailFactory,
    MeasurementCommentFactory,
    MeasurementEventFactory,
    MeasurementFactory,
    MeasurementInputFactory,
    ReminderFactory,
    RoundIndicatorFactory,
    TargetPathFactory,
    TargetPointFactory,
    UserFactory,
)

DAY = timedelta(days=1)


def second_link() -> Breach:
    first = IndicatorGoalFactory()
    second = IndicatorGoalFactory(indicator=first.indicator, is_lead=False)
    return update(second, goal=first.goal)


def second_note_of_a_year() -> Breach:
    first = ChartNoteFactory()
    return update(ChartNoteFactory(indicator=first.indicator, year=2025), year=first.year)


def second_population() -> Breach:
    IndicatorFactory(measures_population=True)
    return update(IndicatorFactory(), measures_population=True)


def guarded_like_itself() -> Breach:
    indicator = IndicatorFactory()
    return update(indicator, protected_like=indicator)


def effect_on_an_indicator_twice() -> Breach:
    first = ExpectedEffectFactory()
    second = ExpectedEffectFactory(action=first.action)
    return update(second, indicator=first.indicator)


def second_lead() -> Breach:
    first = IndicatorGoalFactory()
    return update(IndicatorGoalFactory(goal=first.goal, is_lead=False), is_lead=True)


def release(row: Measurement, **values: Any) -> Breach:
    """Release a draft, with these faults."""
    released = {
        "state": "released",
        "released_at": RELEASED_AT,
        "released_by": UserFactory(coordination=True),
    }
    return update(row, **released | values)


def correction(of: Measurement, **values: Any) -> Measurement:
    """A draft for the place and period of a released value."""
    return MeasurementFactory(
        indicator=of.indicator, district=of.district, period=of.period, revision=2, **values
    )


def second_current_value() -> Breach:
    return release(correction(MeasurementFactory(released=True)))


def second_row_of_a_revision() -> Breach:
    return release(correction(MeasurementFactory(superseded=True)), revision=1)


def second_open_row() -> Breach:
    first = MeasurementFactory(submitted=True)
    return update(
        MeasurementFactory(indicator=first.indicator, period=date(2023, 1, 1)), period=first.period
    )


def own_release() -> Breach:
    row = MeasurementFactory()
    return release(row, released_by=row.entered_by)


def new_measurement(**values: Any) -> Breach:
    valid = {"district": DistrictFactory(city=True), "period": date(2024, 1, 1), "value": 5}
    return Insert(Measurement(entered_at=ENTERED_AT, **valid | values))


def unsaved_event(**values: Any) -> MeasurementEvent:
    measurement = MeasurementFactory()
    return MeasurementEvent(
        measurement=measurement, by=measurement.entered_by, at=ENTERED_AT, version=1, **values
    )


def further_evidence(**values: Any) -> Breach:
    """Of a row that has a file with this checksum already; no evidence is ever updated."""
    row = EvidenceFactory(sha256="a" * 64).measurement
    stored = {"file": "belege/b.txt", "added_by": row.entered_by, "added_at": ENTERED_AT}
    valid = {"measurement": row, "name": "b.txt", "size": 7, "sha256": "b" * 64}
    return Insert(Evidence(content_type="text/plain", **stored, **valid | values))


def evidence_of_a_released_value() -> Evidence:
    return EvidenceFactory(measurement=MeasurementFactory(released=True))


def bounded() -> dict[str, Any]:
    return {"indicator": IndicatorFactory(lower_bound=0, upper_bound=100)}


def used_in_a_formula() -> Indicator:
    used = IndicatorFactory(code="MOB-02")
    IndicatorFactory(expression="(MOB-02 + K-000) * 2")
    return used


def computed_indicator() -> Indicator:
    return IndicatorFactory(expression="K-000 / 2")


def draft_of_a_computed_indicator() -> Measurement:
    """An empty one, left over from before there was a formula."""
    row = MeasurementFactory(value=None)
    Indicator.objects.filter(pk=row.indicator_id).update(expression="K-000 / 2")
    return row


def repeated_input() -> Breach:
    stored = MeasurementInputFactory()
    return Insert(MeasurementInput(computed=stored.computed, input=stored.input))


def input_of_another_year() -> Breach:
    other = MeasurementFactory(released=True, period=date(2023, 1, 1))
    return Insert(MeasurementInput(computed=MeasurementFactory(computed=True), input=other))


def second_path_of_a_version() -> Breach:
    first = TargetPathFactory()
    return update(TargetPathFactory(indicator=first.indicator), version=first.version)


def second_current_path() -> Breach:
    first = TargetPathFactory(adopted=True)
    return update(TargetPathFactory(indicator=first.indicator), adopted_at=ADOPTED_AT)


def second_point_of_a_year() -> Breach:
    first = TargetPointFactory(year=2030)
    return update(TargetPointFactory(path=first.path, year=2031), year=2030)


def point_of_an_adopted_path() -> TargetPoint:
    return TargetPathFactory(adopted=True).points.get()


def second_reminder_of_the_day() -> Breach:
    first = MailFactory(reminder_day=date(2026, 3, 17))
    return update(MailFactory(to=first.to), reminder_day=first.reminder_day)


def reminded_twice() -> Breach:
    first = ReminderFactory()
    return update(ReminderFactory(department=first.department, stage="soon"), stage=first.stage)


def reminded_twice_of_a_link() -> Breach:
    first = ReminderFactory(data_request=DataRequestFactory())
    second = ReminderFactory(data_request=first.data_request, stage="soon")
    return update(second, stage=first.stage)


def indicator_asked_for_twice() -> Breach:
    first = RoundIndicatorFactory()
    return update(RoundIndicatorFactory(round=first.round), indicator=first.indicator)


def request_of_nobody() -> Breach:
    return update(DataRequestFactory(), created_by=None)


def applied_file() -> ImportedFile:
    return ImportedFileFactory(applied_at=RELEASED_AT)


BREACHES: dict[str, Callable[[], Breach]] = {
    # indicators
    "indicators_indicator_one_population": second_population,
    "indicators_indicator_has_name": lambda: update(IndicatorFactory(), name=""),
    "indicators_indicator_slug_free": lambda: update(IndicatorFactory(), slug="freigabe"),
    "indicators_indicator_direction": lambda: update(IndicatorFactory(), direction="sideways"),
    "indicators_indicator_frequency": lambda: update(IndicatorFactory(), frequency="week"),
    "indicators_indicator_annual_rule": lambda: update(IndicatorFactory(), annual_rule="max"),
    "indicators_indicator_district_relation": lambda: update(
        IndicatorFactory(), district_relation="guess"
    ),
    "indicators_indicator_optimum_with_toward": lambda: update(
        IndicatorFactory(), direction="toward"
    ),
    "indicators_indicator_decimals": lambda: update(IndicatorFactory(), decimals=5),
    "indicators_indicator_bounds": lambda: update(
        IndicatorFactory(), lower_bound=100, upper_bound=100
    ),
    "indicators_indicator_min_points": lambda: update(IndicatorFactory(), min_points=3),
    "indicators_indicator_due_after": lambda: update(IndicatorFactory(), due_after_months=37),
    "indicators_indicator_min_cases": lambda: update(IndicatorFactory(), min_cases=2),
    "indicators_indicator_base": lambda: update(IndicatorFactory(), min_base=100),
    "indicators_indicator_base_factor": lambda: update(
        IndicatorFactory(base=IndicatorFactory()), base_factor=0
    ),
    "indicators_indicator_mean_with_base": lambda: update(
        IndicatorFactory(district_relation="weighted_mean"), min_cases=5
    ),
    "indicators_indicator_rule_at_inputs": lambda: update(
        IndicatorFactory(min_cases=5), expression="SO-01 * 2"
    ),
    "indicators_indicator_not_of_itself": guarded_like_itself,
    "indicators_indicator_frequency_kept": lambda: update(
        MeasurementFactory().indicator, frequency="month"
    ),
    "indicators_indicator_formula_waits": lambda: update(
        MeasurementFactory().indicator, expression="K-000 / 2"
    ),
    "indicators_indicator_code_kept": lambda: update(used_in_a_formula(), code="MOB-03"),
    "indicators_indicator_input_kept": lambda: Delete(used_in_a_formula()),
    "indicators_indicatorgoal_once": second_link,
    "indicators_indicatorgoal_one_lead": second_lead,
    # measurements
    "indicators_measurement_one_current": second_current_value,
    "indicators_measurement_one_a_revision": second_row_of_a_revision,
    "indicators_measurement_one_open": second_open_row,
    "indicators_measurement_period": lambda: update(MeasurementFactory(), period=date(1899, 1, 1)),
    "indicators_measurement_state": lambda: update(MeasurementFactory(), state="guessed"),
    "indicators_measurement_missing_reason": lambda: update(
        MeasurementFactory(missing=True), missing_reason="holiday"
    ),
    "indicators_measurement_value_or_reason": lambda: update(
        MeasurementFactory(value=5), missing_reason="other"
    ),
    "indicators_measurement_complete_when_submitted": lambda: update(
        MeasurementFactory(value=None), state="submitted"
    ),
    "indicators_measurement_origin": lambda: update(MeasurementFactory(), origin="hearsay"),
    "indicators_measurement_revision": lambda: update(MeasurementFactory(), revision=0),
    "indicators_measurement_released_at": lambda: release(MeasurementFactory(), released_at=None),
    "indicators_measurement_four_eyes": own_release,
    "indicators_measurement_superseded_after_release": lambda: release(
        MeasurementFactory(), superseded_at=RELEASED_AT - DAY
    ),
    "indicators_measurement_bounds_insert": lambda: new_measurement(**bounded(), value=101),
    "indicators_measurement_bounds_update": lambda: update(
        MeasurementFactory(**bounded()), value=-1
    ),
    "indicators_measurement_period_insert": lambda: new_measurement(
        indicator=IndicatorFactory(frequency="quarter"), period=date(2024, 2, 1)
    ),
    "indicators_measurement_period_update": lambda: update(
        MeasurementFactory(), period=date(2024, 7, 1)
    ),
    "indicators_measurement_city_insert": lambda: new_measurement(
        indicator=IndicatorFactory(), district=DistrictFactory()
    ),
    "indicators_measurement_city_update": lambda: update(
        MeasurementFactory(), district=DistrictFactory()
    ),
    "indicators_measurement_sealed_update": lambda: update(
        MeasurementFactory(released=True), value=1
    ),
    "indicators_measurement_sealed_delete": lambda: Delete(MeasurementFactory(released=True)),
    # what is computed
    "indicators_measurement_computed_by_nobody": lambda: new_measurement(
        indicator=computed_indicator(), origin="computed"
    ),
    "indicators_measurement_entered_insert": lambda: new_measurement(
        indicator=computed_indicator()
    ),
    "indicators_measurement_entered_update": lambda: update(
        draft_of_a_computed_indicator(), value=1
    ),
    "indicators_measurement_computed_insert": lambda: new_measurement(
        indicator=IndicatorFactory(),
        origin="computed",
        state="released",
        released_at=RELEASED_AT,
    ),
    "indicators_measurement_computed_update": lambda: update(
        MeasurementFactory(), origin="computed"
    ),
    "indicators_measurementinput_once": repeated_input,
    "indicators_input_fits": input_of_another_year,
    "indicators_input_sealed_update": lambda: update(
        MeasurementInputFactory(), input=MeasurementFactory(released=True)
    ),
    "indicators_input_sealed_delete": lambda: Delete(MeasurementInputFactory()),
    # their history
    "indicators_event_kind": lambda: Insert(unsaved_event(kind="whispered")),
    "indicators_event_sealed_update": lambda: update(MeasurementEventFactory(), note="anders"),
    "indicators_event_sealed_delete": lambda: Delete(MeasurementEventFactory()),
    # files they came from
    "indicators_import_kind": lambda: update(ImportedFileFactory(), kind="rumours"),
    "indicators_import_size": lambda: update(ImportedFileFactory(), size=LARGEST_IMPORT + 1),
    "indicators_import_sealed_update": lambda: update(applied_file(), name="anders.xlsx"),
    "indicators_import_sealed_delete": lambda: Delete(applied_file()),
    # what is said and proved beside them
    "indicators_comment_has_text": lambda: Insert(
        MeasurementCommentFactory.build(measurement=MeasurementFactory(), text="", by=UserFactory())
    ),
    "indicators_comment_sealed_update": lambda: update(MeasurementCommentFactory(), text="anders"),
    "indicators_comment_sealed_delete": lambda: Delete(MeasurementCommentFactory()),
    "indicators_evidence_once": lambda: further_evidence(sha256="a" * 64),
    "indicators_evidence_size": lambda: further_evidence(size=LARGEST_EVIDENCE + 1),
    "indicators_evidence_sealed_update": lambda: update(EvidenceFactory(), name="anders.pdf"),
    "indicators_evidence_sealed_delete": lambda: Delete(evidence_of_a_released_value()),
    # mails and reminders
    "indicators_mail_state": lambda: update(MailFactory(), state="lost"),
    "indicators_mail_sent_at": lambda: update(MailFactory(sent=True), sent_at=None),
    "indicators_mail_reminder_a_day": second_reminder_of_the_day,
    "indicators_reminder_stage": lambda: update(ReminderFactory(), stage="never"),
    "indicators_reminder_once": reminded_twice,
    "indicators_reminder_request_once": reminded_twice_of_a_link,
    # collection rounds
    "indicators_round_year": lambda: update(CollectionRoundFactory(), year=1989),
    "indicators_round_opens_before_deadline": lambda: update(
        CollectionRoundFactory(), opens_on=date(2026, 4, 1)
    ),
    "indicators_round_grace": lambda: update(CollectionRoundFactory(), grace_days=366),
    "indicators_roundindicator_once": indicator_asked_for_twice,
    "indicators_datarequest_expires_later": lambda: update(
        DataRequestFactory(), expires_at=ASKED_AT
    ),
    "indicators_datarequest_has_origin": request_of_nobody,
    "indicators_datarequest_revoked_at": lambda: update(
        DataRequestFactory(), revoked_by=UserFactory(coordination=True)
    ),
    # values and links without an account
    "indicators_measurement_sender": lambda: update(
        MeasurementFactory(), sender_office="Stadtwerke Soest"
    ),
    "indicators_event_by_somebody": lambda: Insert(
        unsaved_event(kind="created", sender="Nora Netz")
    ),
    "indicators_requestevent_kind": lambda: update(DataRequestEventFactory(), kind="whispered"),
    "indicators_requestevent_by_somebody": lambda: update(
        DataRequestEventFactory(), sender="Nora Netz"
    ),
    # expected effects
    "indicators_effect_once": effect_on_an_indicator_twice,
    "indicators_effect_range": lambda: update(ExpectedEffectFactory(), lower=2, upper=1),
    "indicators_effect_years": lambda: update(ExpectedEffectFactory(), from_year=1899),
    "indicators_effect_has_basis": lambda: update(ExpectedEffectFactory(), basis=""),
    # what is said about years
    "indicators_chartnote_once": second_note_of_a_year,
    "indicators_chartnote_kind": lambda: update(ChartNoteFactory(), kind="rumour"),
    "indicators_chartnote_year": lambda: update(ChartNoteFactory(), year=1899),
    "indicators_chartnote_has_text": lambda: update(ChartNoteFactory(), text=""),
    # target paths
    "indicators_targetpath_one_a_version": second_path_of_a_version,
    "indicators_targetpath_one_current": second_current_path,
    "indicators_targetpath_kind": lambda: update(TargetPathFactory(), kind="dream"),
    "indicators_targetpath_interpolation": lambda: update(
        TargetPathFactory(), interpolation="curve"
    ),
    "indicators_targetpath_baseline": lambda: update(TargetPathFactory(), baseline_year=2010),
    "indicators_targetpath_superseded_after_adopted": lambda: update(
        TargetPathFactory(), adopted_at=ADOPTED_AT, superseded_at=ADOPTED_AT - DAY
    ),
    "indicators_targetpath_sealed_update": lambda: update(
        TargetPathFactory(adopted=True), note="nur ein Wort"
    ),
    "indicators_targetpath_sealed_delete": lambda: Delete(
        TargetPathFactory(adopted=True, points={})
    ),
    "indicators_point_once_a_year": second_point_of_a_year,
    "indicators_point_year": lambda: update(TargetPointFactory(), year=2101),
    "indicators_point_value_or_band": lambda: update(TargetPointFactory(), lower=1, upper=2),
    "indicators_point_sealed_insert": lambda: Insert(
        TargetPoint(path=TargetPathFactory(adopted=True), year=2035, value=1)
    ),
    "indicators_point_sealed_update": lambda: update(point_of_an_adopted_path(), value=1),
    "indicators_point_sealed_delete": lambda: Delete(point_of_an_adopted_path()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREACHES)
def test_database_refuses(name: str) -> None:
    attempt(name, BREACHES[name]())


# Half of what belongs together ----------------------------------------------------


@pytest.mark.django_db
def test_a_mail_that_waits_has_no_time_of_sending() -> None:
    attempt("indicators_mail_sent_at", update(MailFactory(), sent_at=ASKED_AT))


@pytest.mark.django_db
@pytest.mark.parametrize("half", [{"baseline_year": 2020}, {"baseline_value": 8}])
def test_half_a_baseline_is_refused(half: dict[str, Any]) -> None:
    """A CHECK passes when it comes out as NULL."""
    attempt("indicators_targetpath_baseline", update(TargetPathFactory(), **half))


@pytest.mark.django_db
def test_effect_without_any_number_is_refused() -> None:
    effect = ExpectedEffectFactory()
    attempt("indicators_effect_range", update(effect, lower=None, upper=None))


@pytest.mark.django_db
@pytest.mark.parametrize("until", [2022, 2101])
def test_effect_that_ends_before_it_begins_or_never_is_refused(until: int) -> None:
    attempt("indicators_effect_years", update(ExpectedEffectFactory(), until_year=until))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "half", [{}, {"lower": 1}, {"upper": 1}, {"lower": 2, "upper": 1}, {"lower": 1, "upper": 1}]
)
def test_half_a_band_is_refused(half: dict[str, Any]) -> None:
    breach = update(TargetPointFactory(), **{"value": None} | half)
    attempt("indicators_point_value_or_band", breach)


# Codes in formulas -----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "expression", ["MOB-02", "A / MOB-02", "(MOB-02 + A)", "A * (B - MOB-02)", "[MOB-02] + A"]
)
def test_code_is_found_wherever_it_stands(expression: str) -> None:
    used = IndicatorFactory(code="MOB-02")
    IndicatorFactory(expression=expression)
    attempt("indicators_indicator_code_kept", update(used, code="MOB-03"))


@pytest.mark.django_db
def test_code_inside_another_code_is_free() -> None:
    IndicatorFactory(expression="MOB-021 / X-MOB-02 + MOB-02.1")
    used = IndicatorFactory(code="MOB-02")
    used.code = "MOB-03"
    used.save()
    used.delete()


# Numbers that are none -----------------------------------------------------------

# Only raw SQL can bring these in: Django refuses them by itself.
FINITE: dict[str, tuple[Callable[[], models.Model], tuple[str, ...]]] = {
    "indicators_indicator_finite": (
        lambda: IndicatorFactory(direction="toward", optimum=1),
        ("optimum", "lower_bound", "upper_bound"),
    ),
    "indicators_measurement_finite": (MeasurementFactory, ("value",)),
    "indicators_effect_finite": (ExpectedEffectFactory, ("lower", "upper")),
    "indicators_targetpath_finite": (
        lambda: TargetPathFactory(baseline_year=2010, baseline_value=1),
        ("baseline_value",),
    ),
    "indicators_point_finite": (TargetPointFactory, ("value", "lower", "upper")),
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name in FINITE for column in FINITE[name][1]]
)
def test_database_refuses_numbers_that_are_not_finite(name: str, column: str) -> None:
    row = FINITE[name][0]()
    statement = f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s"  # noqa: S608
    for number in NOT_FINITE[connection.vendor]:
        with refused(name, number):
            execute(statement, [number, row.pk])


# PostgreSQL's numeric(15, 4) refuses infinity by its type; SQLite has no NaN, but infinity.
NOT_FINITE = {"postgresql": ["NaN"], "sqlite": ["9e999", "-9e999", "100000000000"]}


# What rows refer to --------------------------------------------------------------


@pytest.mark.django_db
def test_empty_file_is_refused() -> None:
    attempt("indicators_import_size", update(ImportedFileFactory(), size=0))


@pytest.mark.django_db
def test_file_of_an_event_is_kept() -> None:
    event = MeasurementEventFactory(file=ImportedFileFactory())
    assert event.file is not None
    with pytest.raises(ProtectedError):
        event.file.delete()
