"""One text as its page shows it: wording, preview, the year before, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from indicators.german_numbers import format_number
from indicators.models import Indicator
from reports.markdown import LONGEST, Markup, Problem, codes_in, problems, to_html
from reports.models import ReportEdition, ReportText, Section, TextState
from reports.snapshot import Snapshot, SnapshotError, read
from reports.tokens import CITY, TARGET, VALUE, Numbers, Token, resolve, write_token
from reports.writing.numbers import released_numbers
from reports.writing.places import TextPlace

OFFERED = 8  # indicators a search shows at most
HEADINGS = 3  # level of the highest ones on the page of a text


@dataclass(frozen=True, slots=True)
class Preview:
    """What a wording looks like, and what is wrong with it."""

    markup: Markup
    problems: tuple[Problem, ...]
    length: int  # characters
    is_too_long: bool

    @property
    def count(self) -> str:
        """The length in words: "1.234 von 20.000 Zeichen"."""
        length, longest = (format_number(Decimal(n), 0) for n in (self.length, LONGEST))
        return f"{length} von {longest} Zeichen"


@dataclass(frozen=True, slots=True)
class FormerText:
    """What stood at the same place of an earlier report."""

    year: int
    body: str
    markup: Markup


@dataclass(frozen=True, slots=True)
class TextSheet:
    """A place with its text, as one person sees it."""

    place: TextPlace
    text: ReportText | None
    person: User
    today: date

    @property
    def version(self) -> int:
        """Of what is stored; 0 while nothing is."""
        return self.text.version if self.text else 0

    @property
    def body(self) -> str:
        return self.text.body if self.text else ""

    @property
    def stance(self) -> str:
        """How a criterion is answered; "" while that is open, and at other places."""
        return self.text.stance if self.text else ""

    @property
    def initial(self) -> dict[str, str]:
        """What the form begins with."""
        return {"body": self.body, "stance": self.stance}

    @property
    def is_draft(self) -> bool:
        return self.text is None or self.text.state == TextState.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.text is not None and self.text.state == TextState.REVIEW

    @property
    def is_approved(self) -> bool:
        return self.text is not None and self.text.state == TextState.APPROVED

    @property
    def is_own(self) -> bool:
        """The person has written it last, so that somebody else approves it."""
        return self.text is not None and self.text.saved_by_id == self.person.pk

    @property
    def is_late(self) -> bool:
        due = self.text.due_on if self.text else None
        return due is not None and due < self.today and self.is_draft


@dataclass(frozen=True, slots=True)
class OfferedNumber:
    """A placeholder that can be put into a text, and what it prints now."""

    token: str
    number: str


@dataclass(frozen=True, slots=True)
class OfferedIndicator:
    """An indicator a search has found, with its newest numbers."""

    code: str
    name: str
    numbers: tuple[OfferedNumber, ...]


# Reading -----------------------------------------------------------------------------


def load_sheet(place: TextPlace, person: User, today: date) -> TextSheet:
    people = ("writer", "saved_by", "approved_by")
    return TextSheet(place, place.texts.select_related(*people).first(), person, today)


def preview_of(body: str, year: int) -> Preview:
    """The formatted wording with the numbers released by now."""
    if len(body) > LONGEST:
        return Preview(Markup(), (), len(body), is_too_long=True)
    numbers = released_numbers(codes_in(body), year)
    return Preview(
        markup=to_html(body, numbers, level=HEADINGS),
        problems=tuple(problems(body, numbers)),
        length=len(body),
        is_too_long=False,
    )


def former_text(place: TextPlace) -> FormerText | None:
    """The text of the report before, or what a published edition before it has printed."""
    year, body = stored_former(place) or published_former(place) or (0, "")
    if not body.strip():
        return None
    numbers = released_numbers(codes_in(body), place.report.year)
    return FormerText(year, body, to_html(body, numbers, level=HEADINGS))


def stored_former(place: TextPlace) -> tuple[int, str] | None:
    row = place.former_texts.exclude(body="").values_list("report__year", "body").first()
    return (row[0], row[1]) if row else None


def published_former(place: TextPlace) -> tuple[int, str] | None:
    earlier = ReportEdition.objects.published().filter(report__year__lt=place.report.year)
    edition = earlier.select_related("report").order_by("-report__year", "-number").first()
    if edition is None:
        return None
    try:
        return edition.report.year, printed(read(edition.snapshot), place)
    except SnapshotError:
        return None  # an edition that cannot be read has no text to offer


def printed(snapshot: Snapshot, place: TextPlace) -> str:
    """What a frozen report has printed at a place; "" if nothing."""
    areas = snapshot.areas
    if place.area is not None:
        number = place.area.number
        return next((one.text for one in areas if one.number == number), "")
    if place.goal is not None:
        goals = (goal for area in areas for goal in area.goals)
        return next((one.text for one in goals if one.code == place.goal.code), "")
    if place.indicator is not None:
        code = place.indicator.code
        return next((one.text for one in snapshot.indicators if one.code == code), "")
    if place.criterion is not None:
        asked = place.criterion.code
        return next((one.text for one in snapshot.criteria if one.code == asked), "")
    report = snapshot.report
    return {
        Section.FOREWORD: report.foreword,
        Section.SUMMARY: report.summary,
        Section.ANNEX: report.annex,
    }[place.section]


def offered_indicators(asked: str, place: TextPlace) -> list[OfferedIndicator]:
    """Indicators whose name or code holds what was typed; unasked those of the place itself."""
    found = Indicator.objects.order_by("name")
    if asked:
        found = found.filter(name__icontains=asked) | found.filter(code__icontains=asked)
    elif place.indicator is not None:
        found = found.filter(pk=place.indicator.pk)
    elif place.goal is not None:
        found = found.filter(goals__strategic_goal=place.goal).distinct()
    elif place.area is not None:
        found = found.filter(area=place.area)
    elif place.criterion is not None:
        found = found.filter(criteria=place.criterion)
    else:
        return []
    rows = list(found[:OFFERED])
    numbers = released_numbers([one.code for one in rows], place.report.year)
    return [OfferedIndicator(one.code, one.name, newest_of(one.code, numbers)) for one in rows]


def newest_of(code: str, numbers: Numbers) -> tuple[OfferedNumber, ...]:
    """The placeholders of the two newest values and of the last target."""
    series = numbers[code]
    years = [year for year, one in series.years.get(CITY, {}).items() if one.value is not None]
    tokens = [Token(VALUE, code, year, CITY) for year in sorted(years, reverse=True)[:2]]
    tokens += [Token(TARGET, code, year, CITY) for year in sorted(series.targets)[-1:]]
    return tuple(OfferedNumber(write_token(one), resolve(one, numbers).number) for one in tokens)
