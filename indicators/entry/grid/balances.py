"""The parts of the city held against its own value, with what was typed in place of the stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.entry.contradictions import MORE_THAN_THE_CITY, exceeds, title_of
from indicators.entry.district_sums import DistrictSum
from indicators.entry.grid.tables import Table
from indicators.entry.plausibility import Oddity
from indicators.entry.slots import Slot
from indicators.entry.stored_sums import Occasion, load_sums, occasion_of
from indicators.enums import DistrictRelation
from indicators.german_numbers import format_number

Values = Mapping[Slot, Decimal | None]

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


def feet(table: Table, typed: Values) -> tuple[str, Sequence[Foot | None]]:
    """The last line of a table of districts: its head, and a cell a year.

    An empty head if the table is none of districts, or nothing follows from the parts. Two
    queries.
    """
    first = next(iter(table.slots.values()), None)
    head = HEADS.get(DistrictRelation(first.indicator.district_relation), "") if first else ""
    if not head or not table.is_divided:
        return "", ()
    sums = load_sums(table.slots.values(), typed)
    return head, [foot(sums[occasion_of(one)]) if one else None for one in table.rows[0].slots]


def contradictions(slots: Mapping[str, Slot], typed: Values) -> dict[str, Oddity]:
    """What is odd about these values beside the other places, by the name of their cell.

    The city is asked about its parts if it is among them, otherwise each of the parts is. At most
    two queries.
    """
    named: defaultdict[Occasion, dict[str, Slot]] = defaultdict(dict)
    for name, slot in slots.items():
        named[occasion_of(slot)][name] = slot
    return {
        name: oddity
        for occasion, together in load_sums(slots.values(), typed).items()
        for name, oddity in odd_ones(named[occasion], typed, together)
    }


# What the functions above are made of ---------------------------------------------


def odd_ones(
    slots: Mapping[str, Slot], typed: Values, together: DistrictSum
) -> Iterator[tuple[str, Oddity]]:
    """The cells of one period to ask about."""
    if together.is_consistent is False:
        city = {name: slot for name, slot in slots.items() if slot.is_city}
        for name, slot in (city or slots).items():
            yield name, Oddity("parts", title_of(slot), together.sentence)
        return
    for name, slot in slots.items():
        value = typed.get(slot)
        if value is not None and not slot.is_city and exceeds(value, together):
            whole = slot.scale.amount(together.city or Decimal(0))
            text = f"{slot.place} hätte {slot.scale.amount(value)}, die Gesamtstadt hat {whole}."
            yield name, Oddity("parts", MORE_THAN_THE_CITY, text)


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
