"""What a pasted block would change, before it stands in the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from indicators.entry.batches import Kind
from indicators.entry.grid.blocks import Placed
from indicators.entry.grid.cells import CellReading, fingerprint
from indicators.entry.grid.reviews import Item, Review, review
from indicators.entry.grid.submissions import Submission
from indicators.entry.grid.wording import blank_sentence, outside_sentence, preview_sentence
from indicators.entry.readings import for_input


@dataclass(frozen=True)
class Preview:
    """A pasted block beside what is stored."""

    submission: Submission  # what had been typed before
    placed: Placed
    review: Review  # of the block alone, as drafts

    @cached_property
    def items(self) -> list[Item]:
        """What changes, and what is refused."""
        return self.review.items

    @property
    def changed(self) -> int:
        return len(self.items) - self.refused

    @property
    def refused(self) -> int:
        return sum(bool(one.problems) for one in self.items)

    @property
    def unchanged(self) -> int:
        kinds = [change.kind for change in self.review.changes.values()]
        return kinds.count(Kind.UNCHANGED)

    @property
    def locked(self) -> int:
        """Cells that cannot be taken over at all."""
        return sum(map(self.is_locked, self.items))

    @property
    def taken(self) -> int:
        return len(self.items) - self.locked

    @property
    def ambiguous(self) -> list[Item]:
        return [one for one in self.items if one.reading.other_meaning]

    @property
    def ambiguous_readings(self) -> list[CellReading]:
        return [one.reading for one in self.ambiguous]

    @property
    def sentence(self) -> str:
        return preview_sentence(self.changed, self.unchanged, self.refused)

    @property
    def outside_sentence(self) -> str:
        return outside_sentence(self.placed.outside)

    @property
    def has_heads(self) -> bool:
        return self.placed.has_heads

    @property
    def blank_sentence(self) -> str:
        return blank_sentence(self.placed.blank)

    @property
    def fingerprint(self) -> str:
        return fingerprint({one.name: one.reading for one in self.ambiguous})

    def is_locked(self, item: Item) -> bool:
        return self.submission.sheet.is_locked(item.name)

    def taken_over(self) -> Submission:
        """The submission with the block typed over it.

        A number whose point was confirmed is typed without it. What cannot be read is typed as
        it is, so that it can be mended in the table. A locked cell stays as it is.
        """
        pasted = self.review.submission.typed
        typed = {name: text for name, text in self.submission.typed.items() if name not in pasted}
        typed |= {one.name: plain(one) for one in self.items if not self.is_locked(one)}
        return replace(self.submission, typed=typed)


def plain(item: Item) -> str:
    """The pasted text as it stands in the cell, without a point that had to be confirmed."""
    if item.reading.other_meaning:
        return for_input(item.reading.value, item.change.slot.indicator.decimals)
    return item.typed_text.strip()


def preview(submission: Submission, placed: Placed) -> Preview:
    """Judge a block laid onto the table; at most six queries."""
    names = submission.sheet.table.places
    pasted = replace(
        submission,
        typed={names[goal]: text for goal, text in placed.texts.items()},
        strange=(),
        with_drafts=False,
    )
    return Preview(submission, placed, review(pasted, submit=False))
