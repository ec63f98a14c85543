"""The page of one text: writing, saving by itself, conflicts, review, and the year before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from reports.models import Report, ReportText, TextVersion
from reports.snapshot import write
from reports.writing.places import TextPlace
from strategy.models import ActionArea
from tests.factories import (
    ActionAreaFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportTextFactory,
    UserFactory,
)
from tests.reports.snapshots import make_snapshot

URL = "/berichte/verwaltung/2025/texte/handlungsfeld-5/"
LIST = "/berichte/verwaltung/2025/texte/"
HTMX = {"HX-Request": "true"}
TOKEN = "{{ kennzahl:K-1:2025 }}"
MOST_FOR_A_KEYSTROKE = 10


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 1, 12, 32, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def text(place: TextPlace, clerk: User) -> ReportText:
    """A draft that the clerk was asked for."""
    return ReportTextFactory(
        **place.columns, body="Gut.", writer=clerk, saved_by=clerk, due_on=date(2026, 8, 1)
    )


def page(client: Client, url: str = URL) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def post(
    client: Client, body: str, step: str = "save", seen: int = 1, **headers: str
) -> tuple[int, str]:
    form = {"body": body, "version": str(seen), "step": step}
    answer = client.post(URL, form, follow=not headers, headers=headers)
    return answer.status_code, " ".join(answer.content.decode().split())


def send(client: Client, step: str, **form: object) -> tuple[int, str]:
    """To one of the addresses below the text, as htmx does."""
    answer = client.post(f"{URL}{step}/", form, headers=HTMX)
    return answer.status_code, " ".join(answer.content.decode().split())


# Writing -----------------------------------------------------------------------------


def test_page_of_a_place_without_text(coordinator_client: Client, place: TextPlace) -> None:
    html = page(coordinator_client)
    assert "<h1>Handlungsfeld 5 Klima &amp; Energie</h1>" in html
    assert "Noch kein Text." in html
    assert '<input type="hidden" name="version" value="0">' in html
    assert "0 von 20.000 Zeichen" in html


def test_page_of_a_draft(clerk_client: Client, text: ReportText) -> None:
    html = page(clerk_client)
    assert "fertig bis 1. August 2026, überfällig" in html
    assert "<p>Gut.</p>" in html
    assert "Zur Prüfung geben" in html
    assert "Wer schreibt bis wann" not in html


def test_saving_without_scripts(clerk_client: Client, text: ReportText) -> None:
    status, html = post(clerk_client, "  # Titel\n\nBesser.\u2028Ja.\n")
    assert status == 200
    assert "Gespeichert." in html
    text.refresh_from_db()
    assert (text.body, text.version) == ("# Titel\n\nBesser.\nJa.", 2)
    assert "<h3>Titel</h3>" in html


def test_saving_in_place(clerk_client: Client, text: ReportText) -> None:
    status, html = post(clerk_client, "Besser.", "save", 1, **HTMX)
    assert status == 200
    assert html.startswith('<div id="text"')
    assert '<input type="hidden" name="version" value="2">' in html


def test_handing_in_saves_first(clerk_client: Client, text: ReportText) -> None:
    _, html = post(clerk_client, "Besser.", "submit")
    assert "Zur Prüfung gegeben." in html
    text.refresh_from_db()
    assert (text.body, text.state) == ("Besser.", "review")
    assert "Wer ihn ändert, macht ihn wieder zum Entwurf" in html


@pytest.mark.parametrize(
    ("body", "step", "message"),
    [
        ("x" * 20_001, "save", "höchstens 20.000 Zeichen lang sein; dieser hat 20.001."),
        ("a\x00b", "save", "unsichtbares Steuerzeichen"),
        ("> " * 12 + "x", "submit", "zu tief verschachtelt"),
        ("", "submit", "Ein leerer Text lässt sich nicht zur Prüfung geben."),
    ],
)
def test_refused_wording_stays_in_the_form(
    clerk_client: Client, text: ReportText, body: str, step: str, message: str
) -> None:
    status, html = post(clerk_client, body, step)
    assert status == 422
    assert message in html
    assert "Noch nicht gespeichert. Bitte prüfen Sie:" in html
    if body.isprintable() and body:
        assert body.strip().replace(">", "&gt;") in html


def test_one_megabyte_is_refused_at_once(clerk_client: Client, text: ReportText) -> None:
    """Row 15: what was typed stays, nothing is formatted, nothing is stored."""
    status, html = post(clerk_client, "[" * 1_000_000)
    assert status == 422
    assert "dieser hat 1.000.000." in html
    assert html.count("[" * 1_000) >= 1_000
    text.refresh_from_db()
    assert text.body == "Gut."


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>']
    + ["[x](javascript:alert(1))", "{{ 7*7 }}", "{% load static %}"],
)
def test_hostile_wording_and_names_are_text(
    coordinator_client: Client, text: ReportText, hostile: str
) -> None:
    """Rows 16 and 18: in the field, the preview, the versions and the names of people."""
    text.writer = text.saved_by = UserFactory(first_name=hostile, last_name="X", entry=True)
    text.save()
    ActionArea.objects.update(name=hostile)
    post(coordinator_client, hostile)
    version = TextVersion.objects.filter(text=text).latest("pk")
    for path in (URL, f"{URL}verlauf/", f"{URL}verlauf/{version.pk}/", LIST):
        html = page(coordinator_client, path)
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "onload=alert(1)>" not in html
        assert 'href="javascript' not in html


# Saving by itself ----------------------------------------------------------------------


def test_typed_text_is_kept_as_a_draft(clerk_client: Client, text: ReportText) -> None:
    status, html = send(clerk_client, "sichern", body="Besser.", version=1)
    assert status == 200
    assert html.startswith('<p id="saved" class="s muted" data-announce>gespeichert 14:32</p>')
    assert '<input type="hidden" name="version" value="2">' in html
    assert "<textarea" not in html  # somebody is typing in it
    text.refresh_from_db()
    assert (text.body, text.state) == ("Besser.", "draft")


@pytest.mark.parametrize("body", ["x" * 20_001, "a\x00b"])
def test_what_cannot_be_kept_is_said(clerk_client: Client, text: ReportText, body: str) -> None:
    status, html = send(clerk_client, "sichern", body=body, version=1)
    assert status == 422
    assert "Noch nicht gespeichert." in html
    text.refresh_from_db()
    assert text.body == "Gut."


def test_nothing_but_a_draft_changes_by_itself(clerk_client: Client, text: ReportText) -> None:
    text.state = "review"
    text.save()
    status, html = send(clerk_client, "sichern", body="Besser.", version=1)
    assert (status, "kein Entwurf mehr" in html) == (422, True)
    text.refresh_from_db()
    assert (text.body, text.state) == ("Gut.", "review")
    assert "hx-post" not in page(clerk_client).split('id="autosave"')[1].split(">")[0]


def test_expired_session_gets_a_401(client: Client, text: ReportText) -> None:
    """The page shows it beside the form, whose content stays."""
    assert send(client, "sichern", body="Besser.", version=1)[0] == 401


# Two people ------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["0", "", "x", "7"])
def test_conflict_shows_both_texts(
    clerk_client: Client, coordinator: User, text: ReportText, version: str
) -> None:
    text.body, text.version, text.saved_by = "Von Karla.", 2, coordinator
    text.saved_at = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
    text.save()
    form = {"body": "Von Erika.", "version": version, "step": "submit"}
    answer = clerk_client.post(URL, form)
    html = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "Inzwischen hat sich der Text geändert" in html
    assert '<pre class="plain">Von Erika.</pre>' in html
    assert '<pre class="plain">Von Karla.</pre>' in html
    assert "von Karla Koordination am 1. September 2026, 12:00 Uhr" in html
    assert "Von Erika.</textarea>" in html
    assert '<input type="hidden" name="version" value="2">' in html
    text.refresh_from_db()
    assert (text.body, text.state) == ("Von Karla.", "draft")


def test_choice_after_a_conflict_loses_nothing(
    clerk_client: Client, coordinator: User, text: ReportText
) -> None:
    text.body, text.version, text.saved_by = "Von Karla.", 2, coordinator
    text.save()
    assert post(clerk_client, "Von Erika.")[0] == 409
    assert post(clerk_client, "Von Erika.", seen=2)[0] == 200
    bodies = set(TextVersion.objects.values_list("body", flat=True))
    assert bodies == {"Von Karla.", "Von Erika."}


def test_conflict_while_typing(clerk_client: Client, text: ReportText) -> None:
    """The field stays; saving by itself ends until the person has decided."""
    text.body, text.version = "Anders.", 2
    text.save()
    status, html = send(clerk_client, "sichern", body="Meins.", version=1)
    assert status == 409
    assert 'id="conflict" hx-swap-oob="true" role="alert"' in html
    assert '<div id="autosave" hidden hx-swap-oob="true"></div>' in html
    assert '<input type="hidden" name="version" value="2">' in html
    text.refresh_from_db()
    assert text.body == "Anders."


# Preview and numbers ---------------------------------------------------------------------


def test_preview_prints_numbers_and_says_what_is_wrong(
    clerk_client: Client, text: ReportText
) -> None:
    body = f"Es sind {TOKEN}.\n\nNicht {{{{ kennzahl:K-9:2025 }}}} und {{{{ 7*7 }}}}."
    status, html = send(clerk_client, "vorschau", body=body)
    assert status == 200
    assert html.startswith('<div id="preview"')
    assert '<span class="num">6,9&nbsp;t</span>' in html
    assert "2 Stellen sind noch zu klären" in html
    assert (
        "Zeile 3: <code>{{ kennzahl:K-9:2025 }}</code> – Eine Kennzahl K-9 gibt es nicht." in html
    )
    assert f"{len(body)} von 20.000 Zeichen" in html
    text.refresh_from_db()
    assert text.body == "Gut."


def test_preview_of_a_text_that_is_too_long(clerk_client: Client, text: ReportText) -> None:
    _, html = send(clerk_client, "vorschau", body="x" * 25_000)
    assert "Der Text ist zu lang: 25.000 von 20.000 Zeichen." in html


NUL_TOKEN = TOKEN.replace("K-1", "K\x001")


def test_preview_of_characters_no_database_takes(clerk_client: Client, text: ReportText) -> None:
    status, html = send(clerk_client, "vorschau", body=f"{NUL_TOKEN} {TOKEN}")
    assert status == 200
    assert "\x00" not in html
    assert '<span class="num">6,9&nbsp;t</span>' in html


def test_text_with_characters_no_database_takes_is_refused(
    clerk_client: Client, text: ReportText
) -> None:
    status, html = post(clerk_client, f"Anders. {NUL_TOKEN}")
    assert status == 422
    assert "Anders." in html
    text.refresh_from_db()
    assert text.body == "Gut."


@pytest.mark.parametrize("key", ["ziel-%00", "kennzahl-%00", "kriterium-%00", "%00"])
def test_address_with_characters_no_database_takes(
    coordinator_client: Client, text: ReportText, key: str
) -> None:
    assert coordinator_client.get(f"{LIST}{key}/").status_code == 404


def test_keystroke_asks_little(clerk_client: Client, text: ReportText) -> None:
    with CaptureQueriesContext(connection) as asked:
        send(
            clerk_client, "vorschau", body=f"{TOKEN} {{{{ ziel:K-1:2030 }}}} {{{{ kennzahl:X:1 }}}}"
        )
    assert len(asked) <= MOST_FOR_A_KEYSTROKE
    with CaptureQueriesContext(connection) as asked:
        send(clerk_client, "vorschau", body="Ein Satz.")
    assert len(asked) <= 6


def test_numbers_to_put_in(clerk_client: Client, text: ReportText) -> None:
    answer = clerk_client.get(f"{URL}zahlen/?q=treib", headers=HTMX)
    html = " ".join(answer.content.decode().split())
    assert html.startswith('<div id="numbers"')
    assert f"<code>{TOKEN}</code>" in html
    assert "kennzahl:K-1:2026" not in html  # later than the report
    nothing = clerk_client.get(f"{URL}zahlen/?q=xyz", headers=HTMX)
    assert "Keine Kennzahl heißt so." in nothing.content.decode()
    assert TOKEN in page(clerk_client, f"{URL}?q=K-1")  # without scripts


# The year before -------------------------------------------------------------------------


def test_text_of_the_year_before_can_be_taken_over(
    clerk_client: Client, text: ReportText, area: ActionArea
) -> None:
    former = ReportTextFactory(report=ReportFactory(year=2024), area=area, body="*Damals.*")
    assert "<em>Damals.</em>" in page(clerk_client)
    assert "Als Entwurf übernehmen" not in page(clerk_client)
    clerk_client.post(f"{URL}uebernehmen/", {"version": "1"})
    text.refresh_from_db()
    assert text.body == "Gut."
    ReportText.objects.filter(pk=text.pk).update(body="", version=0)
    assert "Als Entwurf übernehmen" in page(clerk_client)
    clerk_client.post(f"{URL}uebernehmen/", {"version": "0"})
    text.refresh_from_db()
    assert (text.body, text.state, text.version) == (former.body, "draft", 1)
    assert TextVersion.objects.get(text=text).step == "taken"


def test_published_report_has_the_text_of_the_year_before(
    coordinator_client: Client, report: Report
) -> None:
    ActionAreaFactory(number=1)
    ReportEditionFactory(
        report=ReportFactory(year=2024), snapshot=write(make_snapshot()), published=True
    )
    html = page(coordinator_client, URL.replace("-5", "-1"))
    assert "Text von 2024" in html
    assert "Im Berichtsjahr wurde vieles begonnen." in html


# Deciding and former versions --------------------------------------------------------------


def decide(client: Client, step: str, **form: object) -> str:
    answer = client.post(f"{URL}{step}/", {"version": 1, **form}, follow=True)
    return " ".join(answer.content.decode().split())


def test_approving(coordinator_client: Client, text: ReportText) -> None:
    text.state = "review"
    text.save()
    assert "Freigeben" in page(coordinator_client)
    assert "Freigegeben." in decide(coordinator_client, "freigeben")
    text.refresh_from_db()
    assert text.state == "approved"
    assert "von Karla Koordination am 1. September 2026, 14:32 Uhr" in page(coordinator_client)


def test_own_text_has_no_button_to_approve_it(
    coordinator_client: Client, coordinator: User, text: ReportText
) -> None:
    text.state, text.saved_by = "review", coordinator
    text.save()
    assert "Freigeben muss ihn jemand anders" in page(coordinator_client)
    assert "nicht selbst frei" in decide(coordinator_client, "freigeben")


@pytest.mark.parametrize("version", [0, 2, "x"])
def test_other_version_than_seen_is_not_approved(
    coordinator_client: Client, text: ReportText, version: object
) -> None:
    text.state = "review"
    text.save()
    html = decide(coordinator_client, "freigeben", version=version)
    assert "es wurde nichts überschrieben" in html
    text.refresh_from_db()
    assert text.state == "review"


def test_refused_return_loaded_anew_is_the_text(
    coordinator_client: Client, text: ReportText
) -> None:
    assert coordinator_client.get(f"{URL}zurueckgeben/").headers["Location"] == URL


def test_giving_back(coordinator_client: Client, clerk_client: Client, text: ReportText) -> None:
    text.state = "review"
    text.save()
    answer = coordinator_client.post(f"{URL}zurueckgeben/", {"version": "1", "note": " "})
    assert answer.status_code == 422
    assert "Bitte sagen, was fehlt." in answer.content.decode()
    assert "Zurückgegeben." in decide(coordinator_client, "zurueckgeben", note="Woran liegt es?")
    assert "Woran liegt es?" in page(clerk_client)


def test_former_version_is_shown_and_restored(
    clerk_client: Client, clerk: User, text: ReportText
) -> None:
    post(clerk_client, "Es geht gut voran.")
    post(clerk_client, "Es geht langsam voran.", seen=2)
    former = TextVersion.objects.get(number=2)
    html = page(clerk_client, f"{URL}verlauf/")
    assert html.count("Fassung ") >= 3
    assert "Erika Erfassung" in html
    html = page(clerk_client, f"{URL}verlauf/{former.pk}/")
    assert "<del>gut </del><ins>langsam </ins>" in html
    restore = f"{URL}verlauf/{former.pk}/wiederherstellen/"
    clerk_client.post(restore, {"version": "2"})
    text.refresh_from_db()
    assert text.body == "Es geht langsam voran."
    clerk_client.post(restore, {"version": "3"})
    text.refresh_from_db()
    assert (text.body, text.version) == ("Es geht gut voran.", 4)
    assert TextVersion.objects.first().step == "restored"  # type: ignore[union-attr]


def test_assigning_one_text(coordinator_client: Client, place: TextPlace, clerk: User) -> None:
    form = {"one-writer": clerk.pk, "one-due_on": "2026-10-01"}
    assert coordinator_client.post(f"{URL}zuweisen/", form).status_code == 302
    row = ReportText.objects.get()
    assert (row.writer, row.due_on) == (clerk, date(2026, 10, 1))
    answer = coordinator_client.post(f"{URL}zuweisen/", {"one-due_on": "32.1.2026"})
    assert answer.status_code == 422
    assert "Bitte einen Tag angeben" in answer.content.decode()
