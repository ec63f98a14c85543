"""The choice of series on the page of an indicator, as its address says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms

from indicators.charts.explorable import VALUES, Explorable

ALL, NONE = "alle", "keine"


@dataclass(frozen=True, slots=True)
class SeriesChoice:
    """One of the views of an explorable, and places it knows, in its order."""

    view: str
    slugs: tuple[str, ...]
    is_city: bool  # alone, or the first place where there is no city
    has_all: bool  # places, of several

    @property
    def is_usual(self) -> bool:
        """The values of the city: what the page shows unasked, with more about them."""
        return self.view == VALUES and self.is_city

    def query(self, stand: date | None = None) -> str:
        """What an address carries to show this again: "?ansicht=index&ort=ampen"; "" if usual."""
        places = [] if self.is_city else [ALL] if self.has_all else self.slugs
        said = [
            *([] if self.view == VALUES else [("ansicht", self.view)]),
            *(("ort", slug) for slug in places),
            *([("stand", stand.isoformat())] if stand else []),
        ]
        return f"?{urlencode(said)}" if said else ""


class SeriesForm(forms.Form):
    """`?ansicht=index&ort=ampen&ort=katrop`. An unknown choice is ignored, never an error."""

    ansicht = forms.CharField(required=False)
    ort = forms.CharField(required=False)

    def choice(self, source: Explorable) -> SeriesChoice:
        """What is asked for and possible; without a place the first one, which is the city."""
        known = [place.slug for place in source.places]
        asked = self.asked("ort")
        chosen = known if ALL in asked else _known(known, asked)
        slugs = tuple(chosen or known[:1])
        view = next(iter(_known(source.views, self.asked("ansicht"))), VALUES)
        return SeriesChoice(
            view=view,
            slugs=slugs,
            is_city=list(slugs) == known[:1],
            has_all=len(known) > 1 and list(slugs) == known,
        )

    def asked(self, name: str) -> list[str]:
        """All values of a name; a button such as "keine" beats what is ticked beside it."""
        values: list[str] = self.data.getlist(name) if self.is_bound else []  # type: ignore[attr-defined]
        return [NONE] if NONE in values else values


def _known(known: Iterable[str], asked: Iterable[str]) -> list[str]:
    wanted = set(asked)
    return [one for one in known if one in wanted]
