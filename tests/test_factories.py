from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import Model
from factory.declarations import Trait

from accounts.models import User
from indicators.models import Measurement
from strategy.models import Action, CrossCuttingCheck, DataVersion
from tests import factories

APPS = ("accounts", "strategy", "indicators", "reports")
FACTORIES = [
    value
    for value in vars(factories).values()
    if isinstance(value, type)
    and issubclass(value, factories.RowFactory)
    and value is not factories.RowFactory
]
TRAITS = [
    (factory, name)
    for factory in FACTORIES
    for name, parameter in factory._meta.parameters.items()
    if isinstance(parameter, Trait)
]


def test_every_model_has_a_factory() -> None:
    made = {factory._meta.model for factory in FACTORIES}
    models = {model for app in APPS for model in apps.get_app_config(app).get_models()}
    # the one row of the data version is there as soon as its table is
    assert {model for model in models if not model._meta.auto_created} - made == {DataVersion}


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_factory_makes_a_valid_row(factory: type[factories.RowFactory[Model]]) -> None:
    factory().full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "trait"), TRAITS, ids=[f"{factory.__name__}-{trait}" for factory, trait in TRAITS]
)
def test_trait_makes_a_valid_row(factory: type[factories.RowFactory[Model]], trait: str) -> None:
    factory(**{trait: True}).full_clean()


@pytest.mark.django_db
def test_goals_are_numbered_below_their_parents() -> None:
    area = factories.ActionAreaFactory(number=3)
    strategic = factories.StrategicGoalFactory.create_batch(2, area=area)
    operational = factories.OperationalGoalFactory.create_batch(2, strategic_goal=strategic[1])
    assert [goal.code for goal in strategic] == ["3.1", "3.2"]
    assert [goal.code for goal in operational] == ["3.2.1", "3.2.2"]


@pytest.mark.django_db
def test_decided_action_is_checked_against_every_goal() -> None:
    goals = factories.CrossCuttingGoalFactory.create_batch(3)
    action = factories.ActionFactory(phase="decided")
    assert Action.objects.get().phase == "decided"
    assert {check.goal for check in CrossCuttingCheck.objects.filter(action=action)} == set(goals)


@pytest.mark.django_db
def test_adopted_path_keeps_its_points_and_takes_no_more() -> None:
    path = factories.TargetPathFactory(adopted=True, points={2025: (1, 2), 2030: 3})
    assert list(path.points.values_list("year", "lower", "upper", "value")) == [
        (2025, 1, 2, None),
        (2030, None, None, 3),
    ]
    with pytest.raises(IntegrityError):
        factories.TargetPointFactory(path=path, year=2031)


@pytest.mark.django_db
def test_released_series_has_one_value_a_year() -> None:
    indicator = factories.IndicatorFactory()
    factories.released_series(indicator, {2022: "8.1", 2023: 8})
    current = Measurement.objects.current().values_list("period__year", "value")
    assert [(year, str(value)) for year, value in current] == [(2022, "8.1000"), (2023, "8.0000")]


def test_people_have_their_roles(
    clerk: User,
    other_clerk: User,
    coordinator: User,
    second_coordinator: User,
    councillor: User,
    administrator: User,
) -> None:
    people = (clerk, other_clerk, coordinator, second_coordinator, councillor, administrator)
    assert [person.role for person in people] == [
        "entry",
        "entry",
        "coordination",
        "coordination",
        "council",
        "administration",
    ]
    assert clerk.check_password(factories.PASSWORD)
    assert not set(clerk.departments.all()) & set(other_clerk.departments.all())


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_tables_are_emptied_after_a_test_that_commits(turn: int) -> None:
    """Whichever runs second would find the row of the first, or miss the triggers."""
    assert not Measurement.objects.exists()
    assert DataVersion.objects.count() == 1
    factories.MeasurementFactory(released=True)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_measurement")
