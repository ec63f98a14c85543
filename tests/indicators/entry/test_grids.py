"""Tables of many values: /erfassung/tabelle/<department>/ and /erfassung/<indicator>/tabelle/."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from indicators.entry import batches
from indicators.entry.grid.tables import MOST_CELLS
from indicators.enums import DistrictRelation, Frequency
from indicators.models import Indicator, Measurement, MeasurementEvent
from strategy.models import Department, District
from tests.factories import (
    CollectionRoundFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    UserFactory,
    released_series,
)
from tests.html_forms import form_values

PATH = "/erfassung/tabelle/umwelt-und-klima/"


@pytest.fixture
def charging(department: Department, city: District) -> Indicator:
    """A second indicator of the department, whole numbers; 2024 released."""
    indicator = IndicatorFactory(
        slug="ladepunkte",
        name="Ladepunkte",
        unit="Anzahl",
        decimals=0,
        source="Stadtwerke",
        department=department,
    )
    released_series(indicator, {2023: 10, 2024: 12}, district=city)
    return indicator


def cell(indicator: Indicator, period: int | str, place: District | None = None) -> str:
    """The name of a cell."""
    district = place or District.objects.city()
    return f"w.{indicator.pk}.{district.pk}.{period}"


def text_of(response: Any) -> str:
    """What is read on the page, every kind of blank as one."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


class Browser:
    """A person in front of a table, without JavaScript."""

    def __init__(self, client: Client, path: str = PATH) -> None:
        self.client, self.path = client, path
        self.open()

    def open(self) -> None:
        self.response = self.client.get(self.path)
        assert self.response.status_code == 200

    @property
    def page(self) -> str:
        return self.response.content.decode()

    @property
    def text(self) -> str:
        return text_of(self.response)

    @property
    def form(self) -> str:
        return next(one for one in ("grid-form", "review", "preview") if f'id="{one}"' in self.page)

    @property
    def fields(self) -> dict[str, list[str]]:
        return form_values(self.page, self.form)

    def send(self, step: str, typed: dict[str, str] | None = None, **headers: Any) -> int:
        """Type into fields that the page has, and press a button of it."""
        fields: dict[str, Any] = self.fields
        unknown = set(typed or {}) - set(fields) - {"confirmed"}
        assert not unknown, f"no such fields: {unknown}"
        action = re.search(rf'id="{self.form}"[^>]*action="([^"]+)"', self.page)
        assert action
        self.goal = action[1].replace("&amp;", "&")
        self.sent = fields | (typed or {}) | {"step": step}
        self.response = self.client.post(self.goal, self.sent, **headers)
        return self.response.status_code

    def again(self) -> int:
        """Send the very same form once more."""
        self.response = self.client.post(self.goal, self.sent)
        return self.response.status_code

    def input(self, name: str) -> str:
        """The tag of a cell."""
        found = re.search(rf'<input id="{re.escape(name)}"[^>]*>', self.page)
        assert found, f"no cell {name}"
        return found[0]

    def confirm(self) -> dict[str, str]:
        """The tick that says the numbers are meant as they were read."""
        found = re.search(r'name="confirmed"[^>]*value="([^"]+)"', self.page)
        assert found
        return {"confirmed": found[1]}


@pytest.fixture
def browser(clerk_client: Client, indicator: Indicator, charging: Indicator) -> Browser:
    return Browser(clerk_client)


def open_rows() -> list[tuple[str, int, Decimal | None]]:
    rows = Measurement.objects.open().order_by("indicator__slug", "period")
    return [(row.state, row.period.year, row.value) for row in rows]


# The page ------------------------------------------------------------------------------


def test_rows_are_indicators_and_columns_years(browser: Browser) -> None:
    heads = re.findall(r'<th scope="(row|col)"[^>]*>(?:<a[^>]*>)?([^<]+)', browser.page)
    assert [text for scope, text in heads if scope == "col"] == [
        "Kennzahl",
        *map(str, range(2021, 2026)),
    ]
    assert [text for scope, text in heads if scope == "row"] == [
        "Ladepunkte",
        "Treibhausgase der Gebäude",
    ]


def test_cells_show_value_state_and_no_value(
    browser: Browser, indicator: Indicator, charging: Indicator
) -> None:
    assert 'value="1987,2"' in browser.input(cell(indicator, 2024))
    assert 'value=""' in browser.input(cell(indicator, 2025))
    assert browser.text.count("✓ freigegeben") == 1 + 4 + 2  # the legend, and each value
    assert "kein Wert" in browser.text


def test_cell_is_named_by_its_heads(browser: Browser, indicator: Indicator) -> None:
    tag = browser.input(cell(indicator, 2025))
    labels = re.search(r'aria-labelledby="(r\d+) (c\d+)"', tag)
    assert labels
    assert re.search(rf'id="{labels[1]}"[^>]*><a[^>]*>Treibhausgase', browser.page)
    assert re.search(rf'id="{labels[2]}">2025<', browser.page)


def test_draft_of_a_correction_shows_what_is_in_force(
    browser: Browser, indicator: Indicator
) -> None:
    browser.send("save", {cell(indicator, 2024): "1990"})
    browser.open()
    assert 'value="1990,0"' in browser.input(cell(indicator, 2024))
    assert "✎ Entwurf, Korrektur gilt: 1.987,2" in browser.text


def test_submitted_cell_is_locked_with_a_hint(browser: Browser, indicator: Indicator) -> None:
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), submitted=True)
    browser.open()
    tag = browser.input(cell(indicator, 2025))
    assert "readonly" in tag
    assert "name=" not in tag
    assert "→ eingereicht gesperrt: ansehen oder zurückziehen" in browser.text


def test_returned_cell_and_missing_value_say_so(browser: Browser, indicator: Indicator) -> None:
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), returned=True)
    MeasurementFactory(indicator=indicator, period=date(2023, 1, 1), missing=True)
    browser.open()
    assert "← zurückgegeben" in browser.text
    assert 'value="N"' in browser.input(cell(indicator, 2023))
    assert "nicht erhoben" in browser.text


def test_shorter_periods_have_rows_of_their_own(
    clerk_client: Client, indicator: Indicator, department: Department
) -> None:
    quarterly = IndicatorFactory(
        name="Zulassungen", frequency=Frequency.QUARTER, department=department
    )
    browser = Browser(clerk_client, f"{PATH}?von=2025&bis=2026")
    assert "Zulassungen, 3. Quartal" in browser.text
    assert browser.input(cell(quarterly, "2026-q1"))
    assert cell(quarterly, "2026-q2") not in browser.page  # has not begun in March
    assert "noch nicht begonnen" in browser.text


def test_year_of_the_round_is_shown_even_if_it_still_runs(browser: Browser) -> None:
    CollectionRoundFactory(year=2026)
    browser.open()
    assert '<th scope="col" id="c5">2026</th>' in browser.page


@pytest.mark.parametrize(
    ("frequency", "newest"), [(Frequency.MONTH, "2026"), (Frequency.QUARTER, "2025")]
)
def test_running_year_is_shown_once_a_period_of_it_is_over(
    clerk_client: Client, indicator: Indicator, department: Department, frequency: str, newest: str
) -> None:
    """In March January is over, the first quarter is not."""
    IndicatorFactory(frequency=frequency, department=department)
    years = re.findall(r'<th scope="col" id="c[^>]*>(\d+)', Browser(clerk_client).page)
    assert years[0] == "2021"
    assert years[-1] == newest


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("von=2010", 16),
        ("von=2010&bis=2012", 3),
        ("von=2024&bis=2024", 1),
        ("bis=&von=", 5),
    ],
)
def test_years_are_chosen_in_the_address(browser: Browser, query: str, columns: int) -> None:
    browser.path = f"{PATH}?{query}"
    browser.open()
    assert len(re.findall(r'<th scope="col" id="c', browser.page)) == columns


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("von=1800", "Möglich sind Jahre von 1900 bis 2026."),
        ("bis=2999", "Möglich sind Jahre von 1900 bis 2026."),
        ("von=2024&bis=2020", "Das letzte Jahr liegt vor dem ersten."),
        ("von=zwanzig", "Bitte"),
    ],
)
def test_impossible_years_are_refused(
    clerk_client: Client, indicator: Indicator, query: str, error: str
) -> None:
    """Row 9."""
    response = clerk_client.get(f"{PATH}?{query}")
    assert response.status_code == 422
    assert "Treibhausgase" in text_of(response)
    if error != "Bitte":
        assert error in text_of(response)


def test_table_that_would_not_fit_says_how_many_years_do(
    clerk_client: Client, department: Department, city: District
) -> None:
    """Row 66: a page never has more fields than a form may send."""
    IndicatorFactory.create_batch(6, frequency=Frequency.MONTH, department=department)
    response = clerk_client.get(f"{PATH}?von=2010")
    assert response.status_code == 422
    assert "Möglich sind höchstens 6 Jahre." in text_of(response)
    IndicatorFactory.create_batch(10, frequency=Frequency.MONTH, department=department)
    browser = Browser(clerk_client)  # as many of the usual years as fit
    assert len(re.findall(r'<th scope="col" id="c', browser.page)) == 2


def test_department_with_too_many_rows_gets_a_way_out(
    clerk_client: Client, department: Department, city: District
) -> None:
    IndicatorFactory.create_batch(38, frequency=Frequency.MONTH, department=department)
    response = clerk_client.get(PATH)
    assert response.status_code == 422
    assert "mehr Werte im Jahr, als auf eine Seite passen" in text_of(response)


def test_a_full_review_fits_into_a_form() -> None:
    """Row 66: two questions for each cell, and what every form has."""
    assert 2 * MOST_CELLS + 20 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    many = {f"w.1.1.{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    with pytest.raises(TooManyFieldsSent):
        assert RequestFactory().post(PATH, many).POST


def test_too_many_fields_are_a_bad_request(browser: Browser) -> None:
    """Row 66."""
    many = {f"w.1.1.{number}": "1" for number in range(1001)}
    assert browser.client.post(PATH, many).status_code == 400
    assert open_rows() == []


def test_index_lists_the_tables_of_a_person(
    clerk_client: Client, indicator: Indicator, charging: Indicator
) -> None:
    IndicatorFactory(name="Fremdes", district_relation=DistrictRelation.SUM)
    charging.district_relation = DistrictRelation.SUM
    charging.save()
    text = clerk_client.get("/erfassung/tabelle/").content.decode()
    assert f'href="{PATH}"' in text
    assert 'href="/erfassung/ladepunkte/tabelle/"' in text
    assert "Fremdes" not in text


def test_index_tells_coordination_what_makes_tables(coordinator_client: Client) -> None:
    IndicatorFactory(department=None)
    text = text_of(coordinator_client.get("/erfassung/tabelle/"))
    assert "Noch ist keine Abteilung für eine Kennzahl zuständig." in text
    assert "Wer zuständig ist, tragen Sie in der Verwaltung bei der Kennzahl ein." in text


def test_index_without_indicators_says_so(councillor_client: Client) -> None:
    response = councillor_client.get("/erfassung/tabelle/")
    assert "keine Kennzahlen zu erfassen" in text_of(response)


# Typing, reviewing, handing in ---------------------------------------------------------


def test_values_are_reviewed_and_handed_in(
    browser: Browser, indicator: Indicator, charging: Indicator, clerk: User
) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(source="Energiebericht")
    browser.open()
    typed = {cell(indicator, 2025): "1.960,5", cell(charging, 2025): "14"}
    assert browser.send("look", typed) == 200
    assert "2 Werte, noch nicht eingereicht." in browser.text
    assert "Treibhausgase der Gebäude, 2025 1.960,5 t neu" in browser.text
    assert open_rows() == []
    assert browser.send("submit") == 302
    assert open_rows() == [("submitted", 2025, Decimal(14)), ("submitted", 2025, Decimal("1960.5"))]
    assert set(Measurement.objects.open().values_list("entered_by", flat=True)) == {clerk.pk}
    browser.open()
    assert "2 Werte eingereicht." in browser.text


def test_draft_is_saved_from_the_table_at_once(browser: Browser, indicator: Indicator) -> None:
    assert browser.send("save", {cell(indicator, 2025): "1960,5"}) == 302
    assert open_rows() == [("draft", 2025, Decimal("1960.5"))]
    browser.open()
    assert "1 Wert als Entwurf gesichert." in browser.text


def test_drafts_of_the_table_go_along(browser: Browser, charging: Indicator) -> None:
    browser.send("save", {cell(charging, 2025): "14"})
    browser.open()
    assert "auch den gesicherten Entwurf dieser Tabelle mitnehmen" in browser.text
    assert browser.send("look") == 200
    assert "Ladepunkte, 2025 14 Anzahl gesicherter Entwurf" in browser.text
    assert browser.send("submit") == 302
    assert open_rows() == [("submitted", 2025, Decimal(14))]


def test_emptied_draft_does_not_go_along(
    browser: Browser, charging: Indicator, indicator: Indicator
) -> None:
    browser.send("save", {cell(charging, 2024): "14"})
    browser.open()
    browser.send("save", {cell(indicator, 2025): "1960"})
    Measurement.objects.filter(state="draft", indicator=charging).update(value=None)
    browser.open()
    assert "auch den gesicherten Entwurf dieser Tabelle" in browser.text


def test_drafts_stay_if_the_person_says_so(
    browser: Browser, charging: Indicator, indicator: Indicator
) -> None:
    browser.send("save", {cell(charging, 2025): "14"})
    Indicator.objects.filter(pk=indicator.pk).update(source="Energiebericht")
    browser.open()
    fields = browser.fields | {cell(indicator, 2025): ["1960"], "step": ["look"]}
    del fields["with_drafts"]
    browser.response = browser.client.post(PATH, fields)
    assert browser.send("submit") == 302
    assert open_rows() == [("draft", 2025, Decimal(14)), ("submitted", 2025, Decimal(1960))]


def test_nothing_changed_is_said(browser: Browser) -> None:
    assert browser.send("look") == 302
    browser.open()
    assert "Es gibt nichts zu sichern" in browser.text


def test_one_source_serves_all_values_without(browser: Browser, indicator: Indicator) -> None:
    browser.send("look", {cell(indicator, 2025): "1960"})
    assert "Quelle für alle Werte ohne eigene Quelle" in browser.text
    assert browser.send("submit") == 422
    assert 'id="id_source_error"' in browser.page
    assert browser.send("submit", {"source": "Energiebericht 2025"}) == 302
    assert Measurement.objects.open().get().source == "Energiebericht 2025"


def test_own_source_stays(browser: Browser, charging: Indicator) -> None:
    browser.send("look", {cell(charging, 2025): "14"})
    assert "Quelle für alle" not in browser.text
    browser.send("submit")
    assert Measurement.objects.open().get().source == "Stadtwerke"


def test_odd_value_wants_a_reason_which_is_kept(browser: Browser, charging: Indicator) -> None:
    """Row 10."""
    name = cell(charging, 2025)
    browser.send("look", {name: "140"})
    assert "12-mal so viel wie 2024" in browser.text
    assert browser.send("submit") == 422
    assert f'id="reason.{name}-error"' in browser.page
    assert open_rows() == []
    assert browser.send("submit", {f"reason.{name}": "Ladepark am Bahnhof"}) == 302
    event = MeasurementEvent.objects.get(kind="submitted")
    assert "Begründung: Ladepark am Bahnhof" in event.note


def test_one_reason_serves_several(
    browser: Browser, charging: Indicator, indicator: Indicator
) -> None:
    """Row 10."""
    typed = {cell(charging, 2023): "11", cell(charging, 2024): "13", cell(indicator, 2024): "1990"}
    browser.send("look", typed)
    assert "Ein Grund für alle" in browser.text
    own = f"reason.{cell(indicator, 2024)}"
    assert browser.send("submit", {"reason": "Nachzählung", own: "Zähler getauscht"}) == 302
    reasons = Measurement.objects.open().order_by("value").values_list("warning_reason", flat=True)
    assert list(reasons) == ["Nachzählung", "Nachzählung", "Zähler getauscht"]


def test_correction_leaves_the_released_value_in_force(
    browser: Browser, indicator: Indicator
) -> None:
    name = cell(indicator, 2024)
    browser.send("look", {name: "1990"})
    assert "bisher 1.987,2 t → neu 1.990,0 t Korrektur" in browser.text
    assert browser.send("submit", {f"reason.{name}": "Zähler getauscht"}) == 302
    current = Measurement.objects.current().get(indicator=indicator, period=date(2024, 1, 1))
    assert current.value == Decimal("1987.2")


def test_letter_gives_the_reason_for_no_value(browser: Browser, charging: Indicator) -> None:
    browser.send("look", {cell(charging, 2025): "l"})
    assert "kein Wert: liegt noch nicht vor" in browser.text
    assert browser.send("submit") == 302
    row = Measurement.objects.open().get()
    assert (row.value, row.missing_reason, row.state) == (None, "not_yet_available", "submitted")


def test_another_reason_wants_a_note(browser: Browser, charging: Indicator) -> None:
    name = cell(charging, 2025)
    browser.send("look", {name: "A"})
    assert browser.send("submit") == 422
    assert browser.send("submit", {f"note.{name}": "Betreiber antwortet nicht"}) == 302
    assert Measurement.objects.open().get().missing_note == "Betreiber antwortet nicht"


def test_emptied_cell_empties_the_draft(browser: Browser, charging: Indicator) -> None:
    browser.send("save", {cell(charging, 2025): "14", cell(charging, 2022): "9"})
    browser.open()
    assert browser.send("look", {cell(charging, 2025): "", cell(charging, 2022): "8"}) == 200
    assert "1 Wert und 1 geleerte Zelle" in browser.text
    assert browser.send("submit") == 302
    assert open_rows() == [("submitted", 2022, Decimal(8)), ("draft", 2025, None)]


def test_released_cell_cannot_be_emptied(browser: Browser, charging: Indicator) -> None:
    assert browser.send("look", {cell(charging, 2024): " "}) == 422
    assert "Hier gilt ein freigegebener Wert; er lässt sich nicht leeren." in browser.text


def test_answers_survive_the_way_back_to_the_table(browser: Browser, indicator: Indicator) -> None:
    name = cell(indicator, 2025)
    browser.send("look", {name: "19600"})
    answers = {"source": "Energiebericht", f"reason.{name}": "neue Heizwerke"}
    assert browser.send("edit", answers) == 200
    assert 'value="19600"' in browser.input(name)
    assert "data-typed" in browser.page
    browser.send("look", {cell(indicator, 2022): "2030"})
    assert browser.fields["source"] == ["Energiebericht"]
    assert browser.fields[f"reason.{name}"] == ["neue Heizwerke"]


# What is wrong is said at its cell ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1,23", "höchstens 1 Nachkommastelle"),  # row 2
        ("1.234.5", "Meinten Sie 1.234,5?"),  # row 3
        ("- 5", "Leerzeichen"),  # row 5
        ("5 t", "Tippen Sie nur die Zahl"),  # row 6
        ("NaN", "keine Messwerte"),  # row 7
        ("1" * 40, "länger als 32 Zeichen"),  # row 8
        ("-5", "Möglich sind Werte ab 0"),  # row 9
        ("k. A.", "sagt nicht, warum"),
        ("1\x002", "unsichtbares Zeichen"),
    ],
)
@pytest.mark.parametrize("step", ["look", "save"])
def test_wrong_cell_is_marked_and_keeps_its_text(
    browser: Browser, indicator: Indicator, charging: Indicator, text: str, error: str, step: str
) -> None:
    """Rows 1 to 9."""
    wrong, right = cell(indicator, 2025), cell(charging, 2025)
    assert browser.send(step, {wrong: text, right: "14"}) == 422
    tag = browser.input(wrong)
    assert 'aria-invalid="true"' in tag
    assert "data-focus" in tag
    assert f'aria-describedby="{wrong}-says"' in tag
    says = re.search(rf'id="{re.escape(wrong)}-says">(.*?)</td>', browser.page, re.DOTALL)
    assert says
    assert error in says[1]
    assert f'href="#{wrong}"' in browser.page
    assert browser.fields[wrong] == [text]
    assert 'value="14"' in browser.input(right)
    assert open_rows() == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),  # row 4
        ("1\u00a0960,5", "1960.5"),  # row 4
        ("0", "0"),  # row 7
        ("-0", "0"),  # row 7
    ],
)
def test_good_cell_is_read(browser: Browser, indicator: Indicator, text: str, value: str) -> None:
    """Rows 4 and 7."""
    assert browser.send("save", {cell(indicator, 2025): text}) == 302
    assert Measurement.objects.open().get().value == Decimal(value)


def test_minus_of_excel_is_read(
    clerk_client: Client, department: Department, city: District
) -> None:
    """Row 5."""
    balance = IndicatorFactory(department=department)
    browser = Browser(clerk_client)
    assert browser.send("save", {cell(balance, 2025): "\u22125"}) == 302
    assert Measurement.objects.open().get().value == -5


@pytest.mark.parametrize("step", ["submit", "save"])
def test_ambiguous_point_is_confirmed_first(
    browser: Browser, charging: Indicator, step: str
) -> None:
    """Row 1."""
    name = cell(charging, 2025)
    browser.send("look", {name: "1.234"})
    assert "1234 Anzahl (nicht 1,234)" in browser.text
    reason = {f"reason.{name}": "neue Zählweise"}
    assert browser.send(step, reason) == 422
    assert 'id="id_confirmed_error"' in browser.page
    assert browser.send(step, reason | {"confirmed": "0123456789abcdef"}) == 422
    assert open_rows() == []
    assert browser.send(step, browser.confirm()) == 302
    assert Measurement.objects.open().get().value == 1234


def test_ambiguous_draft_is_asked_about_before_it_is_saved(
    browser: Browser, charging: Indicator
) -> None:
    """Row 1."""
    assert browser.send("save", {cell(charging, 2025): "1.234"}) == 422
    assert browser.form == "review"
    assert browser.send("save", browser.confirm()) == 302
    assert open_rows() == [("draft", 2025, Decimal(1234))]


def test_overlong_and_unprintable_answers_are_refused(
    browser: Browser, charging: Indicator
) -> None:
    """Row 13."""
    name = cell(charging, 2025)
    browser.send("look", {name: "140"})
    for text, error in (("x" * 501, "501 Zeichen, möglich sind 500"), ("a\x00b", "Steuerzeichen")):
        assert browser.send("submit", {f"reason.{name}": text}) == 422
        assert error in browser.text
        assert browser.fields[f"reason.{name}"] == [text]
    assert open_rows() == []


# Pasting -------------------------------------------------------------------------------


def paste(browser: Browser, block: str, row: int, column: int) -> int:
    return browser.send(
        "paste", {"block": block, "start_row": str(row), "start_column": str(column)}
    )


def test_block_is_shown_before_it_stands_in_the_table(
    browser: Browser, indicator: Indicator, charging: Indicator
) -> None:
    assert paste(browser, "12\t14\r\n1\u00a0987,2\t1.960,5\r\n", 0, 3) == 200
    assert "4 Zellen eingefügt: 2 geändert, 2 gleich." in browser.text
    assert "Ladepunkte, 2025 14 Anzahl neu" in browser.text
    assert browser.send("take") == 200
    assert 'value="14"' in browser.input(cell(charging, 2025))
    assert 'value="1.960,5"' in browser.input(cell(indicator, 2025))
    assert (
        "gr-typed"
        not in re.findall(rf'<td[^>]*>(?=<input id="{cell(charging, 2024)}")', browser.page)[0]
    )
    assert (
        "Der Block steht in der Tabelle (2 Zellen), ist aber noch nicht gesichert." in browser.text
    )
    assert open_rows() == []
    assert browser.send("save") == 302
    assert len(open_rows()) == 2


def test_discarded_block_leaves_the_table_as_it_was(
    browser: Browser, indicator: Indicator, charging: Indicator
) -> None:
    browser.send("edit", {cell(indicator, 2025): "1960"})
    assert paste(browser, "14", 0, 4) == 200
    assert browser.send("edit") == 200
    assert 'value=""' in browser.input(cell(charging, 2025))
    assert 'value="1960"' in browser.input(cell(indicator, 2025))


def test_cells_outside_are_reported(browser: Browser) -> None:
    paste(browser, "14\t15\t16\n1960\n7", 0, 4)
    assert "3 Zellen des Blocks liegen außerhalb der Tabelle" in browser.text
    assert (
        "„15“ (Zeile 1, Spalte 2), „16“ (Zeile 1, Spalte 3), „7“ (Zeile 3, Spalte 1)."
        in browser.text
    )


def test_block_wholly_outside_cannot_be_taken(
    clerk_client: Client, indicator: Indicator, department: Department
) -> None:
    IndicatorFactory(name="Zulassungen", frequency=Frequency.QUARTER, department=department)
    browser = Browser(clerk_client, f"{PATH}?von=2026&bis=2026")
    paste(browser, "7\n8", 3, 0)
    assert "Keine Zelle des Blocks trifft eine Zelle der Tabelle." in browser.text
    assert 'value="take"' not in browser.page


def test_empty_cells_of_a_block_change_nothing(browser: Browser, charging: Indicator) -> None:
    paste(browser, "\t14", 0, 3)
    assert "1 leere Zelle des Blocks ändert nichts." in browser.text
    browser.send("take")
    assert 'value="12"' in browser.input(cell(charging, 2024))


def test_years_copied_along_are_noticed(browser: Browser) -> None:
    paste(browser, "2024\t2025\n12\t14", 0, 3)
    assert "Die erste Zeile des Blocks sieht nach Jahreszahlen aus." in browser.text


def test_refused_cell_of_a_block_is_mended_in_the_table(
    browser: Browser, charging: Indicator
) -> None:
    paste(browser, "1O\t14", 0, 3)
    assert "2 Zellen eingefügt: 1 geändert, 1 mit Fehler." in browser.text
    assert "„1O“ abgelehnt" in browser.text
    assert browser.send("take") == 422
    assert 'aria-invalid="true"' in browser.input(cell(charging, 2024))
    assert browser.fields[cell(charging, 2024)] == ["1O"]
    assert browser.send("save", {cell(charging, 2024): "12"}) == 302
    assert open_rows() == [("draft", 2025, Decimal(14))]


def test_ambiguous_number_of_a_block_is_confirmed_once(
    browser: Browser, charging: Indicator
) -> None:
    """Row 1."""
    paste(browser, "1.234", 0, 4)
    assert "gelesen als 1234 Anzahl" in browser.text
    assert browser.send("take") == 422
    assert 'id="id_confirmed_error"' in browser.page
    assert browser.send("take", browser.confirm()) == 200
    assert 'value="1234"' in browser.input(cell(charging, 2025))
    assert browser.send("save") == 302


def test_locked_cell_is_not_pasted_over(browser: Browser, charging: Indicator) -> None:
    MeasurementFactory(indicator=charging, period=date(2025, 1, 1), value=14, submitted=True)
    browser.open()
    paste(browser, "13\t15", 0, 3)
    assert "Hier ist schon ein Wert eingereicht." in browser.text
    browser.send("take")
    assert 'value="14"' in browser.input(cell(charging, 2025))
    assert 'value="13"' in browser.input(cell(charging, 2024))
    assert "(1 Zelle)" in browser.text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"block": "", "start_row": "0"}, "Der Block ist leer."),
        ({"block": "\t\n", "start_row": "0"}, "Der Block ist leer."),
        ({"block": "1\n" * 5001, "start_row": "0"}, "mehr als 5.000 Zellen"),
        ({"block": "1", "start_row": "99"}, "99"),
    ],
)
def test_unusable_block_is_refused_and_kept(
    browser: Browser, charging: Indicator, data: dict[str, str], error: str
) -> None:
    typed = {cell(charging, 2025): "14"}
    assert browser.send("paste", data | typed) == 422
    assert error in browser.text
    assert browser.fields["block"] == [data["block"]]
    assert 'value="14"' in browser.input(cell(charging, 2025))


# Others write meanwhile ------------------------------------------------------------------


def test_change_by_somebody_else_is_shown_beside_what_was_typed(
    browser: Browser, indicator: Indicator, charging: Indicator
) -> None:
    """Row 31."""
    other = UserFactory(entry=True, first_name="Emil", last_name="Einsatz")
    MeasurementFactory(
        indicator=charging, period=date(2025, 1, 1), value=15, entered_by=other, source="x"
    )
    typed = {cell(charging, 2025): "14", cell(indicator, 2025): "1960"}
    assert browser.send("look", typed) == 409
    assert "jetzt gespeichert: 15 Anzahl von Emil Einsatz (Entwurf)" in browser.text
    assert 'value="14"' in browser.input(cell(charging, 2025))
    assert 'data-stored="15"' in browser.input(cell(charging, 2025))
    assert 'value="1960"' in browser.input(cell(indicator, 2025))
    assert open_rows() == [("draft", 2025, Decimal(15))]
    assert browser.send("save") == 302  # knowing what is overwritten
    assert Measurement.objects.get(state="draft", indicator=charging).value == 14


def test_change_during_the_review_is_a_conflict_and_loses_no_answer(
    browser: Browser, charging: Indicator
) -> None:
    """Row 31."""
    name = cell(charging, 2025)
    browser.send("look", {name: "140"})
    MeasurementFactory(indicator=charging, period=date(2025, 1, 1), value=15, source="x")
    assert browser.send("submit", {f"reason.{name}": "Ladepark"}) == 409
    assert 'value="140"' in browser.input(name)
    assert json.loads(browser.fields["answers"][0]) == {f"reason.{name}": "Ladepark"}
    assert open_rows() == [("draft", 2025, Decimal(15))]


def test_value_handed_in_by_somebody_else_keeps_the_typed_one_in_view(
    browser: Browser, charging: Indicator
) -> None:
    """Row 31."""
    MeasurementFactory(indicator=charging, period=date(2025, 1, 1), value=15, submitted=True)
    assert browser.send("look", {cell(charging, 2025): "14"}) == 409
    assert 'value="14"' in browser.input(cell(charging, 2025))
    assert "Hier ist schon ein Wert eingereicht." in browser.text
    assert browser.send("look", {cell(charging, 2025): "15"}) == 302  # as stored: nothing to do


def test_change_of_an_untouched_cell_is_no_conflict(
    browser: Browser, indicator: Indicator, charging: Indicator
) -> None:
    """Row 31: the old text of a cell nobody typed into overwrites nothing."""
    MeasurementFactory(indicator=charging, period=date(2025, 1, 1), value=15)
    assert browser.send("save", {cell(indicator, 2025): "1960"}) == 302
    assert open_rows() == [("draft", 2025, Decimal(15)), ("draft", 2025, Decimal(1960))]


def test_conflict_is_not_hidden_by_pasting(browser: Browser, charging: Indicator) -> None:
    """Row 31: a preview does not count as having seen what somebody else saved."""
    fields = {"block": "9", "start_row": "0", "start_column": "1", cell(charging, 2025): "14"}
    MeasurementFactory(indicator=charging, period=date(2025, 1, 1), value=15, source="x")
    browser.send("paste", fields)
    assert browser.send("take") == 409
    assert "jetzt gespeichert: 15 Anzahl" in browser.text


def test_slot_begun_in_this_very_moment(
    browser: Browser, charging: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 31: found only when the rows are written."""
    read = batches.rows_of

    def late(lines: Any, *, lock: bool) -> Any:
        rows = read(lines, lock=lock)
        if lock:
            Measurement.objects.filter(state="draft").delete()
            MeasurementFactory(indicator=charging, period=date(2025, 1, 1), value=15, source="x")
        return rows

    monkeypatch.setattr(batches, "rows_of", late)
    assert browser.send("save", {cell(charging, 2025): "14"}) == 409
    assert "In diesem Augenblick hat jemand anderes gespeichert" in browser.text
    assert 'value="14"' in browser.input(cell(charging, 2025))


@pytest.mark.parametrize("token", ["", "gefälscht", "eyJ9:abc:def"])
def test_page_that_cannot_be_compared_overwrites_nothing(
    browser: Browser, charging: Indicator, token: str
) -> None:
    """Row 31: a forged or lost token."""
    MeasurementFactory(indicator=charging, period=date(2025, 1, 1), value=15, source="x")
    assert browser.send("save", {"seen": token, cell(charging, 2025): "14"}) == 409
    assert 'value="14"' in browser.input(cell(charging, 2025))
    assert open_rows() == [("draft", 2025, Decimal(15))]


@pytest.mark.parametrize("packed", ["[1]", "{", '{"w.1.1.2025": 5}', '{"w.9.9.2025": "\\ud800"}'])
def test_forged_hidden_fields_do_no_harm(browser: Browser, packed: str) -> None:
    response = browser.client.post(
        PATH, {"typed": packed, "answers": packed, "step": "look", "seen": ""}
    )
    assert response.status_code in (302, 422)
    assert open_rows() == []


def test_text_for_a_cell_that_is_gone_is_told(
    browser: Browser, indicator: Indicator, charging: Indicator, other_department: Department
) -> None:
    name = cell(charging, 2025)
    fields = browser.fields | {name: ["14"], "step": ["look"]}
    Indicator.objects.filter(pk=charging.pk).update(department=other_department)
    browser.response = browser.client.post(PATH, fields)
    assert browser.response.status_code == 422
    assert "Zellen, die es in der Tabelle nicht mehr gibt: „14“." in browser.text
    assert open_rows() == []


def test_sent_twice_is_written_once(
    browser: Browser, indicator: Indicator, charging: Indicator
) -> None:
    """Row 34: double click, F5 after the post, back and send again."""
    browser.send("look", {cell(indicator, 2025): "1960", cell(charging, 2025): "14"})
    assert browser.send("submit", {"source": "Energiebericht"}) == 302
    assert browser.again() == 302
    assert len(open_rows()) == 2
    assert MeasurementEvent.objects.count() == 4


# Districts -------------------------------------------------------------------------------


@pytest.fixture
def places(city: District) -> list[District]:
    core = DistrictFactory(core=True, name="Kernstadt")
    return [city, core, DistrictFactory(name="Ampen"), DistrictFactory(name="Bergede")]


@pytest.fixture
def divided(charging: Indicator) -> Indicator:
    charging.district_relation = DistrictRelation.SUM
    charging.save()
    return charging


DISTRICTS = "/erfassung/ladepunkte/tabelle/"


def test_districts_by_years(
    clerk_client: Client, divided: Indicator, places: list[District]
) -> None:
    browser = Browser(clerk_client, DISTRICTS)
    heads = re.findall(r'<th scope="row"[^>]*>([^<]+)<', browser.page)
    assert heads == ["Gesamtstadt", "Kernstadt", "Ampen", "Bergede", "Summe der Teile"]
    typed = {cell(divided, 2025, place): str(value) for value, place in enumerate(places[1:], 3)}
    assert browser.send("look", typed) == 200
    assert "Ampen, 2025" in browser.text
    assert browser.send("submit") == 302
    rows = Measurement.objects.open().values_list("district__name", "value", "state")
    assert sorted(rows) == [
        ("Ampen", 4, "submitted"),
        ("Bergede", 5, "submitted"),
        ("Kernstadt", 3, "submitted"),
    ]


def foot_of(browser: Browser) -> list[str]:
    """The last line of the table, cell by cell."""
    found = re.search(r"<tfoot>(.*?)</tfoot>", browser.page, re.DOTALL)
    cells = re.findall(r"<(?:th|td)[^>]*>(.*?)</(?:th|td)>", found[1], re.DOTALL) if found else []
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in cells]


def test_parts_are_held_against_the_city(
    clerk_client: Client, divided: Indicator, places: list[District]
) -> None:
    browser = Browser(clerk_client, f"{DISTRICTS}?von=2023&bis=2026")
    assert foot_of(browser) == ["Summe der Teile", *["– 0 von 3 Teilen"] * 4]
    typed = {cell(divided, 2024, place): "4" for place in places[1:]}
    typed |= {cell(divided, 2023, place): "5" for place in places[1:]}
    browser.send("look", typed | {cell(divided, 2025, places[1]): "5"})
    assert browser.text.count("Bitte prüfen: die Teile ergeben so nicht den Wert") == 3
    assert browser.text.count("Die 3 Teile ergeben 15 Anzahl, die Gesamtstadt sagt 10") == 3
    assert browser.send("submit") == 422
    browser.send("edit")
    assert foot_of(browser) == [
        "Summe der Teile",
        "15 +5 gegen Gesamtstadt",
        "12 wie Gesamtstadt",
        "5 1 von 3 Teilen",
        "– 0 von 3 Teilen",
    ]
    browser.send("look")
    assert browser.send("submit", {"reason": "Zwei Säulen stehen an der Grenze"}) == 302
    reasons = Measurement.objects.open().filter(value=5, period=date(2023, 1, 1))
    assert {row.warning_reason for row in reasons} == {"Zwei Säulen stehen an der Grenze"}
    assert Measurement.objects.open().exclude(warning_reason="").count() == 3
    assert browser.again() == 302
    assert Measurement.objects.open().count() == 7


def test_part_that_is_more_than_the_city_is_asked_about(
    clerk_client: Client, divided: Indicator, places: list[District]
) -> None:
    browser = Browser(clerk_client, DISTRICTS)
    browser.send("look", {cell(divided, 2024, places[2]): "99"})
    assert "Bitte prüfen: mehr als die Gesamtstadt" in browser.text
    assert "Ampen hätte 99 Anzahl, die Gesamtstadt hat 12 Anzahl." in browser.text


def test_only_the_city_is_asked_if_it_is_handed_in_with_its_parts(
    clerk_client: Client, divided: Indicator, places: list[District]
) -> None:
    browser = Browser(clerk_client, DISTRICTS)
    name = cell(divided, 2025)
    typed = {cell(divided, 2025, place): "2" for place in places[1:]} | {name: "12"}
    browser.send("look", typed)
    assert browser.text.count("anders als die Summe der Teile") == 1
    assert f"reason.{name}" in browser.fields
    assert browser.send("save") == 302  # a draft needs no reason


def test_city_without_a_value_has_nothing_to_compare(
    clerk_client: Client, divided: Indicator, places: list[District]
) -> None:
    browser = Browser(clerk_client, f"{DISTRICTS}?von=2025&bis=2025")
    browser.send("save", {cell(divided, 2025, place): "4" for place in places[1:]})
    browser.open()
    assert foot_of(browser)[1] == "12 ohne Gesamtstadt"


def test_independent_parts_are_not_added(
    clerk_client: Client, divided: Indicator, places: list[District]
) -> None:
    divided.district_relation = DistrictRelation.INDEPENDENT
    divided.save()
    assert foot_of(Browser(clerk_client, DISTRICTS)) == []


def test_city_value_that_contradicts_its_parts_is_told_in_the_table_of_the_department(
    browser: Browser, divided: Indicator, places: list[District]
) -> None:
    for place in places[1:]:
        MeasurementFactory(indicator=divided, district=place, period=date(2025, 1, 1), value=4)
    browser.send("look", {cell(divided, 2025): "20"})
    assert "Die 3 Teile ergeben 12 Anzahl, die Gesamtstadt sagt 20" in browser.text
    assert foot_of(browser) == []


def test_queries_of_a_table_of_districts_do_not_grow(
    clerk_client: Client, divided: Indicator, places: list[District]
) -> None:
    counts = []
    for query in ("von=2025&bis=2025", "von=2015&bis=2025"):
        browser = Browser(clerk_client, f"{DISTRICTS}?{query}")
        with CaptureQueriesContext(connection) as asked:
            browser.open()
        counts.append(len(asked))
        DistrictFactory.create_batch(5)
    assert counts[0] == counts[1]


def test_districts_of_a_part_of_the_year(
    clerk_client: Client, places: list[District], department: Department
) -> None:
    quarterly = IndicatorFactory(
        slug="ladepunkte",
        frequency=Frequency.QUARTER,
        district_relation=DistrictRelation.INDEPENDENT,
        department=department,
    )
    browser = Browser(clerk_client, f"{DISTRICTS}?teil=3")
    assert "3. Quartal" in browser.text
    name = cell(quarterly, "2025-q3", places[2])
    assert browser.send("save", {name: "5"}) == 302
    assert Measurement.objects.get().period == date(2025, 7, 1)
    assert clerk_client.get(f"{DISTRICTS}?teil=5").status_code == 422


# Access ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [PATH, DISTRICTS])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("clerk_client", 200),
        ("other_clerk_client", 404),
        ("coordinator_client", 200),
        ("councillor_client", 404),
        ("administrator_client", 404),
    ],
)
def test_only_who_may_enter_sees_a_table(
    request: pytest.FixtureRequest, divided: Indicator, path: str, person: str, status: int
) -> None:
    """Row 44."""
    client: Client = request.getfixturevalue(person)
    assert client.get(path).status_code == status
    posted = client.post(path, {"step": "save", "seen": "", cell(divided, 2025): "14"})
    assert posted.status_code == (status if status == 404 else 409)
    assert open_rows() == []


def test_indicator_without_districts_has_no_table_of_them(
    clerk_client: Client, indicator: Indicator
) -> None:
    assert clerk_client.get("/erfassung/treibhausgase/tabelle/").status_code == 404


def test_cell_of_another_department_cannot_be_smuggled_in(
    browser: Browser, other_department: Department
) -> None:
    """Row 44."""
    foreign = IndicatorFactory(department=other_department)
    fields = browser.fields | {cell(foreign, 2025): ["5"], "step": ["save"]}
    assert browser.client.post(PATH, fields).status_code == 422
    assert open_rows() == []


def test_sample_account_meets_real_drafts_locked(
    indicator: Indicator, department: Department, clerk: User
) -> None:
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), entered_by=clerk)
    person = UserFactory(entry=True, is_sample=True, departments=[department])
    client = Client()
    client.force_login(person)
    browser = Browser(client)
    assert "readonly" in browser.input(cell(indicator, 2025))
    assert "gesperrt: Beispieldaten und echte Daten bleiben getrennt" in browser.text


# htmx and queries --------------------------------------------------------------------------


def test_htmx_gets_the_part_that_changes(browser: Browser, charging: Indicator) -> None:
    htmx = {"headers": {"HX-Request": "true"}}
    assert browser.send("look", {cell(charging, 2025): "14"}, **htmx) == 200
    assert browser.page.lstrip().startswith('<div id="grid"')
    assert browser.send("submit", **htmx) == 200
    assert "1 Wert eingereicht." in browser.text
    assert "data-typed" not in browser.page


def sized(department: Department, city: District, indicators: int) -> list[Indicator]:
    """Indicators with twelve years, a third of them released, a third drafts."""
    made = IndicatorFactory.create_batch(indicators, department=department, source="x")
    for one in made:
        released_series(one, dict.fromkeys(range(2014, 2026, 3), 5), district=city)
        for year in range(2015, 2026, 3):
            MeasurementFactory(indicator=one, period=date(year, 1, 1), value=6)
    return made


@pytest.mark.parametrize("step", ["", "look", "save"])
def test_queries_do_not_grow_with_the_table(
    clerk_client: Client, department: Department, city: District, step: str
) -> None:
    counts = []
    for more in (3, 27):
        made = sized(department, city, more)
        browser = Browser(clerk_client, f"{PATH}?von=2014&bis=2025")
        typed = {cell(one, 2025): "-" for one in made[:3]}  # refused, so the table is shown
        with CaptureQueriesContext(connection) as asked:
            if step:
                assert browser.send(step, typed) == 422
            else:
                browser.open()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_queries_of_handing_in_do_not_grow_with_the_cells(
    clerk_client: Client, department: Department, city: District
) -> None:
    counts = []
    for more in (3, 27):
        made = sized(department, city, more)
        browser = Browser(clerk_client, f"{PATH}?von=2014&bis=2025")
        Measurement.objects.filter(state="draft").update(value=None)  # nothing goes along
        browser.open()
        browser.send("look", {cell(one, 2025): "6" for one in made})
        with CaptureQueriesContext(connection) as asked:
            assert browser.send("submit") == 302
        counts.append(len(asked))
    assert counts[0] == counts[1]
