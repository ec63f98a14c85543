"""The page on which the city and its 19 parts are entered in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from accounts.models import User
from indicators.entry.batches import Batch, Change, Key, Kind, Line, read_batch
from indicators.entry.checks import Problem
from indicators.entry.district_forms import CONFIRMED_SEPARATOR, PlaceForm, SharedForm
from indicators.entry.district_sums import DistrictSum
from indicators.entry.places import PlaceEntry, load_places
from indicators.entry.plausibility import Oddity
from indicators.entry.readings import for_input
from indicators.entry.slots import Seen
from indicators.entry.stored_sums import district_sum, weights_for
from indicators.enums import MeasurementState
from indicators.models import Indicator
from indicators.named_periods import Period
from strategy.models import District

NO_KEYS: frozenset[Key] = frozenset()
FORGED = Seen(version=-1, revision=-1)


@dataclass(frozen=True)
class Row:
    """A place with its form and what its input would do."""

    place: PlaceEntry
    form: PlaceForm
    change: Change | None  # None: the row says nothing new
    is_overtaken: bool  # somebody else changed it, and both versions are shown
    problems: tuple[Problem, ...]  # those told at this row

    @property
    def is_locked(self) -> bool:
        return bool(self.place.obstacle)

    @property
    def seen(self) -> Seen:
        """What this page shows, for the next time it is sent."""
        return self.place.rows.seen

    @property
    def oddities(self) -> Sequence[Oddity]:
        return self.change.oddities if self.change else ()

    @property
    def asks_reason(self) -> bool:
        """The value is odd, or corrects what the public sees."""
        change = self.change
        return change is not None and (
            bool(change.oddities) or (change.corrects and change.kind != Kind.UNCHANGED)
        )

    @property
    def errors(self) -> list[str]:
        """What is wrong, for people."""
        return [one.text for one in self.problems]

    @property
    def goal(self) -> str:
        """The field to mend first, as its id on the page."""
        names = [one.field for one in self.problems if one.field in self.form.fields]
        return self.form[names[0] if names else "value"].id_for_label

    @property
    def has_error_beside(self) -> bool:
        """Something is wrong in a field that is folded away."""
        return any(one.field in ("missing_note", "source", "comment") for one in self.problems)

    @property
    def is_open_beside(self) -> bool:
        """The folded fields hold something."""
        names = ("missing_note", "source", "comment")
        return self.has_error_beside or any(self.form[name].value() for name in names)

    @property
    def change_words(self) -> str:
        """How far the typed or stored value is from the one before."""
        return self.place.change(self.form.value_counted)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and the rows it is wrong in."""

    text: str
    rows: Sequence[Row]


@dataclass
class DistrictSheet:
    """All rows of one indicator and period, as one person sends or opens them."""

    indicator: Indicator
    period: Period
    places: Sequence[PlaceEntry]
    data: Mapping[str, Any] | None = None  # None: the page is opened
    batch: Batch = field(default_factory=Batch)  # what the input would do
    overtaken: frozenset[Key] = NO_KEYS
    tells_problems: bool = False  # while somebody types, what is missing is no error yet

    @cached_property
    def shared(self) -> SharedForm:
        return SharedForm(self.data, initial=shared_words(self.indicator, self.places))

    @cached_property
    def forms(self) -> list[PlaceForm]:
        return [PlaceForm(self.data, place=place, shared=self.shared) for place in self.places]

    @property
    def lines(self) -> list[Line]:
        """What the rows say. Of a page that is only opened: the drafts, to judge them again."""
        if self.data is None:
            drafts = (one for one in self.places if one.has_draft and not one.obstacle)
            return [Line(place.slot, {}) for place in drafts]
        return [line for form in self.forms if (line := form.line) is not None]

    @property
    def seen(self) -> dict[Key, Seen]:
        """What the person had before them; forged numbers are like nothing that is stored."""
        return {
            Line(form.place.slot, {}).key: form.seen or FORGED
            for form in self.forms
            if form.is_bound
        }

    @cached_property
    def rows(self) -> list[Row]:
        changes = {one.line.key: one for one in self.batch.changes}
        return [self._row(form, changes) for form in self.forms]

    def _row(self, form: PlaceForm, changes: Mapping[Key, Change]) -> Row:
        key = Line(form.place.slot, {}).key
        change = changes.get(key)
        if change is None and form.is_overtaken:
            # Nothing was said here, so what is stored now is shown.
            form = PlaceForm(place=form.place, shared=self.shared)
        problems = change.problems if change and self.tells_problems else form_problems(form)
        told = tuple(one for one in problems if not self._is_told_above(one))
        return Row(form.place, form, change, key in self.overtaken, told)

    def _is_told_above(self, problem: Problem) -> bool:
        """A source that is missing everywhere is asked for once."""
        return problem.field == "source" and self.wants_source

    @cached_property
    def wants_source(self) -> bool:
        """Values lack a source, and there is none for all."""
        problems = (one for change in self.batch.changes for one in change.problems)
        lacking = self.tells_problems and any(one.field == "source" for one in problems)
        return lacking and not self.shared.text("source")

    @property
    def faults(self) -> list[Fault]:
        """What is to be mended, and where; what holds for many rows is said once."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for text in row.errors:
                found[text].append(row)
        return [Fault(text, rows) for text, rows in found.items()]

    @property
    def unconfirmed(self) -> list[str]:
        """Numbers with a point that may be a decimal point to others: „1.240 (nicht 1,240)“."""
        readings = [form.reading for form in self.forms if form.is_bound]
        return [
            f"{one.spelled} (nicht {one.other_meaning})" for one in readings if one.other_meaning
        ]

    @property
    def confirming(self) -> str:
        """What ticking the box confirms: just the numbers that were shown beside it."""
        readings = (form.reading for form in self.forms)
        return CONFIRMED_SEPARATOR.join(one.spelled for one in readings if one.other_meaning)

    @property
    def is_confirmed(self) -> bool:
        return not any(form.wants_confirmation for form in self.forms)

    @cached_property
    def sum(self) -> DistrictSum:
        """The parts beside the city, as typed."""
        districts: list[District] = [form.place.slot.district for form in self.forms]
        values = {row.place.slot.district.pk: row.form.value_counted for row in self.rows}
        weights = weights_for(self.indicator, districts, self.period.first_day.year)
        return district_sum(self.indicator, districts, values, weights)

    @property
    def can_take_sum(self) -> bool:
        """The parts make the value of the city, which nobody has said anything about."""
        city = next((row for row in self.rows if row.place.slot.is_city), None)
        if city is None or city.is_locked or city.form["missing_reason"].value():
            return False
        return self.sum.can_give_city

    @property
    def sum_words(self) -> str:
        """The sum with its unit."""
        return self.sum.scale.amount(self.sum.total) if self.sum.total is not None else ""

    def with_sum_taken(self, data: Any) -> Any:
        """The input with the sum of the parts typed in for the city."""
        taken = data.copy()
        city = next(form for form in self.forms if form.place.slot.is_city)
        taken[city.add_prefix("value")] = for_input(self.sum.total, self.indicator.decimals)
        return taken

    @property
    def still_open(self) -> int:
        """Places that nothing was handed in for."""
        handed_in = (MeasurementState.SUBMITTED, MeasurementState.RELEASED)
        return sum(
            1
            for place in self.places
            if not (place.is_released or (place.rows.state in handed_in and place.has_draft))
        )

    @property
    def can_write(self) -> bool:
        return any(not place.obstacle for place in self.places)


def form_problems(form: PlaceForm) -> Sequence[Problem]:
    """What cannot be read, which is said at once."""
    return form.problems if form.is_bound and not form.place.obstacle else ()


def shared_words(indicator: Indicator, places: Sequence[PlaceEntry]) -> dict[str, str]:
    """What all places agree on, to begin with: a source and a comment."""
    contents = [place.content for place in places if place.has_words]
    valued = [one for one in contents if one.value is not None]
    return {
        "source": agreed([one.source for one in valued], default=indicator.source),
        "comment": agreed([one.comment for one in contents], default=""),
    }


def agreed(texts: Sequence[str], *, default: str) -> str:
    """The one text that all say; empty if they differ, the default if nobody says anything."""
    if not texts:
        return default
    return texts[0] if len(set(texts)) == 1 else ""


def open_sheet(indicator: Indicator, period: Period, person: User) -> DistrictSheet:
    """The page as it is opened, with what is odd about the drafts."""
    sheet = DistrictSheet(indicator, period, load_places(indicator, period, person))
    sheet.batch = read_batch(sheet.lines, by=person, submit=False)
    return sheet


def counted(batch: Batch) -> str:
    """„17 Werte“ that were written."""
    count = batch.count(Kind.NEW) + batch.count(Kind.CHANGED)
    return "1 Wert" if count == 1 else f"{count} Werte"


def sent_sheet(
    indicator: Indicator, period: Period, person: User, data: Mapping[str, Any], *, submit: bool
) -> DistrictSheet:
    """The page as it was sent, beside what is stored now, with what prevents writing it."""
    places = load_places(indicator, period, person)
    sheet = DistrictSheet(indicator, period, places, data, tells_problems=submit)
    sheet.batch = read_batch(sheet.lines, by=person, submit=submit)
    seen = sheet.seen
    sheet.overtaken = frozenset(
        one.line.key
        for one in sheet.batch.changes
        if one.kind != Kind.UNCHANGED and one.rows.seen != seen.get(one.line.key, Seen())
    )
    return sheet
