from __future__ import annotations

from collections import Counter

from indicators import enums
from indicators.sample.figures import IN_WORK, released_years
from indicators.sample.series import progress
from indicators.sample.tables import sample_actions, sample_indicators, sample_series
from strategy.enums import ActionKind

YEARS = range(2014, 2026)


def test_reference_volume() -> None:
    assert len(sample_series()) == 100
    assert len(sample_indicators()) == 44
    assert len(sample_actions()) == 119


def test_series_are_of_the_sdg_indicators_and_the_made_up_ones() -> None:
    codes = [one.code for one in sample_series()]
    made_up = [entry.code for entry in sample_indicators()]
    assert codes == [*(f"SDG-{number:02}" for number in range(1, 57)), *made_up]


def test_thirty_indicators_have_values_of_all_parts() -> None:
    relations = Counter(entry.district_relation for entry in sample_indicators())
    assert relations == {"none": 14, "sum": 19, "weighted_mean": 8, "independent": 3}


def test_every_area_has_goals_indicators_and_actions() -> None:
    areas = set(range(1, 9))
    assert {one.area for one in sample_series()} == areas
    assert {entry.area for entry in sample_indicators()} == areas
    assert {action.area for action in sample_actions()} == areas


def test_words_are_known() -> None:
    for one in sample_series():
        assert 0 <= progress(one.course, 0 * one.start) <= 1
        assert released_years(one.record, YEARS)
        assert one.target_kind in ["", *enums.TargetKind.values]
        assert bool(one.target) == (one.target_kind not in ("", "direction"))
    for entry in sample_indicators():
        assert entry.direction in enums.Direction.values
        assert entry.frequency in enums.Frequency.values
        assert entry.annual_rule in enums.AnnualRule.values
    assert {action.kind for action in sample_actions()} == set(ActionKind.values)
    assert set(IN_WORK) == set(enums.OPEN_STATES)


def test_ten_targets_were_moved() -> None:
    assert sum(one.former_target is not None for one in sample_series()) == 10


def test_names_are_unique_and_carry_no_mark() -> None:
    titles = [action.title for action in sample_actions()]
    goals = [one.goal for one in sample_series()]
    names = [entry.name for entry in sample_indicators()]
    for texts in (titles, goals, names):
        assert len(set(texts)) == len(texts)
        assert not any("Beispiel" in text for text in texts)
