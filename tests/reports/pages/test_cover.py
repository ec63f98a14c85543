from __future__ import annotations

from reports.pages.cover import COLOURS, COURSES, WIDTH, wall


def test_wall_has_one_coloured_stone_for_each_handlungsfeld() -> None:
    coloured = [stone for stone in wall(2024, 8) if stone.colour in COLOURS]
    assert [stone.colour for stone in coloured] == list(COLOURS)
    assert len({(stone.x, stone.y) for stone in coloured}) == 8


def test_wall_covers_the_whole_width_in_every_course() -> None:
    stones = wall(2024, 0)
    for y in {stone.y for stone in stones}:
        course = sorted(stone.x for stone in stones if stone.y == y)
        assert course[0] <= 0
        last = max((stone for stone in stones if stone.y == y), key=lambda stone: stone.x)
        assert last.x + last.width >= WIDTH - 2
    assert len({stone.y for stone in stones}) == COURSES


def test_wall_is_the_same_for_the_same_year_only() -> None:
    assert wall(2024, 8) == wall(2024, 8)
    assert wall(2024, 8) != wall(2025, 8)
