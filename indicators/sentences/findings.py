"""The finding of an indicator: its value, and where it leads or why that cannot be said."""

from __future__ import annotations

from decimal import Decimal

from indicators.assessment import Assessment
from indicators.freshness import Freshness, FreshnessState
from indicators.sentences.quantities import Quantities, given, quantities_of

_BOUNDS = {"increase": "mindestens", "decrease": "höchstens", "toward": "genau"}


def assessment_sentence(
    assessment: Assessment,
    unit: str,
    decimals: int,
    state: FreshnessState | None = None,
    *,
    provisional: bool = False,
) -> str:
    """Return one sentence: the value, and where it leads or why that cannot be said.

    A value that is stale (by `state`) is told with its year and without an outlook. `provisional`
    says that the value is.
    """
    quantities = quantities_of(assessment, unit, decimals)
    if state is not None and state.freshness is Freshness.STALE and state.last_period is not None:
        return _stale(assessment, quantities, state.last_period.year)
    if assessment.value is None:
        return _no_value(assessment, state)
    if assessment.kind == "milestone":
        return _milestone(assessment, provisional=provisional)
    lay = "lag der Wert vorläufig bei" if provisional else "lag der Wert bei"
    value = quantities.full(assessment.value, dative=True)
    return f"{assessment.as_of_year} {lay} {value}{_outcome(assessment, quantities)}."


# Sentences without an outlook ----------------------------------------------------------------


def _stale(assessment: Assessment, quantities: Quantities, year: int) -> str:
    if assessment.value is None:
        return f"Der Wert wurde seit {year} nicht mehr erhoben."
    if assessment.kind == "milestone":
        reached = "" if assessment.reason == "reached" else "noch nicht "
        return (
            f"Der Stand wurde seit {year} nicht mehr erhoben; "
            f"{assessment.as_of_year} war der Meilenstein {reached}erreicht."
        )
    then = "damals" if assessment.as_of_year == year else str(assessment.as_of_year)
    return (
        f"Der Wert wurde seit {year} nicht mehr erhoben; "
        f"{then} lag er bei {quantities.full(assessment.value, dative=True)}."
    )


def _no_value(assessment: Assessment, state: FreshnessState | None) -> str:
    last_period = state.last_period if state else None
    if not assessment.point_count:
        # Some periods may have values although no year is complete.
        return f"Es liegt noch kein {'Jahreswert' if last_period else 'Wert'} vor."
    last = f"; der letzte stammt aus dem Jahr {last_period.year}" if last_period else ""
    return f"Für {assessment.as_of_year} liegt kein Wert vor{last}."


def _milestone(assessment: Assessment, *, provisional: bool) -> str:
    known = f"(Stand {assessment.as_of_year}{', vorläufig' if provisional else ''})"
    year = assessment.target_year
    return {
        "reached": f"Der Meilenstein ist erreicht {known}.",
        "missed": f"Der Meilenstein war bis {year} vorgesehen und ist nicht erreicht {known}.",
        "pending": f"Der Meilenstein ist noch nicht erreicht {known}; "
        f"vorgesehen ist er bis {year}.",
    }[assessment.reason]


def _count(number: int) -> str:
    return f"liegt erst {number}" if number == 1 else f"liegen erst {number}"


# What follows on "2024 lag der Wert bei 6,9 t je Einwohner" ----------------------------------


def _outcome(assessment: Assessment, quantities: Quantities) -> str:
    if assessment.reason == "too_few_points":
        lacking = f"von {assessment.min_points} nötigen Jahreswerten vor"
        if assessment.break_year is not None:
            since = f"seit der Umstellung {assessment.break_year}"
            return f"; {since} {_count(assessment.point_count)} {lacking}"
        return f"; für eine Bewertung {_count(assessment.point_count)} {lacking}"
    if assessment.reason == "no_direction":
        return "; für diese Kennzahl ist keine gewünschte Richtung festgelegt"
    if assessment.reason == "no_target":
        return "; ein angestrebter Wert ist noch nicht festgelegt"
    if assessment.kind == "band":
        return _outcome_of_band(assessment, quantities)
    rules = {"A": _outcome_a, "C": _outcome_c, "D": _outcome_d}
    return rules[assessment.rule](assessment, quantities)


def _outcome_a(assessment: Assessment, quantities: Quantities) -> str:
    year, target = assessment.target_year, given(assessment.target_value)
    goal = quantities.short(target, dative=True)
    if assessment.reason == "wrong_direction":
        since, mean = f"; seit {assessment.first_year}", given(assessment.mean_change)
        goal = f"für {year} gesetzte{'n' if mean else ''} Ziel von {goal}"
        if not mean:
            return f"{since} bewegt er sich im Mittel nicht auf das {goal} zu"
        return f"{since} entfernt er sich im Mittel um {quantities.pace(mean)} vom {goal}"
    projected = given(assessment.projected)
    if assessment.reason == "on_track":
        then = quantities.short(projected, dative=True)
        nearly = f" mit {then} nahezu" if given(assessment.miss) > 0 else ""
        return f"; bei gleichem Tempo wird das Ziel von {goal} bis {year}{nearly} erreicht"
    still = "erst" if projected < target else "noch"
    would = "wäre" if quantities.number(projected) == "1" else "wären"
    then, wanted = quantities.short(projected), quantities.short(target)
    return f"; bei gleichem Tempo {would} es {year} {still} {then} statt {wanted}"


def _outcome_c(assessment: Assessment, quantities: Quantities) -> str:
    goal, dative, kept = _wanted(assessment, quantities)
    mean, since = given(assessment.mean_change), assessment.first_year
    pace = quantities.pace(mean)
    endings = {
        "reached": f"{kept}",
        "reached_but_worsening": f"{kept}, der Wert verschlechtert sich seit {since} "
        f"aber im Mittel um {pace}",
        "missed_but_improving": f"nicht {kept}, der Wert nähert sich {dative} seit {since} "
        f"aber im Mittel um {pace}",
        "missed_not_improving": f"nicht {kept}, und der Wert "
        + (
            f"entfernt sich seit {since} im Mittel um {pace} weiter davon"
            if mean
            else f"kommt {dative} seit {since} im Mittel nicht näher"
        ),
    }
    return f"; {goal} ist damit {endings[assessment.reason]}"


def _wanted(assessment: Assessment, quantities: Quantities) -> tuple[str, str, str]:
    """Return what is wanted, its dative pronoun and the word for having it."""
    goal = quantities.short(given(assessment.target_value), dative=True)
    if assessment.kind == "limit_every_year":
        bound = _BOUNDS[assessment.direction]
        return f"die jährliche Vorgabe von {bound} {goal}", "ihr", "eingehalten"
    return f"das für {assessment.target_year} gesetzte Ziel von {goal}", "ihm", "erreicht"


def _outcome_of_band(assessment: Assessment, quantities: Quantities) -> str:
    corridor = f"Zielkorridor {_edges(assessment, quantities)}"
    if assessment.reason == "reached":
        return f" und damit im {corridor}"
    below = assessment.lower is not None and given(assessment.value) < assessment.lower
    place = (
        f" und damit {'unter' if below else 'über'} dem {corridor}; seit {assessment.first_year}"
    )
    mean = given(assessment.mean_change)
    pace = quantities.pace(mean)
    if assessment.reason == "missed_but_improving":
        return f"{place} nähert er sich ihm im Mittel um {pace}"
    if mean:
        return f"{place} entfernt er sich im Mittel um {pace} weiter davon"
    return f"{place} kommt er ihm im Mittel nicht näher"


def _edges(assessment: Assessment, quantities: Quantities) -> str:
    if assessment.upper is None:
        return f"ab {quantities.short(given(assessment.lower), dative=True)}"
    if assessment.lower is None:
        return f"bis {quantities.short(assessment.upper)}"
    upper = quantities.short(assessment.upper, dative=True)
    return f"von {quantities.number(assessment.lower)} bis {upper}"


def _outcome_d(assessment: Assessment, quantities: Quantities) -> str:
    if assessment.reason == "reached":
        return " und damit genau beim angestrebten Wert"
    mean, last = given(assessment.mean_change), given(assessment.last_change)
    did, did_last = _verb(mean), _verb(last)
    since = f"seit {assessment.first_year} im Mittel"
    by = f"um {quantities.pace(mean)}" if mean else "gleich"
    by_last = f"um {quantities.change(last)}" if last else "gleich"
    if assessment.reason == "both_right":
        return f"; er {did} {since} {by} und auch zuletzt, wie gewünscht"
    if assessment.reason == "last_change_wrong":
        return f"; er {did} {since} wie gewünscht {by}, {did_last} zuletzt aber {by_last}"
    if assessment.reason == "only_last_change_right":
        return f"; er {did_last} zuletzt wie gewünscht {by_last}, {did} {since} aber {by}"
    also = "und auch zuletzt" if did == did_last else f"und {did_last} zuletzt {by_last}"
    return f"; er {did} {since} {by} {also}, gewünscht ist {_wish(assessment, quantities)}"


def _verb(change: Decimal) -> str:
    """Return what the value did; without a change it "blieb ... gleich"."""
    if not change:
        return "blieb"
    return "stieg" if change > 0 else "sank"


def _wish(assessment: Assessment, quantities: Quantities) -> str:
    if assessment.direction == "toward":
        return f"eine Annäherung an {quantities.short(given(assessment.target_value))}"
    return "ein Anstieg" if assessment.direction == "increase" else "ein Rückgang"
