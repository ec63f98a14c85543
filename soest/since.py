"""What has changed, and from when on: the last report, the last meeting of the council, any day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from indicators.developments import Developments, developments
from indicators.published_states import COMING, FIRST_DAY, UNKNOWN, end_of
from indicators.revisions import written
from indicators.scorecards import Scorecard, load_ledger
from reports.models import ReportFile
from strategy.models import CouncilMeeting

REPORT, MEETING = "bericht", "sitzung"
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
NO_REPORT = "Es ist noch kein Bericht veröffentlicht. Bitte einen Tag wählen."
NO_MEETING = "Es ist noch keine Sitzung eingetragen. Bitte einen Tag wählen."
TWELVE_MONTHS = timedelta(days=365)
MOST_READ = 12  # meetings; enough for two days, however many committees meet
MEETING_WORDS = ("seit der letzten Sitzung", "seit der vorletzten Sitzung")


@dataclass(frozen=True, slots=True)
class Since:
    """The moment from which changes count, and how people call it."""

    key: str  # in the address: "bericht", "sitzung", "2026-03-31"; empty for twelve months
    moment: datetime
    words: str  # after "was sich": "seit dem letzten Bericht"
    occasion: str = ""  # what happened on that day: "Rat", "Nachhaltigkeitsbericht 2024"
    link: str = ""  # to the agenda or the minutes of a meeting

    @property
    def query(self) -> str:
        """What links to the same comparison carry."""
        return f"?seit={self.key}" if self.key else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment that is offered as a link."""

    since: Since
    note: str  # the day, and what happened on it


@dataclass(frozen=True, slots=True)
class Comparison:
    """All indicators of the city, judged at two moments, and what is new at the later one."""

    before: list[Scorecard]
    after: list[Scorecard]
    found: Developments

    @classmethod
    def between(cls, since: datetime, now: datetime) -> Comparison:
        """The ledger is read once for both, in the queries of `load_ledger`."""
        ledger = load_ledger(since=since)
        before, after = ledger.scorecards(since), ledger.scorecards(now)
        return cls(before, after, developments(ledger, before, after, since))


class SinceForm(forms.Form):
    """The query string `?seit=`; nothing means the last report, or twelve months before the first.

    Two queries. What cannot be understood is said, and the usual comparison is shown below it.
    """

    seit = forms.CharField(
        label="Seit einem Tag",
        required=False,
        max_length=20,
        error_messages={"max_length": UNKNOWN, "null_characters_not_allowed": UNKNOWN},
    )

    def __init__(self, data: QueryDict, *, now: datetime) -> None:
        super().__init__(data)
        self.now = now
        self.report = ReportFile.objects.latest_published()
        today = timezone.localdate(now)
        # On the day of a meeting the one before it is the last: nothing has changed since today's.
        yesterday = today - timedelta(days=1)
        self.meetings = by_day(CouncilMeeting.objects.until(yesterday)[:MOST_READ])

    def clean_seit(self) -> Since | None:
        key = self.cleaned_data["seit"].strip()
        if not key:
            return None
        if key == REPORT:
            if self.since_report is None:
                raise ValidationError(NO_REPORT)
            return self.since_report
        if key == MEETING:
            if not self.meetings:
                raise ValidationError(NO_MEETING)
            return self.since_meeting(0)
        return self.since_day(read_day(key, timezone.localdate(self.now)))

    @property
    def since(self) -> Since:
        """The moment asked for, else the usual one."""
        chosen = self.cleaned_data.get("seit") if self.is_valid() else None
        return chosen or self.usual

    @property
    def comparison(self) -> Comparison:
        """Then and now. Reads the ledger each time it is asked for."""
        return Comparison.between(self.since.moment, self.now)

    @property
    def usual(self) -> Since:
        """The last report; before the first one twelve months."""
        return self.since_report or Since("", self.now - TWELVE_MONTHS, "in zwölf Monaten")

    @property
    def since_report(self) -> Since | None:
        if self.report is None:
            return None
        edition = self.report.edition
        return Since(REPORT, edition.frozen_at, "seit dem letzten Bericht", str(edition.report))

    def since_meeting(self, number: int) -> Since:
        """The last meeting (0) or the one before; that has no name of its own in addresses."""
        held = self.meetings[number]
        day = held[0].date
        key = day.isoformat() if number else MEETING
        occasion = " und ".join(named(meeting) for meeting in held)
        link = next((meeting.link for meeting in held if meeting.link), "")
        return Since(key, self.moment(day), MEETING_WORDS[number], occasion, link)

    def since_day(self, day: date) -> Since:
        return Since(day.isoformat(), self.moment(day), f"seit dem {written(day)}")

    def moment(self, day: date) -> datetime:
        """The end of a day: what was published on it is no change. Today has not ended yet."""
        return min(end_of(day), self.now)

    @property
    def choices(self) -> list[Choice]:
        """The moments that are offered as links; what does not exist is not offered."""
        offered = [self.since_report] if self.since_report else []
        offered += [self.since_meeting(number) for number in range(len(self.meetings))]
        return [Choice(one, note(one)) for one in offered]

    @property
    def typed(self) -> str:
        """What stands in the field: the day, or what could not be understood."""
        if not self.is_valid():
            return str(self.data.get("seit", ""))[:20]
        return "" if self.since.key in (REPORT, MEETING) else self.since.key

    @property
    def last_day(self) -> date:
        return timezone.localdate(self.now)

    @property
    def first_day(self) -> date:
        return FIRST_DAY

    @property
    def status(self) -> int:
        """Of the answer: 422 for what could not be understood."""
        return 200 if self.is_valid() else 422


def read_day(text: str, today: date) -> date:
    """A day as people or addresses write it; raises ValidationError with a German sentence."""
    field = forms.DateField(input_formats=DAY_FORMATS, error_messages={"invalid": UNKNOWN})
    day: date = field.clean(text)
    if day > today:
        raise ValidationError(COMING)
    if day < FIRST_DAY:
        raise ValidationError(f"Möglich sind Tage ab dem {FIRST_DAY:%d.%m.%Y}.")
    return day


def by_day(meetings: Iterable[CouncilMeeting]) -> list[list[CouncilMeeting]]:
    """The meetings of the newest days, one list a day; council and committees may share one."""
    days = [list(held) for _, held in groupby(meetings, lambda meeting: meeting.date)]
    return days[: len(MEETING_WORDS)]


def named(meeting: CouncilMeeting) -> str:
    """Body and occasion: "Rat (Haushalt)"."""
    return f"{meeting.body} ({meeting.title})" if meeting.title else meeting.body


def note(since: Since) -> str:
    """What stands beside the words of a link: "Rat, 18. März 2026"."""
    day = written(timezone.localdate(since.moment))
    return ", ".join(part for part in (since.occasion, day) if part)
