"""What may be typed into the cells of a workbook, and what it says when something else is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.entry.files.layout import Field
from indicators.entry.files.records import Heads
from indicators.entry.files.selection import Question
from indicators.enums import MissingReason
from indicators.german_numbers import format_number
from indicators.models import Indicator
from indicators.models.values import LARGEST

LONGEST_PROMPT, LONGEST_TITLE = 240, 32  # characters, what Excel takes


def add_rules(sheet: Worksheet, heads: Heads, lines: Sequence[Question], *, first: int) -> None:
    """Drop-downs and bounds for all input cells; `first` is the number of the first row."""
    last = first + len(lines) - 1
    letters = {field: get_column_letter(column) for column, (field, _) in enumerate(heads, start=1)}
    for indicator, begin, end in stretches(lines, first):
        rule = number_rule(indicator)
        rule.add(f"{letters[Field.VALUE]}{begin}:{letters[Field.VALUE]}{end}")
        sheet.add_data_validation(rule)
    rules = {
        Field.REASON: list_rule("kein Wert, weil", MissingReason.labels),
        Field.PROVISIONAL: list_rule("vorläufig", ("ja", "nein")),
        Field.NOTE: length_rule(500),
        Field.SOURCE: length_rule(500),
        Field.COMMENT: length_rule(4000),
        Field.EXPLANATION: length_rule(500),
    }
    for field, rule in rules.items():
        rule.add(f"{letters[field]}{first}:{letters[field]}{last}")
        sheet.add_data_validation(rule)


def stretches(lines: Sequence[Question], first: int) -> Iterator[tuple[Indicator, int, int]]:
    """Each indicator with its first and last row."""
    begin = first
    for indicator, group in groupby(line.slot.indicator for line in lines):
        end = begin + sum(1 for _ in group) - 1
        yield indicator, begin, end
        begin = end + 1


def number_rule(indicator: Indicator) -> DataValidation:
    """A number within the bounds; the definition stands beside the cell when it is chosen."""
    lower, upper = indicator.lower_bound, indicator.upper_bound
    allowed = allowed_values(indicator)
    return DataValidation(
        type="decimal" if indicator.decimals else "whole",
        operator="between",
        formula1=plain(lower if lower is not None else -LARGEST, indicator.decimals),
        formula2=plain(upper if upper is not None else LARGEST, indicator.decimals),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Das ist kein möglicher Wert",
        error=clipped(f"Möglich ist {allowed}. Bitte nur die Zahl, ohne Einheit.", LONGEST_PROMPT),
        showInputMessage=True,
        promptTitle=clipped(indicator.short_name or indicator.name, LONGEST_TITLE),
        prompt=clipped(
            f"{allowed[0].upper()}{allowed[1:]}. {indicator.definition}", LONGEST_PROMPT
        ),
    )


def plain(bound: Decimal, decimals: int) -> str:
    """A bound as a formula; whole numbers take whole bounds."""
    return f"{bound.normalize() if decimals else bound.to_integral_value():f}"


def allowed_values(indicator: Indicator) -> str:
    """What a value may be, in words: „eine Zahl mit höchstens 1 Nachkommastelle von 0 bis 100“."""
    if not indicator.decimals:
        kind = "eine ganze Zahl"
    else:
        places = "Nachkommastelle" if indicator.decimals == 1 else "Nachkommastellen"
        kind = f"eine Zahl mit höchstens {indicator.decimals} {places}"
    lower, upper = indicator.lower_bound, indicator.upper_bound
    if lower is not None and upper is not None:
        bounds = f" von {bound_text(lower)} bis {bound_text(upper)}"
    elif lower is not None:
        bounds = f" ab {bound_text(lower)}"
    else:
        bounds = f" bis {bound_text(upper)}" if upper is not None else ""
    return f"{kind}{bounds} ({indicator.unit})" if indicator.unit else f"{kind}{bounds}"


def bound_text(bound: Decimal) -> str:
    return format_number(bound.normalize())


def list_rule(title: str, words: Iterable[object]) -> DataValidation:
    """A drop-down. Its words stand in the rule itself, so that no hidden sheet is needed."""
    return DataValidation(
        type="list",
        formula1='"' + ",".join(map(str, words)) + '"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=title,
        error="Bitte wählen Sie einen Eintrag der Liste, oder leeren Sie die Zelle.",
    )


def length_rule(longest: int) -> DataValidation:
    return DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(longest),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Zu lang",
        error=f"Möglich sind {format_number(Decimal(longest))} Zeichen.",
    )


def clipped(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 2].rstrip()} …"


def sentence(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]
