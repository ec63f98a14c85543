"""Meetings of the council."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError
from django.test import Client

from strategy.models import CouncilMeeting, DataVersion
from tests.factories import CouncilMeetingFactory

pytestmark = pytest.mark.django_db


def test_held_ones_come_newest_first() -> None:
    days = [date(2026, 2, 4), date(2026, 3, 12), date(2026, 3, 13)]
    for day in days:
        CouncilMeetingFactory(date=day)
    found = CouncilMeeting.objects.until(date(2026, 3, 12))
    assert [meeting.date for meeting in found] == [days[1], days[0]]


def test_committees_may_meet_on_the_same_day() -> None:
    first = CouncilMeetingFactory()
    CouncilMeetingFactory(date=first.date, body="Hauptausschuss")
    with pytest.raises(IntegrityError):
        CouncilMeetingFactory(date=first.date)


def test_a_meeting_makes_new_pages() -> None:
    before = DataVersion.objects.get().number
    CouncilMeetingFactory()
    assert DataVersion.objects.get().number > before


@pytest.mark.ignore_template_errors  # Django's own templates read variables that may be missing
def test_coordination_enters_one_and_is_told_of_a_second(coordinator_client: Client) -> None:
    address = "/verwaltung/strategy/councilmeeting/add/"
    answers = {"date": "18.03.2026", "body": "Rat", "title": "Haushalt", "link": ""}
    assert coordinator_client.post(address, answers).status_code == 302
    assert str(CouncilMeeting.objects.get()) == "Rat, 18.03.2026"
    text = coordinator_client.post(address, answers).content.decode()
    assert "Die Sitzung dieses Gremiums an diesem Tag gibt es schon." in text
    assert CouncilMeeting.objects.count() == 1
