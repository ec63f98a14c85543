"""Whether a line can be written, and what looks wrong about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from indicators.entry.batches.changes import Change, Kind, Line, has_words
from indicators.entry.batches.ledger import SeriesKey
from indicators.entry.checks import Problem, gaps, unexplained
from indicators.entry.plausibility import Dated, Oddity, oddities
from indicators.entry.services import mixing
from indicators.entry.slots import Content, Slot, SlotRows, Writer
from indicators.enums import DistrictRelation, MeasurementState
from indicators.german_numbers import NumberError


class Series:
    """What each line is compared with: released values, and what the other lines say."""

    def __init__(
        self, lines: Iterable[Line], released: Mapping[SeriesKey, Sequence[Dated]], today: date
    ) -> None:
        self.points: defaultdict[SeriesKey, dict[date, Dated]] = defaultdict(dict)
        for place, points in released.items():
            self.points[place] = {one.period.first_day: one for one in points}
        for line in lines:
            value = line.content(Content()).value
            # A slip in one line must raise no question at its neighbours.
            if value is not None and not (line.problems or impossible(line.slot, value, today)):
                self.points[line.key[:2]][line.slot.period.first_day] = Dated(
                    line.slot.period, value
                )

    def before(self, slot: Slot) -> list[Dated]:
        """The earlier values of the slot's place, oldest first."""
        points = self.points.get((slot.indicator.pk, slot.district.pk), {})
        days = sorted(day for day in points if day < slot.period.first_day)
        return [points[day] for day in days]


def change_of(
    line: Line,
    rows: SlotRows,
    series: Series,
    *,
    by: Writer,
    submit: bool,
    today: date,
    twice: bool,
) -> Change:
    """Judge one line."""
    slot = line.slot
    before = rows.beginning(slot.indicator)
    content = line.content(before)
    odd: tuple[Oddity, ...] = ()
    problems = [*line.problems, *impossible(slot, content.value, today)]
    if content.value is not None and not problems and not is_released_already(rows, content):
        odd = oddities(content.value, slot.period, series.before(slot), slot.scale)
        odd += line.oddities
    if not odd and not rows.current:
        content = content.without_reason
    if twice:
        problems.append(Problem("", "Dieser Zeitraum steht mehrmals in der Eingabe."))
    if not problems and says_nothing_new(rows, content, submit):
        return Change(line, rows, content, Kind.UNCHANGED)
    if not problems:
        problems += obstacles(slot, rows, content, by=by, submit=submit, is_odd=bool(odd))
    kind = Kind.NEW if not (has_words(rows.open) or rows.current) else Kind.CHANGED
    return Change(line, rows, content, Kind.REFUSED if problems else kind, tuple(problems), odd)


def is_released_already(rows: SlotRows, content: Content) -> bool:
    """A number that has been released is not asked about again."""
    return rows.current is not None and rows.current.value == content.value


def impossible(slot: Slot, value: Decimal | None, today: date) -> list[Problem]:
    """Why nobody could enter this, whatever is stored."""
    indicator = slot.indicator
    if indicator.is_computed:
        return [Problem("", "Diese Kennzahl wird berechnet; Werte werden für sie nicht erfasst.")]
    if slot.period.frequency != indicator.frequency:
        turnus = indicator.get_frequency_display()
        return [Problem("", f"Der Zeitraum passt nicht: Diese Kennzahl wird {turnus} erhoben.")]
    if slot.period.first_day > today:
        return [Problem("", f"Der Zeitraum {slot.period.label} hat noch nicht begonnen.")]
    if not slot.is_city and indicator.district_relation == DistrictRelation.NONE:
        return [Problem("", "Diese Kennzahl wird nur für die Gesamtstadt geführt.")]
    if value is None:
        return []
    try:
        slot.rules.check(value)
    except NumberError as error:
        return [Problem("value", str(error))]
    return []


def says_nothing_new(rows: SlotRows, content: Content, submit: bool) -> bool:
    """The slot says this already, and stands where it should."""
    if has_words(rows.open):
        same = rows.open is not None and Content.of(rows.open) == content
        return same and (not submit or rows.state == MeasurementState.SUBMITTED)
    return rows.in_force_says(content) if rows.current else content.is_blank


def obstacles(
    slot: Slot, rows: SlotRows, content: Content, *, by: Writer, submit: bool, is_odd: bool
) -> list[Problem]:
    """Why this person cannot write this over what is stored."""
    if mixing(slot, rows, by):
        text = (
            "Beispieldaten und echte Daten bleiben getrennt: Hier kann dieses Konto nicht eingeben."
        )
        return [Problem("", text)]
    if rows.state == MeasurementState.SUBMITTED:
        text = "Hier ist schon ein Wert eingereicht. Bitte ziehen Sie ihn zuerst zurück."
        return [Problem("", text)]
    if rows.current and content.value is None and not content.missing_reason:
        text = (
            "Hier gilt ein freigegebener Wert; er lässt sich nicht leeren. "
            "Bitte geben Sie den richtigen Wert ein oder einen Grund, warum es keinen gibt."
        )
        return [Problem("value", text)]
    if not submit:
        return []
    return [
        *gaps(content),
        *unexplained(
            content, is_odd=is_odd, corrects=rows.current is not None, says_the_same=False
        ),
    ]
