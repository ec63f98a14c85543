"""Entries of two snapshots side by side, and what plain fields say differently."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from reports.snapshot_changes.fields import PLAIN, Listed
from reports.snapshot_changes.wording import differing, shown
from reports.snapshot_details import ChangeFacts

Entry = TypeVar("Entry")
Key = TypeVar("Key", bound=Hashable)


def paired(
    before: Iterable[Entry], after: Iterable[Entry], key: Callable[[Entry], Key]
) -> Iterator[tuple[Key, Entry | None, Entry | None]]:
    """Each key once with its entry of then and now: those of now first, in their order."""
    former, present = ({key(one): one for one in entries} for entries in (before, after))
    for name in dict.fromkeys([*present, *former]):
        yield name, former.get(name), present.get(name)


def plain_changes(before: Any, after: Any, *, code: str, subject: str) -> Iterator[ChangeFacts]:
    """The plain fields of two entries of one kind that differ."""
    fields: Mapping[str, Listed] = PLAIN[type(after)]
    for field, (kind, label) in fields.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            words = differing(shown(old, field), shown(new, field))
            yield ChangeFacts(kind, code, subject, label, *words)


def come_or_gone(
    before: object | None, *, kind: str, code: str, subject: str, what: str
) -> ChangeFacts:
    """An entry that only one of the snapshots has; `before` None: the later one."""
    if before is None:
        return ChangeFacts(kind, code, subject, what, "", "neu aufgenommen")
    return ChangeFacts(kind, code, subject, what, "enthalten", "")
