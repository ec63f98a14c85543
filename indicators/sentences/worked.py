"""The way to an outlook, step by step, with the figures it was computed from.

A reader shall be able to compute with the figures shown, so they have up to two decimals more than
the indicator where rounding would hide them. Only what has more than that is rounded, and the page
says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.assessment import Assessment
from indicators.bands import nearer_edge
from indicators.freshness import Freshness, FreshnessState
from indicators.german_numbers import format_number
from indicators.sentences.quantities import (
    GAP,
    Quantities,
    given,
    quantities_of,
    telling_decimals,
)

LIMITS = (
    f"unter 5{GAP}%: Sonne; 5 bis 20{GAP}%: leicht bewölkt; über 20{GAP}%: Wolke; "
    "keine Bewegung zum Ziel: Gewitter"
)
RULE_C = (
    "eingehalten und nicht schlechter: Sonne; eingehalten, aber schlechter: leicht bewölkt; "
    "verfehlt, aber besser: Wolke; verfehlt und nicht besser: Gewitter"
)
MOST_EXTRA = 2  # decimals beyond the indicator's, where a number has them
RULE_D = (
    "beide richtig: Sonne; nur die mittlere: leicht bewölkt; nur die letzte: Wolke; keine: Gewitter"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is asked, how it is computed, and what comes out; "" where there is none."""

    label: str
    calculation: str
    result: str


def worked_example(
    assessment: Assessment,
    points: Mapping[int, Decimal],
    unit: str,
    decimals: int,
    state: FreshnessState | None = None,
    *,
    target: str = "",
) -> tuple[Step, ...]:
    """Return how the outlook comes about, or why there is none.

    `points` are the annual values the assessment was made from; of them the window is shown.
    `target` says whose target it is: "Zielpfad vom 5. Oktober 2022 (Fassung 2)".
    """
    if state is not None and state.freshness is Freshness.STALE and state.last_period is not None:
        return (_stale(state, state.last_period.year),)
    example = _Example(assessment, points, quantities_of(assessment, unit, decimals), target)
    return tuple(example.steps())


def _stale(state: FreshnessState, year: int) -> Step:
    return Step(
        "Aktualität",
        f"letzter Wert für {year}; seitdem fehlen {state.missing_periods} erwartete Werte, "
        "ab zwei gilt die Kennzahl als veraltet",
        "veraltet: kein Ausblick",
    )


@dataclass(frozen=True, slots=True)
class _Example:
    assessment: Assessment
    points: Mapping[int, Decimal]
    quantities: Quantities
    target: str

    def steps(self) -> Iterator[Step]:
        rule = self.assessment.rule
        if rule == "milestone":
            yield from self._milestone()
        elif rule == "R3":
            yield self._no_wish()
        else:
            yield self._window()
        if rule in ("A", "C", "D"):
            yield self._mean_change()
            yield from {"A": self._rule_a, "C": self._rule_c, "D": self._rule_d}[rule]()

    # What every rule begins with -----------------------------------------------------

    def _window(self) -> Step:
        """The data points that count; too few of them are the result already."""
        one = self.assessment
        years = [year for year in sorted(self.points) if year <= one.as_of_year]
        shown = years[len(years) - one.point_count :]
        values = "; ".join(f"{year}: {self._number(self.points[year])}" for year in shown)
        if one.break_year is not None:
            values = f"{values} (erst ab der Umstellung {one.break_year})"
        if one.reason == "no_value":
            return Step("Wert", "kein Jahreswert liegt vor", "nicht bewertet (Regel R0)")
        if one.reason == "too_few_points":
            there = f"{one.point_count} von {one.min_points} nötigen Jahreswerten"
            return Step("Fenster (Regel R1)", values, f"{there}: nicht bewertet")
        span = f"{one.point_count} Werte, {one.first_year} bis {one.as_of_year}"
        return Step(f"Fenster: die letzten {one.point_count} Werte (Regel R1)", values, span)

    def _mean_change(self) -> Step:
        one = self.assessment
        first_year = given_year(one.first_year)
        first, last = self.points[first_year], given(one.value)
        return Step(
            "Mittlere Änderung je Jahr (Regel R2)",
            f"({self._number(last)} − {self._operand(first)}) : ({one.as_of_year} − {first_year})",
            self._pace(given(one.mean_change)),
        )

    # Rule A --------------------------------------------------------------------------

    def _rule_a(self) -> Iterator[Step]:
        one = self.assessment
        value, target = given(one.value), given(one.target_value)
        goal = f"{self._short(target)} bis {one.target_year}"
        yield Step("Ziel (Regel B)", self.target, goal)
        yield Step(
            "Noch zurückzulegender Weg",
            f"{self._number(target)} − {self._operand(value)}",
            self._change(target - value),
        )
        if one.reason == "wrong_direction":
            moved = "bewegt sich nicht" if not one.mean_change else "bewegt sich vom Ziel weg"
            yield Step("Richtung (Regel R3)", f"der Wert {moved}", "nicht auf das Ziel zu")
        else:
            yield from self._projection(value, target)
        yield self._result(LIMITS)

    def _projection(self, value: Decimal, target: Decimal) -> Iterator[Step]:
        one = self.assessment
        projected, years = given(one.projected), given_year(one.target_year) - one.as_of_year
        yield Step(
            f"Fortschreibung bis {one.target_year}",
            f"{self._number(value)} + {years} × {self._operand_pace(given(one.mean_change))}",
            self._short(projected),
        )
        way = f"({self._number(target)} − {self._operand(projected)})"
        yield Step(
            "Was vom Weg offen bleibt",
            f"{way} : ({self._number(target)} − {self._operand(value)})",
            self._share(given(one.miss)),
        )

    def _share(self, miss: Decimal) -> str:
        if miss <= 0:
            return "nichts, das Ziel wird erreicht"
        percent = miss * 100
        places = telling_decimals(0, percent, Decimal(0), Decimal(5), Decimal(20))
        return f"{format_number(percent, places)}{GAP}%"

    # Rule C --------------------------------------------------------------------------

    def _rule_c(self) -> Iterator[Step]:
        one = self.assessment
        value = given(one.value)
        if one.kind == "band":
            yield self._place_in_band(value)
        else:
            yield self._compared(value)
        if one.kind != "band" or one.reason != "reached":
            yield Step("Richtung (Regel R3)", self._wish(value), self._course())
        yield self._result(RULE_C)

    def _compared(self, value: Decimal) -> Step:
        one = self.assessment
        target = given(one.target_value)
        sign = "=" if value == target else ">" if value > target else "<"
        comparison = f"{self._number(value)} {sign} {self._number(target)}"
        kept, label = (
            ("eingehalten", "Vorgabe für jedes Jahr")
            if one.kind == "limit_every_year"
            else ("erreicht", f"Ziel bis {one.target_year}")
        )
        is_kept = one.reason.startswith("reached")
        bound = {"increase": "mindestens ", "decrease": "höchstens "}.get(one.direction, "")
        wanted = f"verlangt {bound}{self._short(target)}"
        source = f"{self.target}: " if self.target else ""
        return Step(label, f"{source}{wanted}; {comparison}", kept if is_kept else f"nicht {kept}")

    def _place_in_band(self, value: Decimal) -> Step:
        one = self.assessment
        edges = [
            f"mindestens {self._number(one.lower)}" if one.lower is not None else "",
            f"höchstens {self._number(one.upper)}" if one.upper is not None else "",
        ]
        wanted = f"verlangt {' und '.join(edge for edge in edges if edge)}"
        source = f"{self.target}: " if self.target else ""
        place = "im Zielkorridor"
        if one.reason != "reached":
            edge = nearer_edge(value, one.lower, one.upper)
            side = "unter" if value < edge else "über"
            place = f"{self._change(abs(value - edge), sign=False)} {side} dem Zielkorridor"
        return Step("Zielkorridor", f"{source}{wanted}; Wert {self._number(value)}", place)

    def _wish(self, value: Decimal) -> str:
        """What would be better, as a mean change."""
        one = self.assessment
        mean = self._pace(given(one.mean_change))
        if one.kind == "band":
            edge = nearer_edge(value, one.lower, one.upper)
            wanted = "ein Anstieg" if edge > value else "ein Rückgang"
        elif one.direction == "toward":
            wanted = "die Annäherung an das Ziel"
        else:
            wanted = "ein Anstieg" if one.direction == "increase" else "ein Rückgang"
        return f"gewünscht ist {wanted}, im Mittel sind es {mean}"

    def _course(self) -> str:
        return {
            "reached": "wird nicht schlechter",
            "reached_but_worsening": "wird schlechter",
            "missed_but_improving": "wird besser",
            "missed_not_improving": "wird nicht besser",
        }[self.assessment.reason]

    # Rule D --------------------------------------------------------------------------

    def _rule_d(self) -> Iterator[Step]:
        one = self.assessment
        if one.reason == "reached":
            wanted = self._short(given(one.target_value))
            yield Step("Angestrebter Wert", f"möglichst nah an {wanted}", "genau erreicht")
            yield self._result("")
            return
        before, last = sorted(year for year in self.points if year <= one.as_of_year)[-2:]
        yield Step(
            f"Letzte Änderung, {before} bis {last}",
            f"{self._number(self.points[last])} − {self._operand(self.points[before])}",
            self._change(given(one.last_change)),
        )
        mean_right = one.reason in ("both_right", "last_change_wrong")
        last_right = one.reason in ("both_right", "only_last_change_right")
        yield Step(
            "Gewünschte Richtung (Regel R3)",
            self._direction(),
            f"mittlere Änderung {_right(mean_right)}, letzte {_right(last_right)}",
        )
        yield self._result(RULE_D)

    def _direction(self) -> str:
        if self.assessment.direction == "toward":
            wanted = self._short(given(self.assessment.target_value))
            return f"gewünscht ist die Annäherung an {wanted}; keine Änderung zählt nicht"
        wish = "ein Anstieg" if self.assessment.direction == "increase" else "ein Rückgang"
        return f"gewünscht ist {wish}; keine Änderung zählt nicht"

    # Without a trend -----------------------------------------------------------------

    def _milestone(self) -> Iterator[Step]:
        one = self.assessment
        wanted = Decimal(1) if one.target_value is None else one.target_value
        value = given(one.value)
        sign = "≥" if value >= wanted else "<"
        state = "erreicht" if one.reason == "reached" else "nicht erreicht"
        yield Step(
            f"Stand {one.as_of_year}",
            f"{self._number(value)} {sign} {self._number(wanted)}",
            state,
        )
        if one.reason != "reached":
            due = "ist gekommen" if one.reason == "missed" else "ist noch nicht gekommen"
            yield Step("Frist", self.target, f"das Jahr {one.target_year} {due}")
        yield Step(
            "Ergebnis",
            "erreicht: Sonne; bis zum Jahr nicht erreicht: Gewitter; vorher: nicht bewertet",
            one.outlook.label,
        )

    def _no_wish(self) -> Step:
        if self.assessment.reason == "no_target":
            return Step(
                "Angestrebter Wert", "für diese Kennzahl nicht festgelegt", "nicht bewertet"
            )
        return Step(
            "Gewünschte Richtung (Regel R3)",
            "für diese Kennzahl nicht festgelegt",
            "nicht bewertet",
        )

    def _result(self, limits: str) -> Step:
        one = self.assessment
        return Step(f"Ergebnis (Regel {one.rule})", limits, one.outlook.label)

    # Numbers -------------------------------------------------------------------------

    def _with(self, value: Decimal, least: int) -> Quantities:
        """The unit with as many decimals as the number has, if they are not too many."""
        exponent = value.normalize().as_tuple().exponent
        own = -exponent if isinstance(exponent, int) else 0
        decimals = self.quantities.decimals
        return Quantities(self.quantities.unit, min(max(least, own), decimals + MOST_EXTRA))

    def _number(self, value: Decimal) -> str:
        return self._with(value, self.quantities.decimals).number(value)

    def _short(self, value: Decimal) -> str:
        return self._with(value, self.quantities.decimals).short(value)

    def _operand(self, value: Decimal) -> str:
        """After a minus sign a negative number stands in brackets."""
        return f"({self._number(value)})" if value < 0 else self._number(value)

    def _operand_pace(self, pace: Decimal) -> str:
        number = self._with(pace, self.quantities.decimals + 1).number(pace)
        return f"({number})" if pace < 0 else number

    def _pace(self, pace: Decimal) -> str:
        # One decimal less, because a pace has one more than values.
        finer = self._with(pace, self.quantities.decimals + 1).decimals - 1
        return Quantities(self.quantities.unit, finer).pace(pace, sign=True)

    def _change(self, change: Decimal, *, sign: bool = True) -> str:
        return self._with(change, self.quantities.decimals).change(change, sign=sign)


def _right(is_right: bool) -> str:
    return "richtig" if is_right else "nicht richtig"


def given_year(year: int | None) -> int:
    """Return the year; raise ValueError if the assessment lacks it."""
    if year is None:
        raise ValueError("the assessment lacks a year that its rule needs")
    return year
