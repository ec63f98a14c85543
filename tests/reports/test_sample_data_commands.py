from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from indicators.models import Measurement
from strategy.models import Department
from tests.factories import MembershipFactory, ReportEditionFactory

pytestmark = pytest.mark.django_db

LOGINS = """\
Anmelden mit dem Kennwort Soest-2030-Beispiel als
  erfassung       Erfassung
  koordination    Koordination
  koordination2   Koordination
  rat             Rat
  administration  Administration
"""


def run(name: str, *arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What loading said; each test finds the sample data loaded."""
    with django_db_blocker.unblock(), transaction.atomic():
        run("load_strategy")
        yield run("load_sample_data")
        transaction.set_rollback(True)


def test_load_tells_what_it_added_and_who_can_sign_in(told: str) -> None:
    assert told == (
        "Beispieldaten geladen: 100 operative Ziele, 44 Kennzahlen, 7962 Messwerte, "
        f"119 Maßnahmen.\n{LOGINS}"
    )


@pytest.mark.usefixtures("told")
def test_second_load_says_so() -> None:
    assert run("load_sample_data") == (
        f"Beispieldaten sind schon geladen, nichts geändert.\n{LOGINS}"
    )


@pytest.mark.usefixtures("told")
def test_other_scale_is_refused_with_the_way_out() -> None:
    with pytest.raises(CommandError, match="im Maßstab 1 geladen.*remove_sample_data"):
        run("load_sample_data", "--scale=2")


@pytest.mark.usefixtures("told")
def test_remove_takes_sample_data_away() -> None:
    assert run("remove_sample_data") == "Beispieldaten entfernt.\n"
    assert not Measurement.objects.filter(is_sample=True).exists()
    assert run("remove_sample_data") == "Es sind keine Beispieldaten geladen.\n"


@pytest.mark.usefixtures("told")
def test_remove_tells_what_it_had_to_leave() -> None:
    ReportEditionFactory(published=True, published_by=User.objects.get(username="koordination"))
    MembershipFactory(department=Department.objects.get(slug="verkehrsplanung"))
    assert run("remove_sample_data").splitlines() == [
        "Beispieldaten entfernt.",
        (
            "Bleibt als Abteilung der Stadt, weil echte Angaben zu ihr gehören: "
            "Abteilung Verkehrsplanung"
        ),
        "Bleibt als Verfasser echter Angaben und kann sich nicht mehr anmelden: koordination",
    ]


@pytest.mark.usefixtures("told")
def test_production_is_refused(settings: Settings) -> None:
    run("remove_sample_data")
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="Beispieldaten sind in Produktion nicht erlaubt"):
        run("load_sample_data")
    assert not Measurement.objects.filter(is_sample=True).exists()


@pytest.mark.parametrize("scale", ["0", "-1", "1.5", "viel", "101", "²"])
def test_scale_must_be_a_small_whole_number(scale: str) -> None:
    with pytest.raises(CommandError, match=f"„{scale}“ ist keine ganze Zahl von 1 bis 100"):
        run("load_sample_data", f"--scale={scale}")
