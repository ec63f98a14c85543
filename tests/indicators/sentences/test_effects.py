from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.annual_values import PROTECTED, YearValue
from indicators.expected_changes import ExpectedChange, compare
from indicators.sentences.effects import effect_sentence, expected_text, outcome_text, period_text
from indicators.sentences.quantities import GAP, Quantities


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("lower", "upper", "phrase"),
    [
        ("1", "2.5", "1,0 bis 2,5 kWp je Einwohner mehr"),
        ("-200", "-100", "100,0 bis 200,0 kWp je Einwohner weniger"),
        ("0", "2.5", "bis zu 2,5 kWp je Einwohner mehr"),
        ("-2.5", "0", "bis zu 2,5 kWp je Einwohner weniger"),
        ("-1", "2", "1,0 kWp je Einwohner weniger bis 2,0 kWp je Einwohner mehr"),
        ("2", "2", "2,0 kWp je Einwohner mehr"),
        ("0", "0", "keine Änderung"),
        ("1", None, "mindestens 1,0 kWp je Einwohner mehr"),
        ("0", None, "kein Rückgang"),
        ("-5", None, "höchstens 5,0 kWp je Einwohner weniger"),
        (None, "-5", "mindestens 5,0 kWp je Einwohner weniger"),
        (None, "0", "kein Anstieg"),
        (None, "5", "höchstens 5,0 kWp je Einwohner mehr"),
    ],
)
def test_range_in_words(lower: str | None, upper: str | None, phrase: str) -> None:
    expected = ExpectedChange(number(lower), number(upper), 2023)
    text = expected_text(expected, Quantities("kWp je Einwohner", 1))
    assert text.replace(GAP, " ") == phrase


@pytest.mark.parametrize(
    ("until", "text"),
    [(None, "ab 2023"), (2023, "im Jahr 2023"), (2027, "von 2023 bis 2027")],
)
def test_period_in_words(until: int | None, text: str) -> None:
    assert period_text(ExpectedChange(Decimal(1), None, 2023, until)) == text


def told(
    *years: YearValue,
    lower: str | None = "1",
    upper: str | None = "2.5",
    unit: str = "kWp",
    decimals: int = 1,
    this_year: int = 2025,
    **options: object,
) -> str:
    expected = ExpectedChange(number(lower), number(upper), 2023)
    compared = compare(years, expected, this_year)
    sentence = effect_sentence(compared, unit, decimals, **options)  # type: ignore[arg-type]
    return sentence.replace(GAP, " ")


BEFORE = YearValue(2022, Decimal("5.0"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            told(BEFORE, YearValue(2024, Decimal("5.8"))),
            (
                "Erwartet waren 1,0 bis 2,5 kWp mehr ab 2023. Beobachtet wurden 0,8 kWp mehr "
                "von 2022 bis 2024; woran das liegt, sagt die Kennzahl nicht."
            ),
        ),
        (
            told(BEFORE, YearValue(2024, Decimal("5.8"), provisional=True), is_stale=True),
            (
                "Erwartet waren 1,0 bis 2,5 kWp mehr ab 2023. Beobachtet wurden 0,8 kWp mehr "
                "von 2022 bis 2024 (vorläufig), neuere Werte fehlen; woran das liegt, sagt die "
                "Kennzahl nicht."
            ),
        ),
        (
            told(BEFORE, YearValue(2023, Decimal("4.2")), lower=None, upper="-1", unit="%"),
            (
                "Erwartet waren mindestens 1,0 Prozentpunkte weniger ab 2023. Beobachtet wurden "
                "0,8 Prozentpunkte weniger von 2022 bis 2023; woran das liegt, sagt die Kennzahl "
                "nicht."
            ),
        ),
        (
            told(BEFORE, YearValue(2023, Decimal(6)), upper="1", unit="Ladepunkte", decimals=0),
            (
                "Erwartet war 1 Ladepunkt mehr ab 2023. Beobachtet wurde 1 Ladepunkt mehr von 2022 "
                "bis 2023; woran das liegt, sagt die Kennzahl nicht."
            ),
        ),
        (
            told(
                BEFORE,
                YearValue(2023, Decimal(9)),
                upper="1",
                unit="Ladepunkte je 1.000 EW",
                decimals=0,
            ),
            (
                "Erwartet war 1 Ladepunkt je 1.000 EW mehr ab 2023. Beobachtet wurden 4 Ladepunkte "
                "je 1.000 EW mehr von 2022 bis 2023; woran das liegt, sagt die Kennzahl nicht."
            ),
        ),
        (
            told(BEFORE, YearValue(2023, Decimal(5)), lower="0", upper=None),
            (
                "Erwartet war kein Rückgang ab 2023. Beobachtet wurde keine Änderung von 2022 bis "
                "2023; woran das liegt, sagt die Kennzahl nicht."
            ),
        ),
        (
            told(BEFORE, this_year=2022),
            (
                "Erwartet werden 1,0 bis 2,5 kWp mehr ab 2023. So weit ist es noch nicht; zu "
                "vergleichen gibt es noch nichts."
            ),
        ),
        (
            told(BEFORE),
            (
                "Erwartet waren 1,0 bis 2,5 kWp mehr ab 2023. Vergleichen lässt sich das noch "
                "nicht: Seit 2023 ist kein Wert bekannt."
            ),
        ),
        (
            told(BEFORE, YearValue(2023, None, PROTECTED)),
            (
                "Erwartet waren 1,0 bis 2,5 kWp mehr ab 2023. Vergleichen lässt sich das noch "
                "nicht: Seit 2023 ist kein Wert bekannt (2023 geheim: zum Schutz kleiner Zahlen)."
            ),
        ),
        (
            told(YearValue(2022, None, "not_collected"), YearValue(2023, Decimal(1))),
            (
                "Erwartet waren 1,0 bis 2,5 kWp mehr ab 2023. Vergleichen lässt sich das nicht: "
                "Vor 2023 ist kein Wert bekannt (2022: nicht erhoben)."
            ),
        ),
    ],
)
def test_sentence(sentence: str, expected: str) -> None:
    assert sentence == expected


def test_different_numbers_never_look_alike() -> None:
    sentence = told(BEFORE, YearValue(2024, Decimal("5.98")), upper=None)
    assert "mindestens 1,00 kWp mehr" in sentence
    assert "0,98 kWp mehr" in sentence


@pytest.mark.parametrize(
    ("after", "ending", "outcome"),
    [
        (
            (YearValue(2024, Decimal(1)),),
            "Nach dem Stand von 2024 ist er erreicht; woran das liegt, sagt die Kennzahl nicht.",
            "erreicht",
        ),
        (
            (YearValue(2024, Decimal(0)),),
            (
                "Nach dem Stand von 2024 ist er noch nicht erreicht; woran das liegt, sagt die "
                "Kennzahl nicht."
            ),
            "nicht erreicht",
        ),
        ((), "Seit 2023 liegt keine Angabe vor.", "noch nicht vergleichbar"),
    ],
)
def test_milestone_is_reached_or_not(
    after: tuple[YearValue, ...], ending: str, outcome: str
) -> None:
    years = (YearValue(2022, Decimal(0)), *after)
    assert told(*years, lower="1", upper="1", reached_at=Decimal(1)) == (
        f"Erwartet war, dass der Meilenstein ab 2023 erreicht ist. {ending}"
    )
    compared = compare(years, ExpectedChange(Decimal(1), Decimal(1), 2023), 2025)
    assert outcome_text(compared, reached_at=Decimal(1)) == outcome
