"""The card of an indicator: finding, chart, facts and the values of its years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby

from indicators.annual_values import DERIVED_REASONS, INCOMPLETE
from indicators.charts.print_font import printed_width
from indicators.charts.trend import TrendChart, TrendRow
from indicators.distributions import RATED
from indicators.enums import MissingReason
from indicators.forecast_fan import Fan
from indicators.freshness import Freshness
from indicators.german_numbers import format_number
from indicators.sentences import moved_sentence, superseded_by
from indicators.sentences.quantities import Quantities, telling_decimals
from indicators.target_paths import RequiredPace
from indicators.year_notes import breaks_of
from reports.markdown import Markup, to_html
from reports.pages.anchors import card_anchor, district_anchor
from reports.pages.live_links import LiveLink, live_link
from reports.pages.wording import enumeration, long_date, status_word
from reports.snapshot import IndicatorFacts, TargetFacts
from reports.snapshot_details import ComputationFacts
from reports.tokens import Numbers

CHART_VALUES = 3  # fewer points make no line worth its room
MOST_COLUMNS = 14
TABLE_WIDTH, COLUMN_GAP, TYPE = 434.0, 7.0, 7.4  # points: room for the years, between two, size
MISSING_WORDS = {**dict(MissingReason.choices), **DERIVED_REASONS, INCOMPLETE: "unvollständig"}
NO_PACE = {
    "reached": "Ziel erreicht",
    "target_year_over": "Zieljahr ist vorbei",
    "too_few_values": "zu wenige Werte",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line beside the chart; the value stands out, the note does not."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One year of the table; texts, "–" is no value."""

    year: int
    value: str
    expected: str
    is_latest: bool


@dataclass(frozen=True, slots=True)
class YearTable:
    """The years of an indicator, beside each other."""

    columns: tuple[YearColumn, ...]
    has_path: bool
    notes: str  # marks and missing values in words

    @property
    def css(self) -> str:
        """Class that sets its width."""
        return f"years-{len(self.columns)}"


@dataclass(frozen=True, slots=True)
class Card:
    """Everything printed about one indicator."""

    facts: IndicatorFacts
    anchor: str
    status_word: str
    chart: TrendChart | None  # None: too few values for a line
    lines: tuple[Fact, ...]
    table: YearTable | None  # None: neither values nor a path
    sdgs: str
    source: str
    districts: str  # anchor of its district values; "" without any
    moved: str  # how its target was moved; "" if it was not
    said: tuple[str, ...]  # breaks of the series and numbered remarks
    live: LiveLink | None  # None: the address of the site is not known
    former: str  # how the years before were rated; "" if none was
    computed: str  # by which formula, with the newest value as the example; "" if it is entered
    text: Markup  # the comment of this report


def card(indicator: IndicatorFacts, numbers: Numbers, site: str = "") -> Card:
    """Lay out one indicator; `numbers` are those that its comment may name.

    `site` is the address of the site, "" if it is not known.
    """
    return Card(
        facts=indicator,
        anchor=card_anchor(indicator),
        status_word=status_word(indicator.status),
        chart=indicator.chart if len(indicator.chart.measured) >= CHART_VALUES else None,
        lines=tuple(fact_lines(indicator)),
        table=year_table(indicator),
        sdgs=enumeration(indicator.sdgs),
        source=(indicator.value_source or indicator.source).rstrip("."),
        districts=district_anchor(indicator) if indicator.districts else "",
        moved=moved_text(indicator),
        said=tuple(said_of_years(indicator.chart)),
        live=live_link(site, indicator.code),
        former=former_outlooks(indicator),
        computed=computed_text(indicator.computation),
        text=to_html(indicator.text, numbers, level=5),
    )


def moved_text(indicator: IndicatorFacts) -> str:
    """How the target was moved by the decision in force."""
    path = indicator.target
    former = superseded_by(path, indicator.targets)
    if path is None or former is None:
        return ""
    return moved_sentence(former, path, indicator.unit, indicator.decimals)


def said_of_years(chart: TrendChart) -> Iterator[str]:
    """Breaks and remarks; the chart shows the numbers of the remarks."""
    for one in breaks_of(chart.notes):
        yield f"Bruch {one.year}: {one.words}; Werte davor sind nicht vergleichbar."
    for number, one in chart.remarks:
        yield f"Anmerkung {number} ({one.year}): {one.words}."


def former_outlooks(indicator: IndicatorFacts) -> str:
    """ "2019 Wolke (noch ohne Ziel), 2020–2021 Sonne (nach Fassung 1 des Ziels), 2022 Wolke" """
    latest = indicator.latest.year if indicator.latest else 0
    version = indicator.target.version if indicator.target else None
    rated = [one for one in indicator.past if one.outlook in RATED and one.year < latest]
    runs = groupby(rated, key=lambda one: (one.outlook, one.target_version))
    return ", ".join(
        f"{year_span([one.year for one in run])} {status_word(outlook)}{path_note(path, version)}"
        for (outlook, path), run in runs
    )


def path_note(path: int | None, version: int | None) -> str:
    """By which path a year was rated, if it was another one than the path in force."""
    if path == version:
        return ""
    return " (noch ohne Ziel)" if path is None else f" (nach Fassung {path} des Ziels)"


def year_span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def computed_text(computation: ComputationFacts | None) -> str:
    """ "Fälle / Einwohner × 1000. 2024: 96 / 48.000 × 1.000 = 2" """
    if computation is None:
        return ""
    return ". ".join(part for part in (computation.words, computation.example) if part)


# The facts beside the chart -------------------------------------------------------


def fact_lines(indicator: IndicatorFacts) -> list[Fact]:
    """Value, target, distance, pace, decision; what does not apply is left out."""
    lines = [value_line(indicator), target_line(indicator)]
    if indicator.distance_text:
        lines.append(Fact("Abstand zum Zielpfad", indicator.distance_text))
    if indicator.pace:
        lines.append(pace_line(indicator, indicator.pace))
    if indicator.chart.fan:
        lines.append(fan_line(indicator, indicator.chart.fan))
    if indicator.target:
        lines.append(Fact("Beschluss", "", decision_text(indicator.target)))
    if indicator.freshness.due_since:
        state = "veraltet" if indicator.freshness.freshness is Freshness.STALE else "fällig"
        lines.append(
            Fact("Nächster Wert", "", f"{state} seit {long_date(indicator.freshness.due_since)}")
        )
    return lines


def value_line(indicator: IndicatorFacts) -> Fact:
    latest = indicator.latest
    if latest is None or latest.value is None:
        return Fact("Wert", "liegt noch nicht vor")
    value = Quantities(indicator.unit, indicator.decimals).full(latest.value)
    return Fact(f"Wert {latest.year}", value, "vorläufig" if latest.provisional else "")


def target_line(indicator: IndicatorFacts) -> Fact:
    target = indicator.target
    if target is None or not indicator.target_text:
        return Fact("Ziel", "noch kein Zielwert beschlossen")
    if target.line.kind == "direction":
        return Fact("Ziel", indicator.target_text)
    label = f"Ziel {indicator.target_point.year}" if indicator.target_point else "Ziel"
    return Fact(label, f"{indicator.target_text}{unit_suffix(indicator)}")


def unit_suffix(indicator: IndicatorFacts) -> str:
    """What follows a number of this indicator: " t je Einwohner"; "" for mere counts."""
    quantities = Quantities(indicator.unit, 0)
    return quantities.full(Decimal(0)).removeprefix(quantities.number(Decimal(0)))


def pace_line(indicator: IndicatorFacts, pace: RequiredPace) -> Fact:
    """The change a year still needed, against the mean and the best one achieved."""
    achieved = [one for one in (pace.mean, pace.best) if one is not None]
    decimals = telling_decimals(indicator.decimals, *achieved)
    note = ""
    if pace.mean is not None:
        note = f"bisher {format_number(pace.mean, decimals, sign=True)}"
    if pace.best is not None:
        note += f", bestes Jahr {format_number(pace.best, decimals, sign=True)} ({pace.best_year})"
    if pace.needed is None or pace.reason:
        return Fact("Nötig je Jahr", NO_PACE.get(pace.reason, "–"), note)
    needed = telling_decimals(indicator.decimals, pace.needed, *achieved)
    return Fact("Nötig je Jahr", format_number(pace.needed, needed, sign=True), note)


def fan_line(indicator: IndicatorFacts, fan: Fan) -> Fact:
    """What the value would lie between in the target year."""
    end = fan.end
    low, high = (format_number(edge, indicator.decimals) for edge in (end.low, end.high))
    return Fact(f"Spanne {end.year}", f"{low} bis {high}", "Fortschreibung, keine Vorhersage")


def decision_text(target: TargetFacts) -> str:
    """Who decided the target, when, and under which number."""
    day = f" am {long_date(target.decided_on)}" if target.decided_on else ""
    reference = f", {target.reference}" if target.reference else ""
    return f"{target.decided_by or 'nicht bekannt'}{day}{reference}, Fassung {target.version}"


# The table of years ---------------------------------------------------------------


def year_table(indicator: IndicatorFacts) -> YearTable | None:
    """The newest years, and the years of the target path to come, as many as have room."""
    rows = indicator.chart.rows()
    latest = indicator.latest.year if indicator.latest else indicator.chart.first_year
    aims = {point.year for point in indicator.target.line.points} if indicator.target else set()
    past = [
        row for row in rows if row.year <= latest and (row.value is not None or row.missing_reason)
    ]
    coming = [row for row in rows if row.year > latest and row.year in aims][:2]
    shown = [*past[len(past) - columns_left(past, coming, indicator.decimals) :], *coming]
    if not shown:
        return None
    return YearTable(
        columns=tuple(year_column(row, indicator, latest) for row in shown),
        has_path=any(row.expected is not None for row in shown),
        notes=year_notes(shown, len(past) + len(coming) - len(shown)),
    )


def columns_left(past: list[TrendRow], coming: list[TrendRow], decimals: int) -> int:
    """How many past years have room beside those to come."""
    numbers = chain.from_iterable((row.value, row.expected) for row in (*past, *coming))
    texts = [format_number(number, decimals) for number in numbers if number is not None]
    widest = max((printed_width(text, TYPE, True) for text in texts), default=0.0)
    room = int(TABLE_WIDTH / (max(widest, 20.0) + COLUMN_GAP))
    return min(len(past), min(room, MOST_COLUMNS) - len(coming))


def year_column(row: TrendRow, indicator: IndicatorFacts, latest: int) -> YearColumn:
    marks = ("p" if row.provisional else "") + ("r" if row.revised else "")
    value = format_number(row.value, indicator.decimals)
    return YearColumn(
        year=row.year,
        value=f"{value}\N{NARROW NO-BREAK SPACE}{marks}" if marks else value,
        expected=format_number(row.expected, indicator.decimals),
        is_latest=row.year == latest,
    )


def year_notes(rows: list[TrendRow], left_out: int) -> str:
    """ "p vorläufig; r berichtigt; 2019 nicht erhoben." """
    notes = []
    if any(row.provisional for row in rows):
        notes.append("p vorläufig")
    if any(row.revised for row in rows):
        notes.append("r berichtigt")
    notes += [
        f"{row.year} {MISSING_WORDS.get(row.missing_reason, 'ohne Wert')}"
        for row in rows
        if row.missing_reason
    ]
    if left_out > 0:
        notes.append("frühere Jahre im Diagramm")
    return f"{'; '.join(notes)}." if notes else ""
