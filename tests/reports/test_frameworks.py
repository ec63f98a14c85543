"""Reporting frameworks: the page that takes over lists of criteria, and the choice for a report."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from reports.models import Criterion, Report, ReportingFramework
from tests.factories import (
    CriterionFactory,
    IndicatorFactory,
    ReportFactory,
    ReportTextFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/berichte/verwaltung/rahmen/"
NAMED = {"code": "bnk-2", "name": "BNK", "version": "2.0", "source": "Beispiel"}
TABLE = "Teil;Nummer;Titel;Art;Erläuterung;Kennzahlen\n"


def upload(text: str, name: str = "kriterien.csv") -> dict[str, object]:
    return NAMED | {"file": SimpleUploadedFile(name, text.encode("utf-8-sig"))}


def test_list_is_taken_over(coordinator_client: Client) -> None:
    IndicatorFactory(code="K-1")
    text = f"{TABLE}Steuerung;01;Strategie;Aspekt;Worum es geht.;K-1\n;02;Ziele;Kernindikator;;\n"
    answer = coordinator_client.post(LIST, upload(text), follow=True)
    assert "BNK übernommen: 2 neu, 0 geändert, 0 entfernt." in answer.content.decode()
    first, second = Criterion.objects.all()
    assert (first.code, first.part, first.title, first.kind) == (
        *("01", "Steuerung", "Strategie", "aspect"),
    )
    assert [one.code for one in first.indicators.all()] == ["K-1"]
    assert (second.kind, second.position) == ("core_indicator", 2)


def test_same_list_again_changes_nothing_and_another_one_what_differs(
    coordinator_client: Client,
) -> None:
    coordinator_client.post(LIST, upload(f"{TABLE};01;Strategie;;;\n;02;Ziele;;;\n"))
    again = coordinator_client.post(
        LIST, upload(f"{TABLE};01;Strategie;;;\n;02;Ziele;;;\n"), follow=True
    )
    assert "0 neu, 0 geändert, 0 entfernt" in again.content.decode()
    other = coordinator_client.post(
        LIST, upload(f"{TABLE};01;Die Strategie;;;\n;03;Neu;;;\n"), follow=True
    )
    assert "1 neu, 1 geändert, 1 entfernt" in other.content.decode()
    assert [str(one) for one in Criterion.objects.all()] == ["01 Die Strategie", "03 Neu"]


def test_list_brought_in_again_says_what_it_is_called_now(coordinator_client: Client) -> None:
    coordinator_client.post(LIST, upload(f"{TABLE};01;Strategie;;;\n"))
    again = upload(f"{TABLE};01;Strategie;;;\n") | {"version": "3.0", "source": "Rat"}
    html = coordinator_client.post(LIST, again, follow=True).content.decode()
    assert "0 entfernt; Fassung „3.0“ statt „2.0“; Quelle „Rat“ statt „Beispiel“." in html
    assert str(ReportingFramework.objects.get()) == "BNK, 3.0"


def test_field_left_empty_keeps_what_is_stored(coordinator_client: Client) -> None:
    coordinator_client.post(LIST, upload(f"{TABLE};01;Strategie;;;\n"))
    again = upload(f"{TABLE};01;Strategie;;;\n") | {"version": ""}
    html = coordinator_client.post(LIST, again, follow=True).content.decode()
    assert "0 neu, 0 geändert, 0 entfernt." in html
    assert ReportingFramework.objects.get().version == "2.0"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Nummer\n01\n", "Die Spalte „Titel“ fehlt."),
        ("Nummer;Titel;Farbe\n01;Strategie;rot\n", "Die Spalte „Farbe“ ist nicht bekannt."),
        ("Nummer;Titel\n", "steht kein Kriterium"),
        (f"{TABLE};;Strategie;;;\n", "Zeile 2: Die Spalte „Nummer“ ist leer."),
        (f"{TABLE};01;A;;;\n;01;B;;;\n", "Zeile 3: Die Nummer „01“ steht schon in Zeile 2."),
        (
            f"{TABLE};1.2;A;;;\n;1-2;B;;;\n",
            "Zeile 3: Die Nummer „1-2“ hätte im Bericht dieselbe Adresse wie „1.2“ in Zeile 2.",
        ),
        (f"{TABLE};1/2;A;;;\n", "Zeile 2: Eine Nummer besteht aus Buchstaben"),
        (f"{TABLE};01;A;Ziel;;\n", "Zeile 2: „Ziel“ ist keine Art."),
        (f"{TABLE};01;A;;;K-9\n", "Zeile 2: Eine Kennzahl „K-9“ gibt es nicht."),
        (f"{TABLE};01;{'A' * 201};;;\n", "„Titel“ darf höchstens 200 Zeichen lang sein."),
    ],
)
def test_faulty_list_changes_nothing_and_says_why(
    coordinator_client: Client, text: str, problem: str
) -> None:
    answer = coordinator_client.post(LIST, upload(text))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert problem in page
    assert 'value="bnk-2"' in page  # what was typed stays
    assert not ReportingFramework.objects.exists()


def test_only_the_first_problems_of_a_broken_list_are_shown(coordinator_client: Client) -> None:
    lines = "".join(f";{number};;;;\n" for number in range(30))
    page = coordinator_client.post(LIST, upload(TABLE + lines)).content.decode()
    assert "Und 10 weitere." in page


def test_workbook_that_is_none_is_refused(coordinator_client: Client) -> None:
    answer = coordinator_client.post(LIST, upload("Text", "kriterien.xlsx"))
    assert answer.status_code == 422
    assert "ist aber keine Excel-Arbeitsmappe" in answer.content.decode()


def test_downloaded_list_can_be_brought_in_again(coordinator_client: Client) -> None:
    IndicatorFactory(code="K-1")
    coordinator_client.post(LIST, upload(f"{TABLE}A;01;=Strategie;Aspekt;Text;K-1\n"))
    content = coordinator_client.get(f"{LIST}bnk-2.csv").content
    assert b"'=Strategie" in content  # no formula in Excel
    again = coordinator_client.post(LIST, upload(content.decode("utf-8-sig")), follow=True)
    assert "0 neu, 0 geändert, 0 entfernt" in again.content.decode()


@pytest.mark.parametrize(
    "path", [LIST, f"{LIST}bnk-2.csv", "/berichte/verwaltung/2024/gliederung/"]
)
def test_pages_are_for_the_coordination(clerk_client: Client, path: str) -> None:
    assert clerk_client.get(path).status_code == 403


def test_sample_account_changes_frameworks_only_without_real_reports(client: Client) -> None:
    client.force_login(UserFactory(coordination=True, is_sample=True))
    ReportFactory(year=2023, is_sample=True)
    assert client.post(LIST, upload(f"{TABLE};01;Strategie;;;\n")).status_code == 302
    ReportFactory(year=2024)
    answer = client.post(LIST, upload(f"{TABLE};01;Anders;;;\n"))
    assert answer.status_code == 422
    assert "Ein Beispielkonto kann keinen Berichtsrahmen" in answer.content.decode()
    assert Criterion.objects.get().title == "Strategie"


# Deleting --------------------------------------------------------------------------------


def test_framework_that_no_report_uses_can_be_deleted(coordinator_client: Client) -> None:
    framework = CriterionFactory().framework
    url = f"{LIST}{framework.code}/loeschen/"
    assert url in coordinator_client.get(LIST).content.decode()
    html = coordinator_client.post(url, follow=True).content.decode()
    assert f"{framework} ist gelöscht." in html
    assert not Criterion.objects.exists()


@pytest.mark.parametrize("by", ["its choice", "a text"])
def test_framework_that_a_report_uses_stays(coordinator_client: Client, by: str) -> None:
    criterion = CriterionFactory()
    framework = criterion.framework
    report = ReportFactory(year=2024, framework=framework)
    if by == "a text":
        ReportTextFactory(report=report, criterion=criterion)
        Report.objects.update(framework=None)
    url = f"{LIST}{framework.code}/loeschen/"
    html = coordinator_client.get(LIST).content.decode()
    assert "Verwendet von Bericht 2024." in html
    assert url not in html
    html = coordinator_client.post(url, follow=True).content.decode()
    assert f"{framework} bleibt, weil ein Bericht ihn verwendet." in html
    assert Criterion.objects.exists()


def test_deleting_is_for_the_coordination(clerk_client: Client) -> None:
    framework = CriterionFactory().framework
    assert clerk_client.post(f"{LIST}{framework.code}/loeschen/").status_code == 403
    assert ReportingFramework.objects.exists()


# The choice for a report -----------------------------------------------------------------


def test_framework_and_order_of_a_report_are_chosen(coordinator_client: Client) -> None:
    ReportFactory(year=2024)
    call_command("load_strategy", verbosity=0)
    call_command("load_criteria", verbosity=0)
    framework = ReportingFramework.objects.get()
    answer = coordinator_client.post(
        "/berichte/verwaltung/2024/gliederung/",
        {"framework": str(framework.pk), "content_order": "framework"},
    )
    assert answer.status_code == 302
    report = Report.objects.get()
    assert (report.framework, report.content_order) == (framework, "framework")


def test_order_by_criteria_needs_a_framework(coordinator_client: Client) -> None:
    ReportFactory(year=2024)
    answer = coordinator_client.post(
        "/berichte/verwaltung/2024/gliederung/", {"framework": "", "content_order": "framework"}
    )
    assert answer.status_code == 422
    assert "braucht einen Berichtsrahmen" in answer.content.decode()
    assert Report.objects.get().content_order == "area"


def test_sample_account_does_not_restructure_a_real_report(client: Client) -> None:
    ReportFactory(year=2024)
    client.force_login(UserFactory(coordination=True, is_sample=True))
    answer = client.post(
        "/berichte/verwaltung/2024/gliederung/", {"framework": "", "content_order": "sdg"}
    )
    assert answer.status_code == 422
    assert "Ein Beispielkonto kann keinen echten Bericht bearbeiten." in answer.content.decode()
    assert Report.objects.get().content_order == "area"


def test_page_of_a_report_tells_how_many_criteria_are_answered(
    coordinator_client: Client,
) -> None:
    first, second, third = (CriterionFactory() for _ in range(3))
    report = ReportFactory(year=2024, framework=first.framework)
    ReportTextFactory(report=report, criterion=first, state="approved")
    ReportTextFactory(report=report, criterion=second, stance="explains", state="approved")
    ReportTextFactory(report=report, criterion=third)  # a draft
    html = coordinator_client.get("/berichte/verwaltung/2024/gliederung/").content.decode()
    assert "1 von 3 Kriterien berichtet, 1 begründet nicht berichtet, 1 noch offen." in html
    assert '<meter min="0" max="100" value="66"' in html


# The command -----------------------------------------------------------------------------


def test_shipped_framework_has_its_18_criteria(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_strategy", verbosity=0)
    capsys.readouterr()
    call_command("load_criteria")
    assert "18 neu" in capsys.readouterr().out
    codes = [one.code for one in Criterion.objects.all()]
    assert codes == [f"{number:02}" for number in range(1, 19)]
    call_command("load_criteria", "--if-empty")
    assert "nichts geändert" in capsys.readouterr().out


def test_own_file_needs_a_name(tmp_path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nummer;Titel\n1;Strategie\n", encoding="utf-8")
    with pytest.raises(CommandError, match="--code und --name"):
        call_command("load_criteria", str(path))
    call_command("load_criteria", str(path), "--code", "eigener", "--name", "Eigener Rahmen")
    assert str(ReportingFramework.objects.get()) == "Eigener Rahmen"
