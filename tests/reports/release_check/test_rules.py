"""What the rules find in made-up snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from indicators.annual_values import YearValue
from reports.release_check.rules.findings import (
    KINDS,
    Finding,
    Note,
    Place,
    Review,
    read_notes,
    write_notes,
)
from reports.release_check.rules.reviewing import review
from reports.release_check.rules.surroundings import (
    SubmittedValue,
    Surroundings,
    TextInWork,
    UndecidedValues,
)
from reports.snapshot import CriterionFacts, DistrictSeries, IndicatorFacts, Snapshot
from tests.reports.snapshots import YEAR, make_snapshot

AROUND = Surroundings()
NAME = "K-1.1.1 Treibhausgase im Bereich 1"


def sound() -> Snapshot:
    """A report of one indicator in which nothing is amiss."""
    whole = make_snapshot(areas=1, goals=1)
    area = whole.areas[0]
    goal = replace(area.goals[0], wording_confirmed=True)
    return replace(
        whole,
        report=replace(whole.report, summary="Es geht voran."),
        areas=(replace(area, guideline_confirmed=True, goals=(goal,)),),
        indicators=whole.indicators[:1],
        actions=whole.actions[:1],
    )


SOUND = sound()


def with_indicator(**values: Any) -> Snapshot:
    return replace(SOUND, indicators=(replace(SOUND.indicators[0], **values),))


def with_years(*years: YearValue) -> Snapshot:
    return with_indicator(chart=replace(SOUND.indicators[0].chart, values=years))


def with_parts(*values: str, city: str = "10", year: int = YEAR, relation: str = "sum") -> Snapshot:
    """The first parts have these values, and the city another one."""
    parts = [one.slug for one in SOUND.districts if one.kind != "city"]
    series = tuple(
        DistrictSeries(slug, (YearValue(year, Decimal(value)),))
        for slug, value in zip(parts, values, strict=False)
    )
    own = {one.year: one for one in SOUND.indicators[0].years}
    own[year] = YearValue(year, Decimal(city))
    chart = replace(SOUND.indicators[0].chart, values=tuple(own.values()))
    return with_indicator(chart=chart, districts=series, district_relation=relation)


def with_target(**values: Any) -> Snapshot:
    target = replace(SOUND.indicators[0].targets[0], **values)
    return with_indicator(targets=(target,))


def with_area(**values: Any) -> Snapshot:
    return replace(SOUND, areas=(replace(SOUND.areas[0], **values),))


def with_goal(**values: Any) -> Snapshot:
    return with_area(goals=(replace(SOUND.areas[0].goals[0], **values),))


def unconfirmed_operational_goal() -> Snapshot:
    first, *others = SOUND.areas[0].goals[0].goals
    return with_goal(goals=(replace(first, wording_confirmed=False), *others))


def of_indicator(kind: str, words: str, place: Place) -> Finding:
    return Finding(kind, NAME, words, place)


def without(field: str) -> Snapshot:
    return replace(SOUND, report=replace(SOUND.report, **{field: " \n"}))  # type: ignore[arg-type]


CODE = "K-1.1.1"
ENTRY, PARTS = Place("entry", CODE, YEAR), Place("districts", CODE, YEAR)
INDICATOR, TARGET = Place("indicator", CODE), Place("target", CODE)
CASES: dict[str, tuple[Callable[[], Snapshot], Finding]] = {
    "value of the year missing": (
        lambda: with_years(YearValue(2022, Decimal(6))),
        of_indicator("values", "Für 2024 gibt es keinen Wert; der letzte ist von 2022.", ENTRY),
    ),
    "no value at all": (
        with_years,
        of_indicator(
            "values", "Für 2024 gibt es keinen Wert; es gibt auch keinen früheren.", ENTRY
        ),
    ),
    "stale": (
        lambda: with_indicator(status="stale"),
        of_indicator("stale", "Der letzte Wert ist von 2024.", ENTRY),
    ),
    "no source": (
        lambda: with_indicator(source=""),
        of_indicator("sources", "Zum Wert von 2024 gibt es keine Quelle.", INDICATOR),
    ),
    "target without a body": (
        lambda: with_target(decided_by=""),
        of_indicator("decisions", "Fassung 1 nennt nicht: Gremium.", TARGET),
    ),
    "target without a decision": (
        lambda: with_target(decided_by="", decided_on=None),
        of_indicator("decisions", "Fassung 1 nennt nicht: Gremium und Tag.", TARGET),
    ),
    "chart without a sentence": (
        lambda: with_indicator(sentence=" "),
        of_indicator("alternatives", "Zu diesem Diagramm gibt es keinen Satz.", INDICATOR),
    ),
    "sum of the year": (
        lambda: with_parts("2", "2", "2", "2"),
        of_indicator(
            "sums",
            "2024: Die 4 Teile ergeben 8,0 t je Einwohner, die Gesamtstadt sagt 10,0 t je "
            "Einwohner: 2,0 t je Einwohner weniger.",
            PARTS,
        ),
    ),
    "sum of a former year": (
        lambda: with_parts("2", "2", "2", "2", year=2020),
        of_indicator(
            "former_sums",
            "2020: Die 4 Teile ergeben 8,0 t je Einwohner, die Gesamtstadt sagt 10,0 t je "
            "Einwohner: 2,0 t je Einwohner weniger.",
            Place("districts", CODE, 2020),
        ),
    ),
    "weighted mean": (
        lambda: with_parts("2", "2", "2", "2", relation="weighted_mean"),
        of_indicator(
            "former_sums",
            "2024: Das mit Einwohnern gewichtete Mittel der 4 Teile beträgt 2,0 t je Einwohner, "
            "die Gesamtstadt sagt 10,0 t je Einwohner: 8,0 t je Einwohner weniger.",
            PARTS,
        ),
    ),
    "guideline unconfirmed": (
        lambda: with_area(guideline_confirmed=False),
        Finding(
            "wording",
            "Handlungsfeld 1 Handlungsfeld 1",
            "Der Wortlaut der Leitlinie ist nicht bestätigt.",
            Place("area", "1"),
        ),
    ),
    "guideline missing": (
        lambda: with_area(guideline="", guideline_confirmed=False),
        Finding(
            "wording", "Handlungsfeld 1 Handlungsfeld 1", "Die Leitlinie fehlt.", Place("area", "1")
        ),
    ),
    "strategic goal": (
        lambda: with_goal(wording_confirmed=False),
        Finding(
            "wording",
            "Ziel 1.1 Strategisches Ziel 1.1",
            "Der Wortlaut ist ein Arbeitstitel.",
            Place("goal", "1.1"),
        ),
    ),
    "operational goal": (
        unconfirmed_operational_goal,
        Finding(
            "wording",
            "Ziel 1.1.1 Operatives Ziel 1.1.1",
            "Der Wortlaut ist ein Arbeitstitel.",
            Place("operational_goal", "1.1.1"),
        ),
    ),
    "action unchecked": (
        lambda: replace(SOUND, actions=(replace(SOUND.actions[0], checks=()),)),
        Finding(
            "checks",
            "Maßnahme 1",
            "Nicht geprüft: Klimaneutralität, Resilienz, Generationengerechtigkeit.",
            Place("action", "massnahme-0"),
        ),
    ),
    "foreword": (
        lambda: without("foreword"),
        Finding("texts", "Vorwort", "Es gibt noch keinen Text.", Place("text", "vorwort")),
    ),
    "text of an area": (
        lambda: with_area(text=""),
        Finding(
            "texts",
            "Handlungsfeld 1 Handlungsfeld 1",
            "Es gibt noch keinen Text.",
            Place("text", "handlungsfeld-1"),
        ),
    ),
}


def plain(finding: Finding) -> Finding:
    return replace(finding, words=finding.words.replace("\xa0", " "))


@pytest.mark.parametrize("case", CASES)
def test_what_is_amiss_is_found(case: str) -> None:
    make, expected = CASES[case]
    assert [plain(one) for one in review(make(), AROUND).findings] == [expected]


def test_nothing_is_amiss() -> None:
    assert review(SOUND, AROUND) == Review(())
    assert Review(()).digest == ""


HARMLESS: dict[str, Callable[[], Snapshot]] = {
    "reason in place of the value": lambda: with_years(
        YearValue(2023, Decimal(6)), YearValue(YEAR, None, "not_collected")
    ),
    "source of the value alone": lambda: with_indicator(source="", value_source="Bilanz"),
    "no target": lambda: with_indicator(targets=()),
    "single value without a sentence": lambda: with_indicator(
        sentence="", chart=replace(SOUND.indicators[0].chart, values=SOUND.indicators[0].years[-1:])
    ),
    "sum that adds up": lambda: with_parts("2", "2", "2", "4"),
    "sum that rounding explains": lambda: with_parts("2", "2", "2", "4.1"),
    "incomplete sum": lambda: with_parts("2", "2"),
    "independent parts": lambda: with_parts("2", "2", "2", "2", relation="independent"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_in_order_is_not_found(case: str) -> None:
    assert review(HARMLESS[case](), AROUND).findings == ()


def test_value_of_a_computed_indicator_is_mended_at_its_formula() -> None:
    computed = make_snapshot().indicators[1]
    assert computed.computation is not None
    facts: IndicatorFacts = replace(computed, chart=replace(computed.chart, values=()))
    (found,) = review(replace(SOUND, indicators=(facts,)), AROUND).findings
    assert found.place == Place("indicator", computed.code)


# Around the snapshot -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        (
            Surroundings(texts=(TextInWork("7", "Vorwort", in_review=True),)),
            Finding("review", "Vorwort", "Der Text ist in Prüfung.", Place("text", "7")),
        ),
        (
            Surroundings(texts=(TextInWork("7", "Anhang", in_review=False),)),
            Finding(
                "texts",
                "Anhang",
                "Es gibt einen Entwurf; gedruckt werden nur freigegebene Texte.",
                Place("text", "7"),
            ),
        ),
        (
            Surroundings(submitted=(SubmittedValue(NAME, "Ampen", "2024"),)),
            Finding("submitted", NAME, "Ampen, 2024: wartet auf Freigabe.", Place("release")),
        ),
        (
            Surroundings(undecided=(UndecidedValues(CODE, NAME, 2),)),
            Finding(
                "undecided",
                NAME,
                "2 Werte sind freigegeben, aber noch nicht beurteilt.",
                Place("entry", CODE),
            ),
        ),
        (
            Surroundings(
                texts=(TextInWork("anhang", "Anhang", in_review=False, is_written=False),)
            ),
            Finding(
                "texts",
                "Anhang",
                "Der Text ist zugewiesen und noch nicht geschrieben.",
                Place("text", "anhang"),
            ),
        ),
    ],
)
def test_what_lies_around_is_found(around: Surroundings, expected: Finding) -> None:
    assert review(SOUND, around).findings == (expected,)


def test_missing_text_that_is_begun_is_told_once() -> None:
    around = Surroundings(texts=(TextInWork("vorwort", "Vorwort", in_review=False),))
    (found,) = review(without("foreword"), around).findings
    assert found.words == "Es gibt einen Entwurf; gedruckt werden nur freigegebene Texte."


def test_answer_to_a_criterion_is_told_by_itself() -> None:
    open_one = CriterionFacts(
        code="07",
        part="",
        title="Klima",
        explanation="",
        kind="aspect",
        stance="",
        text="",
        indicators=(),
    )
    snapshot = replace(SOUND, criteria=(open_one,))
    label, place = "Kriterium 07 Klima", Place("text", "kriterium-07")
    (found,) = review(snapshot, AROUND).findings
    assert found == Finding("criteria", label, "Es gibt noch keine Antwort.", place)
    draft = TextInWork("kriterium-07", label, in_review=False, is_answer=True)
    (found,) = review(snapshot, Surroundings(texts=(draft,))).findings
    assert (found.kind, found.place) == ("criteria", place)
    assert "„Noch offen“" in KINDS["criteria"].advice


@pytest.mark.parametrize(
    ("status", "is_city", "kinds"),
    [
        ("stale", None, ["stale"]),
        ("stale", True, ["submitted"]),
        ("no_data", True, ["submitted"]),
        ("no_data", False, ["submitted", "values"]),  # that of a part is not the one that lacks
    ],
)
def test_value_that_lacks_is_told_once(status: str, is_city: bool | None, kinds: list[str]) -> None:
    old = replace(SOUND.indicators[0].chart, values=(YearValue(2020, Decimal(6)),))
    snapshot = with_indicator(chart=old, status=status)
    submitted = () if is_city is None else (SubmittedValue(NAME, "Ort", "2024", is_city),)
    found = review(snapshot, Surroundings(submitted=submitted)).findings
    assert [one.kind for one in found] == kinds


GONE = "Es sind {{ kennzahl:K-9:2024 }}."


def with_token(field: str) -> Snapshot:
    """A text at one place that names an indicator there is not."""
    if field in ("foreword", "summary", "annex"):
        return replace(SOUND, report=replace(SOUND.report, **{field: GONE}))  # type: ignore[arg-type]
    return {"area": with_area, "goal": with_goal, "indicator": with_indicator}[field](text=GONE)


@pytest.mark.parametrize(
    ("field", "label", "key"),
    [
        ("foreword", "Vorwort", "vorwort"),
        ("summary", "Zusammenfassung", "zusammenfassung"),
        ("annex", "Anhang", "anhang"),
        ("area", "Handlungsfeld 1 Handlungsfeld 1", "handlungsfeld-1"),
        ("goal", "Ziel 1.1 Strategisches Ziel 1.1", "ziel-1.1"),
        ("indicator", NAME, "kennzahl-kennzahl-0"),
    ],
)
def test_number_that_there_is_not_stops_the_freeze(field: str, label: str, key: str) -> None:
    found = review(with_token(field), AROUND)
    words = "Zeile 1, {{ kennzahl:K-9:2024 }}: Eine Kennzahl K-9 gibt es nicht."
    assert found.findings == (Finding("tokens", label, words, Place("text", key)),)
    assert found.blocking == 1


def test_number_that_there_is_may_stand_in_a_text() -> None:
    told = replace(SOUND.report, foreword="Es sind {{ kennzahl:K-1.1.1:2024 }}.")
    assert review(replace(SOUND, report=told), AROUND).findings == ()


# What follows ----------------------------------------------------------------------------

BLOCKING = Finding("sums", "A", "a", Place("indicator"))
NOTED = Finding("stale", "B", "b", Place("indicator"))


def test_blocking_findings_come_first_and_are_no_notes() -> None:
    found = Review((NOTED, BLOCKING))
    assert [group.key for group in found.groups] == ["sums", "stale"]
    assert found.blocking == 1
    assert found.notes == (Note("stale", "B", "b"),)


def test_digest_tells_notes_apart() -> None:
    other = replace(NOTED, words="c")
    digests = {Review(one).digest for one in ((NOTED,), (other,), (NOTED, other), (BLOCKING,))}
    assert len(digests) == 4
    assert Review((NOTED, BLOCKING)).digest == Review((NOTED,)).digest


def test_notes_survive_writing_and_reading() -> None:
    notes = (Note("stale", "B", "„b“"),)
    assert read_notes(write_notes(notes)) == notes


def test_what_blocks_is_decided_once() -> None:
    blocking = [key for key, kind in KINDS.items() if kind.blocks]
    assert blocking == ["tokens", "review", "sums", "alternatives"]
    assert list(KINDS)[: len(blocking)] == blocking
