from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from indicators.models import ExpectedEffect, Indicator, IndicatorGoal, Measurement, TargetPath
from strategy.models import Action
from tests.factories import (
    ActionFactory,
    DistrictFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    MeasurementEventFactory,
    MeasurementFactory,
    OperationalGoalFactory,
    TargetPathFactory,
    released_series,
)
from tests.html_forms import form_values

# Django's own templates read variables that may be missing.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ADMIN = "/verwaltung/indicators/"
PATHS = f"{ADMIN}targetpath/"


def page_form(client: Client, row: Any) -> tuple[str, dict[str, Any]]:
    model = row._meta.model_name
    path = f"{ADMIN}{model}/{row.pk}/change/"
    return path, form_values(client.get(path).content.decode(), f"{model}_form")


def change(client: Client, row: Any, **values: Any) -> Any:
    path, form = page_form(client, row)
    return client.post(path, form | values)


def add(client: Client, model: str, **values: Any) -> Any:
    path = f"{ADMIN}{model}/add/"
    form = form_values(client.get(path).content.decode(), f"{model}_form")
    return client.post(path, form | values)


# Indicators ------------------------------------------------------------------------------


def test_indicator_is_made(coordinator_client: Client) -> None:
    form = {"code": "K-1", "name": "Grünfläche je Kopf", "unit": "m²", "direction": "increase"}
    assert add(coordinator_client, "indicator", **form).status_code == 302
    indicator = Indicator.objects.get()
    assert (indicator.slug, indicator.frequency) == ("gruenflaeche-je-kopf", "year")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1.234,5", "1234.5000"), ("-3,25", "-3.2500"), ("−7", "-7.0000"), ("1 000", "1000.0000")],
)
def test_numbers_are_typed_in_german(coordinator_client: Client, typed: str, stored: str) -> None:
    indicator = IndicatorFactory()
    assert change(coordinator_client, indicator, lower_bound=typed).status_code == 302
    indicator.refresh_from_db()
    assert str(indicator.lower_bound) == stored


@pytest.mark.parametrize("typed", ["1.5", "12,34.5", "1e5", "ca. 5", "5 %", "NaN", "1,23456"])
def test_number_that_is_none_is_refused(coordinator_client: Client, typed: str) -> None:
    indicator = IndicatorFactory()
    answer = change(coordinator_client, indicator, upper_bound=typed)
    assert answer.context["adminform"].form.errors["upper_bound"]
    assert f'value="{typed}"' in answer.content.decode()


def test_number_is_shown_in_german_without_filling_zeros(coordinator_client: Client) -> None:
    indicator = IndicatorFactory(lower_bound=Decimal("-1234.5"), upper_bound=100)
    _, form = page_form(coordinator_client, indicator)
    assert (form["lower_bound"], form["upper_bound"]) == (["−1.234,5"], ["100"])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"lower_bound": "5", "upper_bound": "4"}, "__all__"),
        ({"direction": "toward"}, "__all__"),
        ({"optimum": "4"}, "__all__"),
        ({"decimals": "5"}, "decimals"),
        ({"name": ""}, "name"),
    ],
)
def test_rules_of_the_database_are_errors_of_the_form(
    coordinator_client: Client, values: dict[str, str], field: str
) -> None:
    answer = change(coordinator_client, IndicatorFactory(), **values)
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("frequency", "month"),
        ("lower_bound", "7"),
        ("upper_bound", "6,8"),
        ("district_relation", "none"),
    ],
)
def test_values_in_the_ledger_keep_fitting(
    coordinator_client: Client, field: str, value: str
) -> None:
    indicator = IndicatorFactory(district_relation="independent")
    MeasurementFactory(indicator=indicator, value=Decimal("6.9"))
    MeasurementFactory(indicator=indicator, value=Decimal("6.9"), district=DistrictFactory())
    answer = change(coordinator_client, indicator, **{field: value})
    message = "Dem stehen Werte entgegen, die schon erfasst sind."
    assert answer.context["adminform"].form.errors[field] == [message]


@pytest.mark.parametrize(
    ("field", "value"),
    [("lower_bound", "6,9"), ("upper_bound", "6,9"), ("district_relation", "none")],
)
def test_rules_that_the_values_keep_may_change(
    coordinator_client: Client, field: str, value: str
) -> None:
    indicator = MeasurementFactory(value=Decimal("6.9")).indicator
    Indicator.objects.update(district_relation="sum")
    assert change(coordinator_client, indicator, **{field: value}).status_code == 302


def test_goals_of_an_indicator(coordinator_client: Client) -> None:
    indicator, goal = IndicatorFactory(), OperationalGoalFactory()
    link = {
        "goal_links-TOTAL_FORMS": "1",
        "goal_links-0-goal": str(goal.pk),
        "goal_links-0-is_lead": "on",
    }
    assert change(coordinator_client, indicator, **link).status_code == 302
    assert IndicatorGoal.objects.get().goal == goal
    answer = change(coordinator_client, IndicatorFactory(), **link)
    assert "Dieses Ziel hat schon eine führende Kennzahl." in answer.content.decode()


def test_indicator_with_values_is_not_deleted(coordinator_client: Client) -> None:
    indicator = MeasurementFactory().indicator
    path = f"{ADMIN}indicator/{indicator.pk}/delete/"
    assert coordinator_client.post(path, {"post": "yes"}).status_code == 200
    assert Indicator.objects.filter(pk=indicator.pk).exists()


# What follows is said ---------------------------------------------------------------------


def save_note(client: Client, indicator: Indicator, **values: str) -> str:
    """Fill in the first note of an indicator; what is said afterwards."""
    path, form = page_form(client, indicator)
    given = {"year": "2021", "kind": "break", "text": "neue Zählweise"} | values
    note = {f"chart_notes-0-{name}": value for name, value in given.items()}
    total = {"chart_notes-TOTAL_FORMS": "1"}
    return messages_of(client, client.post(path, form | total | note))


@pytest.fixture
def rated() -> Indicator:
    """On course by the values of 2019 to 2024."""
    DistrictFactory(city=True)
    indicator = IndicatorFactory(name="Ladepunkte", direction="increase", due_after_months=36)
    released_series(indicator, {year: year - 2018 for year in range(2019, 2025)})
    TargetPathFactory(indicator=indicator, points={2030: 10}, adopted=True)
    return indicator


def test_break_says_how_the_outlook_changes(coordinator_client: Client, rated: Indicator) -> None:
    IndicatorFactory(name="Ladepunkte doppelt", expression=f"{rated.code} * 2")
    said = save_note(coordinator_client, rated, year="2024")
    assert "Bruch ab 2024: Mit Werten davor wird nicht mehr verglichen." in said
    assert "Der Ausblick wurde neu bewertet: bisher Sonne, jetzt nicht bewertet." in said
    assert "was daraus berechnet wird: „Ladepunkte doppelt“." in said
    said = save_note(coordinator_client, rated, year="2024", DELETE="on")
    assert "Kein Bruch mehr ab 2024" in said
    assert "bisher nicht bewertet, jetzt Sonne" in said


def test_break_long_ago_leaves_the_outlook(coordinator_client: Client, rated: Indicator) -> None:
    said = save_note(coordinator_client, rated, year="1990")
    assert "Der Ausblick wurde neu bewertet und bleibt: Sonne." in said


def test_remark_says_nothing_of_the_outlook(coordinator_client: Client, rated: Indicator) -> None:
    assert "Ausblick" not in save_note(coordinator_client, rated, kind="note")


# What actions are expected to change ----------------------------------------------------

ACTIONS = "/verwaltung/strategy/action/"


def save_effect(client: Client, action: Action, **values: str) -> Any:
    """Fill in the first expected effect of an action; `values` without the form's prefix."""
    path = f"{ACTIONS}{action.pk}/change/"
    form = form_values(client.get(path).content.decode(), "action_form")
    given = {"from_year": "2023", "lower": "−200,5", "upper": "-100", "basis": "Gerechnet"} | values
    effect = {f"expected_effects-0-{name}": value for name, value in given.items()}
    return client.post(path, form | {"expected_effects-TOTAL_FORMS": "1"} | effect)


def test_effect_is_entered_at_the_action_in_german(coordinator_client: Client) -> None:
    action, indicator = ActionFactory(), IndicatorFactory(unit="t je Einwohner", decimals=0)
    assert save_effect(coordinator_client, action, indicator=str(indicator.pk)).status_code == 302
    effect = ExpectedEffect.objects.get()
    assert (effect.lower, effect.upper) == (Decimal("-200.5"), Decimal(-100))
    page = coordinator_client.get(f"{ADMIN}indicator/{indicator.pk}/change/").content.decode()
    assert "Erwartete Wirkungen von Maßnahmen" in page
    assert "100,0 bis 200,5\xa0t je Einwohner weniger" in page
    assert "ab 2023" in page
    assert str(action) in page


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"lower": "", "upper": ""}, "lower", "wenigstens eine der beiden Zahlen"),
        ({"lower": "-100", "upper": "-200"}, "upper", "Bitte tauschen Sie beide"),
        ({"lower": "1.2"}, "lower", "Tausender"),
        ({"from_year": "1066"}, "from_year", "zwischen 1900 und 2100"),
        ({"until_year": "2101"}, "until_year", "zwischen 1900 und 2100"),
        ({"until_year": "2022"}, "until_year", "Dieses Jahr liegt vor „ab Jahr“."),
        ({"basis": ""}, "basis", "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_effect_that_is_none_is_refused_at_its_field(
    coordinator_client: Client, values: dict[str, str], field: str, sentence: str
) -> None:
    indicator = str(IndicatorFactory().pk)
    answer = save_effect(coordinator_client, ActionFactory(), indicator=indicator, **values)
    assert answer.status_code == 200
    formsets = [one.formset for one in answer.context["inline_admin_formsets"]]
    (effects,) = (one for one in formsets if one.model is ExpectedEffect)
    (told,) = effects.errors
    assert list(told) == [field]
    assert sentence in told[field][0]
    assert not ExpectedEffect.objects.exists()


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"ends_on": date(2022, 6, 30)}, "ab 2023 erwartet, die Maßnahme endet schon 2022"),
        ({"starts_on": date(2024, 1, 1)}, "ab 2023 erwartet, die Maßnahme beginnt erst 2024"),
        ({"starts_on": date(2023, 9, 1), "ends_on": date(2023, 12, 31)}, ""),
        ({}, ""),
    ],
)
def test_effect_beside_the_years_of_its_action_is_kept_and_asked_about(
    coordinator_client: Client, dates: dict[str, date], told: str
) -> None:
    action, indicator = ActionFactory(**dates), IndicatorFactory(name="Wärmebedarf")
    answer = save_effect(coordinator_client, action, indicator=str(indicator.pk))
    assert ExpectedEffect.objects.filter(action=action).exists()
    said = messages_of(coordinator_client, answer)
    assert ("Die Wirkung auf „Wärmebedarf“ wird" in said) == bool(told)
    assert told in said


def test_effects_are_asked_about_when_the_action_moves(coordinator_client: Client) -> None:
    effect = ExpectedEffectFactory(from_year=2023)
    answer = change_action(coordinator_client, effect.action, title="Neuer Titel")
    assert "bitte prüfen Sie" not in messages_of(coordinator_client, answer)
    answer = change_action(coordinator_client, effect.action, ends_on="30.06.2021")
    assert "die Maßnahme endet schon 2021" in messages_of(coordinator_client, answer)


def change_action(client: Client, action: Action, **values: str) -> Any:
    path = f"{ACTIONS}{action.pk}/change/"
    return client.post(path, form_values(client.get(path).content.decode(), "action_form") | values)


def messages_of(client: Client, answer: Any) -> str:
    """What the page after a form says above its list."""
    assert answer.status_code == 302
    shown = client.get(answer.headers["Location"])
    return " ".join(str(message) for message in shown.context["messages"])


# Drafts of target paths ------------------------------------------------------------------


def test_version_is_shown_when_it_is_known(coordinator_client: Client) -> None:
    """A form that is still empty does not know which version it will be."""
    path = TargetPathFactory()
    assert "Fassung:" not in coordinator_client.get(f"{PATHS}add/").content.decode()
    assert "Fassung:" in coordinator_client.get(f"{PATHS}{path.pk}/change/").content.decode()


@pytest.mark.parametrize("stand", ["entwurf", "gilt", "abgeloest"])
def test_paths_are_listed_by_stand(coordinator_client: Client, stand: str) -> None:
    paths = {
        "abgeloest": TargetPathFactory(superseded=True),
        "gilt": TargetPathFactory(adopted=True),
        "entwurf": TargetPathFactory(),
    }
    html = coordinator_client.get(f"{PATHS}?stand={stand}").content.decode()
    listed = {name for name, path in paths.items() if f"/{path.pk}/change/" in html}
    assert listed == {stand}


def test_new_path_is_the_next_version(coordinator_client: Client) -> None:
    former = TargetPathFactory(adopted=True, version=3)
    form = {
        "indicator": str(former.indicator_id),
        "kind": "target_value",
        "baseline_year": "2020",
        "baseline_value": "8,1",
        "points-0-year": "2030",
        "points-0-value": "2,05",
        "version": "9",
    }
    assert add(coordinator_client, "targetpath", **form).status_code == 302
    path = TargetPath.objects.get(adopted_at=None)
    assert (path.version, path.baseline_value) == (4, Decimal("8.1"))
    assert path.points.get().value == Decimal("2.05")


def test_draft_is_edited_and_deleted(coordinator_client: Client) -> None:
    path = TargetPathFactory(points={2030: 2})
    point = {"points-TOTAL_FORMS": "2", "points-1-year": "2027", "points-1-value": "5"}
    assert change(coordinator_client, path, note="Entwurf", **point).status_code == 302
    assert list(path.points.values_list("year", flat=True)) == [2027, 2030]
    coordinator_client.post(f"{PATHS}{path.pk}/delete/", {"post": "yes"})
    assert not TargetPath.objects.exists()


@pytest.mark.parametrize(
    "point",
    [{"value": "1", "lower": "1", "upper": "2"}, {"lower": "1"}, {"lower": "2", "upper": "1"}],
)
def test_point_is_a_value_or_a_band(coordinator_client: Client, point: dict[str, str]) -> None:
    form = {"points-TOTAL_FORMS": "2", "points-1-year": "2035", "points-1-value": ""}
    form |= {f"points-1-{name}": value for name, value in point.items()}
    answer = change(coordinator_client, TargetPathFactory(), **form)
    assert answer.status_code == 200
    assert "Entweder ein Zielwert oder eine Spanne" in answer.content.decode()


def test_draft_cannot_be_adopted_by_extra_fields(coordinator_client: Client) -> None:
    path = TargetPathFactory()
    change(coordinator_client, path, adopted_at="2026-01-01", adopted_at_0="01.01.2026")
    assert not TargetPath.objects.current().exists()


# Adopted target paths --------------------------------------------------------------------


@pytest.mark.parametrize("page", ["change/", "delete/"])
def test_adopted_path_is_sealed(coordinator_client: Client, page: str) -> None:
    path = TargetPathFactory(adopted=True)
    form = {"note": "anders", "post": "yes", "points-TOTAL_FORMS": "0"}
    assert coordinator_client.post(f"{PATHS}{path.pk}/{page}", form).status_code == 403
    path.refresh_from_db()
    assert (path.note, path.points.count()) == ("", 1)


def test_adopted_path_is_shown_without_fields(coordinator_client: Client) -> None:
    path = TargetPathFactory(adopted=True, note="vom Rat so gewollt")
    page = coordinator_client.get(f"{PATHS}{path.pk}/change/").content.decode()
    assert "vom Rat so gewollt" in page
    assert 'name="note"' not in page
    assert 'name="points-0-value"' not in page
    assert 'name="_save"' not in page


# Adopting --------------------------------------------------------------------------------

DECISION = {"decided_by": "Rat der Stadt Soest", "decided_on": date(2026, 3, 4)}


def adopt(client: Client, *paths: TargetPath, **values: str) -> Any:
    form = {"action": "adopt", "_selected_action": [path.pk for path in paths]}
    return client.post(PATHS, form | values, follow=True)


def test_adoption_asks_first(coordinator_client: Client) -> None:
    former = TargetPathFactory(adopted=True)
    path = TargetPathFactory(indicator=former.indicator, points={2030: Decimal("2.5")}, **DECISION)
    page = adopt(coordinator_client, path).content.decode()
    assert "Ein beschlossener Zielpfad ist öffentlich" in page
    assert "2030: 2,5" in page
    assert "Rat der Stadt Soest, 04.03.2026" in page
    assert "löst Fassung 1 ab, die seit 15.12.2021 gilt" in page
    assert list(TargetPath.objects.current()) == [former]


@pytest.mark.parametrize("points", [{}, {2030: (1, 2)}])
def test_adoption_shows_what_is_missing(coordinator_client: Client, points: dict[int, Any]) -> None:
    page = adopt(coordinator_client, TargetPathFactory(points=points)).content.decode()
    assert ("ohne Zielpunkte" in page) == (not points)
    assert ("2030: 1,0 bis 2,0" in page) == bool(points)
    assert "ohne beschließende Stelle" in page
    assert "der erste Zielpfad dieser Kennzahl" in page


def test_adoption_supersedes_the_former_path(coordinator_client: Client) -> None:
    former = TargetPathFactory(adopted=True)
    path = TargetPathFactory(indicator=former.indicator, **DECISION)
    answer = adopt(coordinator_client, path, confirmed="Beschließen")
    assert "Fassung 2: Der Zielpfad gilt." in answer.content.decode()
    former.refresh_from_db()
    path.refresh_from_db()
    assert former.superseded_at == path.adopted_at is not None
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.get_change_message()) == (str(path.pk), "Beschlossen.")


def test_adoption_says_why_one_of_several_failed(coordinator_client: Client) -> None:
    whole, undated = TargetPathFactory(**DECISION), TargetPathFactory()
    answer = adopt(coordinator_client, whole, undated, confirmed="Beschließen")
    page = answer.content.decode()
    assert "Bitte angeben, wer den Zielpfad wann beschlossen hat." in page
    assert list(TargetPath.objects.current()) == [whole]


def test_administration_does_not_adopt(administrator_client: Client) -> None:
    path = TargetPathFactory(**DECISION)
    adopt(administrator_client, path, confirmed="Beschließen")
    assert not TargetPath.objects.current().exists()
    assert "Zielpfade beschließen" not in administrator_client.get(PATHS).content.decode()


# The ledger ------------------------------------------------------------------------------


# What Django sends along with any inline.
HOUSEKEEPING = {
    "csrfmiddlewaretoken",
    *(
        f"{rows}-{name}_FORMS"
        for rows in ("events", "inputs")
        for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
    ),
    "events-0-id",
    "events-0-measurement",
}


def test_values_are_listed_in_german(coordinator_client: Client) -> None:
    MeasurementFactory(released=True, value=Decimal("-1234.5"))
    page = coordinator_client.get(f"{ADMIN}measurement/").content.decode()
    assert "−1.234,5" in page
    assert "freigegeben" in page


def test_value_is_shown_with_its_history(coordinator_client: Client) -> None:
    event = MeasurementEventFactory(note="aus der Bilanz", value=Decimal("6.9"))
    path = f"{ADMIN}measurement/{event.measurement_id}/change/"
    page = coordinator_client.get(path).content.decode()
    assert "aus der Bilanz" in page
    assert "angelegt" in page
    assert form_values(page, "measurement_form").keys() <= HOUSEKEEPING


@pytest.mark.parametrize("trait", ["draft", "submitted", "returned", "released", "superseded"])
@pytest.mark.parametrize("page", ["change/", "delete/"])
def test_no_value_is_written_by_the_admin(
    coordinator_client: Client, trait: str, page: str
) -> None:
    row = MeasurementFactory(**{trait: True})
    path = f"{ADMIN}measurement/{row.pk}/{page}"
    form = {"post": "yes", "value": "1", "state": "released", "_save": "Sichern"}
    assert coordinator_client.post(path, form).status_code == 403
    stored = Measurement.objects.get(pk=row.pk)
    assert (stored.value, stored.state) == (row.value, row.state)
