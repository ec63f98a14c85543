"""Who may see and do what: every address of writing for every role."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from reports.models import ReportText, TextVersion
from reports.writing.places import TextPlace
from tests.conftest import signed_in
from tests.factories import ReportTextFactory, TextVersionFactory

BASE = "/berichte/verwaltung/2025/texte/"
OWN, OTHERS = f"{BASE}handlungsfeld-5/", f"{BASE}vorwort/"
# Path below a text, method, and the answer to those who may.
STEPS = (
    ("", "get", 200),
    ("", "post", 302),
    ("sichern/", "post", 200),
    ("vorschau/", "post", 200),
    ("zahlen/", "get", 200),
    ("uebernehmen/", "post", 302),
    ("verlauf/", "get", 200),
    ("verlauf/{pk}/", "get", 200),
    ("verlauf/{pk}/wiederherstellen/", "post", 302),
)
DECISIONS = ("freigeben/", "zurueckgeben/", "zuweisen/")
FORM = {"body": "Neu.", "version": "1", "note": "Warum?"}


@pytest.fixture
def own(place: TextPlace, clerk: User) -> ReportText:
    """A text the clerk was asked for, and one of the foreword that nobody was asked for."""
    ReportTextFactory(report=place.report)
    return ReportTextFactory(**place.columns, writer=clerk)


def status(person: User, path: str, method: str, text: ReportText) -> int:
    version = TextVersion.objects.filter(text=text).first() or TextVersionFactory(text=text)
    address = path.format(pk=version.pk)
    answer = getattr(signed_in(person), method)(address, FORM if method == "post" else {})
    return int(answer.status_code)


@pytest.mark.parametrize(("step", "method", "done"), STEPS)
def test_writer_reaches_own_texts_alone(
    own: ReportText, clerk: User, other_clerk: User, step: str, method: str, done: int
) -> None:
    assert status(clerk, OWN + step, method, own) == done
    assert status(other_clerk, OWN + step, method, own) == 404
    foreword = ReportText.objects.get(section="foreword")
    assert status(clerk, OTHERS + step, method, foreword) == 404


@pytest.mark.parametrize(("step", "method", "done"), STEPS)
def test_coordination_reaches_every_text_and_others_none(
    own: ReportText,
    coordinator: User,
    councillor: User,
    administrator: User,
    step: str,
    method: str,
    done: int,
) -> None:
    assert status(coordinator, OWN + step, method, own) == done
    for person in (councillor, administrator):
        assert status(person, OWN + step, method, own) == 404


@pytest.mark.parametrize("step", DECISIONS)
def test_only_the_coordination_decides(
    own: ReportText, clerk: User, councillor: User, administrator: User, step: str
) -> None:
    own.state = "review"
    own.save()
    for person in (clerk, councillor, administrator):
        assert status(person, OWN + step, "post", own) == 403
    own.refresh_from_db()
    assert own.state == "review"


@pytest.mark.parametrize(("path", "method"), [(BASE, "get"), (f"{BASE}zuweisen/5/", "post")])
def test_list_is_for_the_coordination(
    own: ReportText, clerk: User, councillor: User, administrator: User, path: str, method: str
) -> None:
    for person in (clerk, councillor, administrator):
        assert getattr(signed_in(person), method)(path).status_code == 403


@pytest.mark.parametrize("key", ["vorwort", "nachwort", "kennzahl-x"])
def test_no_report_or_place(coordinator_client: Client, place: TextPlace, key: str) -> None:
    assert coordinator_client.get(f"/berichte/verwaltung/1999/texte/{key}/").status_code == 404
    expected = 200 if key == "vorwort" else 404
    assert coordinator_client.get(f"{BASE}{key}/").status_code == expected


def test_version_of_another_text_is_not_found(coordinator_client: Client, own: ReportText) -> None:
    other = TextVersionFactory(text=ReportText.objects.get(section="foreword"))
    assert coordinator_client.get(f"{OWN}verlauf/{other.pk}/").status_code == 404
    answer = coordinator_client.post(f"{OWN}verlauf/{other.pk}/wiederherstellen/", FORM)
    assert answer.status_code == 404
