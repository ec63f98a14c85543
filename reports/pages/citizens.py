"""The edition for everybody: plain words, large type, one large chart for each Handlungsfeld.

Each part has one page, whatever the data; with eight Handlungsfelder it is a booklet of sixteen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.charts.trend import TrendChart
from indicators.distributions import LABELS, Distribution
from indicators.german_numbers import format_number
from reports.pages.anchors import area_anchor
from reports.pages.areas import area_distribution
from reports.pages.cover import Stone, wall
from reports.pages.fitting import fitted, more_than
from reports.pages.glance import StatusChange, status_changes, whole_distribution
from reports.pages.indicators import CHART_VALUES
from reports.pages.leading import area_indicators, by_code, key_indicator
from reports.pages.place_bars import PlaceChart, place_chart
from reports.pages.plain import plain_counts, plain_sentences
from reports.pages.reading import example_chart
from reports.pages.short_actions import ShortAction, in_order, of_goals, short_action
from reports.pages.wording import counted, local_day, long_date, paragraphs, status_word
from reports.snapshot import ActionFacts, AreaFacts, IndicatorFacts, ReportFacts, Snapshot

WIDTH, TYPE = 470.0, 12.5  # points, of a line of text
MOST_CHANGES, MOST_AREA_ACTIONS, MOST_RUNNING, MOST_DONE = 3, 3, 8, 4
ACTION_WIDTH, TURN_WIDTH = 360.0, 260.0  # beside the time of an action, beside two outlooks
MEANINGS = (
    ("sun", "Geht es so weiter, schaffen wir das Ziel. Oder es ist schon geschafft."),
    ("partly_cloudy", "Wir sind nahe dran. Ein kleines Stück fehlt."),
    ("cloud", "Die Richtung stimmt. Aber es geht zu langsam."),
    ("thunderstorm", "Es geht nicht voran oder in die falsche Richtung."),
    ("not_rated", "Es fehlt noch etwas: ein Ziel oder genug Werte."),
    ("stale", "Der letzte Wert ist zu alt. Wie es heute steht, wissen wir nicht."),
)
PHASES = (
    ("running", "läuft gerade", "laufen gerade"),
    ("decided", "ist beschlossen", "sind beschlossen"),
    ("completed", "ist fertig", "sind fertig"),
    ("idea", "ist noch eine Idee", "sind noch Ideen"),
    ("stopped", "wurde beendet", "wurden beendet"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Share:
    """How many do well, badly, or cannot be judged."""

    number: str
    words: str
    statuses: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """Indicators that became better or worse."""

    heading: str
    moves: tuple[tuple[str, str], ...]  # its name, and "vorher Wolke, jetzt Sonne"
    more: str


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """The one indicator that stands for a Handlungsfeld."""

    name: str
    figure: str
    note: str  # unit and year
    status: str
    status_word: str
    text: str
    chart: TrendChart | None  # None: too few values for a line


@dataclass(frozen=True, slots=True)
class PlainArea:
    """The page of a Handlungsfeld."""

    number: int
    css: str
    anchor: str
    name: str
    counts: str
    distribution: Distribution
    key: KeyNumber | None  # None: no indicator has a value
    actions: tuple[ShortAction, ...]
    more_actions: str


@dataclass(frozen=True, slots=True)
class PlainActions:
    """What the city does."""

    counts: tuple[str, ...]
    running: tuple[ShortAction, ...]
    more_running: str
    done: tuple[ShortAction, ...]
    more_done: str


@dataclass(frozen=True, slots=True)
class CitizensPages:
    """What the templates of the edition take."""

    report: ReportFacts
    title: str
    fingerprint: str
    frozen_on: str
    wall: tuple[Stone, ...]
    contents: tuple[Entry, ...]
    strategy: str
    vision: str
    distribution: Distribution
    counts: tuple[str, ...]
    shares: tuple[Share, ...]
    compared_with: str
    turns: tuple[Turn, ...]
    meanings: tuple[tuple[str, str, str], ...]  # status, word, meaning
    example: TrendChart
    areas: tuple[PlainArea, ...]
    places: PlaceChart | None
    actions: PlainActions


def citizens_pages(snapshot: Snapshot, sha256: str) -> CitizensPages:
    """Lay out the edition; `sha256` is that of the stored snapshot."""
    report = snapshot.report
    whole = whole_distribution(snapshot)
    places = place_chart(snapshot)
    return CitizensPages(
        report=report,
        title=fitted(report.title, WIDTH, 17),
        fingerprint=sha256,
        frozen_on=long_date(local_day(report.frozen_at)),
        wall=wall(report.year, len(snapshot.areas)),
        contents=contents(snapshot.areas, places),
        strategy=fitted(snapshot.frame.title, WIDTH / 2, TYPE),
        vision=fitted(" ".join(paragraphs(snapshot.frame.vision)), WIDTH, 19, lines=5),
        distribution=whole,
        counts=plain_counts(whole, "Insgesamt gibt es") if whole.total else (),
        shares=shares(whole),
        compared_with=compared_with(snapshot),
        turns=turns(status_changes(snapshot)),
        meanings=tuple((status, status_word(status), words) for status, words in MEANINGS),
        example=example_chart(report.year),
        areas=plain_areas(snapshot),
        places=places,
        actions=plain_actions(snapshot),
    )


def contents(areas: Sequence[AreaFacts], places: PlaceChart | None) -> tuple[Entry, ...]:
    """Every page, in order."""
    return (
        Entry("Auf einen Blick", "blick"),
        Entry("Was die Zeichen bedeuten", "zeichen"),
        *(
            Entry(f"{one.number} {fitted(one.name, WIDTH - 60, TYPE)}", area_anchor(one.number))
            for one in areas
        ),
        *((Entry("Und bei mir im Ort?", "orte"),) if places else ()),
        Entry("Was die Stadt tut", "massnahmen"),
        Entry("Mitmachen", "mitmachen"),
        Entry("Impressum", "impressum"),
    )


# The whole city ---------------------------------------------------------------------


def shares(distribution: Distribution) -> tuple[Share, ...]:
    return (
        Share(str(distribution.on_course), "auf gutem Weg", ("sun", "partly_cloudy")),
        Share(str(distribution.off_course), "nicht gut voran", ("cloud", "thunderstorm")),
        Share(str(distribution.unclear), "nicht zu beurteilen", ("not_rated", "stale")),
    )


def compared_with(snapshot: Snapshot) -> str:
    """ "dem Bericht 2024" or "dem Jahr davor" """
    comparison = snapshot.comparison
    return f"dem Bericht {comparison.year}" if comparison.is_report else "dem Jahr davor"


def turns(changes: Sequence[StatusChange]) -> tuple[Turn, ...]:
    """What became better, then what became worse; the largest steps are named."""
    better = sorted((one for one in changes if one.steps > 0), key=lambda one: -one.steps)
    worse = [one for one in changes if one.steps < 0]
    return tuple(
        Turn(
            heading=f"{counted(len(found), 'Zahl steht', 'Zahlen stehen')} {word} da",
            moves=tuple(turn_of(one) for one in found[:MOST_CHANGES]),
            more=more_than(len(found), MOST_CHANGES),
        )
        for word, found in (("besser", better), ("schlechter", worse))
        if found
    )


def turn_of(change: StatusChange) -> tuple[str, str]:
    now = f"vorher {LABELS[change.before]}, jetzt {LABELS[change.after]}"
    return fitted(change.name, TURN_WIDTH, TYPE), now


# A Handlungsfeld --------------------------------------------------------------------


def plain_areas(snapshot: Snapshot) -> tuple[PlainArea, ...]:
    indicators = by_code(snapshot)
    return tuple(plain_area(area, indicators, snapshot) for area in snapshot.areas)


def plain_area(
    area: AreaFacts, indicators: Mapping[str, IndicatorFacts], snapshot: Snapshot
) -> PlainArea:
    distribution = area_distribution(area, indicators)
    key = key_indicator(area_indicators(area, indicators))
    own = [one for one in of_goals(snapshot.actions, str(area.number)) if is_going_on(one)]
    return PlainArea(
        number=area.number,
        css=f"area-{area.number}",
        anchor=area_anchor(area.number),
        name=fitted(area.name, WIDTH - 40, 30, semibold=True),
        counts=" ".join(plain_counts(distribution)),
        distribution=distribution,
        key=key_number(key) if key else None,
        actions=short_actions(own[:MOST_AREA_ACTIONS], snapshot),
        more_actions=more_than(len(own), MOST_AREA_ACTIONS),
    )


def is_going_on(action: ActionFacts) -> bool:
    return action.phase in ("running", "decided")


def key_number(indicator: IndicatorFacts) -> KeyNumber:
    latest = indicator.latest
    figure = format_number(latest.value if latest else None, indicator.decimals)
    note = [indicator.unit, str(latest.year) if latest else ""]
    if indicator.assessment.kind == "milestone":
        figure = "geschafft" if indicator.assessment.reason == "reached" else "noch offen"
        note = note[1:]
    return KeyNumber(
        name=fitted(indicator.name, WIDTH, 17, semibold=True, lines=2),
        figure=figure,
        note=fitted(", ".join(one for one in note if one), WIDTH / 2, TYPE),
        status=indicator.status,
        status_word=status_word(indicator.status),
        text=fitted(" ".join(plain_sentences(indicator)), WIDTH, TYPE, lines=6),
        chart=indicator.chart if len(indicator.chart.measured) >= CHART_VALUES else None,
    )


# What the city does -------------------------------------------------------------------


def short_actions(actions: Sequence[ActionFacts], snapshot: Snapshot) -> tuple[ShortAction, ...]:
    today = local_day(snapshot.report.frozen_at)
    return tuple(short_action(one, today, width=ACTION_WIDTH, size=TYPE) for one in actions)


def plain_actions(snapshot: Snapshot) -> PlainActions:
    ordered = in_order(snapshot.actions)
    running = [one for one in ordered if one.phase == "running"]
    done = [one for one in ordered if one.phase == "completed"]
    counts = {phase: sum(one.phase == phase for one in ordered) for phase, _, _ in PHASES}
    return PlainActions(
        counts=tuple(
            counted(counts[phase], f"Maßnahme {singular}", f"Maßnahmen {plural}")
            for phase, singular, plural in PHASES
            if counts[phase]
        ),
        running=short_actions(running[:MOST_RUNNING], snapshot),
        more_running=more_than(len(running), MOST_RUNNING),
        done=short_actions(done[:MOST_DONE], snapshot),
        more_done=more_than(len(done), MOST_DONE),
    )
