"""What a person sent back of a table: texts of cells, a pasted block, answers to questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict

from indicators.entry.batches import Line
from indicators.entry.checks import Problem
from indicators.entry.grid.balances import contradictions
from indicators.entry.grid.cells import CellReading, read_cell, same_text
from indicators.entry.grid.sheets import EMPTY, Sheet, Shown
from indicators.entry.plausibility import Oddity
from indicators.entry.slots import Seen, Slot
from indicators.entry.texts import TextError, clean_text

LONGEST_TEXT = 200  # of a cell; what is longer is no number anyway, and is told so
LONGEST_ANSWER = 500

NEVER_SEEN = Seen(-1, -1)  # equals no state of a slot


@dataclass(frozen=True)
class Submission:
    """The cells that differ from what the page showed, and the answers given so far."""

    sheet: Sheet
    shown: Mapping[str, Shown]  # by the page that the form came from
    typed: Mapping[str, str]
    strange: tuple[str, ...] = ()  # texts typed into cells that the table does not have any more
    answers: Mapping[str, str] = field(default_factory=dict)
    with_drafts: bool = False  # hand in the drafts of the table as well

    @cached_property
    def readings(self) -> dict[str, CellReading]:
        slots = self.sheet.table.slots
        return {
            name: read_cell(text, slots[name].rules, slots[name].period)
            for name, text in self.typed.items()
        }

    @property
    def ambiguous(self) -> dict[str, CellReading]:
        return {name: one for name, one in self.readings.items() if one.other_meaning}

    @property
    def filled(self) -> list[Line]:
        """What typed cells say that are not empty."""
        return [self.line(name) for name, one in self.readings.items() if not one.is_empty]

    @property
    def emptied(self) -> list[Line]:
        """Cells whose text was taken away."""
        return [self.line(name) for name, one in self.readings.items() if one.is_empty]

    @property
    def drafts(self) -> list[Line]:
        """Drafts of the table that go along as they are."""
        if not self.with_drafts:
            return []
        return [self.line(name) for name in self.sheet.drafts if name not in self.typed]

    def line(self, name: str) -> Line:
        """What a cell and the answers about it say."""
        slot = self.sheet.table.slots[name]
        reading = self.readings.get(name, NOTHING_TYPED)
        said = dict(reading.said) if name in self.readings else {}
        if reason := self.good.get(f"reason.{name}") or self.good.get("reason"):
            said["warning_reason"] = reason
        if note := self.good.get(f"note.{name}"):
            said["missing_note"] = note
        beginning = self.sheet.rows_at(name).beginning(slot.indicator)
        if not beginning.source and "source" in self.good:
            said["source"] = self.good["source"]
        problems = (Problem("value", reading.error),) if reading.error else ()
        odd = (self.odd[name],) if name in self.odd else ()
        return Line(slot, said, where=name, problems=problems, oddities=odd)

    @property
    def values(self) -> dict[Slot, Decimal | None]:
        """What the typed cells would say; None for a reason or nothing."""
        slots = self.sheet.table.slots
        return {slots[name]: one.value for name, one in self.readings.items() if not one.error}

    @cached_property
    def odd(self) -> dict[str, Oddity]:
        """Which values the other places of their indicator and period contradict."""
        slots = self.sheet.table.slots
        drafts = self.sheet.drafts if self.with_drafts else []
        names = dict.fromkeys([*self.readings, *drafts])
        asked = {name: slots[name] for name in names}
        return contradictions(asked, self.values)

    @cached_property
    def good(self) -> dict[str, str]:
        """The answers that can be stored."""
        return {name: cleaned(text) for name, text in self.answers.items() if name not in self.bad}

    @cached_property
    def bad(self) -> dict[str, str]:
        """What is wrong with the other answers."""
        return {name: error for name, text in self.answers.items() if (error := complaint(text))}

    @property
    def source(self) -> str:
        """The source given for all, as typed."""
        return self.answers.get("source", "")

    @property
    def reason(self) -> str:
        """The reason given for all, as typed."""
        return self.answers.get("reason", "")

    def seen(self, name: str) -> Seen:
        return self.shown[name].seen if name in self.shown else NEVER_SEEN

    @property
    def packed_typed(self) -> str:
        return json.dumps(dict(self.typed))

    @property
    def packed_answers(self) -> str:
        return json.dumps(dict(self.answers))

    def beside(self, sheet: Sheet) -> Submission:
        """The same beside what is stored now."""
        return replace(self, sheet=sheet)


NOTHING_TYPED = CellReading()


def nothing_typed(sheet: Sheet) -> Submission:
    """The page as it is fetched."""
    return Submission(sheet, sheet.shown, {}, with_drafts=True)


def read_submission(data: QueryDict, sheet: Sheet) -> Submission:
    """Take from a form what differs from the page it came from.

    Cells are fields of their own, or packed in one field on pages that do not show them. If it
    cannot be told what the page showed, every text that differs from what is stored counts, and
    is compared with nothing: it will be a conflict.
    """
    texts = unpacked(data.get("typed", ""))
    texts |= {name: str(data[name]) for name in data if name.startswith("w.")}
    known = sheet.shown_by(data.get("seen", ""))
    shown = sheet.shown if known is None else known
    changed = {
        name: text[:LONGEST_TEXT]
        for name, text in texts.items()
        if not same_text(text, shown.get(name, EMPTY).text)
    }
    slots = sheet.table.slots
    return Submission(
        sheet=sheet,
        shown={} if known is None else known,
        typed={name: text for name, text in changed.items() if name in slots},
        strange=tuple(text for name, text in changed.items() if name not in slots),
        answers=read_answers(data),
        with_drafts="with_drafts" in data,
    )


def read_answers(data: QueryDict) -> dict[str, str]:
    """Source, reasons and notes: those kept from before, and over them what stands in the form."""
    answers = unpacked(data.get("answers", ""))
    answers |= {name: str(data[name]) for name in data if is_answer(name)}
    return {name: text for name, text in answers.items() if is_answer(name) and text.strip()}


def is_answer(name: str) -> bool:
    return name in ("source", "reason") or name.startswith(("reason.w.", "note.w."))


def cleaned(text: str) -> str:
    """An answer as it can be stored. Raises TextError."""
    text = clean_text(text)
    if len(text) > LONGEST_ANSWER:
        raise TextError(
            f"Das sind {len(text)} Zeichen, möglich sind {LONGEST_ANSWER}. "
            "Bitte kürzen Sie den Text."
        )
    return text


def complaint(text: str) -> str:
    """Why an answer cannot be stored; empty if it can."""
    try:
        cleaned(text)
    except TextError as error:
        return str(error)
    return ""


def unpacked(text: str) -> dict[str, str]:
    """Texts by name from a hidden field; nothing if somebody has tampered with it."""
    try:
        packed = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(packed, dict):
        return {}
    texts = {str(name): one for name, one in packed.items() if isinstance(one, str)}
    # JSON can hold halves of characters, which no page can show.
    return {name: one.encode(errors="replace").decode() for name, one in texts.items()}
