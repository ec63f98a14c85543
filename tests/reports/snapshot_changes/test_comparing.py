"""Lists of changes between made-up snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.annual_values import YearValue
from indicators.target_paths import PathPoint
from indicators.year_notes import YearNote
from reports.snapshot import (
    CriterionFacts,
    FrameworkFacts,
    IndicatorFacts,
    MilestoneFacts,
    Snapshot,
)
from reports.snapshot_changes.comparing import changes_since, corrections, grouped
from reports.snapshot_details import ChangeFacts, ComputationFacts, EffectFacts
from tests.reports.snapshots import make_snapshot

BEFORE = make_snapshot()
CODE, NAME = "K-1.1.1", "Treibhausgase im Bereich 1"
UNIT = "t je Einwohner"


def indicator(snapshot: Snapshot = BEFORE) -> IndicatorFacts:
    return snapshot.indicators[0]


def with_indicator(snapshot: Snapshot, **values: Any) -> Snapshot:
    """The snapshot with another first indicator."""
    first = replace(snapshot.indicators[0], **values)
    return replace(snapshot, indicators=(first, *snapshot.indicators[1:]))


def with_values(*years: YearValue) -> Snapshot:
    """Other values of the first indicator; None for the value takes the year away."""
    kept = {year.year: year for year in indicator().years}
    kept |= {year.year: year for year in years}
    values = tuple(kept[year] for year in sorted(kept))
    return with_indicator(BEFORE, chart=replace(indicator().chart, values=values))


def with_action(**values: Any) -> Snapshot:
    first = replace(BEFORE.actions[0], **values)
    return replace(BEFORE, actions=(first, *BEFORE.actions[1:]))


def of_indicator(kind: str, what: str, before: str, after: str) -> ChangeFacts:
    return ChangeFacts(kind, CODE, NAME, what, before, after)


def of_action(what: str, before: str, after: str, subject: str = "Maßnahme 1") -> ChangeFacts:
    return ChangeFacts("actions", "", subject, what, before, after)


def plain(changes: Iterable[ChangeFacts]) -> list[ChangeFacts]:
    """With the spaces of a keyboard in place of those that hold number and unit together."""
    return [
        replace(one, before=one.before.replace("\xa0", " "), after=one.after.replace("\xa0", " "))
        for one in changes
    ]


EFFECT = EffectFacts(
    indicator=CODE,
    name=NAME,
    lower=Decimal(-2),
    upper=Decimal(-1),
    from_year=2023,
    until_year=None,
    basis="Gutachten",
    link="",
    is_decided=True,
    outcome="weniger als erwartet",
    sentence="Erwartet waren 1 bis 2 t weniger.",
)


def moved_target() -> Snapshot:
    target = indicator().targets[0]
    end = PathPoint(2035, Decimal("3.5"))
    moved = replace(
        target,
        version=2,
        line=replace(target.line, points=(end,)),
        decided_on=date(2025, 6, 18),
    )
    former = replace(target, in_force=False)
    return with_indicator(
        BEFORE, targets=(moved, former), target_point=end, target_text="höchstens 3,5"
    )


def other_way_to_the_same_target() -> Snapshot:
    target = indicator().targets[0]
    points = (PathPoint(2027, Decimal(5)), *target.line.points)
    return with_indicator(
        BEFORE, targets=(replace(target, line=replace(target.line, points=points)),)
    )


def without_first_indicator() -> Snapshot:
    return replace(BEFORE, indicators=BEFORE.indicators[1:])


def of_ampen() -> Snapshot:
    """The values of a part of the city, one corrected and one taken back."""
    kernstadt, ampen, *others = indicator().districts
    *years, before, last = ampen.years
    years += [YearValue(2023, Decimal("1.25")), YearValue(2024, None, "protected")]
    assert (before.year, last.year) == (2023, 2024)
    ampen = replace(ampen, years=tuple(years))
    return with_indicator(BEFORE, districts=(kernstadt, ampen, *others))


def made_secret() -> Snapshot:
    """The newest value is protected now, with all that rested on it."""
    now = with_values(YearValue(2024, None, "protected"))
    return with_indicator(now, status="not_rated", comment="")


def test_number_that_has_become_secret_is_in_no_list() -> None:
    before = with_indicator(BEFORE, status="cloud", comment="Genau 5,4.")
    now = made_secret()
    found = {one.what: one.before for one in corrections(before, now)}
    assert found == {
        "Bewertung": "Wolke (vorläufig, 2024)",
        "Wert 2024": "nicht mehr genannt",
        "Anmerkung zum neuesten Wert": "nicht mehr genannt",
    }


def goal_confirmed() -> Snapshot:
    area, *areas = BEFORE.areas
    goal, *goals = area.goals
    goal = replace(goal, title="Soest wird klimaneutral", wording_confirmed=True)
    return replace(BEFORE, areas=(replace(area, goals=(goal, *goals)), *areas))


def operational_goal_gone() -> Snapshot:
    area, *areas = BEFORE.areas
    goal, *goals = area.goals
    goal = replace(goal, goals=goal.goals[:1])
    return replace(BEFORE, areas=(replace(area, goals=(goal, *goals)), *areas))


def other_text() -> Snapshot:
    return replace(BEFORE, report=replace(BEFORE.report, foreword="Neu gefasst."))


def break_in_series() -> Snapshot:
    notes = (YearNote(2021, "break", "neue Zählweise", "LANUK"),)
    return with_indicator(BEFORE, chart=replace(indicator().chart, notes=notes))


CASES: dict[str, tuple[Callable[[], Snapshot], list[ChangeFacts]]] = {
    "value corrected": (
        lambda: with_values(YearValue(2020, Decimal("8.1"), revised=True)),
        [of_indicator("values", "Wert 2020", "7,8 t je Einwohner", "8,1 t je Einwohner")],
    ),
    "value added": (
        lambda: with_values(YearValue(2012, Decimal(13))),
        [of_indicator("values", "Wert 2012", "", "13,0 t je Einwohner")],
    ),
    "value withdrawn": (
        lambda: with_values(YearValue(2020, None, "not_collected")),
        [of_indicator("values", "Wert 2020", "7,8 t je Einwohner", "nicht erhoben")],
    ),
    "value confirmed": (
        lambda: with_values(YearValue(2024, Decimal("5.4"))),
        [
            of_indicator(
                "values", "Wert 2024", "5,4 t je Einwohner (vorläufig)", "5,4 t je Einwohner"
            )
        ],
    ),
    "value that looks alike when rounded": (
        lambda: with_values(YearValue(2020, Decimal("7.8400"))),
        [of_indicator("values", "Wert 2020", "7,8 t je Einwohner", "7,84 t je Einwohner")],
    ),
    "values of a part": (
        of_ampen,
        [
            of_indicator(
                "values",
                "Werte Ampen",
                "2023: 6,0 t je Einwohner; 2024: nicht mehr genannt",
                "2023: 1,3 t je Einwohner; 2024: zum Schutz kleiner Zahlen",
            )
        ],
    ),
    "target moved": (
        moved_target,
        [
            of_indicator(
                "targets",
                "Ziel",
                "3,0 bis 2030 (Rat der Stadt Soest, 15. Dezember 2021; Fassung 1)",
                "höchstens 3,5 bis 2035 (Rat der Stadt Soest, 18. Juni 2025; Fassung 2)",
            )
        ],
    ),
    "target on another way": (
        other_way_to_the_same_target,
        [
            of_indicator(
                "targets",
                "Ziel",
                "Fassung 1: 2030: 3, Vorlage 300/2021",
                "Fassung 1: 2027: 5, 2030: 3, Vorlage 300/2021",
            )
        ],
    ),
    "target taken away": (
        lambda: with_indicator(BEFORE, targets=(), target_point=None, target_text=""),
        [
            of_indicator(
                "targets",
                "Ziel",
                "3,0 bis 2030 (Rat der Stadt Soest, 15. Dezember 2021; Fassung 1)",
                "",
            )
        ],
    ),
    "outlook": (
        lambda: with_indicator(BEFORE, status="thunderstorm"),
        [
            of_indicator(
                "outlooks",
                "Bewertung",
                "Sonne (vorläufig, 5,4 t je Einwohner, 2024)",
                "Gewitter (vorläufig, 5,4 t je Einwohner, 2024)",
            )
        ],
    ),
    "break": (
        break_in_series,
        [of_indicator("breaks", "Bruch der Zeitreihe 2021", "", "neue Zählweise, LANUK")],
    ),
    "name and unit": (
        lambda: with_indicator(BEFORE, name="Treibhausgase", unit="kg"),
        [
            replace(of_indicator("naming", "Name", NAME, "Treibhausgase"), subject="Treibhausgase"),
            replace(of_indicator("naming", "Einheit", UNIT, "kg"), subject="Treibhausgase"),
        ],
    ),
    "formula": (
        lambda: with_indicator(
            BEFORE, computation=ComputationFacts("A / B", "Ausstoß / Einwohner", (), "")
        ),
        [of_indicator("naming", "Rechenformel", "", "Ausstoß / Einwohner")],
    ),
    "indicator gone": (
        without_first_indicator,
        [of_indicator("indicators", "Kennzahl", "enthalten", "")],
    ),
    "goal": (
        goal_confirmed,
        [
            ChangeFacts(
                "goals",
                "1.1",
                "Soest wird klimaneutral",
                "Wortlaut",
                "Strategisches Ziel 1.1",
                "Soest wird klimaneutral",
            ),
            ChangeFacts(
                "goals", "1.1", "Soest wird klimaneutral", "Wortlaut bestätigt", "nein", "ja"
            ),
        ],
    ),
    "operational goal gone": (
        operational_goal_gone,
        [
            ChangeFacts(
                "goals", "1.1.2", "Operatives Ziel 1.1.2", "operatives Ziel", "enthalten", ""
            )
        ],
    ),
    "action": (
        lambda: with_action(phase="completed", ends_on=None),
        [
            of_action("Stand", "in Umsetzung", "abgeschlossen"),
            of_action("Ende", "31. Dezember 2026", ""),
        ],
    ),
    "milestone": (
        lambda: with_action(
            milestones=(
                replace(BEFORE.actions[0].milestones[0], reached_on=date(2023, 10, 1)),
                *BEFORE.actions[0].milestones[1:],
                MilestoneFacts("Einweihung", date(2027, 5, 1), None),
            )
        ),
        [
            of_action(
                "Meilenstein Planung",
                "30. Juni 2023, erreicht am 1. September 2023",
                "30. Juni 2023, erreicht am 1. Oktober 2023",
            ),
            of_action("Meilenstein Einweihung", "", "1. Mai 2027"),
        ],
    ),
    "check": (
        lambda: with_action(checks=BEFORE.actions[0].checks[1:]),
        [of_action("Wirkung auf klimaneutralitaet", "stark fördernd: Spart Energie.", "")],
    ),
    "expected effect": (
        lambda: with_action(effects=(EFFECT,)),
        [
            of_action(
                "Grundlage der Erwartung",
                "Klimaschutzkonzept, Seite 48.",
                "Gutachten",
                f"Maßnahme 1: {NAME}",
            )
        ],
    ),
    "effect no longer expected": (
        lambda: with_action(effects=()),
        [of_action(f"erwartete Wirkung auf {NAME}", "enthalten", "")],
    ),
    "action gone": (
        lambda: replace(BEFORE, actions=BEFORE.actions[1:]),
        [of_action("Maßnahme", "enthalten", "")],
    ),
    "text": (
        other_text,
        [
            ChangeFacts(
                "texts",
                "",
                "Nachhaltigkeitsbericht 2024",
                "Vorwort",
                "Liebe Soesterinnen und Soester, Soest ist auf dem Weg.",
                "Neu gefasst.",
            )
        ],
    ),
    "method": (
        lambda: replace(BEFORE, method="Stand 2026"),
        [
            ChangeFacts(
                "frame",
                "",
                "Nachhaltigkeitsbericht 2024",
                "Bewertungsmethode",
                BEFORE.method,
                "Stand 2026",
            )
        ],
    ),
    "inhabitants": (
        lambda: replace(
            BEFORE,
            districts=(replace(BEFORE.districts[0], population=49_000), *BEFORE.districts[1:]),
        ),
        [ChangeFacts("frame", "", "Soest", "Einwohner", "48250", "49000")],
    ),
    "event": (
        lambda: replace(BEFORE, frame=replace(BEFORE.frame, events=())),
        [
            ChangeFacts(
                "frame",
                "",
                "Strategie",
                "Ereignis Der Rat beschließt.",
                "15. Dezember 2021 (Niederschrift)",
                "",
            )
        ],
    ),
    "cross-cutting goal": (
        lambda: replace(BEFORE, cross_cutting_goals=BEFORE.cross_cutting_goals[:2]),
        [
            ChangeFacts(
                "frame", "", "Generationengerechtigkeit", "übergeordnetes Ziel", "enthalten", ""
            )
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_change_is_listed_with_then_and_now(case: str) -> None:
    make, expected = CASES[case]
    assert plain(corrections(BEFORE, make())) == expected


def test_equal_snapshots_differ_in_nothing() -> None:
    later = replace(BEFORE, report=replace(BEFORE.report, edition=2, changes="Nichts."))
    assert corrections(BEFORE, later) == ()


def test_what_comes_is_listed_as_what_goes_is() -> None:
    (new,) = corrections(without_first_indicator(), BEFORE)
    assert new == of_indicator("indicators", "Kennzahl", "", "neu aufgenommen")


def test_handlungsfeld_that_is_gone_takes_its_goals_along() -> None:
    gone = corrections(BEFORE, replace(BEFORE, areas=BEFORE.areas[:1]))
    assert [(one.subject, one.what) for one in gone] == [
        ("Handlungsfeld 2", "Handlungsfeld 2"),
        ("Strategisches Ziel 2.1", "strategisches Ziel"),
        ("Operatives Ziel 2.1.1", "operatives Ziel"),
        ("Operatives Ziel 2.1.2", "operatives Ziel"),
        ("Strategisches Ziel 2.2", "strategisches Ziel"),
        ("Operatives Ziel 2.2.1", "operatives Ziel"),
        ("Operatives Ziel 2.2.2", "operatives Ziel"),
    ]


def test_snapshot_of_the_first_format_knows_neither_formulas_nor_effects() -> None:
    old = replace(BEFORE, format=1)
    now = with_indicator(
        with_action(effects=(EFFECT,)), computation=ComputationFacts("A", "A", (), "")
    )
    assert corrections(old, now) == ()


# Since the report before ---------------------------------------------------------------


def year_before() -> Snapshot:
    """The report of the year before: without the last value, with other texts."""
    first = replace(indicator().chart, values=indicator().years[:-1])
    before = with_indicator(BEFORE, chart=first, value_source="Bilanz 2023")
    report = replace(before.report, year=2023, foreword="Vor einem Jahr.")
    return replace(before, report=report)


def test_values_of_the_new_year_and_texts_are_no_change() -> None:
    assert changes_since(year_before(), BEFORE) == ()


def test_value_of_a_former_year_that_was_corrected_since() -> None:
    now = with_values(YearValue(2020, Decimal("8.1")))
    assert plain(changes_since(year_before(), now)) == [
        of_indicator("values", "Wert 2020", "7,8 t je Einwohner", "8,1 t je Einwohner")
    ]


def test_outlooks_come_first() -> None:
    now = replace(with_indicator(moved_target(), status="cloud", unit="t"), method="Neu")
    groups = grouped(changes_since(year_before(), now))
    assert [group.title for group in groups] == [
        "Bewertungen",
        "Ziele der Kennzahlen",
        "Namen, Einheiten, Definitionen",
        "Strategie, Ortsteile, Methode",
    ]


# The reporting framework ---------------------------------------------------------------


def with_criterion(**values: Any) -> Snapshot:
    """The snapshot with a framework of one criterion."""
    content: dict[str, Any] = {
        "code": "01",
        "part": "Steuerung",
        "title": "Strategie",
        "explanation": "",
        "kind": "aspect",
        "stance": "reports",
        "text": "So ist es.",
        "indicators": (CODE,),
    }
    criterion = CriterionFacts(**content | values)
    framework = FrameworkFacts("BNK", "2021", "")
    return replace(BEFORE, framework=framework, criteria=(criterion,))


@pytest.mark.parametrize(
    ("values", "kind", "what", "words"),
    [
        ({"text": "Anders."}, "texts", "Text", ("So ist es.", "Anders.")),
        (
            {"stance": "explains"},
            "texts",
            "Antwort",
            ("berichtet", "begründet nicht berichtet"),
        ),
        ({"indicators": ()}, "frame", "Kennzahlen", (CODE, "")),
        ({"kind": "core_indicator"}, "frame", "Art", ("Aspekt", "Kernindikator")),
    ],
)
def test_criterion_that_is_answered_otherwise(
    values: dict[str, Any], kind: str, what: str, words: tuple[str, str]
) -> None:
    assert corrections(with_criterion(), with_criterion(**values)) == (
        ChangeFacts(kind, "", "Kriterium 01 Strategie", what, *words),
    )


def test_framework_that_is_new_or_gone_is_told_once() -> None:
    told = ChangeFacts("frame", "", "BNK", "Berichtsrahmen", "", "neu aufgenommen")
    assert corrections(BEFORE, with_criterion()) == (told,)
    gone = ChangeFacts("frame", "", "BNK", "Berichtsrahmen", "enthalten", "")
    assert corrections(with_criterion(), BEFORE) == (gone,)


def test_criteria_of_another_version_of_the_framework() -> None:
    after = replace(
        with_criterion(code="02", title="Ziele"), framework=FrameworkFacts("BNK", "2024", "")
    )
    assert {(one.subject, one.what, one.after) for one in corrections(with_criterion(), after)} == {
        ("Berichtsrahmen", "Fassung", "2024"),
        ("Kriterium 02", "Ziele", "neu aufgenommen"),
        ("Kriterium 01", "Strategie", ""),
    }
