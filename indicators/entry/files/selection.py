"""The slots a file asks about, with what stands there: in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from accounts.models import User
from indicators.entry.files.keys import RowKey, mark_of
from indicators.entry.files.layout import EARLIER_VALUES, INPUTS
from indicators.entry.slots import Content, Slot, SlotRows
from indicators.enums import DistrictRelation, MeasurementState
from indicators.models import CollectionRound, Indicator, Measurement, RoundIndicator
from indicators.named_periods import Period
from indicators.periods import months_per_period
from strategy.models import Department, District

NOBODY = "Ohne Abteilung"
MOST_LINES = 8_000  # of one file; a sheet holds at most 4.900 of them
MOST_LINES_A_SHEET = 4_900
Key = tuple[int, int, date]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a file is to ask about."""

    years: range
    department: Department | None = None  # None: all that the person enters values for
    asked_by: CollectionRound | None = None  # None: all indicators, asked for or not
    with_parts: bool = True  # also the Ortsteile and the Kernstadt

    @property
    def title(self) -> str:
        """What the file is called at its top."""
        if self.asked_by:
            return str(self.asked_by)
        first, last = self.years[0], self.years[-1]
        return f"Werte {first}" if first == last else f"Werte {first} bis {last}"

    @property
    def only_year(self) -> int | None:
        return self.years[0] if len(self.years) == 1 else None


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the file: a slot, what stands there, and what stood there before."""

    slot: Slot
    rows: SlotRows
    earlier: tuple[Decimal | None, ...]  # released, same part of the year, oldest first

    @property
    def content(self) -> Content:
        return self.rows.beginning(self.slot.indicator)

    @property
    def said(self) -> Mapping[str, object]:
        """What the input cells say; empty ones are left out."""
        content = self.content
        told = {str(name): getattr(content, name) for name in INPUTS}
        if content.value is None and not content.missing_reason:
            del told["provisional"]
        return {name: value for name, value in told.items() if value not in (None, "")}

    @property
    def key(self) -> RowKey:
        slot, seen = self.slot, self.rows.seen
        return RowKey(
            slot.indicator.slug,
            slot.district.slug,
            slot.period.slug,
            seen.version,
            seen.revision,
            mark_of(self.said),
        )

    @property
    def state(self) -> str:
        """Where the value stands, in a word."""
        row = self.rows.open
        if row is not None and not (Content.of(row).is_blank and row.state == "draft"):
            return str(MeasurementState(row.state).label)
        return "freigegeben" if self.rows.current else "offen"


@dataclass(frozen=True)
class Questions:
    """The rows of one department: one sheet."""

    name: str
    lines: Sequence[Question]

    @cached_property
    def indicators(self) -> list[Indicator]:
        """In the order of the lines, each once."""
        return list({one.slot.indicator.pk: one.slot.indicator for one in self.lines}.values())


def load_questions(choice: Choice, person: User | None, today: date) -> list[Questions]:
    """The sheets of a file for a person, by department; None: for all. Four queries."""
    asked = asked_indicators(choice, person)
    places = list(District.objects.order_by("name"))
    slots = {
        name: list(slots_of(indicators, places, choice, today))
        for name, indicators in asked.items()
    }
    every = [slot for some in slots.values() for slot in some]
    rows, earlier = stored_rows(every, choice.years)
    return [
        Questions(name, [question(slot, rows, earlier) for slot in some])
        for name, some in sorted(slots.items(), key=lambda item: (item[0] == NOBODY, item[0]))
        if some
    ]


def asked_indicators(choice: Choice, person: User | None) -> dict[str, list[Indicator]]:
    """The indicators by the name of the department that answers; none that are computed."""
    every = Indicator.objects.entered()
    allowed = every.enterable_by(person) if person else every
    allowed = allowed.select_related("department")
    answering: dict[int, Department | None] = {}
    if choice.asked_by:
        asks = RoundIndicator.objects.filter(round=choice.asked_by).select_related("department")
        answering = {ask.indicator_id: ask.department for ask in asks}
        allowed = allowed.filter(pk__in=answering)
    grouped: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in allowed.order_by("name", "pk"):
        department = answering.get(indicator.pk, indicator.department)
        if choice.department is None or choice.department == department:
            grouped[department.name if department else NOBODY].append(indicator)
    return dict(grouped)


def slots_of(
    indicators: Iterable[Indicator], places: Sequence[District], choice: Choice, today: date
) -> Iterator[Slot]:
    """Indicator by indicator, the city before its parts, periods that have begun."""
    city = [place for place in places if place.kind == "city"]
    parts = [place for place in places if place.kind != "city"]
    for indicator in indicators:
        has_parts = indicator.district_relation != DistrictRelation.NONE and choice.with_parts
        for place in city + parts if has_parts else city:
            for period in periods_of(indicator.frequency, choice.years):
                if period.first_day <= today:
                    yield Slot(indicator, place, period)


def periods_of(frequency: str, years: Iterable[int]) -> Iterator[Period]:
    for year in years:
        for part in range(1, 12 // months_per_period(frequency) + 1):
            yield Period.of(year, frequency, part)


def stored_rows(
    slots: Sequence[Slot], years: range
) -> tuple[dict[Key, SlotRows], dict[Key, Decimal]]:
    """What stands at the slots, and the released values of the years before. One query."""
    first = date(years[0] - EARLIER_VALUES, 1, 1)
    found: dict[Key, dict[bool, Measurement]] = defaultdict(dict)
    released: dict[Key, Decimal] = {}
    rows = Measurement.objects.filter(
        Q(superseded_at__isnull=True),
        indicator__in={slot.indicator.pk for slot in slots},
        period__range=(first, date(years[-1], 12, 31)),
    )
    for row in rows:
        key = (row.indicator_id, row.district_id, row.period)
        is_released = row.state == MeasurementState.RELEASED
        found[key][is_released] = row
        if is_released and row.value is not None:
            released[key] = row.value
    stored = {key: SlotRows(two.get(False), two.get(True)) for key, two in found.items()}
    return stored, released


def question(slot: Slot, rows: Mapping[Key, SlotRows], released: Mapping[Key, Decimal]) -> Question:
    first = slot.period.first_day
    place = (slot.indicator.pk, slot.district.pk)
    years = [first.replace(year=first.year - back) for back in range(EARLIER_VALUES, 0, -1)]
    return Question(
        slot=slot,
        rows=rows.get((*place, first), SlotRows(None, None)),
        earlier=tuple(released.get((*place, day)) for day in years),
    )
