from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.models import User
from indicators.models import TargetPath
from indicators.services import AdoptionRefused, adopt_target_path
from tests.factories import TargetPathFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
DECISION = {"decided_by": "Rat der Stadt Soest", "decided_on": date(2026, 3, 4)}
BAND = {2030: (Decimal(1), Decimal(2))}


@pytest.fixture(autouse=True)
def on_the_day_after() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def draft(**values: Any) -> TargetPath:
    return TargetPathFactory(**DECISION | values)


def test_first_path_comes_into_force(coordinator: User) -> None:
    path = adopt_target_path(path=draft(), by=coordinator)
    assert (path.adopted_at, path.superseded_at) == (NOW, None)
    assert list(TargetPath.objects.current()) == [path]


def test_former_path_is_superseded_at_the_same_moment(coordinator: User) -> None:
    former = TargetPathFactory(adopted=True)
    path = adopt_target_path(path=draft(indicator=former.indicator), by=coordinator)
    former.refresh_from_db()
    assert former.superseded_at == path.adopted_at == NOW
    assert list(TargetPath.objects.as_of(NOW)) == [path]


def test_paths_of_other_indicators_stay(coordinator: User) -> None:
    other = TargetPathFactory(adopted=True)
    adopt_target_path(path=draft(), by=coordinator)
    assert other in TargetPath.objects.current()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"decided_by": ""}, "wer den Zielpfad wann beschlossen hat"),
        ({"decided_on": None}, "wer den Zielpfad wann beschlossen hat"),
        ({"decided_on": date(2026, 3, 6)}, "liegt in der Zukunft"),
        ({"points": {}}, "mindestens einen Zielpunkt"),
        ({"kind": "band", "points": {}}, "mindestens einen Zielpunkt"),
        ({"kind": "band"}, "eine untere und eine obere Grenze"),
        ({"points": BAND}, "braucht einen Zielwert"),
        ({"kind": "direction"}, "hat keine Zielpunkte"),
        ({"adopted": True}, "schon beschlossen"),
        ({"superseded": True}, "schon beschlossen"),
    ],
)
def test_path_that_is_not_whole_is_refused(
    coordinator: User, values: dict[str, Any], sentence: str
) -> None:
    path = draft(**values)
    with pytest.raises(AdoptionRefused, match=sentence):
        adopt_target_path(path=path, by=coordinator)
    before = path.adopted_at
    path.refresh_from_db()
    assert path.adopted_at == before


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "direction", "points": {}},
        {"kind": "band", "points": BAND},
        {"kind": "limit_every_year"},
        {"kind": "milestone"},
        {"decided_on": date(2026, 3, 5)},
    ],
)
def test_whole_path_of_any_kind_is_adopted(coordinator: User, values: dict[str, Any]) -> None:
    assert adopt_target_path(path=draft(**values), by=coordinator).adopted_at == NOW


def test_draft_that_was_overtaken_is_refused(coordinator: User) -> None:
    old = draft()
    current = TargetPathFactory(indicator=old.indicator, adopted=True)
    with pytest.raises(AdoptionRefused, match="Fassung 2 gilt schon"):
        adopt_target_path(path=old, by=coordinator)
    assert list(TargetPath.objects.current()) == [current]


def test_adopting_twice_changes_nothing(coordinator: User) -> None:
    """A double click: the row is read again under its lock."""
    path = draft()
    adopt_target_path(path=path, by=coordinator)
    assert path.adopted_at is None  # the second request still sees a draft
    with pytest.raises(AdoptionRefused, match="schon beschlossen"):
        adopt_target_path(path=path, by=coordinator)


@pytest.mark.parametrize("person", ["clerk", "councillor", "administrator"])
def test_only_coordination_adopts(request: pytest.FixtureRequest, person: str) -> None:
    with pytest.raises(PermissionDenied):
        adopt_target_path(path=draft(), by=request.getfixturevalue(person))
    assert not TargetPath.objects.current().exists()
