"""Formulas are edited in the administration and by the catalogue file, by the same rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from indicators.catalogue_sheets.comparison import Comparison
from indicators.catalogue_sheets.writing import compare, take_over
from indicators.computing import recompute_all
from indicators.enums import ImportKind
from indicators.models import Indicator, Measurement
from strategy.models import District
from tests.factories import (
    DistrictFactory,
    ImportedFileFactory,
    IndicatorFactory,
    MeasurementFactory,
    released_series,
)
from tests.html_forms import form_values
from tests.indicators.catalogue_sheets.sheets import edited, exported, table

# Django's own templates read variables that may be missing.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

RATE = "MOB-02 / Einwohner * 1000"


@pytest.fixture(autouse=True)
def city() -> District:
    return DistrictFactory(city=True)


@pytest.fixture(autouse=True)
def points(city: District) -> Indicator:
    row = IndicatorFactory(code="MOB-02", name="Ladepunkte", unit="Ladepunkte")
    released_series(row, {2023: 100, 2024: 150})
    return row


@pytest.fixture(autouse=True)
def people(city: District) -> Indicator:
    row = IndicatorFactory(code="STE-04", unit="Personen", measures_population=True)
    released_series(row, {2023: 50000, 2024: 50000})
    return row


@pytest.fixture
def rate() -> Indicator:
    return IndicatorFactory(code="MOB-09", name="Ladepunkte je 1.000", unit="je 1.000 EW")


def change(client: Client, row: Indicator, **values: Any) -> Any:
    path = f"/verwaltung/indicators/indicator/{row.pk}/change/"
    form = form_values(client.get(path).content.decode(), "indicator_form")
    return client.post(path, form | values, follow=True)


def errors(answer: Any) -> dict[str, list[str]]:
    return {
        name: [str(one) for one in told]
        for name, told in answer.context["adminform"].form.errors.items()
    }


def values(indicator: Indicator) -> dict[int, Decimal | None]:
    rows = Measurement.objects.current().filter(indicator=indicator)
    return {row.period.year: row.value for row in rows}


# In the administration ----------------------------------------------------------------


def test_formula_is_stored_in_one_spelling_and_computed_at_once(
    coordinator_client: Client, coordinator: User, rate: Indicator
) -> None:
    answer = change(coordinator_client, rate, expression="mob-02/einwohner*1000")
    assert "Meinten Sie „MOB-02“?" in errors(answer)["expression"][0]
    answer = change(coordinator_client, rate, expression="MOB-02/einwohner*1000")
    rate.refresh_from_db()
    assert rate.expression == RATE
    assert values(rate) == {2023: 2, 2024: 3}
    assert {row.released_by for row in rate.measurements.all()} == {coordinator}
    assert "2 Werte wurden neu berechnet." in answer.content.decode()


def test_mistake_stays_in_the_form_with_its_place(
    coordinator_client: Client, rate: Indicator
) -> None:
    answer = change(coordinator_client, rate, expression="MOB-02 / * 2")
    assert errors(answer) == {
        "expression": [
            "Zeichen 10: Nach „/“ fehlt eine Kennung, „Einwohner“, eine Zahl oder eine Klammer."
        ]
    }
    assert 'value="MOB-02 / * 2"' in answer.content.decode()


def test_circle_is_refused(coordinator_client: Client, rate: Indicator, points: Indicator) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression="STE-04 * 1")
    IndicatorFactory(code="Z-01", unit="je 1.000 EW", expression="MOB-09 * 1")
    answer = change(coordinator_client, rate, expression="Z-01 * 1")
    told = errors(answer)
    assert list(told) == ["expression"]
    assert "MOB-09 → Z-01 → MOB-09" in told["expression"][0]


def test_relation_error_stands_at_its_field(coordinator_client: Client, rate: Indicator) -> None:
    answer = change(coordinator_client, rate, expression=RATE, district_relation="sum")
    assert list(errors(answer)) == ["district_relation"]


def test_undecided_unit_is_said_and_stored(coordinator_client: Client, rate: Indicator) -> None:
    answer = change(coordinator_client, rate, expression=RATE, unit="Versorgung")
    rate.refresh_from_db()
    assert rate.expression == RATE
    assert "Bitte prüfen Sie selbst, ob das dasselbe ist." in answer.content.decode()


def test_values_in_work_come_first(coordinator_client: Client, rate: Indicator) -> None:
    MeasurementFactory(indicator=rate)
    answer = change(coordinator_client, rate, expression=RATE, replaces_values="on")
    assert "sind noch Werte in Arbeit" in errors(answer)["expression"][0]


def test_discarded_draft_is_no_obstacle(coordinator_client: Client, rate: Indicator) -> None:
    MeasurementFactory(indicator=rate, value=None)
    change(coordinator_client, rate, expression=RATE)
    rate.refresh_from_db()
    assert rate.is_computed


def test_entered_values_are_superseded_only_on_purpose(
    coordinator_client: Client, rate: Indicator
) -> None:
    released_series(rate, {2024: 9, 2010: 1})
    answer = change(coordinator_client, rate, expression=RATE)
    assert "Für diese Kennzahl gelten 2 erfasste Werte." in errors(answer)["expression"][0]
    assert "„erfasste Werte ablösen“" in errors(answer)["expression"][0]
    change(coordinator_client, rate, expression=RATE, replaces_values="on")
    assert values(rate) == {2010: 1, 2023: 2, 2024: 3}
    assert rate.measurements.get(superseded_at__isnull=False).value == 9


def test_change_that_breaks_a_formula_elsewhere_is_refused(
    coordinator_client: Client, rate: Indicator, points: Indicator, people: Indicator
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression=RATE, unit="Ladepunkte je 1.000 EW")
    answer = change(coordinator_client, points, unit="kW")
    assert "Formel von „Ladepunkte je 1.000“ (MOB-09)" in errors(answer)["__all__"][0]
    answer = change(coordinator_client, people, measures_population="")
    assert "Noch ist keine Kennzahl" in errors(answer)["__all__"][0]
    answer = change(coordinator_client, points, code="MOB-99")
    assert "bitte zuerst jene Formel ändern" in errors(answer)["code"][0]


def test_other_population_computes_anew(
    coordinator_client: Client, rate: Indicator, people: Indicator
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression="MOB-02 / Einwohner * 1000")
    recompute_all(by=None)
    Indicator.objects.filter(pk=people.pk).update(measures_population=False)
    other = IndicatorFactory(code="EW", unit="Personen")
    released_series(other, {2024: 75000})
    change(coordinator_client, other, measures_population="on")
    assert values(rate)[2024] == 2


def test_formula_can_go_and_its_values_stay(coordinator_client: Client, rate: Indicator) -> None:
    IndicatorFactory(name="Doppelte Dichte", expression="MOB-09 * 2")
    change(coordinator_client, rate, expression=RATE)
    answer = change(coordinator_client, rate, expression="")
    said = " ".join(str(message) for message in answer.context["messages"])
    assert (
        "Die Formel ist entfernt. Die 2 berechneten Werte gelten weiter, bis sie jemand ändert. "
        "Neue werden nicht mehr berechnet, sondern erfasst. "
        "Weiter daraus berechnet: „Doppelte Dichte“." in said
    )
    assert values(rate) == {2023: 2, 2024: 3}
    MeasurementFactory(indicator=rate, period=date(2025, 1, 1), value=4)


def test_indicator_in_a_formula_is_not_deleted(coordinator_client: Client, rate: Indicator) -> None:
    used = IndicatorFactory(code="NEU")
    Indicator.objects.filter(pk=rate.pk).update(expression="NEU * 2")
    path = f"/verwaltung/indicators/indicator/{used.pk}/delete/"
    answer = coordinator_client.post(path, {"post": "yes"}, follow=True)
    assert "bitte zuerst jene Formel ändern" in answer.content.decode()
    assert Indicator.objects.filter(pk=used.pk).exists()


def test_computed_indicators_are_found_in_the_list(
    coordinator_client: Client, rate: Indicator
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression=RATE)
    path = "/verwaltung/indicators/indicator/?werte="
    assert set(coordinator_client.get(f"{path}berechnet").context["cl"].queryset) == {rate}
    assert rate not in coordinator_client.get(f"{path}erfasst").context["cl"].queryset


def test_ledger_shows_what_a_row_was_computed_from(
    coordinator_client: Client, rate: Indicator
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression=RATE)
    recompute_all(by=None)
    row = rate.measurements.get(period=date(2024, 1, 1))
    page = coordinator_client.get(f"/verwaltung/indicators/measurement/{row.pk}/change/")
    text = page.content.decode()
    assert "Eingänge von Berechnungen" in text
    assert "MOB-02 Ladepunkte" in text
    assert "150,0" in text


# By the catalogue file ---------------------------------------------------------------


def told(comparison: Comparison) -> list[str]:
    return [problem.text for row in comparison.rows for problem in row.problems]


def test_file_brings_a_formula_in_and_says_what_is_computed(
    coordinator: User, rate: Indicator
) -> None:
    tables = edited(exported(), "Kennzahlen", "MOB-09", Rechenformel="MOB-02/Einwohner*1000")
    shown = compare(tables, by=coordinator)
    (row,) = shown.worth_a_look
    assert [(cell.head, cell.before, cell.after) for cell in row.cells] == [
        ("Rechenformel", "", RATE)
    ]
    assert shown.computed == 2
    assert not rate.measurements.exists()
    file = ImportedFileFactory(kind=ImportKind.CATALOGUE, uploaded_by=coordinator)
    take_over(tables, file=file, digest=shown.digest, by=coordinator)
    assert values(rate) == {2023: 2, 2024: 3}
    assert not compare(exported(), by=coordinator).changes_something


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("MOB-02 /", "Zeichen 9: Nach „/“ fehlt"),
        ("MOB-2 * 1", "Die Kennung „MOB-2“ gibt es nicht."),
        ("MOB-09 * 1", "Eine Kennzahl kann nicht mit sich selbst rechnen."),
        ("MOB-02 / Einwohner", "Schreiben Sie „MOB-02 / Einwohner * 1000“, oder"),
    ],
)
def test_file_with_a_mistake_is_refused(
    coordinator: User, rate: Indicator, expression: str, words: str
) -> None:
    tables = edited(exported(), "Kennzahlen", "MOB-09", Rechenformel=expression)
    (text,) = told(compare(tables, by=coordinator))
    assert words in text


def test_file_does_not_supersede_entered_values(coordinator: User, rate: Indicator) -> None:
    released_series(rate, {2024: 9})
    tables = edited(exported(), "Kennzahlen", "MOB-09", Rechenformel=RATE)
    (text,) = told(compare(tables, by=coordinator))
    assert "gilt ein erfasster Wert" in text
    assert "Das geht nur in der Verwaltung" in text


def test_file_without_the_column_leaves_formulas_alone(coordinator: User, rate: Indicator) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression=RATE)
    one = table("Kennzahlen", [{"Kennung": "MOB-09", "Einheit": "je Einwohner"}])
    (text,) = told(compare([one], by=coordinator))
    assert "Schreiben Sie „MOB-02 / Einwohner“, oder ändern Sie die Einheit." in text
    one = table("Kennzahlen", [{"Kennung": "MOB-09", "Einheit": "Versorgung"}])
    (row,) = compare([one], by=coordinator).worth_a_look
    assert "Bitte prüfen Sie selbst" in row.questions[0]
