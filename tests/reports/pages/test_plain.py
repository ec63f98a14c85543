from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from indicators.annual_values import YearValue
from indicators.assessment import Target, assess
from indicators.distributions import STATUSES, Distribution
from indicators.year_notes import YearNote
from reports.pages.plain import VERDICTS, plain_counts, plain_sentences
from reports.snapshot import IndicatorFacts
from tests.reports.snapshots import make_indicator

YEARS = range(2018, 2025)
RISING = ("10", "11", "12", "13", "14", "15", "16")
FALLING = tuple(reversed(RISING))
LEVEL = ("10",) * 7
RISEN = "2024 lag der Wert bei 16 t je Einwohner. 2018 lag er bei 10 t. Seitdem ist er gestiegen. "
SUNK = "2024 lag der Wert bei 10 t je Einwohner. 2018 lag er bei 16 t. Seitdem ist er gesunken. "
STAYED = "2024 lag der Wert bei 10 t je Einwohner. Genauso hoch war er schon 2018. "


def indicator(values: tuple[str | None, ...], target: Target, **changes: Any) -> IndicatorFacts:
    """Seven values up to 2024, judged against a target."""
    years = tuple(
        YearValue(year, Decimal(value))
        for year, value in zip(YEARS, values, strict=True)
        if value is not None
    )
    points = {one.year: one.value for one in years if one.value is not None}
    made = make_indicator(0, "1.1.1", ())
    rating = assess(points, target, max(points, default=2024))
    return replace(
        made,
        unit=changes.pop("unit", "t je Einwohner"),
        decimals=changes.pop("decimals", 0),
        chart=replace(made.chart, values=years, first_year=2018, **changes.pop("chart", {})),
        assessment=rating,
        status=changes.pop("status", rating.outlook.value),
        **changes,
    )


def aim(kind: str, direction: str, value: int | None = None, **more: Any) -> Target:
    number = None if value is None else Decimal(value)
    return Target(kind, direction, number, **more)


CASES: dict[str, tuple[IndicatorFacts, str]] = {
    "on track": (
        indicator(RISING, aim("target_value", "increase", 22, year=2030)),
        (RISEN + "Bis 2030 soll er auf 22 t steigen. Geht es so weiter, schafft Soest das Ziel."),
    ),
    "nearly": (
        indicator(FALLING, aim("target_value", "decrease", 3, year=2030)),
        (
            SUNK
            + "Bis 2030 soll er auf 3 t sinken. Geht es so weiter, verfehlt Soest das Ziel knapp."
        ),
    ),
    "too slow": (
        indicator(RISING, aim("target_value", "increase", 40, year=2030)),
        (
            RISEN
            + "Bis 2030 soll er auf 40 t steigen. Die Richtung stimmt. Aber es geht zu langsam."
        ),
    ),
    "wrong way": (
        indicator(FALLING, aim("target_value", "increase", 40, year=2030)),
        (SUNK + "Bis 2030 soll er auf 40 t steigen. Es geht in die falsche Richtung."),
    ),
    "standstill": (
        indicator(LEVEL, aim("target_value", "increase", 40, year=2030)),
        (STAYED + "Bis 2030 soll er auf 40 t steigen. Es geht nicht voran."),
    ),
    "reached early": (
        indicator(RISING, aim("target_value", "increase", 12, year=2030)),
        (RISEN + "2030 soll er bei mindestens 12 t liegen. Das ist erreicht."),
    ),
    "reached but worsening": (
        indicator(RISING, aim("limit_every_year", "decrease", 40)),
        (
            RISEN + "Er soll jedes Jahr bei höchstens 40 t liegen. Das ist erreicht. "
            "Aber der Wert wird schlechter."
        ),
    ),
    "missed but improving": (
        indicator(FALLING, aim("limit_every_year", "decrease", 5)),
        (
            SUNK + "Er soll jedes Jahr bei höchstens 5 t liegen. Das ist nicht erreicht. "
            "Aber der Wert wird besser."
        ),
    ),
    "missed and not improving": (
        indicator(RISING, aim("limit_every_year", "decrease", 5)),
        (
            RISEN + "Er soll jedes Jahr bei höchstens 5 t liegen. Das ist nicht erreicht. "
            "Und der Wert wird nicht besser."
        ),
    ),
    "exact limit": (
        indicator(RISING, aim("limit_every_year", "toward", 16)),
        (RISEN + "Er soll jedes Jahr bei genau 16 t liegen. Das ist erreicht."),
    ),
    "corridor": (
        indicator(LEVEL, aim("band", "none", lower=Decimal(8), upper=Decimal(12))),
        (STAYED + "Er soll zwischen 8 und 12 t liegen. Das ist erreicht."),
    ),
    "floor": (
        indicator(LEVEL, aim("band", "none", lower=Decimal(8))),
        (STAYED + "Er soll bei mindestens 8 t liegen. Das ist erreicht."),
    ),
    "ceiling": (
        indicator(LEVEL, aim("band", "none", upper=Decimal(8))),
        (
            STAYED + "Er soll bei höchstens 8 t liegen. Das ist nicht erreicht. "
            "Und der Wert wird nicht besser."
        ),
    ),
    "direction": (
        indicator(RISING, aim("direction", "increase"), target_text="steigend"),
        (RISEN + "Er soll steigen. Es geht in die richtige Richtung."),
    ),
    "direction without a number": (
        indicator(FALLING, aim("direction", "increase"), target_text=""),
        (
            SUNK + "Er soll steigen. Wie weit, ist noch nicht beschlossen. "
            "Es geht in die falsche Richtung."
        ),
    ),
    "level in spite of a direction": (
        indicator(LEVEL, aim("direction", "decrease"), target_text="sinkend"),
        (STAYED + "Er soll sinken. Es geht nicht voran."),
    ),
    "last change wrong": (
        indicator((*RISING[:6], "14"), aim("direction", "increase"), target_text="steigend"),
        (
            "2024 lag der Wert bei 14 t je Einwohner. 2018 lag er bei 10 t. "
            "Seitdem ist er gestiegen. "
            "Er soll steigen. Über mehrere Jahre stimmt die Richtung. Zuletzt nicht."
        ),
    ),
    "only last change right": (
        indicator((*FALLING[:6], "12"), aim("direction", "increase"), target_text="steigend"),
        (
            "2024 lag der Wert bei 12 t je Einwohner. 2018 lag er bei 16 t. "
            "Seitdem ist er gesunken. "
            "Er soll steigen. Zuletzt stimmt die Richtung. Über mehrere Jahre nicht."
        ),
    ),
    "toward a number": (
        indicator(RISING, aim("direction", "toward", 16)),
        (RISEN + "Er soll bei 16 t liegen. Das ist erreicht."),
    ),
    "toward nothing": (
        indicator(RISING, aim("direction", "toward")),
        (RISEN + "Wie hoch er sein soll, ist noch nicht beschlossen."),
    ),
    "no direction": (
        indicator(RISING, aim("direction", "none")),
        (RISEN + "Ob er steigen oder sinken soll, ist nicht festgelegt."),
    ),
    "one value": (
        indicator((*(None,) * 6, "16"), aim("target_value", "increase", 40, year=2030)),
        (
            "2024 lag der Wert bei 16 t je Einwohner. Bis 2030 soll er auf 40 t steigen. "
            "Für ein Urteil gibt es noch zu wenige Werte."
        ),
    ),
    "too old": (
        indicator(RISING, aim("direction", "increase"), target_text="x", status="stale"),
        (RISEN + "Er soll steigen. Der Wert ist zu alt. Wie es heute steht, wissen wir nicht."),
    ),
    "numbers that look alike get decimals": (
        indicator((*("10.04",) * 6, "10.01"), aim("target_value", "decrease", 10, year=2030)),
        (
            "2024 lag der Wert bei 10,01 t je Einwohner. 2018 lag er bei 10,04 t. "
            "Seitdem ist er gesunken. Bis 2030 soll er auf 10,00 t sinken. "
            "Geht es so weiter, schafft Soest das Ziel."
        ),
    ),
    "counted things": (
        indicator(RISING, aim("target_value", "increase", 17, year=2030), unit="Unfälle"),
        (
            "2024 lag der Wert bei 16 Unfällen. 2018 lag er bei 10 Unfällen. Seitdem ist er "
            "gestiegen. Bis 2030 soll er auf 17 Unfälle steigen. Geht es so weiter, schafft Soest "
            "das Ziel."
        ),
    ),
}


@pytest.mark.parametrize(("one", "text"), CASES.values(), ids=CASES)
def test_plain_sentences(one: IndicatorFacts, text: str) -> None:
    assert " ".join(plain_sentences(one)).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(("one", "text"), CASES.values(), ids=CASES)
def test_sentences_are_short(one: IndicatorFacts, text: str) -> None:
    for sentence in re.split(r"(?<=[.!?]) (?=[A-ZÄÖÜ0-9])", " ".join(plain_sentences(one))):
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert len(sentence.split()) <= 12
        assert not {";", ":", "–", "(", "%-"} & set(sentence)


def test_every_verdict_of_the_method_has_its_words() -> None:
    told = {(one.assessment.rule, one.assessment.reason) for one, _ in CASES.values()}
    assert set(VERDICTS) <= told


def test_a_provisional_value_is_called_so() -> None:
    one = indicator((*(None,) * 6, "16"), aim("direction", "increase"), target_text="x")
    year = replace(one.chart.values[0], provisional=True)
    sentences = plain_sentences(replace(one, chart=replace(one.chart, values=(year,))))
    assert sentences[1] == "Der Wert ist noch vorläufig."


def test_without_a_value() -> None:
    one = indicator((None,) * 7, aim("direction", "increase"))
    assert plain_sentences(one) == ("Für diese Zahl gibt es noch keinen Wert.",)


def test_without_a_value_in_the_year_of_the_rating() -> None:
    one = indicator((*RISING[:6], None), aim("direction", "increase"), target_text="x")
    later = replace(one.assessment, rule="R0", reason="no_value", as_of_year=2024)
    assert plain_sentences(replace(one, assessment=later))[-1] == (
        "Für 2024 fehlt der Wert. Deshalb gibt es kein Urteil."
    )


def test_values_before_a_break_are_not_compared() -> None:
    notes = (YearNote(2023, "break", "neue Zählweise"),)
    one = indicator(RISING, aim("direction", "increase"), target_text="x", chart={"notes": notes})
    assert "2023 lag er bei 15" in " ".join(plain_sentences(one))
    last = (YearNote(2024, "break", "neue Zählweise"),)
    alone = replace(one, chart=replace(one.chart, notes=last))
    assert "Seitdem" not in " ".join(plain_sentences(alone))


@pytest.mark.parametrize(
    ("values", "year", "text"),
    [
        (("0",) * 6 + ("1",), 2030, "Das ist geschafft."),
        (("0",) * 7, 2030, "Das soll bis 2030 geschafft sein. Noch ist es nicht so weit."),
        (("0",) * 7, 2024, "Das sollte bis 2024 geschafft sein. Es ist nicht geschafft."),
    ],
)
def test_milestones(values: tuple[str, ...], year: int, text: str) -> None:
    one = indicator(values, aim("milestone", "increase", 1, year=year))
    assert " ".join(plain_sentences(one)) == text
    old = replace(one, status="stale")
    assert plain_sentences(old)[-1] == "Der Stand ist von 2024. Neuere Angaben fehlen."


def counts(of: str, **numbers: int) -> Distribution:
    return Distribution(of, {**dict.fromkeys(STATUSES, 0), **numbers})


@pytest.mark.parametrize(
    ("distribution", "text"),
    [
        (counts("goals"), "Hier gibt es noch keine Ziele und keine Zahlen."),
        (counts("goals", sun=1), "Hier gibt es ein Ziel. Es ist auf gutem Weg."),
        (counts("goals", cloud=1), "Hier gibt es ein Ziel. Es kommt nicht gut voran."),
        (counts("indicators", stale=1), "Hier gibt es eine Zahl. Wir können sie nicht beurteilen."),
        (
            counts("goals", sun=1, cloud=1, stale=1),
            (
                "Hier gibt es 3 Ziele. Eines ist auf gutem Weg. Eines kommt nicht gut voran. "
                "Eines können wir nicht beurteilen."
            ),
        ),
        (
            counts("indicators", sun=1, thunderstorm=4),
            "Hier gibt es 5 Zahlen. Eine ist auf gutem Weg. 4 kommen nicht gut voran.",
        ),
    ],
)
def test_plain_counts(distribution: Distribution, text: str) -> None:
    assert " ".join(plain_counts(distribution)) == text
