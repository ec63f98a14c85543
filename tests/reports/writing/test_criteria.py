"""What a report says about the criteria of its framework is written like its other texts."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from reports.models import Criterion, Report, ReportText, TextVersion
from reports.writing.services import NO_STANCE
from tests.factories import CriterionFactory, ReportFactory, ReportingFrameworkFactory

pytestmark = pytest.mark.django_db

LIST = "/berichte/verwaltung/2024/texte/"
PATH = f"{LIST}kriterium-01/"


@pytest.fixture
def criterion() -> Criterion:
    return CriterionFactory(code="01", title="Strategie", explanation="Worum es geht.")


@pytest.fixture(autouse=True)
def report(criterion: Criterion) -> Report:
    return ReportFactory(year=2024, framework=criterion.framework)


def test_list_has_a_group_for_the_framework(coordinator_client: Client) -> None:
    html = coordinator_client.get(LIST).content.decode()
    assert "Kriterium 01 Strategie" in html
    assert f'href="{PATH}"' in html


def test_report_without_a_framework_has_no_such_places(
    coordinator_client: Client, report: Report
) -> None:
    Report.objects.update(framework=None)
    assert "Kriterium" not in coordinator_client.get(LIST).content.decode()
    assert coordinator_client.get(PATH).status_code == 404


def test_criterion_of_another_framework_is_no_place(coordinator_client: Client) -> None:
    CriterionFactory(code="99", framework=ReportingFrameworkFactory(code="anderer"))
    assert coordinator_client.get(f"{LIST}kriterium-99/").status_code == 404


def test_page_asks_how_the_criterion_is_answered(coordinator_client: Client) -> None:
    html = coordinator_client.get(PATH).content.decode()
    for words in ("Worum es geht.", "noch offen", "berichtet", "begründet nicht berichtet"):
        assert words in html


def test_answer_is_saved_with_the_text(coordinator_client: Client) -> None:
    sent = {"body": "Dazu fehlen die Mittel.", "stance": "explains", "version": "0"}
    assert coordinator_client.post(PATH, sent).status_code == 302
    text = ReportText.objects.get()
    assert (text.section, text.stance, text.body) == (
        *("criterion", "explains", "Dazu fehlen die Mittel."),
    )


def test_other_answer_alone_is_a_change(coordinator_client: Client) -> None:
    coordinator_client.post(PATH, {"body": "Text.", "stance": "reports", "version": "0"})
    coordinator_client.post(PATH, {"body": "Text.", "stance": "explains", "version": "1"})
    text = ReportText.objects.get()
    assert (text.stance, text.version) == ("explains", 2)


def test_answer_of_somebody_else_is_not_written_over(coordinator_client: Client) -> None:
    coordinator_client.post(PATH, {"body": "Text.", "stance": "reports", "version": "0"})
    answer = coordinator_client.post(PATH, {"body": "Text.", "stance": "explains", "version": "0"})
    assert answer.status_code == 409
    assert ReportText.objects.get().stance == "reports"


def test_open_criterion_is_not_handed_in(coordinator_client: Client) -> None:
    sent = {"body": "Text.", "stance": "", "version": "0", "step": "submit"}
    answer = coordinator_client.post(PATH, sent)
    assert answer.status_code == 422
    assert NO_STANCE in answer.content.decode()
    assert "Text.</textarea>" in answer.content.decode()
    assert not ReportText.objects.exists()  # "Noch nicht gespeichert" is true


def test_other_places_have_no_answer(coordinator_client: Client) -> None:
    path = f"{LIST}vorwort/"
    assert "noch offen" not in coordinator_client.get(path).content.decode()
    coordinator_client.post(path, {"body": "Text.", "stance": "explains", "version": "0"})
    assert ReportText.objects.get().stance == ""


def test_unknown_answer_is_refused(coordinator_client: Client) -> None:
    answer = coordinator_client.post(PATH, {"body": "Text.", "stance": "maybe", "version": "0"})
    assert answer.status_code == 422
    assert not ReportText.objects.exists()


# Former answers ----------------------------------------------------------------------


def save(client: Client, body: str, stance: str, seen: int, **more: str) -> None:
    sent = {"body": body, "stance": stance, "version": str(seen), **more}
    assert client.post(PATH, sent).status_code == 302


def kept() -> list[tuple[str, str]]:
    """Answer and wording of all versions, the oldest first."""
    return list(TextVersion.objects.order_by("pk").values_list("stance", "body"))


def test_every_answer_is_kept(coordinator_client: Client) -> None:
    save(coordinator_client, "Text.", "reports", 0)
    save(coordinator_client, "Text.", "explains", 1)
    assert kept() == [("reports", "Text."), ("explains", "Text.")]


def test_answer_of_another_person_is_kept_even_without_words(
    coordinator_client: Client, second_coordinator: User
) -> None:
    coordinator_client.post(f"{PATH}sichern/", {"body": "", "stance": "explains", "version": "0"})
    assert kept() == []
    coordinator_client.force_login(second_coordinator)
    save(coordinator_client, "Doch.", "reports", 1)
    assert kept() == [("explains", ""), ("reports", "Doch.")]


def test_former_answer_is_shown_and_restored(coordinator_client: Client) -> None:
    save(coordinator_client, "Text.", "explains", 0)
    save(coordinator_client, "Text.", "reports", 1)
    assert "begründet nicht berichtet" in coordinator_client.get(f"{PATH}verlauf/").content.decode()
    former = f"{PATH}verlauf/{TextVersion.objects.get(stance='explains').pk}/"
    html = coordinator_client.get(former).content.decode()
    assert "<del>begründet nicht berichtet</del> <ins>berichtet</ins>" in html
    assert "Heute steht dasselbe da." not in html
    coordinator_client.post(f"{former}wiederherstellen/", {"version": "2"})
    text = ReportText.objects.get()
    assert (text.body, text.stance, text.version) == ("Text.", "explains", 3)
    html = coordinator_client.get(former).content.decode()
    assert "Heute steht dasselbe da." in html
    assert "<del>begründet" not in html


def test_history_of_other_places_has_no_answers(coordinator_client: Client) -> None:
    path = f"{LIST}vorwort/"
    coordinator_client.post(path, {"body": "Text.", "version": "0"})
    html = coordinator_client.get(f"{path}verlauf/").content.decode()
    assert "Fassung 1" in html
    assert "Antwort" not in html
    version = TextVersion.objects.get()
    assert "Antwort" not in coordinator_client.get(f"{path}verlauf/{version.pk}/").content.decode()


def test_autosave_says_what_is_wrong_with_the_answer(coordinator_client: Client) -> None:
    sent = {"body": "Text.", "stance": "maybe", "version": "0"}
    answer = coordinator_client.post(f"{PATH}sichern/", sent)
    assert answer.status_code == 422
    assert "maybe" in answer.content.decode()
    assert not ReportText.objects.exists()
