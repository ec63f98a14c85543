"""Values chosen to be released together, beside what has become of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from indicators.entry.release_queue import Outcome, Waiting, load_queue, submitted_rows
from indicators.entry.slots import Slot
from indicators.models import Measurement


@dataclass(frozen=True, slots=True)
class Selection:
    """Values that a person wants to release together, as they stand now."""

    ready: Sequence[Waiting]
    changed: Sequence[Waiting]  # another version than the one chosen
    gone: Sequence[Outcome]  # withdrawn or decided meanwhile
    barred: Sequence[Waiting]  # not for this person to decide
    outside: Sequence[Waiting]  # not possible any more, by the bounds of the indicator

    @property
    def is_as_seen(self) -> bool:
        return not (self.changed or self.gone or self.outside)


def load_selection(
    versions: Mapping[int, int], person: User, outside: Collection[int] = ()
) -> Selection:
    """Put what was chosen beside what is there; `outside` are the keys refused for their value."""
    found = {
        one.row.pk: one
        for one in load_queue(person, submitted_rows().filter(pk__in=list(versions)))
    }
    same = [one for pk, one in found.items() if one.row.version == versions[pk]]
    gone = Measurement.objects.filter(pk__in=versions.keys() - found.keys())
    return Selection(
        ready=[one for one in same if not one.obstacle and one.row.pk not in outside],
        changed=[one for one in found.values() if one not in same],
        gone=[
            Outcome(Slot.of(row), row)
            for row in gone.select_related("indicator", "district").order_by("pk")
        ],
        barred=[one for one in same if one.obstacle],
        outside=[one for one in same if not one.obstacle and one.row.pk in outside],
    )
