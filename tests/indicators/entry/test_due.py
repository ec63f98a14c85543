from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.due import (
    Phase,
    Progress,
    Standing,
    Terms,
    expected_periods,
    last_day_in_time,
    newest_complete,
    owed_period,
)
from indicators.freshness import freshness
from indicators.named_periods import Period

MARCH = date(2026, 3, 12)


def period(slug: str) -> Period:
    return Period.parse(slug)


@pytest.mark.parametrize(
    ("frequency", "slug"),
    [("year", "2025"), ("half_year", "2025-h2"), ("quarter", "2025-q4"), ("month", "2026-02")],
)
def test_newest_complete_period_has_ended(frequency: str, slug: str) -> None:
    assert newest_complete(frequency, MARCH) == period(slug)


@pytest.mark.parametrize(
    ("latest", "waiting", "owed"),
    [
        (None, [], "2025"),  # a new indicator owes the newest year only
        ("2024", [], "2025"),
        ("2021", [], "2022"),  # the oldest missing one first
        ("2021", ["2022"], "2023"),  # what is submitted waits for somebody else
        ("2021", ["2022", "2024"], "2023"),
        ("2021", ["2023"], "2022"),
        ("2024", ["2025"], None),
        (None, ["2025"], None),
        ("2025", [], None),
        ("2026", [], None),  # the running year is released already
    ],
)
def test_owed_period(latest: str | None, waiting: list[str], owed: str | None) -> None:
    found = owed_period(
        period(latest) if latest else None, [period(one) for one in waiting], "year", MARCH
    )
    assert found == (period(owed) if owed else None)


def test_owed_period_of_a_quarter() -> None:
    assert owed_period(period("2025-q2"), [], "quarter", MARCH) == period("2025-q3")


@pytest.mark.parametrize(
    ("slug", "months", "last_day"),
    [
        ("2025", 6, date(2026, 6, 30)),
        ("2025", 0, date(2025, 12, 31)),
        ("2025", 2, date(2026, 2, 28)),
        ("2025-q4", 3, date(2026, 3, 31)),
        ("2025-07", 36, date(2028, 7, 31)),
    ],
)
def test_deadline(slug: str, months: int, last_day: date) -> None:
    assert last_day_in_time(period(slug), months) == last_day


@pytest.mark.parametrize(
    ("year", "frequency", "slugs"),
    [
        (2025, "year", ["2025"]),
        (2025, "half_year", ["2025-h1", "2025-h2"]),
        (2025, "quarter", ["2025-q1", "2025-q2", "2025-q3", "2025-q4"]),
        (2026, "month", ["2026-01", "2026-02"]),  # March still runs
        (2026, "year", []),
        (2027, "month", []),
    ],
)
def test_expected_periods_of_a_round(year: int, frequency: str, slugs: list[str]) -> None:
    assert [one.slug for one in expected_periods(year, frequency, MARCH)] == slugs


@given(st.integers(1990, 2100), st.sampled_from(["year", "half_year", "quarter", "month"]))
def test_a_past_year_is_expected_whole(year: int, frequency: str) -> None:
    """The periods of a year follow one another from its first to its last day."""
    periods = expected_periods(year, frequency, date(2200, 1, 1))
    assert periods[0].first_day == date(year, 1, 1)
    assert periods[-1].end == date(year + 1, 1, 1)
    assert all(one.end == two.first_day for one, two in pairwise(periods))


@pytest.mark.parametrize(
    ("today", "phase", "possible"),
    [
        (date(2026, 1, 31), Phase.IN_TIME, date(2026, 1, 31)),
        (date(2026, 2, 1), Phase.GRACE, date(2026, 2, 14)),
        (date(2026, 2, 14), Phase.GRACE, date(2026, 2, 14)),
        (date(2026, 2, 15), Phase.OVERDUE, None),
    ],
)
def test_phases_of_a_deadline(today: date, phase: Phase, possible: date | None) -> None:
    terms = Terms(date(2026, 1, 31), date(2026, 2, 14))
    assert terms.late_since == date(2026, 2, 1)
    assert (terms.phase(today), terms.still_possible_until(today)) == (phase, possible)


def test_usual_terms_know_no_grace() -> None:
    terms = Terms.usual(period("2025"), 6)
    assert terms.phase(date(2026, 6, 30)) == Phase.IN_TIME
    assert terms.phase(date(2026, 7, 1)) == Phase.OVERDUE


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["year", "half_year", "quarter", "month"]),
    st.integers(0, 36),
    st.integers(1, 40),
)
def test_deadline_is_the_day_before_freshness_calls_it_missing(
    day: date, frequency: str, months: int, ahead: int
) -> None:
    """Two modules tell the same deadline: independently computed, they must agree."""
    last = Period.containing(day, frequency)
    today = last.shifted(ahead).end
    due_since = freshness(last.first_day, frequency, months, today).due_since
    late = today > last_day_in_time(last.shifted(1), months)
    assert (due_since is not None) == late
    if due_since:
        assert (due_since - last_day_in_time(last.shifted(1), months)).days == 1


def test_progress_of_the_usual_department() -> None:
    standings = [Standing.DONE] * 2 + [Standing.SUBMITTED] + [Standing.DRAFT] * 2
    progress = Progress.of([*standings, Standing.RETURNED, Standing.OPEN, Standing.OPEN])
    assert progress.sentence == "5 von 8 Werten stehen noch aus."
    assert [segment.label for segment in progress.segments] == [
        "2 freigegeben",
        "1 eingereicht",
        "2 Entwürfe",
        "1 zurückgegeben",
        "2 offen",
    ]
    assert [segment.steps for segment in progress.segments] == [2, 1, 2, 1, 2]


@pytest.mark.parametrize(
    ("standings", "sentence"),
    [
        ([], "Zurzeit gibt es hier nichts zu erfassen."),
        ([Standing.OPEN], "1 von 1 Wert steht noch aus."),
        ([Standing.DRAFT, Standing.DONE], "1 von 2 Werten steht noch aus."),
        ([Standing.DONE], "Alles erledigt: Der Wert ist eingereicht oder freigegeben."),
        (
            [Standing.DONE, Standing.SUBMITTED],
            "Alles erledigt: Alle 2 Werte sind eingereicht oder freigegeben.",
        ),
    ],
)
def test_progress_in_words(standings: list[Standing], sentence: str) -> None:
    assert Progress.of(standings).sentence == sentence


@given(st.lists(st.sampled_from(Standing), min_size=1, max_size=300))
def test_progress_counts_everything_once(standings: list[Standing]) -> None:
    progress = Progress.of(standings)
    assert progress.total == len(standings)
    assert progress.needed == sum(one.needs_work for one in standings)
    assert all(1 <= segment.steps <= 12 for segment in progress.segments)
