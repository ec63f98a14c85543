from __future__ import annotations

import fcntl
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any

import pypdf
import pytest
import time_machine
from django.db import connection
from django.template import TemplateSyntaxError
from django.test import Client

from indicators.models import Indicator
from reports import sheets
from reports.rendering import RenderedFile, RenderError
from reports.sheets import SheetUnavailable, one_at_a_time, program, state_key
from reports.snapshot import SnapshotError
from strategy.models import StrategicGoal
from tests.factories import (
    ActionAreaFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    OperationalGoalFactory,
    StrategicGoalFactory,
    released_series,
)

pytestmark = pytest.mark.django_db
PATH = "/ziele/5.1/blatt.pdf"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "blaetter"


@pytest.fixture
def goal() -> StrategicGoal:
    DistrictFactory(city=True)
    area = ActionAreaFactory(number=5, slug="klima-energie", name="Klima & Energie")
    goal: StrategicGoal = StrategicGoalFactory(area=area, code="5.1", title="Weniger Gas")
    below = OperationalGoalFactory(strategic_goal=goal, code="5.1.1", title="Dächer dämmen")
    indicator = IndicatorFactory(name="Gedämmte Dächer", area=area)
    indicator.goals.add(below)
    released_series(indicator, {2022: 4, 2023: 5, 2024: 7})
    return goal


@pytest.fixture
def typesetter(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The markups that were set, without setting them."""
    seen: list[str] = []

    def set_pages(markup: str, output: Path, **options: object) -> RenderedFile:
        seen.append(markup)
        output.write_bytes(b"%PDF-1.7 Blatt")
        return RenderedFile(output, 1, 14, "")

    monkeypatch.setattr(sheets, "set_pages", set_pages)
    return seen


# What readers get ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/ziele/5.1/blatt.pdf", "Strategisches Ziel 5.1"),
        ("/ziele/5.1.1/blatt.pdf", "Dächer dämmen"),
        ("/handlungsfelder/klima-energie/blatt.pdf", "Klima & Energie"),
    ],
)
def test_a_sheet_is_one_page(client: Client, goal: StrategicGoal, path: str, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Content-Disposition"].startswith('inline; filename="Soest-')
    assert not answer.cookies
    (page,) = pypdf.PdfReader(BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    assert words in text
    assert "Gedämmte Dächer" in text
    assert path.removesuffix("blatt.pdf") in text


@pytest.mark.parametrize(
    "path",
    [
        "/ziele/5.2/blatt.pdf",
        "/ziele/5.1.9/blatt.pdf",
        "/ziele/9.1/blatt.pdf",
        "/handlungsfelder/meer/blatt.pdf",
    ],
)
def test_unknown_places_are_not_set(
    client: Client, goal: StrategicGoal, typesetter: list[str], path: str
) -> None:
    assert client.get(path).status_code == 404
    assert typesetter == []


def test_posting_is_refused(client: Client, goal: StrategicGoal) -> None:
    assert client.post(PATH).status_code == 405


def test_the_page_leads_to_its_sheet(client: Client, goal: StrategicGoal) -> None:
    for page in ("/ziele/5.1/", "/ziele/5.1.1/", "/handlungsfelder/klima-energie/"):
        assert (
            f'<a href="{page}blatt.pdf" rel="nofollow">Blatt als PDF</a>'
            in client.get(page).content.decode()
        )


def test_reader_who_has_the_sheet_gets_304(
    client: Client, goal: StrategicGoal, typesetter: list[str]
) -> None:
    first = client.get(PATH)
    again = client.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_only_released_values_are_on_it(
    client: Client, goal: StrategicGoal, typesetter: list[str]
) -> None:
    indicator = Indicator.objects.get()
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), value=123456, submitted=True)
    client.get(PATH)
    assert "Gedämmte Dächer" in typesetter[0]
    assert "123.456" not in typesetter[0]
    assert "7,0 (2024)" in typesetter[0]


# How often it is set -------------------------------------------------------------------


def test_fifty_readers_cause_one_rendering(
    client: Client, goal: StrategicGoal, typesetter: list[str]
) -> None:
    answers = [client.get(PATH) for _ in range(50)]
    assert {answer.content for answer in answers} == {b"%PDF-1.7 Blatt"}
    assert len(typesetter) == 1


def test_a_ready_sheet_needs_few_queries(
    client: Client,
    goal: StrategicGoal,
    typesetter: list[str],
    django_assert_num_queries: Any,
) -> None:
    client.get(PATH)
    with django_assert_num_queries(2):  # the goal, and the state of the data
        client.get(PATH)


def test_changed_data_make_a_new_sheet_and_remove_the_old_one(
    client: Client, goal: StrategicGoal, typesetter: list[str], media: Path
) -> None:
    first = client.get(PATH)
    goal.title = "Gar kein Gas"
    goal.save()
    second = client.get(PATH)
    assert first.headers["ETag"] != second.headers["ETag"]
    assert "Gar kein Gas" in typesetter[1]
    assert len(list(media.glob("*.pdf"))) == 1


def test_other_sheets_of_the_same_state_stay(
    client: Client, goal: StrategicGoal, typesetter: list[str], media: Path
) -> None:
    for path in (PATH, "/ziele/5.1.1/blatt.pdf", "/handlungsfelder/klima-energie/blatt.pdf"):
        client.get(path)
    assert len(list(media.glob("*.pdf"))) == 3


def test_a_new_day_is_a_new_state(goal: StrategicGoal) -> None:
    with time_machine.travel("2026-03-31 12:00", tick=False):
        before = state_key()
    with time_machine.travel("2026-04-01 12:00", tick=False):
        assert state_key() != before


def test_a_new_program_or_address_is_a_new_state(
    goal: StrategicGoal, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_key()
    settings.SITE_URL = "https://ziele.example.org"
    moved = state_key()
    monkeypatch.setattr(sheets, "program", lambda: "anders")
    assert len({before, moved, state_key()}) == 3
    assert program() == program()


# One at a time ---------------------------------------------------------------------------


def test_sheet_that_was_made_meanwhile_is_not_set_again(typesetter: list[str], media: Path) -> None:
    """Another process finished it after this one had looked."""
    media.mkdir()
    path = media / "ziel-5.1-abc.pdf"
    path.write_bytes(b"%PDF-1.7 vom anderen")
    content = sheets.made(path, lambda snapshot: None, "/ziele/5.1/")
    assert content == b"%PDF-1.7 vom anderen"
    assert typesetter == []


def test_who_comes_while_another_is_set_is_told_at_once_when_to_come_again(
    client: Client,
    goal: StrategicGoal,
    typesetter: list[str],
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    media.mkdir()
    with (media / ".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        answer = client.get(PATH)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "Das Blatt ist noch nicht fertig" in page
    assert 'href="/ziele/5.1/"' in page
    assert (waits, typesetter) == ([], [])
    assert client.get(PATH).status_code == 200


def test_never_two_at_once(media: Path) -> None:
    inside: list[int] = []
    most: list[int] = []
    start = Barrier(8)

    def work(number: int) -> bool:
        start.wait()
        try:
            with one_at_a_time():
                inside.append(number)
                most.append(len(inside))
                time.sleep(0.02)
                inside.remove(number)
        except SheetUnavailable:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        worked = list(pool.map(work, range(8)))
    assert most == [1] * sum(worked)
    assert any(worked)
    connection.close()


def test_setting_a_sheet_has_a_limit_of_its_own(
    client: Client, goal: StrategicGoal, monkeypatch: pytest.MonkeyPatch, media: Path
) -> None:
    monkeypatch.setattr(sheets, "SET_SECONDS", 0.01)
    assert client.get(PATH).status_code == 503
    assert len(list(media.glob("*.failed"))) == 1


# What can go wrong ------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [RenderError, SnapshotError, ValueError, TemplateSyntaxError])
def test_a_sheet_that_fails_is_not_tried_by_every_reader(
    fault: type[Exception],
    client: Client,
    goal: StrategicGoal,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tries: list[Path] = []

    def fail(markup: str, output: Path, **options: object) -> RenderedFile:
        tries.append(output)
        raise fault("Der Speicher reichte nicht.")

    monkeypatch.setattr(sheets, "set_pages", fail)
    answers = [client.get(PATH) for _ in range(5)]
    assert {(one.status_code, one.headers["Retry-After"]) for one in answers} == {(503, "60")}
    assert len(tries) == 1
    assert "Der Speicher reichte nicht." in caplog.text
    (mark,) = media.glob("*.failed")
    past = time.time() - 61
    os.utime(mark, (past, past))
    client.get(PATH)
    assert len(tries) == 2


def test_a_goal_that_went_away_meanwhile(
    goal: StrategicGoal, typesetter: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SheetUnavailable):
        sheets.sheet_file("ziel-9.9", lambda snapshot: None, "/ziele/9.9/")
    assert "Das Ziel gibt es nicht mehr." in caplog.text
    assert typesetter == []
