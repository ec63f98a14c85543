"""Which area of a file is which part of the city, by names that people spell in many ways. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from strategy.boundaries import BoundaryError
from strategy.boundaries.reading import Feature
from strategy.search import folded

# What names of areas usually stand in, the likeliest first; any other text is looked at after them.
USUAL_PROPERTIES = (
    "name",
    "ortsteil",
    "ortsteilname",
    "ot_name",
    "stadtteil",
    "gemarkung",
    "gemarkungsname",
    "gmk_name",
    "gmkname",
    "bezeichnung",
    "bez",
    "gen",
    "label",
)
BEFORE = re.compile(r"^(?:gemarkung|ortsteil|ortschaft|stadtteil|stadt|ot)\b[\s.:]*")
TOWN = re.compile(r"^soest\b[\s,–-]*|[\s,–-]*\(?\bsoest\)?$")
CORE_NAMES = ("Kernstadt", "Innenstadt", "Stadt", "Soest")
LISTED = 12  # of more names that fit nowhere only the number is told


@dataclass(frozen=True, slots=True)
class WantedPart:
    """A part of the city that needs a boundary."""

    slug: str
    name: str
    is_core: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The area of every part, by its slug, and what the file calls it."""

    areas: Mapping[str, Feature]
    names: Mapping[str, str]
    property: str  # where the names stand
    left_out: tuple[str, ...]  # areas of the file that are no part of the city


def match_places(features: Sequence[Feature], places: Sequence[WantedPart]) -> Match:
    """Find one area for each part. Raises BoundaryError unless each has exactly one."""
    named = naming_property(features, places)
    known = {spelling: place for place in places for spelling in spellings_of(place)}
    found: defaultdict[str, list[Feature]] = defaultdict(list)
    left_out: list[str] = []
    for feature in features:
        text = feature.texts.get(named, "")
        place = next((known[one] for one in spellings(text) if one in known), None)
        if place is None:
            left_out.append(text or f"Fläche {feature.number} (ohne Namen)")
        else:
            found[place.slug].append(feature)
    if problems := [*missing(places, found, left_out), *repeated(places, found)]:
        raise BoundaryError(*problems)
    areas = {slug: features[0] for slug, features in found.items()}
    names = {slug: feature.texts[named] for slug, feature in areas.items()}
    return Match(areas, names, named, tuple(left_out))


def naming_property(features: Sequence[Feature], places: Sequence[WantedPart]) -> str:
    """The property that names the most parts. Raises BoundaryError if none names any."""
    known = {spelling for place in places for spelling in spellings_of(place)}
    counts = {
        key: sum(not known.isdisjoint(spellings(one.texts.get(key, ""))) for one in features)
        for key in {key for feature in features for key in feature.texts}
    }
    best = max(counts, key=lambda key: (counts[key], -usual(key), key), default="")
    if not counts.get(best):
        raise BoundaryError(no_names(features))
    return best


def usual(key: str) -> int:
    """How far down the list of usual properties it stands."""
    folded_key = key.casefold()
    if folded_key in USUAL_PROPERTIES:
        return USUAL_PROPERTIES.index(folded_key)
    return len(USUAL_PROPERTIES)


# Spellings --------------------------------------------------------------------------------


def spellings_of(place: WantedPart) -> set[str]:
    """What a part may be called."""
    names = (place.name, place.slug, *(CORE_NAMES if place.is_core else ()))
    return {spelling for name in names for spelling in spellings(name)}


def spellings(text: str) -> list[str]:
    """A name in the forms it is compared in: umlauts as two letters, or without their dots.

    >>> spellings("Gemarkung Soest-Ostönnen")
    ['ostoennen', 'ostonnen']
    """
    whole = text.strip().casefold()
    inner = BEFORE.sub("", whole) or whole
    plain = TOWN.sub("", inner) or inner
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", plain)
        if not unicodedata.combining(letter)
    )
    forms = (re.sub(r"[^a-z0-9]", "", folded(form)) for form in (plain, bare))
    return [form for form in dict.fromkeys(forms) if form]


# What does not fit -----------------------------------------------------------------------


def missing(
    places: Iterable[WantedPart], found: Mapping[str, Sequence[Feature]], left_out: Sequence[str]
) -> list[str]:
    """Which parts have no area, and which areas might be meant by another name."""
    names = [place.name for place in places if place.slug not in found]
    if not names:
        return []
    verb = "fehlt" if len(names) == 1 else "fehlen"
    text = f"In der Datei {verb}: {', '.join(names)}."
    if left_out:
        text += (
            f" Keinem Teil der Stadt zuzuordnen: {shortened(left_out)}. Bitte benennen Sie die "
            "Flächen wie im Zielmonitor, oder ergänzen Sie die fehlenden."
        )
    else:
        text += " Bitte ergänzen Sie die Flächen; übernommen werden alle Teile oder keiner."
    return [text]


def repeated(places: Iterable[WantedPart], found: Mapping[str, Sequence[Feature]]) -> list[str]:
    """Which parts have several areas."""
    return [
        f"„{place.name}“ kommt {len(found[place.slug])}-mal vor (Flächen "
        f"{', '.join(str(one.number) for one in found[place.slug])} der Datei). Bitte fassen Sie "
        "die Flächen zusammen, in QGIS mit „Auflösen“."
        for place in places
        if len(found.get(place.slug, ())) > 1
    ]


def no_names(features: Sequence[Feature]) -> str:
    keys = sorted({key for feature in features for key in feature.texts})
    there = (
        f"Gefunden wurden die Eigenschaften {shortened(keys)}" if keys else "Es gibt keinen Text"
    )
    return (
        f"In keiner Eigenschaft der Flächen stehen die Namen der Ortsteile. {there}. Bitte geben "
        "Sie jeder Fläche die Eigenschaft „name“ mit dem Namen ihres Ortsteils."
    )


def shortened(names: Sequence[str]) -> str:
    listed = [name[:60] for name in names[:LISTED]]
    more = len(names) - len(listed)
    return ", ".join(listed) + (f" und {more} weitere" if more else "")
