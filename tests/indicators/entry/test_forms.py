"""Rows 1 to 10 of the faults, typed into the form of one value."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest

from accounts.models import User
from indicators.entry import services
from indicators.entry.forms import BLANK, UNCHANGED, PeriodForm, SeenForm, ValueForm
from indicators.entry.slots import Content, Seen, Slot
from indicators.entry.worksheets import load_worksheet
from indicators.enums import DistrictRelation, Frequency
from indicators.models import Indicator
from indicators.named_periods import Period
from tests.factories import IndicatorFactory

GOOD = {"value": "1960,5", "source": "Energiebericht 2025"}


def form(slot: Slot, clerk: User, data: dict[str, str], *, submitting: bool = True) -> ValueForm:
    return ValueForm(data, sheet=load_worksheet(slot, clerk), submitting=submitting)


def errors(slot: Slot, clerk: User, text: str, **more: str) -> dict[str, list[str]]:
    found = form(slot, clerk, GOOD | {"value": text} | more).errors
    return {name: [str(error) for error in errors] for name, errors in found.items()}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.960,5", "1960.5"),  # row 4
        ("1 960,5", "1960.5"),
        ("1\u00a0960,5", "1960.5"),
        ("1\u202f960,5", "1960.5"),
        (" 1960,5 ", "1960.5"),
        ("1960", "1960"),
    ],
)
def test_german_number_is_accepted(slot: Slot, clerk: User, text: str, value: str) -> None:
    entered = form(slot, clerk, GOOD | {"value": text})
    assert entered.is_valid(), entered.errors
    assert entered.content.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,234", "höchstens 1 Nachkommastelle"),  # row 2
        ("1.234.5", "Meinten Sie 1.234,5?"),  # row 3
        ("1,234.5", "Dreiergruppen"),
        ("1.23", "Meinten Sie 1,23?"),
        ("12.34,5", "Dreiergruppen"),
        ("- 5", "darf kein Leerzeichen stehen"),  # row 5
        ("–5", "Gedankenstrich"),
        ("1e5", "Schreibweise mit e"),  # row 6
        ("1_000", "Punkt oder Leerzeichen gegliedert"),
        ("0x10", "nur die Zahl"),
        ("١٢٣", "Nur die Ziffern 0 bis 9"),
        ("１２３", "Nur die Ziffern 0 bis 9"),
        ("½", "Brüche sind nicht möglich"),
        ("5 %", "Die Einheit „t“ steht schon fest."),
        ("ca. 5", "Zusatz wie „ca.“"),
        ("NaN", "keine Messwerte"),  # row 7
        ("Infinity", "keine Messwerte"),
        ("9" * 40, "länger als 32 Zeichen"),  # row 8
        ("0," + "1" * 20, "Nachkommastellen"),
        ("-5", "Möglich sind Werte ab 0"),  # row 9
        ("−5", "Möglich sind Werte ab 0"),
    ],
)
def test_other_text_is_refused_with_what_to_do(
    slot: Slot, clerk: User, text: str, sentence: str
) -> None:
    found = errors(slot, clerk, text)
    assert list(found) == ["value"]
    assert sentence in found["value"][0]


def test_megabyte_of_digits_is_refused_at_once(slot: Slot, clerk: User) -> None:
    sheet = load_worksheet(slot, clerk)
    start = perf_counter()
    entered = ValueForm(GOOD | {"value": "1" * 10**6}, sheet=sheet, submitting=True)
    assert list(entered.errors) == ["value"]
    assert perf_counter() - start < 0.1


@pytest.mark.parametrize(
    ("corrects", "label"), [(False, "Grund der Abweichung"), (True, "Grund der Korrektur")]
)
def test_reason_is_called_the_same_in_list_and_form(
    slot: Slot, released_slot: Slot, clerk: User, corrects: bool, label: str
) -> None:
    entered = form(released_slot if corrects else slot, clerk, GOOD)
    assert entered["warning_reason"].label == label


def test_single_point_has_to_be_confirmed(slot: Slot, clerk: User) -> None:
    """Row 1: what was read is shown, and counts only when the person agrees."""
    reason = {"warning_reason": "Zwei Gebäude verkauft."}
    found = errors(slot, clerk, "1.234", **reason)
    sentence = "Bitte bestätigen Sie, dass Sie 1.234\N{NO-BREAK SPACE}t meinen."
    assert found == {"confirmed": [sentence]}
    assert errors(slot, clerk, "1.234", confirmed="1.234", **reason) == {}


def test_confirmation_of_another_number_does_not_count(slot: Slot, clerk: User) -> None:
    assert "confirmed" in errors(slot, clerk, "1.235", confirmed="1.234", warning_reason="ja")


def test_draft_has_to_be_confirmed_too(slot: Slot, clerk: User) -> None:
    assert "confirmed" in form(slot, clerk, {"value": "1.234"}, submitting=False).errors


def test_zero_is_a_value(slot: Slot, clerk: User) -> None:
    entered = form(slot, clerk, GOOD | {"value": "-0", "warning_reason": "abgerissen"})
    assert entered.is_valid(), entered.errors
    assert entered.content.value == 0


def test_nothing_is_not_zero(slot: Slot, clerk: User) -> None:
    """Row 7: an empty field is no value, and never zero."""
    assert errors(slot, clerk, "") == {
        "value": ["Bitte tragen Sie den Wert ein oder wählen Sie „Kein Wert, weil …“."]
    }
    draft = form(slot, clerk, {"value": "", "comment": "warte noch"}, submitting=False)
    assert draft.is_valid()
    assert draft.content == Content(comment="warte noch")


def test_empty_draft_is_not_kept(slot: Slot, clerk: User) -> None:
    draft = form(slot, clerk, {"value": "", "source": "Bericht"}, submitting=False)
    assert draft.non_field_errors() == [BLANK]


def test_released_value_unchanged_is_no_draft(released_slot: Slot, clerk: User) -> None:
    sheet = load_worksheet(released_slot, clerk)
    unchanged = {"value": "1.987,2", "source": sheet.content.source}
    assert ValueForm(unchanged, sheet=sheet).non_field_errors() == [UNCHANGED]
    assert ValueForm(unchanged | {"value": "1987,3"}, sheet=sheet).is_valid()


def test_draft_may_be_emptied(slot: Slot, clerk: User) -> None:
    services.save(slot=slot, content=Content(value=Decimal(1960)), seen=Seen(), by=clerk)
    assert form(slot, clerk, {"value": ""}, submitting=False).is_valid()


def test_share_above_its_bound_is_refused(slot: Slot, clerk: User) -> None:
    Indicator.objects.filter(pk=slot.indicator.pk).update(unit="%", upper_bound=100)
    slot.indicator.refresh_from_db()
    assert (
        "von 0\N{NO-BREAK SPACE}% bis 100\N{NO-BREAK SPACE}%"
        in (errors(slot, clerk, "101")["value"][0])
    )


def test_ten_times_last_year_needs_a_reason(slot: Slot, clerk: User) -> None:
    """Row 10."""
    assert list(errors(slot, clerk, "19872")) == ["warning_reason"]
    entered = form(slot, clerk, GOOD | {"value": "19872", "warning_reason": "neue Methode"})
    assert entered.is_valid()
    assert entered.content.warning_reason == "neue Methode"


def test_odd_draft_may_wait_for_its_reason(slot: Slot, clerk: User) -> None:
    assert form(slot, clerk, {"value": "19872"}, submitting=False).is_valid()


def test_reason_without_oddity_is_not_kept(slot: Slot, clerk: User) -> None:
    entered = form(slot, clerk, GOOD | {"warning_reason": "stand noch da"})
    assert entered.is_valid()
    assert entered.content.warning_reason == ""


def test_source_is_needed_to_submit(slot: Slot, clerk: User) -> None:
    assert list(form(slot, clerk, {"value": "1960,5"}).errors) == ["source"]
    assert form(slot, clerk, {"value": "1960,5"}, submitting=False).is_valid()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"value", "source"}),
        ({"value": "ca. 5"}, {"value", "source"}),
        ({"value": "19872"}, {"source", "warning_reason"}),
        ({"value": "1.234"}, {"confirmed", "source", "warning_reason"}),
        ({"value": "ca. 5", "missing_reason": "other"}, {"value", "missing_reason", "source"}),
        ({"value": "5", "missing_reason": "other"}, {"missing_reason", "source", "warning_reason"}),
        ({"evidence_link": "kein Link"}, {"value", "source", "evidence_link"}),
    ],
)
def test_everything_wrong_is_told_at_once(
    slot: Slot, clerk: User, typed: dict[str, str], wrong: set[str]
) -> None:
    assert set(form(slot, clerk, typed).errors) == wrong


@pytest.mark.parametrize("value", ["", "ca. 5"])
def test_correction_tells_everything_at_once(released_slot: Slot, clerk: User, value: str) -> None:
    found = form(released_slot, clerk, {"value": value}).errors
    assert set(found) == {"value", "source", "warning_reason"}


def test_reason_for_no_value_needs_no_source(slot: Slot, clerk: User) -> None:
    entered = form(slot, clerk, {"value": "", "missing_reason": "not_collected"})
    assert entered.is_valid()
    assert entered.content == Content(missing_reason="not_collected")


def test_other_reason_is_explained(slot: Slot, clerk: User) -> None:
    assert list(form(slot, clerk, {"value": "", "missing_reason": "other"}).errors) == [
        "missing_note"
    ]


def test_value_and_reason_for_none_exclude_each_other(slot: Slot, clerk: User) -> None:
    assert list(errors(slot, clerk, "1960,5", missing_reason="not_collected")) == ["missing_reason"]


def test_note_without_reason_is_not_kept(slot: Slot, clerk: User) -> None:
    entered = form(slot, clerk, GOOD | {"missing_note": "stand noch da"})
    assert entered.is_valid()
    assert entered.content.missing_note == ""


def test_correction_needs_a_reason(released_slot: Slot, clerk: User) -> None:
    assert list(errors(released_slot, clerk, "1980")) == ["warning_reason"]
    assert errors(released_slot, clerk, "1980", warning_reason="Nachmeldung") == {}


def test_correction_without_change_is_refused(released_slot: Slot, clerk: User) -> None:
    sheet = load_worksheet(released_slot, clerk)
    unchanged = {"value": "1987,2", "source": sheet.content.source, "warning_reason": "weil"}
    found = ValueForm(unchanged, sheet=sheet, submitting=True)
    assert list(found.errors) == ["__all__"]
    assert "ändert nichts" in found.non_field_errors()[0]


def test_released_number_is_not_asked_about_again(released_slot: Slot, clerk: User) -> None:
    """A correction of the source alone is explained, but not as if the number were odd."""
    entered = form(released_slot, clerk, GOOD | {"value": "1987,2"})
    assert entered.oddities == ()
    assert entered.asks_reason


@pytest.mark.parametrize("name", ["source", "comment", "missing_note", "warning_reason"])
def test_control_character_is_refused(slot: Slot, clerk: User, name: str) -> None:
    """Row 13."""
    assert name in errors(slot, clerk, "1960,5", **{name: "Bericht\x00 2025"})


def test_text_is_stored_in_one_spelling(slot: Slot, clerk: User) -> None:
    """Rows 13 and 14: composed, without marks that reorder it, emojis kept."""
    typed = "U\u0308ber\u202e Wärme 🌳"
    entered = form(slot, clerk, GOOD | {"source": typed, "comment": f"{typed}\r\nZeile 2"})
    assert entered.is_valid()
    assert entered.content.source == "Über Wärme 🌳"
    assert entered.content.comment == "Über Wärme 🌳\nZeile 2"


def test_long_comment_is_refused(slot: Slot, clerk: User) -> None:
    """Row 15."""
    assert list(errors(slot, clerk, "1960,5", comment="[" * 50_000)) == ["comment"]
    assert errors(slot, clerk, "1960,5", comment="[" * 4000) == {}


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://a.org/b", "file:///etc/passwd", "kein Link", "https://a\x00.de"],
)
def test_evidence_is_a_web_address(slot: Slot, clerk: User, link: str) -> None:
    assert list(errors(slot, clerk, "1960,5", evidence_link=link)) == ["evidence_link"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://www.soest.de/bericht", "https://www.soest.de/bericht"),
        ("www.soest.de/bericht", "https://www.soest.de/bericht"),
        (" https://www.soest.de/\u202ebericht ", "https://www.soest.de/bericht"),
        ("", ""),
    ],
)
def test_evidence_is_stored_in_one_spelling(
    slot: Slot, clerk: User, typed: str, stored: str
) -> None:
    entered = form(slot, clerk, GOOD | {"evidence_link": typed})
    assert entered.is_valid(), entered.errors
    assert entered.content.evidence_link == stored


def test_stored_draft_comes_back_as_typed(slot: Slot, clerk: User) -> None:
    content = Content(value=Decimal("1234.5"), source="Bericht", provisional=True)
    services.save(slot=slot, content=content, seen=Seen(), by=clerk)
    shown = ValueForm(sheet=load_worksheet(slot, clerk))
    assert (shown["value"].value(), shown["provisional"].value()) == ("1234,5", True)
    assert shown.reading.other_meaning == ""


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({"version": "3", "revision": "1"}, Seen(3, 1)),
        ({"version": "0", "revision": "0"}, Seen()),
        ({"version": "3"}, None),
        ({"version": "x", "revision": "0"}, None),
        ({"version": "-1", "revision": "0"}, None),
        ({"version": "9" * 30, "revision": "0"}, None),
    ],
)
def test_what_the_form_showed(data: dict[str, str], seen: Seen | None) -> None:
    assert SeenForm(data).seen == seen


# Another period ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "data", "slug"),
    [
        (Frequency.YEAR, {"jahr": "2024"}, "2024"),
        (Frequency.YEAR, {"jahr": "2026"}, "2026"),  # runs, but has begun
        (Frequency.HALF_YEAR, {"jahr": "2025", "teil": "2"}, "2025-h2"),
        (Frequency.QUARTER, {"jahr": "2025", "teil": "3"}, "2025-q3"),
        (Frequency.MONTH, {"jahr": "2026", "teil": "3"}, "2026-03"),
    ],
)
def test_period_is_chosen(frequency: Frequency, data: dict[str, str], slug: str) -> None:
    indicator = IndicatorFactory.build(frequency=frequency)
    chosen = PeriodForm(data, indicator=indicator, today=Period.parse("2026-03").first_day)
    assert chosen.is_valid(), chosen.errors
    assert chosen.period == Period.parse(slug)


@pytest.mark.parametrize(
    ("frequency", "data", "field"),
    [
        (Frequency.YEAR, {"jahr": "2027"}, "jahr"),
        (Frequency.YEAR, {"jahr": "1800"}, "jahr"),  # row 9
        (Frequency.YEAR, {"jahr": "2999"}, "jahr"),
        (Frequency.YEAR, {"jahr": "abc"}, "jahr"),
        (Frequency.YEAR, {"jahr": "-5"}, "jahr"),
        (Frequency.YEAR, {}, "jahr"),
        (Frequency.QUARTER, {"jahr": "2025", "teil": "5"}, "teil"),  # row 9
        (Frequency.QUARTER, {"jahr": "2025"}, "teil"),
        (Frequency.QUARTER, {"jahr": "2026", "teil": "2"}, "jahr"),
    ],
)
def test_impossible_period_is_refused(
    frequency: Frequency, data: dict[str, str], field: str
) -> None:
    indicator = IndicatorFactory.build(frequency=frequency)
    chosen = PeriodForm(data, indicator=indicator, today=Period.parse("2026-03").first_day)
    assert list(chosen.errors) == [field]


def test_city_alone_offers_no_districts(indicator: Indicator) -> None:
    today = Period.parse("2026").first_day
    assert "ortsteil" not in PeriodForm(indicator=indicator, today=today).fields
    indicator.district_relation = DistrictRelation.SUM
    assert "ortsteil" in PeriodForm(indicator=indicator, today=today).fields
