"""The parts of the city held against its own value, with what was typed in place of the stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.entry.district_sums import DistrictSum
from indicators.entry.grid.reviews import Review
from indicators.entry.grid.submissions import Submission
from indicators.entry.slots import Slot
from indicators.entry.stored_sums import load_sums, occasion_of
from indicators.enums import DistrictRelation
from indicators.german_numbers import format_number

HEADS = {
    DistrictRelation.SUM: "Summe der Teile",
    DistrictRelation.WEIGHTED_MEAN: "Mittel der Teile, nach Einwohnern",
}


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below a column: the parts together, and what the city says."""

    total: str
    remark: str
    is_wrong: bool  # and rounding does not explain it


def feet(sent: Submission) -> tuple[str, Sequence[Foot | None]]:
    """The last line of a table of districts: its head, and a cell a year.

    An empty head if the table is none of districts, or nothing follows from the parts. Two
    queries.
    """
    table = sent.sheet.table
    first = next(iter(table.slots.values()), None)
    head = HEADS.get(DistrictRelation(first.indicator.district_relation), "") if first else ""
    if not head or not table.is_divided:
        return "", ()
    sums = load_sums(table.slots.values(), typed_values(sent))
    return head, [
        foot(sums[occasion_of(slot)]) if slot is not None else None for slot in table.rows[0].slots
    ]


def contradictions(found: Review) -> list[str]:
    """Where the parts would not fit the city after this submission. Two queries."""
    slots = {occasion_of(one.change.slot): one.change.slot for one in found.items}
    sums = load_sums(slots.values(), typed_values(found.submission))
    return [
        f"„{slots[occasion].indicator.name}“ {slots[occasion].period.label}: {one.sentence}"
        for occasion, one in sums.items()
        if one.is_consistent is False
    ]


# What the functions above are made of ---------------------------------------------


def typed_values(sent: Submission) -> Mapping[Slot, Decimal | None]:
    slots = sent.sheet.table.slots
    readings = sent.readings.items()
    return {slots[name]: one.value for name, one in readings if not one.error}


def foot(parts: DistrictSum) -> Foot:
    return Foot(
        total=format_number(parts.total, parts.scale.decimals),
        remark=remark_of(parts),
        is_wrong=parts.is_consistent is False,
    )


def remark_of(parts: DistrictSum) -> str:
    """How many parts are there, or how far they are from the city."""
    if parts.missing:
        return parts.count_text
    if parts.difference is None:
        return "ohne Gesamtstadt"
    if not parts.difference:
        return "wie Gesamtstadt"
    gap = format_number(parts.difference, parts.scale.decimals, sign=True)
    return f"{gap} gegen Gesamtstadt"
