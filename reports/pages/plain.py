"""What an indicator says, in plain words: short sentences, one fact each, no terms of the method.

The same findings as `indicators.sentences`, for readers who have never seen a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.assessment import Assessment
from indicators.distributions import STALE, Distribution
from indicators.sentences.quantities import Quantities, given, telling_decimals
from reports.snapshot import IndicatorFacts

NO_TARGET = "Wie hoch er sein soll, ist noch nicht beschlossen."
VERDICTS = {
    ("A", "on_track"): "Geht es so weiter, schafft Soest das Ziel.",
    ("A", "slightly_missed"): "Geht es so weiter, verfehlt Soest das Ziel knapp.",
    ("A", "too_slow"): "Die Richtung stimmt. Aber es geht zu langsam.",
    ("C", "reached"): "Das ist erreicht.",
    ("C", "reached_but_worsening"): "Das ist erreicht. Aber der Wert wird schlechter.",
    ("C", "missed_but_improving"): "Das ist nicht erreicht. Aber der Wert wird besser.",
    ("C", "missed_not_improving"): "Das ist nicht erreicht. Und der Wert wird nicht besser.",
    ("D", "reached"): "Das ist erreicht.",
    ("D", "both_right"): "Es geht in die richtige Richtung.",
    ("D", "last_change_wrong"): "Über mehrere Jahre stimmt die Richtung. Zuletzt nicht.",
    ("D", "only_last_change_right"): "Zuletzt stimmt die Richtung. Über mehrere Jahre nicht.",
    ("R1", "too_few_points"): "Für ein Urteil gibt es noch zu wenige Werte.",
    ("R3", "no_direction"): "Ob er steigen oder sinken soll, ist nicht festgelegt.",
    ("R3", "no_target"): NO_TARGET,
}
BACKWARDS, STANDSTILL = "Es geht in die falsche Richtung.", "Es geht nicht voran."


def plain_sentences(indicator: IndicatorFacts) -> tuple[str, ...]:
    """Value, way since the beginning, aim and verdict."""
    latest = indicator.latest
    if latest is None or latest.value is None:
        return ("Für diese Zahl gibt es noch keinen Wert.",)
    if indicator.assessment.kind == "milestone":
        return tuple(milestone(indicator.assessment, indicator.status))
    quantities = told_quantities(indicator)
    return (
        *value_sentences(latest, quantities),
        *way(indicator, quantities),
        *aim(indicator, latest.value, quantities),
        *verdict(indicator),
    )


def told_quantities(indicator: IndicatorFacts) -> Quantities:
    """The unit with enough decimals that numbers told beside each other differ."""
    told = [one.value for one in ends_of(indicator) if one.value is not None]
    if indicator.assessment.target_value is not None:
        told.append(indicator.assessment.target_value)
    return Quantities(indicator.unit, telling_decimals(indicator.decimals, *told))


def value_sentences(latest: YearValue, quantities: Quantities) -> Iterator[str]:
    value = quantities.full(given(latest.value), dative=True)
    yield f"{latest.year} lag der Wert bei {value}."
    if latest.provisional:
        yield "Der Wert ist noch vorläufig."


def ends_of(indicator: IndicatorFacts) -> tuple[YearValue, ...]:
    """The first and the latest value that can be compared; fewer than two if there are not."""
    measured = indicator.chart.measured
    comparable = [
        one for one in measured if not indicator.chart.is_broken(one.year, measured[-1].year)
    ]
    return (comparable[0], comparable[-1]) if len(comparable) > 1 else ()


def way(indicator: IndicatorFacts, quantities: Quantities) -> Iterator[str]:
    """From where the value has come."""
    ends = ends_of(indicator)
    if not ends:
        return
    first, last = (given(one.value) for one in ends)
    if last == first:
        yield f"Genauso hoch war er schon {ends[0].year}."
        return
    did = "gestiegen" if last > first else "gesunken"
    before = quantities.short(first, dative=True)
    yield f"{ends[0].year} lag er bei {before}. Seitdem ist er {did}."


def aim(indicator: IndicatorFacts, value: Decimal, quantities: Quantities) -> Iterator[str]:
    """What is wanted."""
    rating = indicator.assessment
    if rating.kind == "band":
        yield corridor(rating, quantities)
    elif rating.target_value is not None and rating.kind == "target_value":
        yield target(rating, value, quantities)
    elif rating.target_value is not None and rating.kind == "limit_every_year":
        bound = {"increase": "mindestens", "decrease": "höchstens"}.get(rating.direction, "genau")
        wanted = quantities.short(rating.target_value, dative=True)
        yield f"Er soll jedes Jahr bei {bound} {wanted} liegen."
    elif rating.direction in ("increase", "decrease"):
        yield f"Er soll {'steigen' if rating.direction == 'increase' else 'sinken'}."
        if not indicator.target_text:
            yield "Wie weit, ist noch nicht beschlossen."
    elif rating.target_value is not None:
        yield f"Er soll bei {quantities.short(rating.target_value, dative=True)} liegen."


def target(rating: Assessment, value: Decimal, quantities: Quantities) -> str:
    """A number to reach by a year; one that is reached early must be kept."""
    wanted, year = given(rating.target_value), rating.target_year
    if rating.direction == "increase" and value < wanted:
        return f"Bis {year} soll er auf {quantities.short(wanted)} steigen."
    if rating.direction == "decrease" and value > wanted:
        return f"Bis {year} soll er auf {quantities.short(wanted)} sinken."
    bound = {"increase": "mindestens ", "decrease": "höchstens "}.get(rating.direction, "")
    return f"{year} soll er bei {bound}{quantities.short(wanted, dative=True)} liegen."


def corridor(rating: Assessment, quantities: Quantities) -> str:
    if rating.lower is not None and rating.upper is not None:
        lower = quantities.number(rating.lower)
        return f"Er soll zwischen {lower} und {quantities.short(rating.upper, dative=True)} liegen."
    if rating.lower is not None:
        return f"Er soll bei mindestens {quantities.short(rating.lower, dative=True)} liegen."
    return f"Er soll bei höchstens {quantities.short(given(rating.upper), dative=True)} liegen."


def verdict(indicator: IndicatorFacts) -> Iterator[str]:
    """How it goes; a value that is too old gets none."""
    rating = indicator.assessment
    if indicator.status == STALE:
        yield "Der Wert ist zu alt. Wie es heute steht, wissen wir nicht."
    elif rating.rule == "R0":
        yield f"Für {rating.as_of_year} fehlt der Wert. Deshalb gibt es kein Urteil."
    elif rating.reason == "wrong_direction":
        yield BACKWARDS if rating.mean_change else STANDSTILL
    elif rating.reason == "both_wrong":
        yield BACKWARDS if rating.mean_change and rating.last_change else STANDSTILL
    else:
        yield VERDICTS[rating.rule, rating.reason]


def milestone(rating: Assessment, status: str) -> Iterator[str]:
    """A step that is taken or not."""
    if rating.reason == "reached":
        yield "Das ist geschafft."
    elif rating.reason == "missed":
        yield f"Das sollte bis {rating.target_year} geschafft sein. Es ist nicht geschafft."
    elif rating.reason == "pending":
        yield f"Das soll bis {rating.target_year} geschafft sein. Noch ist es nicht so weit."
    else:
        yield "Wie weit es ist, wissen wir noch nicht."
    if status == STALE:
        yield f"Der Stand ist von {rating.as_of_year}. Neuere Angaben fehlen."


def plain_counts(distribution: Distribution, opening: str = "Hier gibt es") -> tuple[str, ...]:
    """How many goals or indicators do well, in up to four short sentences."""
    of_goals = distribution.counted == "goals"
    if not distribution.total:
        return ("Hier gibt es noch keine Ziele und keine Zahlen.",)
    if distribution.total == 1:
        return (f"{opening} {'ein Ziel' if of_goals else 'eine Zahl'}.", of_one(distribution))
    parts = (
        (distribution.on_course, "ist auf gutem Weg", "sind auf gutem Weg"),
        (distribution.off_course, "kommt nicht gut voran", "kommen nicht gut voran"),
        (distribution.unclear, "können wir nicht beurteilen", "können wir nicht beurteilen"),
    )
    one = "Eines" if of_goals else "Eine"
    told = (
        f"{one} {singular}." if number == 1 else f"{number} {plural}."
        for number, singular, plural in parts
        if number
    )
    return (f"{opening} {distribution.total} {'Ziele' if of_goals else 'Zahlen'}.", *told)


def of_one(distribution: Distribution) -> str:
    it = "es" if distribution.counted == "goals" else "sie"
    if distribution.on_course:
        return f"{it.capitalize()} ist auf gutem Weg."
    if distribution.off_course:
        return f"{it.capitalize()} kommt nicht gut voran."
    return f"Wir können {it} nicht beurteilen."
