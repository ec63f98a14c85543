"""The pages about files of values: out, in, what would change, and that it does."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import User
from indicators.enums import EventKind, MeasurementState
from indicators.models import ImportedFile, Indicator, Measurement, MeasurementEvent
from strategy.models import Department, District
from tests.factories import (
    CollectionRoundFactory,
    DistrictFactory,
    ImportedFileFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundIndicatorFactory,
    UserFactory,
    released_series,
)
from tests.soest.spreadsheets.workbooks import workbook

PAGE = "/erfassung/dateien/"
HEAD = ("Kennung", "Ort", "Zeitraum", "Wert", "kein Wert, weil", "Quelle", "Begründung")


@pytest.fixture
def code(indicator: Indicator) -> str:
    return indicator.code


def upload(client: Client, content: bytes, name: str = "werte.xlsx") -> str:
    """The address of the page about the file."""
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def values(*rows: tuple[object, ...]) -> bytes:
    return workbook(HEAD, *rows)


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def take(client: Client, path: str, step: str = "save", **more: str) -> tuple[int, str]:
    """Send the form of the page as it is shown."""
    answer = client.post(path, sent(client, path) | {"step": step} | more, follow=True)
    return answer.status_code, answer.content.decode()


def sent(client: Client, path: str) -> dict[str, str]:
    """The hidden fields of the page."""
    form = client.get(path).context["form"]
    return {name: form[name].value() or "" for name in ("seen", "asked")}


def fetched(client: Client, path: str) -> tuple[int, dict[str, str]]:
    """Status and headers of a download, read to its end."""
    answer = client.get(path)
    b"".join(answer)  # at its end the test client closes the file
    return answer.status_code, dict(answer.headers)


def template(client: Client, query: str = "von=2025&bis=2025") -> bytes:
    answer = client.get(f"{PAGE}vorlage/?{query}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.content


def filled(content: bytes, cells: dict[str, object], sheet: int = 1) -> bytes:
    """The workbook with these cells typed in."""
    book = load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        book.worksheets[sheet][place] = value  # type: ignore[assignment]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# Who may ---------------------------------------------------------------------------


def test_page_is_for_those_who_enter_values(
    clerk_client: Client, councillor_client: Client, administrator_client: Client
) -> None:
    assert clerk_client.get(PAGE).status_code == 200
    assert councillor_client.get(PAGE).status_code == 403
    assert administrator_client.get(f"{PAGE}vorlage/").status_code == 403


def test_file_in_hand_is_its_uploaders_alone(
    clerk_client: Client, other_clerk_client: Client, coordinator_client: Client, code: str
) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, None, None)))
    for client in (other_clerk_client, coordinator_client):
        for place in (path, f"{path}datei/"):
            assert client.get(place).status_code == 404
        assert client.post(path).status_code == 404
        assert client.post(f"{path}verwerfen/").status_code == 404


def test_applied_file_is_for_those_who_enter_its_indicators(
    clerk_client: Client,
    other_clerk_client: Client,
    coordinator_client: Client,
    councillor_client: Client,
    department: Department,
    code: str,
) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, None, None)))
    take(clerk_client, path)
    colleague = Client()
    colleague.force_login(UserFactory(entry=True, departments=[department]))
    for client in (clerk_client, colleague, coordinator_client):
        assert client.get(path).status_code == 200
        assert fetched(client, f"{path}datei/")[0] == 200
    assert fetched(other_clerk_client, f"{path}datei/")[0] == 404
    assert councillor_client.get(f"{path}datei/").status_code == 403


def test_file_with_values_of_two_departments_is_for_who_enters_both(
    coordinator_client: Client,
    clerk_client: Client,
    code: str,
    other_department: Department,
) -> None:
    other = IndicatorFactory(department=other_department)
    rows = values(
        (code, "", 2025, 1990, None, "x", None), (other.code, "", 2025, 5, None, "x", None)
    )
    path = upload(coordinator_client, rows)
    take(coordinator_client, path)
    assert coordinator_client.get(path).status_code == 200
    assert clerk_client.get(path).status_code == 404


def test_catalogue_files_are_not_among_them(coordinator_client: Client, coordinator: User) -> None:
    other = ImportedFileFactory(kind="catalogue", uploaded_by=coordinator)
    assert coordinator_client.get(f"{PAGE}{other.pk}/").status_code == 404


# Out --------------------------------------------------------------------------------


def test_workbook_is_ready_to_fill_in(clerk_client: Client, indicator: Indicator) -> None:
    content = template(clerk_client)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Anleitung", "Umwelt und Klima", "Definitionen"]
    sheet = book["Umwelt und Klima"]
    heads = [cell.value for cell in sheet[5]]
    assert heads[6:12] == ["2020", "2021", "2022", "2023", "2024", "Wert"]
    row = [cell.value for cell in sheet[6]]
    assert row[1:12] == [
        indicator.code, indicator.name, "Gesamtstadt", "2025", "t",
        2145, 2098.4, 2031.9, 1994, 1987.2, None,
    ]  # fmt: skip
    assert sheet["L6"].number_format == "#,##0.0"
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[6]] == [True] * 11 + [False] * 7 + [True]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "D6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert (rules["L6"].formula1, rules["L6"].type) == ("0", "decimal")
    assert "ab 0 (t)" in rules["L6"].error
    assert rules["M6"].formula1.startswith('"nicht erhoben,liegt noch nicht vor,')
    assert len(rules["M6"].formula1) <= 257


def test_answer_is_an_attachment_with_a_plain_name(
    clerk_client: Client, indicator: Indicator
) -> None:
    answer = clerk_client.get(f"{PAGE}vorlage/?abteilung=umwelt-und-klima&von=2024&bis=2025")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Soest-Umwelt-und-Klima-Werte-2024-bis-2025.xlsx"'
    )
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_round_says_what_is_asked_and_of_whom(
    coordinator_client: Client, indicator: Indicator, other_department: Department
) -> None:
    asked_by = CollectionRoundFactory(year=2025)
    RoundIndicatorFactory(round=asked_by, indicator=indicator, department=other_department)
    IndicatorFactory(name="Nicht gefragt")
    book = load_workbook(io.BytesIO(template(coordinator_client, f"runde={asked_by.pk}")))
    assert book.sheetnames == ["Anleitung", "Jugend und Soziales", "Definitionen"]
    sheet = book["Jugend und Soziales"]
    assert str(sheet["B2"].value).startswith("Erhebungsrunde 2025, Frist: ")
    assert [cell.value for cell in sheet["B"][5:]] == [indicator.code]


def test_parts_of_the_city_have_rows_of_their_own(
    clerk_client: Client, department: Department, city: District
) -> None:
    DistrictFactory(name="Ampen", slug="ampen")
    IndicatorFactory(department=department, district_relation="sum", frequency="half_year")
    head, *rows = csv.reader(
        io.StringIO(template(clerk_client, "von=2025&bis=2025&art=csv").decode("utf-8-sig")),
        delimiter=";",
    )
    places, periods = head.index("Ort"), head.index("Zeitraum")
    assert [(row[places], row[periods]) for row in rows] == [
        ("Gesamtstadt", "1. Halbjahr 2025"),
        ("Gesamtstadt", "2. Halbjahr 2025"),
        ("Ampen", "1. Halbjahr 2025"),
        ("Ampen", "2. Halbjahr 2025"),
    ]
    only_city = template(clerk_client, "von=2025&art=csv&ortsteile=ohne").decode("utf-8-sig")
    assert "Ampen" not in only_city


def test_csv_has_german_numbers(clerk_client: Client, indicator: Indicator) -> None:
    content = template(clerk_client, "von=2024&bis=2024&art=csv")
    assert content.startswith(b"\xef\xbb\xbfSchl\xc3\xbcssel;Kennung;")
    assert ";2098,4;2031,9;1994;1987,2;" in content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("von=2025&bis=2020", "Das letzte Jahr liegt vor dem ersten"),
        ("von=2000&bis=2020", "höchstens 12 Jahre"),
        ("von=2025&bis=2027", "bis 2026"),
        ("von=1066", "ab 1900"),
        ("abteilung=jugend-und-soziales", "Für diese Abteilung können Sie keine Werte eingeben"),
        ("runde=99", "gibt es nicht"),
    ],
)
def test_impossible_choice_is_told(
    clerk_client: Client, indicator: Indicator, query: str, words: str
) -> None:
    answer = clerk_client.get(f"{PAGE}vorlage/?{query}")
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_nothing_to_ask_is_told(other_clerk_client: Client, indicator: Indicator) -> None:
    answer = other_clerk_client.get(f"{PAGE}vorlage/?von=2025")
    assert answer.status_code == 422
    assert "gibt es keine Kennzahlen" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow_with_the_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
    clerk_client: Client,
    indicator: Indicator,
    count: int,
) -> None:
    for _ in range(count):
        released_series(IndicatorFactory(department=indicator.department), {2023: 1, 2024: 2})
    with django_assert_max_num_queries(12):
        template(clerk_client)


# Out and in again --------------------------------------------------------------------


def test_workbook_comes_back_without_a_change(clerk_client: Client, indicator: Indicator) -> None:
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), value="1950.5", source="=1+1")
    for query in ("von=2020&bis=2025", "von=2020&bis=2025&art=csv"):
        name = "werte.csv" if "csv" in query else "werte.xlsx"
        page = text_of(clerk_client, upload(clerk_client, template(clerk_client, query), name))
        assert "<b>0 Änderungen.</b>" in page
        assert "<b>6</b> unverändert" in page


def test_values_typed_into_the_workbook_are_handed_in(
    clerk_client: Client, clerk: User, indicator: Indicator
) -> None:
    content = filled(template(clerk_client), {"L6": 1960.5, "P6": "Energiebericht", "O6": "ja"})
    path = upload(clerk_client, content)
    page = text_of(clerk_client, path)
    assert "Diese Datei würde <b>1 Wert</b> ändern" in page
    assert "1.960,5\N{NO-BREAK SPACE}t" in page
    assert "Blatt „Umwelt und Klima“, Zeile 6" in page
    status, page = take(clerk_client, path, "submit")
    assert status == 200
    assert "eingereicht: 1 neu, 0 geändert, 0 unverändert." in page
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.value, row.source, row.provisional) == (Decimal("1960.5"), "Energiebericht", True)
    assert (row.state, row.entered_by) == (MeasurementState.SUBMITTED, clerk)
    kept = ImportedFile.objects.get()
    assert {event.file for event in row.events.all()} == {kept}
    assert kept.applied_at is not None
    assert (kept.added, kept.changed, kept.unchanged) == (1, 0, 0)


def test_untouched_row_does_not_turn_a_later_change_back(
    clerk_client: Client, indicator: Indicator
) -> None:
    """A file downloaded before a colleague typed says nothing about what it left alone."""
    other = IndicatorFactory(department=indicator.department, name="Andere")
    early = template(clerk_client)
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), value="1950")
    sheet = load_workbook(io.BytesIO(early)).worksheets[1]
    row = next(cell.row for cell in sheet["B"] if cell.value == other.code)
    path = upload(clerk_client, filled(early, {f"L{row}": 3, f"P{row}": "Zählung"}))
    page = text_of(clerk_client, path)
    assert "<b>1</b> neu" in page
    take(clerk_client, path, "submit")
    untouched = Measurement.objects.get(indicator=indicator, period=date(2025, 1, 1))
    assert (untouched.value, untouched.state) == (Decimal(1950), MeasurementState.DRAFT)


def test_row_typed_into_an_old_file_is_marked(clerk_client: Client, indicator: Indicator) -> None:
    early = template(clerk_client)
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), value="1950")
    page = text_of(clerk_client, upload(clerk_client, filled(early, {"L6": 1960})))
    assert "Seit dem Herunterladen von jemand anderem geändert." in page
    assert "1 Wert wurde geändert, seit die Vorlage heruntergeladen wurde" in page


def test_rows_sorted_without_their_key_are_refused(
    clerk_client: Client, indicator: Indicator
) -> None:
    other = IndicatorFactory(department=indicator.department, unit="t")
    content = filled(template(clerk_client), {"B6": other.code, "B7": other.code, "L7": 5})
    page = text_of(clerk_client, upload(clerk_client, content))
    assert "Die versteckte Spalte A gehört zu einer anderen Zeile" in page


def test_empty_cells_change_nothing(clerk_client: Client, code: str, indicator: Indicator) -> None:
    MeasurementFactory(
        indicator=indicator,
        period=date(2025, 1, 1),
        value="1950",
        comment="bleibt",
        source="bleibt",
    )
    path = upload(
        clerk_client, f"Kennung;Zeitraum;Wert;Quelle\n{code};2025;1960;\n".encode(), "a.csv"
    )
    take(clerk_client, path)
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.value, row.comment, row.source) == (Decimal(1960), "bleibt", "bleibt")


# What is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            ("X-9", "", 2025, 1, None, None, None),
            "Zeile 2, Spalte A (Kennung)</b><br>Die Kennung „X-9“",
        ),
        ((None, "", 2025, 1, None, None, None), "Hier fehlt die Kennung"),
        (
            ("{code}", "Mond", 2025, 1, None, None, None),
            "Spalte B</b>|Den Ort „Mond“ gibt es nicht",
        ),
        (("{code}", "", None, 1, None, None, None), "Hier fehlt der Zeitraum"),
        (
            ("{code}", "", "3. Quartal 2025", 1, None, None, None),
            "ist kein Zeitraum dieser Kennzahl",
        ),
        (("{code}", "", 2027, 1, None, None, None), "Der Zeitraum 2027 hat noch nicht begonnen"),
        (("{code}", "", 2025, "1960 t", None, None, None), "Zeile 2, Spalte D (Wert)"),
        (("{code}", "", 2025, 1.25, None, None, None), "höchstens 1 Nachkommastelle"),
        (("{code}", "", 2025, -1, None, None, None), "nicht möglich. Möglich sind Werte ab"),
        (("{code}", "", 2025, True, None, None, None), "WAHR oder FALSCH"),
        (("{code}", "", 2025, 5, "nicht erhoben", None, None), "ein Wert und ein Grund"),
        (("{code}", "", 2025, None, "weil halt", None, None), "Diesen Grund gibt es nicht"),
        (("{code}", "", 2025, 5, None, "x" * 501, None), "möglich sind 500"),
    ],
)
def test_row_26_refused_rows_are_named_and_nothing_is_written(
    clerk_client: Client, code: str, row: tuple[object, ...], fault: str
) -> None:
    row = tuple(code if one == "{code}" else one for one in row)
    before = Measurement.objects.count()
    path = upload(clerk_client, values(row, (code, "", 2024, 1990, None, None, "Zählfehler")))
    page = text_of(clerk_client, path)
    assert any(part in page for part in fault.split("|"))
    assert "<b>1 Zeile passt nicht.</b>" in page
    assert 'name="step"' not in page
    status, _ = take(clerk_client, path)
    assert status == 422
    assert Measurement.objects.count() == before
    assert ImportedFile.objects.get().applied_at is None


def test_indicators_of_others_are_refused(
    clerk_client: Client, other_department: Department, code: str
) -> None:
    foreign = IndicatorFactory(department=other_department, name="Kitaplätze")
    page = text_of(
        clerk_client, upload(clerk_client, values((foreign.code, "", 2025, 5, None, None, None)))
    )
    assert (
        "Für „Kitaplätze“ können Sie keine Werte eingeben; zuständig: Jugend und Soziales" in page
    )


def test_other_unit_is_refused(clerk_client: Client, code: str) -> None:
    content = f"Kennung;Zeitraum;Einheit;Wert\n{code};2025;kg;1960000\n".encode()
    page = text_of(clerk_client, upload(clerk_client, content, "werte.csv"))
    assert "Die Einheit „kg“ passt nicht: Für diese Kennzahl gilt „t“." in page


def test_same_slot_twice_is_refused(clerk_client: Client, code: str) -> None:
    rows = [(code, "", 2025, value, None, None, None) for value in (1, 2)]
    page = text_of(clerk_client, upload(clerk_client, values(*rows)))
    assert "<b>2 Zeilen passen nicht.</b>" in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "werte.xlsx", "keine Excel-Arbeitsmappe"),
        (b"", "werte.xlsx", "Die Datei ist leer"),
        (workbook((1,))[:-50], "werte.xlsx", "beschädigt"),
        (b"a;b", "werte.txt", "Bitte wählen Sie eine Excel-Arbeitsmappe"),
    ],
)
def test_row_22_unreadable_file_is_told_at_its_field(
    clerk_client: Client, content: bytes, name: str, words: str
) -> None:
    answer = clerk_client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportedFile.objects.exists()


def test_no_file_chosen(clerk_client: Client) -> None:
    answer = clerk_client.post(PAGE, {})
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
@pytest.mark.parametrize("megabytes", [5.5, 7])
def test_row_28_large_file_is_refused(
    clerk_client: Client, megabytes: float, headers: dict[str, str]
) -> None:
    """Above 5 MB by the form, above 6 MB before anything is read."""
    content = b"x" * int(megabytes * 2**20)
    answer = clerk_client.post(
        PAGE, {"file": SimpleUploadedFile("a.csv", content)}, headers=headers
    )
    assert answer.status_code == 413
    assert re.search("(zu groß|größer) ", answer.content.decode())
    assert not ImportedFile.objects.exists()


def test_row_29_two_files_at_once_are_refused(clerk_client: Client) -> None:
    two = [SimpleUploadedFile(f"{n}.csv", b"a;b") for n in range(2)]
    assert clerk_client.post(PAGE, {"file": two[0], "other": two[1]}).status_code == 400


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.xlsx", "x.xlsx"),
        ("C:\\Daten\\Werte 2025.XLSX", "Werte 2025.XLSX"),
        ("=1+1.xlsx", "=1+1.xlsx"),
        ("<b>fett</b>.xlsx", "b>.xlsx"),
        (f"{'lang' * 40}.xlsx", f"{'lang' * 40}.xlsx"[-150:]),
    ],
)
def test_row_29_name_is_shown_and_never_used(
    clerk_client: Client, code: str, name: str, shown: str
) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, None, None)), name)
    kept = ImportedFile.objects.get()
    assert kept.name == shown
    assert str(kept.file.name).startswith("importe/")
    assert len(str(kept.file.name)) == len("importe/.xlsx") + 36
    _, headers = fetched(clerk_client, f"{path}datei/")
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert "<b>fett" not in text_of(clerk_client, path)


def test_row_29_line_end_in_a_name_makes_no_header(clerk_client: Client, clerk: User) -> None:
    kept = ImportedFileFactory(uploaded_by=clerk, name='a"\r\nX: y.xlsx')
    _, headers = fetched(clerk_client, f"{PAGE}{kept.pk}/datei/")
    header = headers["Content-Disposition"]
    assert "\r" not in header
    assert "\n" not in header


# Warnings and reasons -------------------------------------------------------------------


def test_odd_value_and_correction_want_a_reason(clerk_client: Client, code: str) -> None:
    rows = values((code, "", 2025, 19900, None, "x", None), (code, "", 2024, 1990, None, "x", None))
    path = upload(clerk_client, rows)
    page = text_of(clerk_client, path)
    assert "<b>Bitte prüfen: 10-mal so viel wie 2024.</b>" in page
    assert "Grund der Abweichung" in page
    assert "Grund der Korrektur" in page
    status, page = take(clerk_client, path, "submit")
    assert status == 422
    assert "Bitte nennen Sie den Grund, oder prüfen Sie den Wert." in page
    assert not Measurement.objects.filter(state=MeasurementState.SUBMITTED).exists()
    status, page = take(
        clerk_client, path, "submit", **{"grund-0": "Neues Gebäude", "reason": "Neu gerechnet"}
    )
    assert "eingereicht: 1 neu, 1 geändert" in page
    rows_now = Measurement.objects.filter(state=MeasurementState.SUBMITTED).order_by("-period")
    assert [row.warning_reason for row in rows_now] == ["Neues Gebäude", "Neu gerechnet"]


def test_what_is_typed_stays_when_something_is_missing(clerk_client: Client, code: str) -> None:
    rows = values((code, "", 2025, 19900, None, "x", None), (code, "", 2024, 1990, None, "x", None))
    path = upload(clerk_client, rows)
    status, page = take(clerk_client, path, "submit", **{"grund-0": "Neues Gebäude"})
    assert status == 422
    assert "Neues Gebäude" in page


def test_gaps_keep_from_handing_in_but_not_from_drafts(
    clerk_client: Client, code: str, indicator: Indicator
) -> None:
    path = upload(clerk_client, values((code, "", 2025, None, "anderer Grund", None, None)))
    page = text_of(clerk_client, path)
    assert "Zum Einreichen fehlt noch" in page
    assert 'value="submit"' not in page
    status, _ = take(clerk_client, path, "submit")
    assert status == 422
    status, page = take(clerk_client, path, "save")
    assert "als Entwurf gesichert: 1 neu" in page


def test_number_with_a_point_is_confirmed(clerk_client: Client, code: str) -> None:
    path = upload(clerk_client, values((code, "", 2025, "1.990", None, "x", None)))
    assert "1.990 (nicht 1,990)" in text_of(clerk_client, path)
    status, page = take(clerk_client, path)
    assert status == 422
    assert "Bitte bestätigen Sie, dass die Zahlen mit Punkt so gemeint sind." in page
    status, _ = take(clerk_client, path, confirmed="on")
    assert Measurement.objects.get(period=date(2025, 1, 1)).value == Decimal(1990)


# Once, and as it was seen ------------------------------------------------------------------


def test_row_30_same_import_twice(clerk_client: Client, code: str) -> None:
    content = values((code, "", 2025, 1990, None, "x", None))
    first = upload(clerk_client, content)
    seen = sent(clerk_client, first)["seen"]
    take(clerk_client, first)
    events = MeasurementEvent.objects.count()
    again = clerk_client.post(first, {"seen": seen, "step": "save"}, follow=True)
    assert "bereits importiert, 0 Änderungen" in again.content.decode()
    second = upload(clerk_client, content)
    page = text_of(clerk_client, second)
    assert "Diese Datei wurde bereits importiert, <b>0 Änderungen</b>" in page
    status, page = take(clerk_client, second)
    assert "0 Änderungen" in page
    assert MeasurementEvent.objects.count() == events
    assert Measurement.objects.filter(period=date(2025, 1, 1)).count() == 1


def test_drafts_of_a_file_can_be_handed_in_by_it(clerk_client: Client, code: str) -> None:
    content = values((code, "", 2025, 1990, None, "x", None))
    take(clerk_client, upload(clerk_client, content))
    status, page = take(clerk_client, upload(clerk_client, content), "submit")
    assert "eingereicht: 0 neu, 1 geändert" in page
    assert Measurement.objects.get(period=date(2025, 1, 1)).state == MeasurementState.SUBMITTED


def test_row_30_change_of_somebody_else_is_shown_first(
    clerk_client: Client, code: str, indicator: Indicator
) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, "x", None)))
    seen = sent(clerk_client, path)["seen"]
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), value="1234")
    answer = clerk_client.post(path, {"seen": seen, "step": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Inzwischen hat jemand anders etwas geändert" in page
    assert "1.234,0\N{NO-BREAK SPACE}t" in page
    assert "Seit Sie die Seite geöffnet haben, geändert." in page
    assert Measurement.objects.get(period=date(2025, 1, 1)).value == Decimal(1234)
    again = answer.context["form"]["seen"].value()
    done = clerk_client.post(path, {"seen": again, "step": "save"}, follow=True)
    assert "0 neu, 1 geändert" in done.content.decode()


@pytest.mark.parametrize("seen", ["", "0.0,0.0", "x.y", "-1"])
def test_forged_state_is_a_conflict(clerk_client: Client, code: str, seen: str) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, "x", None)))
    assert clerk_client.post(path, {"seen": seen, "step": "save"}).status_code == 409
    assert not Measurement.objects.filter(period=date(2025, 1, 1)).exists()


def test_step_is_chosen(clerk_client: Client, code: str) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, "x", None)))
    status, page = take(clerk_client, path, "publish")
    assert status == 422


def test_row_16_markup_in_a_file_is_text(clerk_client: Client, code: str) -> None:
    nasty = "<script>alert(1)</script>"
    path = upload(clerk_client, values((code, nasty, nasty, nasty, nasty, nasty, nasty)))
    assert nasty not in text_of(clerk_client, path)


# Looking at it -------------------------------------------------------------------------------


def test_rows_are_filtered_in_place(clerk_client: Client, code: str) -> None:
    rows = values(
        (code, "", 2025, 1990, None, "x", None), (code, "", 2024, 1987.2, None, None, None)
    )
    path = upload(clerk_client, rows)
    part = clerk_client.get(f"{path}?zeige=unveraendert", headers={"HX-Request": "true"})
    page = part.content.decode()
    assert page.lstrip().startswith('<div id="rows"')
    assert "2024 · Gesamtstadt" in page
    assert "2025 · Gesamtstadt" not in page
    assert clerk_client.get(f"{path}?zeige=unsinn").status_code == 200


@pytest.mark.parametrize("count", [1, 40])
def test_page_has_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
    clerk_client: Client,
    department: Department,
    city: District,
    count: int,
) -> None:
    rows = []
    for number in range(count):
        one = IndicatorFactory(department=department, code=f"Q-{number}")
        released_series(one, {2023: 1, 2024: 2})
        rows.append((one.code, "", 2024, 3, None, None, None))
    path = upload(clerk_client, values(*rows))
    with django_assert_max_num_queries(14):
        assert clerk_client.get(path).status_code == 200


def test_missing_file_is_not_found(clerk_client: Client, code: str) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, "x", None)))
    kept = ImportedFile.objects.get()
    kept.file.storage.delete(str(kept.file.name))
    assert clerk_client.get(path).status_code == 404
    assert fetched(clerk_client, f"{path}datei/")[0] == 404


# Going away ------------------------------------------------------------------------------------


def test_file_is_thrown_away(
    clerk_client: Client,
    code: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, "x", None)))
    kept = ImportedFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = clerk_client.post(f"{path}verwerfen/", follow=True)
    assert "wurde verworfen" in answer.content.decode()
    assert not ImportedFile.objects.exists()
    assert not kept.file.storage.exists(str(kept.file.name))


def test_applied_file_stays(clerk_client: Client, code: str) -> None:
    path = upload(clerk_client, values((code, "", 2025, 1990, None, "x", None)))
    take(clerk_client, path)
    answer = clerk_client.post(f"{path}verwerfen/", follow=True)
    assert "bereits importiert" in answer.content.decode()
    assert ImportedFile.objects.exists()


def test_unused_file_goes_after_thirty_days(
    clerk_client: Client,
    code: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    upload(clerk_client, values((code, "", 2025, 1990, None, "x", None)))
    old = ImportedFile.objects.get()
    with (
        time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC) + timedelta(days=31)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        clerk_client.force_login(old.uploaded_by)
        upload(clerk_client, values((code, "", 2025, 1991, None, "x", None)))
    assert not ImportedFile.objects.filter(pk=old.pk).exists()
    assert not old.file.storage.exists(str(old.file.name))


def test_sample_accounts_leave_sample_files(code: str, department: Department) -> None:
    sample = Client()
    sample.force_login(UserFactory(entry=True, departments=[department], is_sample=True))
    upload(sample, values((code, "", 2025, 1990, None, "x", None)))
    assert ImportedFile.objects.get().is_sample


def test_paths_are_promises() -> None:
    assert reverse("indicators:entry-files") == PAGE
    assert reverse("indicators:entry-file", args=[7]) == f"{PAGE}7/"
    assert reverse("indicators:entry-file-download", args=[7]) == f"{PAGE}7/datei/"


def test_history_names_the_file(clerk_client: Client, code: str) -> None:
    take(clerk_client, upload(clerk_client, values((code, "", 2025, 1990, None, "x", None))))
    event = MeasurementEvent.objects.get(kind=EventKind.CREATED)
    assert event.file == ImportedFile.objects.get()


def test_department_of_the_link_is_chosen(clerk_client: Client, indicator: Indicator) -> None:
    slug = indicator.department.slug if indicator.department else ""
    chosen = clerk_client.get(f"{PAGE}?abteilung={slug}").content.decode()
    assert f'<option value="{slug}" selected>' in chosen
    assert clerk_client.get(f"{PAGE}?abteilung=gibt-es-nicht%00").status_code == 200
