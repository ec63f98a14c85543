"""What is laid out of an edition is made once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from reports.edition_cache import kept
from reports.models import ReportEdition


def edition(name: str) -> ReportEdition:
    return ReportEdition(snapshot=f"{{{name}}}", snapshot_sha256=name)


def test_the_last_ones_are_kept() -> None:
    made: list[str] = []

    @kept(2)
    def text(one: ReportEdition) -> str:
        made.append(one.snapshot_sha256)
        return one.snapshot

    for name in ("a", "b", "a", "c", "a", "b"):
        assert text(edition(name)) == f"{{{name}}}"
    assert made == ["a", "b", "c", "b"]


def test_many_who_ask_at_once_cause_one_making() -> None:
    made: list[str] = []
    start = Barrier(8)

    @kept(2)
    def text(one: ReportEdition) -> str:
        made.append(one.snapshot_sha256)
        return one.snapshot

    def ask(_: int) -> str:
        start.wait()
        return text(edition("a"))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"{a}"}
    assert made == ["a"]


def test_what_fails_is_not_kept() -> None:
    answers = iter(["", "gelesen"])

    @kept(2)
    def text(one: ReportEdition) -> str:
        answer = next(answers)
        if not answer:
            raise ValueError("unlesbar")
        return answer

    with pytest.raises(ValueError, match="unlesbar"):
        text(edition("a"))
    assert text(edition("a")) == "gelesen"
