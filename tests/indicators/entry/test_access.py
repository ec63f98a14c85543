"""Row 44 of the faults: every address of the entry, every role, own and foreign values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from accounts.models import User
from indicators.entry.urls import urlpatterns
from indicators.models import Indicator, Measurement
from strategy.models import District
from tests.factories import EvidenceFactory, ImportedFileFactory, MailFactory, MeasurementFactory

SLOT = "/erfassung/treibhausgase/2025/"
GRID = "/erfassung/tabelle/umwelt-und-klima/"
GOOD = {"version": "1", "revision": "0", "value": "1960,5", "source": "Bericht", "step": "submit"}
RELEASE = {"version": "1", "decision": "release"}

# name, method, path, data: each address of urls.py with each of its methods
REQUESTS = [
    ("entry-home", "get", "/erfassung/", {}),
    ("entry-indicator", "get", "/erfassung/treibhausgase/", {}),
    ("entry-value", "get", SLOT, {}),
    ("entry-value", "post", SLOT, GOOD),
    ("entry-reading", "post", f"{SLOT}gelesen/", {"value": "5"}),
    ("entry-autosave", "post", f"{SLOT}sichern/", GOOD),
    ("entry-inline", "get", f"{SLOT}zeile/", {}),
    ("entry-inline", "post", f"{SLOT}zeile/", GOOD),
    ("entry-withdraw", "post", f"{SLOT}zurueckziehen/", GOOD),
    ("entry-discard", "post", f"{SLOT}verwerfen/", GOOD),
    ("entry-comments", "get", f"{SLOT}kommentare/", {}),
    ("entry-comments", "post", f"{SLOT}kommentare/", {"text": "Hallo"}),
    ("entry-evidence", "get", f"{SLOT}belege/", {}),
    ("entry-evidence", "post", f"{SLOT}belege/", {}),
    ("entry-evidence-file", "get", f"{SLOT}belege/{{pk}}/", {}),
    ("entry-evidence-remove", "post", f"{SLOT}belege/{{pk}}/entfernen/", {}),
    ("entry-history", "get", f"{SLOT}verlauf/", {}),
    # This indicator has no districts; test_districts.py asks for one that has.
    ("entry-districts", "get", f"{SLOT}ortsteile/", {}),
    ("entry-districts", "post", f"{SLOT}ortsteile/", {}),
    ("entry-districts-reading", "post", f"{SLOT}ortsteile/gelesen/", {}),
    ("entry-grids", "get", "/erfassung/tabelle/", {}),
    ("entry-grid", "get", GRID, {}),
    ("entry-grid", "post", GRID, {"step": "look"}),
    # This indicator has no districts; test_grids.py asks for one that has.
    ("entry-district-grid", "get", "/erfassung/treibhausgase/tabelle/", {}),
    ("entry-district-grid", "post", "/erfassung/treibhausgase/tabelle/", {}),
    ("entry-files", "get", "/erfassung/dateien/", {}),
    ("entry-files", "post", "/erfassung/dateien/", {}),
    ("entry-file-template", "get", "/erfassung/dateien/vorlage/?jahr=2025", {}),
    ("entry-file", "get", "/erfassung/dateien/{pk}/", {}),
    ("entry-file", "post", "/erfassung/dateien/{pk}/", {}),
    ("entry-file-download", "get", "/erfassung/dateien/{pk}/datei/", {}),
    ("entry-file-discard", "post", "/erfassung/dateien/{pk}/verwerfen/", {}),
    ("round-list", "get", "/erfassung/runden/", {}),
    ("round-new", "get", "/erfassung/runden/neu/", {}),
    ("round-new", "post", "/erfassung/runden/neu/", {}),
    ("round-detail", "get", "/erfassung/runden/2024/", {}),
    ("round-values", "get", "/erfassung/runden/2024/werte/", {}),
    ("round-csv", "get", "/erfassung/runden/2024/stand.csv", {}),
    ("round-edit", "get", "/erfassung/runden/2024/bearbeiten/", {}),
    ("round-edit", "post", "/erfassung/runden/2024/bearbeiten/", {}),
    ("round-delete", "post", "/erfassung/runden/2024/loeschen/", {}),
    ("mails", "get", "/erfassung/nachrichten/", {}),
    ("mail", "get", "/erfassung/nachrichten/{pk}/", {}),
    ("mail-send", "post", "/erfassung/nachrichten/{pk}/senden/", {}),
    ("release-queue", "get", "/erfassung/freigabe/", {}),
    ("release-decide", "post", "/erfassung/freigabe/{pk}/", RELEASE),
    ("release-selection", "post", "/erfassung/freigabe/auswahl/", {"wert": "{pk}-1"}),
    ("release-joint", "post", "/erfassung/freigabe/auswahl/freigeben/", {}),
]
# Who may: status for the department's clerk, another department's, coordination, council,
# administration. 302 and 409 are answers of a view that let the person in.
EXPECTED = {
    ("entry-home", "get"): (200, 200, 200, 200, 200),
    ("entry-indicator", "get"): (200, 404, 200, 404, 404),
    ("entry-value", "get"): (200, 404, 200, 404, 404),
    ("entry-value", "post"): (302, 404, 302, 404, 404),
    ("entry-reading", "post"): (200, 404, 200, 404, 404),
    ("entry-autosave", "post"): (200, 404, 200, 404, 404),
    ("entry-inline", "get"): (302, 404, 302, 404, 404),
    ("entry-inline", "post"): (302, 404, 302, 404, 404),
    ("entry-withdraw", "post"): (409, 404, 409, 404, 404),
    ("entry-discard", "post"): (302, 404, 302, 404, 404),
    ("entry-comments", "get"): (200, 404, 200, 404, 404),
    ("entry-comments", "post"): (302, 404, 302, 404, 404),
    ("entry-evidence", "get"): (200, 404, 200, 404, 404),
    ("entry-evidence", "post"): (422, 404, 422, 404, 404),
    ("entry-evidence-file", "get"): (200, 404, 200, 404, 404),
    ("entry-evidence-remove", "post"): (302, 404, 302, 404, 404),
    ("entry-history", "get"): (200, 404, 200, 404, 404),
    ("entry-districts", "get"): (404, 404, 404, 404, 404),
    ("entry-districts", "post"): (404, 404, 404, 404, 404),
    ("entry-districts-reading", "post"): (404, 404, 404, 404, 404),
    ("entry-grids", "get"): (200, 200, 200, 200, 200),
    ("entry-grid", "get"): (200, 404, 200, 404, 404),
    ("entry-grid", "post"): (302, 404, 302, 404, 404),
    ("entry-district-grid", "get"): (404, 404, 404, 404, 404),
    ("entry-district-grid", "post"): (404, 404, 404, 404, 404),
    ("entry-files", "get"): (200, 200, 200, 403, 403),
    ("entry-files", "post"): (422, 422, 422, 403, 403),
    ("entry-file-template", "get"): (200, 422, 200, 403, 403),
    ("entry-file", "get"): (200, 404, 404, 403, 403),
    ("entry-file", "post"): (422, 404, 404, 403, 403),
    ("entry-file-download", "get"): (200, 404, 404, 403, 403),
    ("entry-file-discard", "post"): (302, 404, 404, 403, 403),
    ("round-list", "get"): (403, 403, 200, 403, 403),
    ("round-new", "get"): (403, 403, 200, 403, 403),
    ("round-new", "post"): (403, 403, 422, 403, 403),
    ("round-detail", "get"): (403, 403, 404, 403, 403),
    ("round-values", "get"): (403, 403, 404, 403, 403),
    ("round-csv", "get"): (403, 403, 404, 403, 403),
    ("round-edit", "get"): (403, 403, 404, 403, 403),
    ("round-edit", "post"): (403, 403, 404, 403, 403),
    ("round-delete", "post"): (403, 403, 404, 403, 403),
    ("mails", "get"): (403, 403, 200, 403, 403),
    ("mail", "get"): (403, 403, 200, 403, 403),
    ("mail-send", "post"): (403, 403, 302, 403, 403),
    ("release-queue", "get"): (403, 403, 200, 403, 403),
    ("release-decide", "post"): (403, 403, 409, 403, 403),
    ("release-selection", "post"): (403, 403, 422, 403, 403),
    ("release-joint", "post"): (403, 403, 422, 403, 403),
}
PEOPLE = (
    "clerk_client",
    "other_clerk_client",
    "coordinator_client",
    "councillor_client",
    "administrator_client",
)
CASES = [
    pytest.param(method, path, data, person, status, id=f"{name}-{method}-{person}")
    for name, method, path, data in REQUESTS
    for person, status in zip(PEOPLE, EXPECTED[name, method], strict=True)
]


@pytest.fixture
def draft(indicator: Indicator, city: District, clerk: User) -> Measurement:
    """Of 2025, version 1, with a piece of evidence, a mail and a file that have the same number."""
    row = MeasurementFactory(
        indicator=indicator, district=city, period=date(2025, 1, 1), entered_by=clerk
    )
    EvidenceFactory(pk=row.pk, measurement=row)
    MailFactory(pk=row.pk)
    ImportedFileFactory(pk=row.pk, uploaded_by=clerk, name="werte.csv")
    return row


def test_every_address_is_in_the_matrix() -> None:
    """A new address without an entry here fails."""
    names = [one.name for one in urlpatterns if isinstance(one, URLPattern)]
    assert set(names) == {name for name, *_ in REQUESTS}
    assert {(name, method) for name, method, *_ in REQUESTS} == set(EXPECTED)


@pytest.mark.parametrize(("method", "path", "data", "person", "status"), CASES)
def test_access(
    request: pytest.FixtureRequest,
    draft: Measurement,
    method: str,
    path: str,
    data: dict[str, str],
    person: str,
    status: int,
) -> None:
    client: Client = request.getfixturevalue(person)
    send: Callable[..., Any] = getattr(client, method)
    response = send(path.format(pk=draft.pk), data)
    b"".join(response)  # at its end the test client closes a file
    assert response.status_code == status
    if status in (403, 404):
        draft.refresh_from_db()
        assert (draft.state, draft.version) == ("draft", 1)


@pytest.mark.parametrize(("name", "method", "path", "data"), REQUESTS)
def test_login_comes_first(
    client: Client,
    draft: Measurement,
    name: str,
    method: str,
    path: str,
    data: dict[str, str],
) -> None:
    send: Callable[..., object] = getattr(client, method)
    response = send(path.format(pk=draft.pk), data)
    assert getattr(response, "status_code", None) == 302
    assert getattr(response, "headers", {})["Location"].startswith("/anmelden/?next=")


def test_foreign_value_shows_in_no_answer(other_clerk_client: Client, draft: Measurement) -> None:
    """A missing and a foreign indicator look the same."""
    foreign = other_clerk_client.get(SLOT)
    missing = other_clerk_client.get("/erfassung/gibt-es-nicht/2025/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_person_without_department_reaches_nothing(
    clerk_client: Client, clerk: User, draft: Measurement
) -> None:
    clerk.memberships.all().delete()
    assert clerk_client.get(SLOT).status_code == 404
    assert "Noch keiner Abteilung zugeordnet" in clerk_client.get("/erfassung/").content.decode()


def test_role_taken_away_counts_at_once(
    clerk_client: Client, clerk: User, draft: Measurement
) -> None:
    """Row 51."""
    User.objects.filter(pk=clerk.pk).update(role="council")
    assert clerk_client.post(SLOT, GOOD).status_code == 404
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert clerk_client.get(SLOT).status_code == 302


def test_pages_behind_the_login_are_not_cached(clerk_client: Client, draft: Measurement) -> None:
    assert "no-store" in clerk_client.get(SLOT).headers["Cache-Control"]
