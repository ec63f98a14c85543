"""No field of a snapshot changes without being listed."""

from __future__ import annotations

from dataclasses import fields

import pytest

from reports.snapshot_changes.fields import DERIVED, KINDS, PLAIN, STRUCTURED


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.__name__)
def test_every_field_is_listed_compared_or_follows_from_others(kind: type) -> None:
    known = [*PLAIN[kind], *STRUCTURED.get(kind, ()), *DERIVED.get(kind, ())]
    assert sorted(known) == sorted(field.name for field in fields(kind))


def test_kinds_are_known() -> None:
    assert {one.kind for table in PLAIN.values() for one in table.values()} <= set(KINDS)
