"""How many parts of the city are handed in for the values of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Count, Q

from indicators.entry.due import Standing
from indicators.entry.lines import Line
from indicators.enums import DistrictRelation, MeasurementState
from indicators.models import Measurement
from strategy.enums import DistrictKind
from strategy.models import District

Key = tuple[int, date]  # indicator and period


def with_parts(lines: Sequence[Line]) -> list[Line]:
    """Count the parts of each value that has some; one that lacks parts is not done.

    A part's draft is no line of its own while other parts are missing as well. Two queries, none
    without such values.
    """
    concerned = [line for line in lines if has_parts(line)]
    if not concerned:
        return list(lines)
    total = District.objects.parts().count()
    done = parts_handed_in(concerned)
    incomplete = {key_of(line) for line in concerned if done.get(key_of(line), 0) < total}
    begun = Counter(key_of(line) for line in lines if is_folded(line, incomplete))
    return [
        counted(line, done.get(key_of(line), 0), begun[key_of(line)], total)
        if has_parts(line)
        else line
        for line in lines
        if not is_folded(line, incomplete)
    ]


def counted_words(lines: Iterable[Line]) -> str:
    """What counts as one value in a list where some have parts, in German; empty if none has."""
    divided = [line for line in lines if line.parts_total]
    if not divided:
        return ""
    text = "Je Kennzahl und Zeitraum zählt ein Wert: die Gesamtstadt mit all ihren Ortsteilen."
    lacking = [line for line in divided if line.lacks_parts]
    parts = sum(line.parts_total - line.parts_done for line in lacking)
    if not parts:
        return text
    verb, noun = ("fehlt", "Ortsteil") if parts == 1 else ("fehlen", "Ortsteile")
    together = "" if len(lacking) == 1 else " zusammen"
    return f"{text} Bei {len(lacking)} davon {verb}{together} noch {parts} {noun}."


# What the functions above are made of -----------------------------------------------


def key_of(line: Line) -> Key:
    return line.slot.indicator.pk, line.slot.period.first_day


def has_parts(line: Line) -> bool:
    with_districts = line.slot.indicator.district_relation != DistrictRelation.NONE
    return with_districts and line.slot.is_city and not line.is_correction


def is_folded(line: Line, incomplete: set[Key]) -> bool:
    """A part's first draft goes with the value of the city, which says how many parts lack."""
    is_draft = line.standing == Standing.DRAFT and not line.is_correction
    return is_draft and not line.slot.is_city and key_of(line) in incomplete


def counted(line: Line, done: int, begun: int, total: int) -> Line:
    lacks = done < total and not line.standing.needs_work
    return replace(
        line,
        standing=Standing.PARTS if lacks else line.standing,
        parts_done=done,
        parts_begun=begun,
        parts_total=total,
    )


def parts_handed_in(lines: Iterable[Line]) -> Mapping[Key, int]:
    """How many parts have a submitted or released value, by indicator and period."""
    keys = {key_of(line) for line in lines}
    handed_in = Q(state=MeasurementState.SUBMITTED) | Q(
        state=MeasurementState.RELEASED, superseded_at__isnull=True
    )
    counts = (
        Measurement.objects.filter(
            handed_in,
            indicator__in={indicator for indicator, _ in keys},
            period__in={period for _, period in keys},
        )
        .exclude(district__kind=DistrictKind.CITY)
        .order_by()
        .values("indicator", "period")
        .annotate(parts=Count("district", distinct=True))
    )
    return {(row["indicator"], row["period"]): row["parts"] for row in counts}
