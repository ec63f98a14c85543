"""Parts of the entry's addresses that are more than a word."""

from __future__ import annotations

from indicators.named_periods import Period


class PeriodSlug:
    """A period: "2025", "2025-h1", "2025-q3" or "2025-07"; `Period.parse` refuses the rest."""

    regex = r"[0-9]{4}(?:-[hq]?[0-9]{1,2})?"

    def to_python(self, value: str) -> Period:
        return Period.parse(value)

    def to_url(self, value: Period) -> str:
        return value.slug
