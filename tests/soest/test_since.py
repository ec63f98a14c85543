"""From when on changes count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from soest.since import Since, SinceForm
from tests.factories import (
    CouncilMeetingFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
FROZEN_AT = datetime(2025, 11, 14, 10, 0, tzinfo=UTC)


def asked(query: str, now: datetime = NOW) -> SinceForm:
    return SinceForm(QueryDict(query), now=now)


def publish_report() -> None:
    edition = ReportEditionFactory(
        report=ReportFactory(year=2024), published=True, frozen_at=FROZEN_AT
    )
    ReportFileFactory(edition=edition)


@pytest.mark.parametrize("query", ["", "seit=", "seit=++", "anderes=1"])
def test_nothing_asked_means_the_last_report_or_twelve_months(query: str) -> None:
    assert asked(query).since == Since("", NOW - timedelta(days=365), "in zwölf Monaten")
    publish_report()
    since = asked(query).since
    assert (since.key, since.moment) == ("bericht", FROZEN_AT)
    assert since.occasion == "Nachhaltigkeitsbericht 2024"


@pytest.mark.parametrize(
    "text", ["2026-01-31", "31.01.2026", "31.1.2026", "31.01.26", "+31.1.2026+"]
)
def test_a_day_counts_from_its_end_in_soest(text: str) -> None:
    since = asked(f"seit={text}").since
    assert since.key == "2026-01-31"
    assert since.words == "seit dem 31. Januar 2026"
    assert since.moment == datetime(2026, 1, 31, 22, 59, 59, 999999, tzinfo=UTC)


def test_today_counts_up_to_now() -> None:
    assert asked("seit=2026-03-12").since.moment == NOW


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-03-13", "Dieser Tag liegt in der Zukunft."),
        ("31.12.2999", "Dieser Tag liegt in der Zukunft."),
        ("30.02.2026", "Diesen Tag gibt es nicht."),
        ("2026-13-01", "Diesen Tag gibt es nicht."),
        ("gestern", "Diesen Tag gibt es nicht."),
        ("%00", "Diesen Tag gibt es nicht."),
        ("9" * 5000, "Diesen Tag gibt es nicht."),
        ("31.12.1999", "Möglich sind Tage ab dem 01.01.2000."),
        ("0001-01-01", "Möglich sind Tage ab dem 01.01.2000."),
        ("bericht", "Es ist noch kein Bericht veröffentlicht."),
        ("sitzung", "Es ist noch keine Sitzung eingetragen."),
    ],
)
def test_what_is_no_moment_is_said_and_the_usual_one_is_taken(text: str, message: str) -> None:
    form = asked(f"seit={text}")
    assert form.since == form.usual
    assert form.status == 422
    assert [str(error).startswith(message) for error in form.errors["seit"]] == [True]


def test_the_last_meeting_is_the_newest_that_is_not_in_the_future() -> None:
    for day in (date(2026, 2, 4), date(2026, 3, 4), date(2026, 3, 13)):
        CouncilMeetingFactory(date=day)
    since = asked("seit=sitzung").since
    assert since.words == "seit der letzten Sitzung"
    assert since.moment == datetime(2026, 3, 4, 22, 59, 59, 999999, tzinfo=UTC)


def test_meeting_is_the_last_one_from_the_midnight_after_it_in_soest() -> None:
    CouncilMeetingFactory(date=date(2026, 3, 13))
    before = datetime(2026, 3, 13, 22, 59, tzinfo=UTC)
    assert asked("seit=sitzung", before).errors
    assert asked("seit=sitzung", before + timedelta(minutes=2)).since.key == "sitzung"


def test_only_what_exists_is_offered() -> None:
    assert asked("").choices == []
    for number in range(1, 4):
        CouncilMeetingFactory(date=date(2026, number, 4), title="Haushalt" if number == 2 else "")
    CouncilMeetingFactory(date=date(2026, 3, 4), body="Hauptausschuss")
    publish_report()
    assert [(one.since.key, one.since.words, one.note) for one in asked("").choices] == [
        ("bericht", "seit dem letzten Bericht", "Nachhaltigkeitsbericht 2024, 14. November 2025"),
        ("sitzung", "seit der letzten Sitzung", "Hauptausschuss und Rat, 4. März 2026"),
        ("2026-02-04", "seit der vorletzten Sitzung", "Rat (Haushalt), 4. Februar 2026"),
    ]


@pytest.mark.parametrize(
    ("query", "typed"),
    [
        ("", ""),
        ("seit=sitzung", ""),
        ("seit=31.1.2026", "2026-01-31"),
        ("seit=morgen", "morgen"),
        ("seit=" + "x" * 900, "x" * 20),
    ],
)
def test_the_field_keeps_what_was_typed(query: str, typed: str) -> None:
    CouncilMeetingFactory(date=date(2026, 3, 4))
    assert asked(query).typed == typed


def test_takes_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    CouncilMeetingFactory(date=date(2026, 3, 4))
    publish_report()
    with django_assert_num_queries(2):
        form = asked("seit=sitzung")
        assert form.since
        assert form.choices
