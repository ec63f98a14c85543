"""How many goals or indicators have which status: counted, never averaged. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.assessment import Outlook

NOT_RATED = Outlook.NOT_RATED.value
STALE = "stale"  # stands beside the outlooks, for values too old to be judged
# Best first.
LABELS = {**{outlook.value: outlook.label for outlook in Outlook}, STALE: "veraltet"}
STATUSES = tuple(LABELS)
RATED = tuple(status for status in STATUSES if status not in (NOT_RATED, STALE))
NOUNS = {"goals": ("Ziel", "Zielen"), "indicators": ("Kennzahl", "Kennzahlen")}


def steps(before: str, after: str) -> int:
    """How many symbols better (positive) or worse; ValueError for a status that is not rated."""
    return RATED.index(before) - RATED.index(after)


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts by status, of goals or of indicators."""

    counted: str  # "goals" or "indicators"
    counts: Mapping[str, int]  # every status, in the order of STATUSES

    @classmethod
    def of(cls, counted: str, statuses: Iterable[str]) -> Distribution:
        """Count statuses; raises KeyError for an unknown one."""
        counts = dict.fromkeys(STATUSES, 0)
        for status in statuses:
            counts[status] += 1
        return cls(counted, counts)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def on_course(self) -> int:
        """Sun and partly cloudy: reached in time or nearly so."""
        return self.counts["sun"] + self.counts["partly_cloudy"]

    @property
    def off_course(self) -> int:
        """Cloud and thunderstorm: too slow, or the wrong way."""
        return self.counts["cloud"] + self.counts["thunderstorm"]

    @property
    def unclear(self) -> int:
        """Not rated or too old to be judged."""
        return self.counts[NOT_RATED] + self.counts[STALE]

    @property
    def noun_dative(self) -> str:
        """What is counted, after "von": "1 Ziel", "100 Zielen"."""
        singular, plural = NOUNS[self.counted]
        return f"{self.total} {singular if self.total == 1 else plural}"

    @property
    def statuses(self) -> list[str]:
        """One status for each thing counted, best first: a small square each."""
        return [status for status in STATUSES for _ in range(self.counts[status])]

    @property
    def occurring(self) -> list[tuple[str, int]]:
        """The statuses that occur, with their counts, best first."""
        return [(status, count) for status, count in self.counts.items() if count]

    @property
    def in_words(self) -> str:
        """ "5 Sonne, 3 Wolke, 2 nicht bewertet"; statuses that do not occur are left out."""
        parts = [f"{count} {LABELS[status]}" for status, count in self.occurring]
        return ", ".join(parts) if parts else "noch nichts zu bewerten"
