"""The numbers that texts of a frozen report print are those of its snapshot."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.annual_values import PROTECTED, YearValue
from reports.pages.areas import area_chapters
from reports.pages.numbers import snapshot_numbers
from reports.pages.report import report_pages
from reports.tokens import Token, resolve
from tests.reports.snapshots import make_snapshot

SNAPSHOT = make_snapshot()
CODE = SNAPSHOT.indicators[0].code


@pytest.mark.parametrize(
    ("token", "number"),
    [
        (Token("kennzahl", CODE, 2023, ""), "6,0 t je Einwohner"),
        (Token("kennzahl", CODE, 2024, ""), "5,4 t je Einwohner (vorläufig)"),
        (Token("kennzahl", CODE, 2023, "ampen"), "6,0 t je Einwohner"),
        (Token("ziel", CODE, 2030, ""), "3,0 t je Einwohner"),
        (Token("kennzahl", CODE, 2025, ""), ""),
        (Token("kennzahl", CODE, 2024, "deiringsen"), ""),
        (Token("kennzahl", "K-frei", 2024, "ampen"), ""),
        (Token("kennzahl", "K-9", 2024, ""), ""),
    ],
)
def test_numbers_of_a_snapshot(token: Token, number: str) -> None:
    said = resolve(token, snapshot_numbers(SNAPSHOT))
    assert said.number.replace("\N{NO-BREAK SPACE}", " ") == number
    assert bool(said.problem) is not bool(number)


def test_secret_value_stays_secret() -> None:
    years = (YearValue(2024, None, PROTECTED),)
    first = SNAPSHOT.indicators[0]
    secret = replace(first, chart=replace(first.chart, values=years))
    snapshot = replace(SNAPSHOT, indicators=(secret, *SNAPSHOT.indicators[1:]))
    said = resolve(Token("kennzahl", CODE, 2024, ""), snapshot_numbers(snapshot))
    assert "zum Schutz kleiner Zahlen" in said.problem


def test_every_place_prints_them() -> None:
    """Foreword, summary, annex, Handlungsfeld, goal and the comment of an indicator."""
    text = f"Es sind {{{{ kennzahl:{CODE}:2023 }}}}, nicht {{{{ kennzahl:K-9:2023 }}}}."
    area = SNAPSHOT.areas[0]
    told = replace(
        SNAPSHOT,
        report=replace(SNAPSHOT.report, foreword=text, summary=text, annex=text),
        areas=(
            replace(area, text=text, goals=(replace(area.goals[0], text=text), *area.goals[1:])),
            *SNAPSHOT.areas[1:],
        ),
        indicators=(replace(SNAPSHOT.indicators[0], text=text), *SNAPSHOT.indicators[1:]),
    )
    pages, chapter = report_pages(told, "0" * 64), area_chapters(told)[0]
    goal = chapter.goals[0]
    for markup in (
        pages.foreword,
        pages.summary,
        pages.annex,
        chapter.text,
        goal.text,
        goal.cards[0].text,
    ):
        assert '<span class="num">6,0&nbsp;t je Einwohner</span>' in markup
        assert "[{{ kennzahl:K-9:2023 }}: Eine Kennzahl K-9 gibt es nicht.]" in markup


def test_value_of_the_place_is_its_own() -> None:
    series = snapshot_numbers(SNAPSHOT)[CODE]
    assert series.years[""][2023].value == Decimal("6.0")
    assert set(series.years) == {"", "kernstadt", "ampen", "bergede", "deiringsen"}
