"""Computed rows follow from released ones, in the same transaction, over several levels."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from indicators.catalogue import IndicatorCatalogue, ValueEntry
from indicators.catalogue_loading import load_indicators
from indicators.computing import recompute_all
from indicators.entry import services
from indicators.entry.joint_release import release_all
from indicators.entry.services import save
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.models import Indicator, Measurement, MeasurementEvent, MeasurementInput
from indicators.named_periods import Period
from strategy.models import DataVersion, District
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    UserFactory,
    released_series,
)

pytestmark = pytest.mark.django_db
YEAR = date(2024, 1, 1)


@pytest.fixture
def city() -> District:
    return DistrictFactory(city=True)


@pytest.fixture
def points(city: District) -> Indicator:
    return IndicatorFactory(code="MOB-02", name="Ladepunkte", unit="", district_relation="sum")


@pytest.fixture
def people(city: District) -> Indicator:
    return IndicatorFactory(
        code="STE-04", name="Einwohnerzahl", measures_population=True, district_relation="sum"
    )


@pytest.fixture
def rate(points: Indicator, people: Indicator) -> Indicator:
    return IndicatorFactory(
        code="MOB-09",
        name="Ladepunkte je 1.000 Einwohner",
        district_relation="weighted_mean",
        expression="MOB-02 / Einwohner * 1000",
    )


@pytest.fixture
def coordinator() -> User:
    return UserFactory(coordination=True)


def say(indicator: Indicator, value: object = None, **more: object) -> Measurement:
    """A released row from a published source, in place of the one before; nothing is computed."""
    given = {"period": YEAR, "district": District.objects.city()} | more
    place = {key: given[key] for key in ("period", "district")}
    former = Measurement.objects.current().filter(indicator=indicator, **place).first()
    if former:
        former.superseded_at = former.released_at
        former.save()
    return MeasurementFactory(
        indicator=indicator,
        value=value,
        catalogue=True,
        revision=former.revision + 1 if former else 1,
        **given,
    )


def hand_in(indicator: Indicator, value: object, **more: object) -> Measurement:
    return MeasurementFactory(indicator=indicator, value=value, submitted=True, **more)


def current(indicator: Indicator, **place: object) -> Measurement:
    given = {"period": YEAR, "district__kind": "city"} | place
    return Measurement.objects.current().get(indicator=indicator, **given)


def test_release_computes_what_rests_on_it(
    points: Indicator, people: Indicator, rate: Indicator, coordinator: User
) -> None:
    counted = say(people, 48340)
    entered = hand_in(points, 266, provisional=True)
    released = services.release(row=entered, version=entered.version, by=coordinator)
    row = current(rate)
    assert (row.value, row.provisional, row.revision) == (Decimal("5.5027"), True, 1)
    assert (row.origin, row.source) == ("computed", "Berechnet: MOB-02 / Einwohner * 1000")
    assert (row.entered_by, row.released_by) == (None, coordinator)
    assert row.released_at is not None
    assert released.released_at is not None
    assert row.released_at >= released.released_at
    assert {link.input for link in row.inputs.all()} == {released, counted}
    event = row.events.get()
    assert (event.kind, event.by, event.value) == ("computed", coordinator, row.value)


def test_correction_of_an_input_supersedes_the_result(
    points: Indicator, people: Indicator, rate: Indicator, coordinator: User
) -> None:
    say(people, 50000)
    say(points, 100)
    recompute_all(by=None)
    first = current(rate)
    correction = hand_in(points, 200, revision=1)
    services.release(row=correction, version=correction.version, by=coordinator)
    first.refresh_from_db()
    second = current(rate)
    assert (first.value, second.value, second.revision) == (2, 4, 2)
    assert first.superseded_at == second.released_at
    assert second.warning_reason == "Neu berechnet, weil sich geändert hat: Ladepunkte."
    told = first.events.get()
    assert (told.kind, told.note) == ("superseded", second.warning_reason)
    assert first.released_at is not None
    assert Measurement.objects.as_of(first.released_at).get(indicator=rate) == first


def test_nothing_is_said_until_every_input_is(
    points: Indicator, people: Indicator, rate: Indicator, coordinator: User
) -> None:
    entered = hand_in(points, 266)
    services.release(row=entered, version=entered.version, by=coordinator)
    assert not rate.measurements.exists()


def test_input_without_value_leaves_a_reason_that_names_it(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    say(people, 48340)
    say(points, None, missing_reason="not_collected")
    recompute_all(by=None)
    row = current(rate)
    assert (row.value, row.missing_reason) == (None, "not_collected")
    assert row.missing_note == "Dafür fehlt: Ladepunkte (nicht erhoben)."
    say(points, 266)
    recompute_all(by=None)
    assert current(rate).value == Decimal("5.5027")


def test_division_by_zero_does_not_stop_a_release(
    points: Indicator, people: Indicator, rate: Indicator, coordinator: User
) -> None:
    say(points, 266)
    entered = hand_in(people, 0)
    services.release(row=entered, version=entered.version, by=coordinator)
    row = current(rate)
    assert (row.value, row.missing_reason) == (None, "other")
    assert row.missing_note == "Nicht berechenbar. Division durch null: Einwohner ist 0."


def test_impossible_result_does_not_stop_a_release(
    points: Indicator, people: Indicator, rate: Indicator, coordinator: User
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(upper_bound=5)
    say(people, 48340)
    entered = hand_in(points, 266)
    services.release(row=entered, version=entered.version, by=coordinator)
    assert "liegt über dem größten möglichen Wert" in current(rate).missing_note


def test_each_place_and_year_counts_for_itself(
    points: Indicator, people: Indicator, rate: Indicator, city: District
) -> None:
    ampen, deiringsen = DistrictFactory(), DistrictFactory()
    for place, number, inhabitants in ((city, 100, 50000), (ampen, 3, 1500)):
        say(points, number, district=place)
        say(people, inhabitants, district=place)
    say(points, 7, district=deiringsen)  # nobody has counted its inhabitants
    say(points, 90, period=date(2023, 1, 1))
    recompute_all(by=None)
    found = {(row.district, row.value) for row in rate.measurements.all()}
    assert found == {(city, Decimal(2)), (ampen, Decimal(2))}


def test_city_alone_if_the_indicator_is_about_the_city_alone(
    points: Indicator, people: Indicator, rate: Indicator, city: District
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(district_relation="none")
    for place in (city, DistrictFactory()):
        say(points, 1, district=place)
        say(people, 1000, district=place)
    recompute_all(by=None)
    assert rate.measurements.get().district == city


def test_levels_follow_each_other(
    points: Indicator, people: Indicator, rate: Indicator, coordinator: User
) -> None:
    total = IndicatorFactory(code="A-01", expression="MOB-09 + Z-01")  # before its inputs by code
    double = IndicatorFactory(code="Z-01", expression="MOB-09 * 2")
    say(people, 1000)
    entered = hand_in(points, 5)
    services.release(row=entered, version=entered.version, by=coordinator)
    assert [current(one).value for one in (rate, double, total)] == [5, 10, 15]
    assert {link.input for link in current(total).inputs.all()} == {current(rate), current(double)}
    correction = hand_in(points, 6, revision=1)
    services.release(row=correction, version=correction.version, by=coordinator)
    assert [(row.value, row.revision) for row in map(current, (rate, double, total))] == [
        (6, 2),
        (12, 2),
        (18, 2),
    ]


def test_computing_again_changes_nothing(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    IndicatorFactory(code="Z-01", expression="MOB-09 * 2")
    say(people, 1000)
    say(points, 3)
    say(points, None, missing_reason="other", period=date(2023, 1, 1))
    say(people, 1000, period=date(2023, 1, 1))
    assert len(recompute_all(by=None)) == 4
    version = DataVersion.objects.get().number
    assert recompute_all(by=None) == []
    assert DataVersion.objects.get().number == version


def test_new_formula_computes_anew_and_says_so(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    say(people, 1000)
    say(points, 3)
    recompute_all(by=None)
    Indicator.objects.filter(pk=rate.pk).update(expression="MOB-02 / Einwohner * 100")
    recompute_all(by=None)
    row = current(rate)
    assert (row.value, row.revision) == (Decimal("0.3"), 2)
    assert row.warning_reason == "Die Formel wurde geändert."
    assert row.source == "Berechnet: MOB-02 / Einwohner * 100"


def test_value_that_the_new_formula_cannot_give_does_not_stay(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    IndicatorFactory(code="NEU", name="Neue Zählung")
    say(people, 1000)
    say(points, 3)
    recompute_all(by=None)
    for expression in ("MOB-02 / NEU", "NEU * 1"):
        Indicator.objects.filter(pk=rate.pk).update(expression=expression)
        recompute_all(by=None)
        row = current(rate)
        assert (row.value, row.missing_reason) == (None, "not_yet_available")
        assert row.missing_note == "Dafür fehlt noch: Neue Zählung."
    assert not row.inputs.exists()


def test_other_indicator_that_counts_the_inhabitants(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    say(people, 1000)
    say(points, 3)
    recompute_all(by=None)
    Indicator.objects.filter(pk=people.pk).update(measures_population=False)
    say(IndicatorFactory(measures_population=True), 1500)
    recompute_all(by=None)
    assert current(rate).value == 2


def test_entered_value_gives_way_and_stays_in_the_history(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression="")
    old = [say(rate, 9), say(rate, 8, period=date(2020, 1, 1))]
    Indicator.objects.filter(pk=rate.pk).update(expression="MOB-02 / Einwohner * 1000")
    say(people, 1000)
    say(points, 3)
    recompute_all(by=None)
    row = current(rate)
    assert (row.value, row.revision) == (3, 2)
    assert row.warning_reason == "Der Wert wird jetzt berechnet."
    old[0].refresh_from_db()
    assert old[0].superseded_at == row.released_at
    assert current(rate, period=date(2020, 1, 1)) == old[1]  # nothing to compute it from


def test_result_bears_the_mark_of_what_it_rests_on(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    say(people, 1000, is_sample=True)
    say(points, 3)
    recompute_all(by=None)
    assert current(rate).is_sample


def test_real_result_does_not_give_way_to_an_example(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    say(people, 1000)
    say(points, 3)
    recompute_all(by=None)
    real = current(rate)
    example = IndicatorFactory(code="BSP", is_sample=True)
    say(example, 5, is_sample=True)
    Indicator.objects.filter(pk=rate.pk).update(expression="BSP * 1")
    assert recompute_all(by=None) == []
    assert current(rate) == real


@pytest.mark.parametrize(
    "broken", [{"expression": "MOB-02 /"}, {"expression": "WEG * 2"}, {"frequency": "month"}]
)
def test_formula_that_cannot_be_computed_stops_no_release(
    broken: Mapping[str, str],
    points: Indicator,
    people: Indicator,
    rate: Indicator,
    coordinator: User,
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(**broken)
    double = IndicatorFactory(code="Z-01", expression="MOB-02 * 2")
    entered = hand_in(points, 5)
    services.release(row=entered, version=entered.version, by=coordinator)
    assert current(double).value == 10
    assert not rate.measurements.exists()


def test_joint_release_takes_a_fixed_number_of_queries(
    points: Indicator, people: Indicator, rate: Indicator, coordinator: User
) -> None:
    released_series(people, dict.fromkeys(range(2000, 2020), 1000))

    def queries(years: range) -> int:
        rows = [hand_in(points, year, period=date(year, 1, 1)) for year in years]
        with CaptureQueriesContext(connection) as asked:
            release_all(versions={row.pk: row.version for row in rows}, by=coordinator)
        return len(asked)

    assert queries(range(2000, 2002)) == queries(range(2002, 2020))
    found = dict(rate.measurements.values_list("period__year", "value"))
    assert found == {year: Decimal(year) for year in range(2000, 2020)}
    assert MeasurementInput.objects.count() == 2 * 20
    assert MeasurementEvent.objects.filter(kind="computed", by=coordinator).count() == 20


# Published sources ---------------------------------------------------------------------


def published(code: str, value: int) -> ValueEntry:
    return ValueEntry(code, 2024, Decimal(value), "", "https://www.example.org/")


def test_catalogue_computes_what_rests_on_its_values(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    load_indicators(IndicatorCatalogue((), (published("MOB-02", 3), published("STE-04", 1000)), ()))
    row = current(rate)
    assert (row.value, row.released_by) == (3, None)
    assert not row.events.exists()  # nobody did it


def test_catalogue_does_not_release_what_is_computed(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    changes = load_indicators(IndicatorCatalogue((), (published("MOB-09", 7),), ()))
    assert changes[1].kept == [f"{rate} 2024, weil die Kennzahl berechnet wird"]
    assert not rate.measurements.exists()


# Nobody enters what is computed -------------------------------------------------------


def test_service_refuses_to_enter(rate: Indicator, city: District) -> None:
    slot = Slot(rate, city, Period.parse("2024"))
    with pytest.raises(services.Conflict):
        save(slot=slot, content=Content(value=Decimal(1)), seen=Seen(), by=UserFactory())
    assert slot_rows(slot).open is None


# At the same moment --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_lose_nothing(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    """Each computes with what the other has released, whoever comes first."""
    years = range(2015, 2025)
    entered = [
        hand_in(indicator, number, period=date(year, 1, 1))
        for year in years
        for indicator, number in ((points, year), (people, 1000))
    ]
    by = UserFactory(coordination=True)

    def releasing(row: Measurement) -> None:
        try:
            services.release(row=row, version=row.version, by=by)
        finally:
            connection.close()

    workers = 1 if connection.vendor == "sqlite" else 4
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(releasing, entered))
    rows = Measurement.objects.current().filter(indicator=rate)
    assert {row.period.year: row.value for row in rows} == {year: year for year in years}
