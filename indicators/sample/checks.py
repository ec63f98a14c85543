"""Made-up checks of the sample actions against the cross-cutting goals.

What an action does to a goal follows from what it is about, as far as its title tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indicators.sample.series import seeded
from strategy.enums import Effect
from strategy.models import Action, CrossCuttingCheck, CrossCuttingGoal


@dataclass(frozen=True, slots=True)
class Theme:
    """What makes actions help or hinder a goal, and how that is said."""

    helping: tuple[str, ...]  # parts of titles, in small letters
    hindering: tuple[str, ...]
    reasons: Mapping[Effect, str]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


THEMES = {
    "klimaneutralitaet": Theme(
        helping=_words(
            "rad bus carsharing mobilstation lade tempo photovoltaik mieterstrom "
            "balkonkraft wärme led energetisch energie klima gebäudesanierung "
            "sanierungsfahrplan elektro reparatur mehrweg kreislauf papierarm nachhaltig"
        ),
        hindering=_words("neubau gewerbeflächen kunstrasen wohnungsbau glasfaserausbau"),
        reasons={
            Effect.STRONGLY_HINDERING: "Bauen verursacht auf Dauer zusätzliche Emissionen; "
            "ein Ausgleich ist vorgesehen.",
            Effect.HINDERING: "Bau und Betrieb verursachen zunächst zusätzliche Emissionen.",
            Effect.NEUTRAL: "Ohne nennenswerte Wirkung auf die Emissionen.",
            Effect.SUPPORTING: "Spart Energie oder Fahrten.",
            Effect.STRONGLY_SUPPORTING: "Senkt die Emissionen dauerhaft.",
        },
    ),
    "resilienz": Theme(
        helping=_words(
            "hitze starkregen regenwasser schwamm baum entsiegelung forest trinkbrunnen "
            "bachlauf biodivers wärmeplanung photovoltaik nachbar einsamkeit kältehilfe "
            "hausarzt pflege gesundheit schuldner"
        ),
        hindering=_words("online-marktplatz chatbot -app"),
        reasons={
            Effect.STRONGLY_HINDERING: "Macht ganz von einem einzelnen Anbieter abhängig; "
            "ein Ersatz ist vorgesehen.",
            Effect.HINDERING: "Macht von einem einzelnen Anbieter abhängig.",
            Effect.NEUTRAL: "Ohne nennenswerte Wirkung auf die Widerstandskraft der Stadt.",
            Effect.SUPPORTING: "Macht Menschen und Einrichtungen unabhängiger.",
            Effect.STRONGLY_SUPPORTING: "Hilft, mit Krisen und Ausfällen zurechtzukommen.",
        },
    ),
    "generationengerechtigkeit": Theme(
        helping=_words(
            "kind kita schul jugend familien ganztag spielpl klassen ausbildung bildung "
            "alphabet sprachförderung forschende generation lernort klimaführerschein "
            "klimafragen wärmeplanung innenentwicklung biodivers"
        ),
        hindering=_words("parkraum gewerbeflächen wohnungsbau hallenbad"),
        reasons={
            Effect.STRONGLY_HINDERING: "Bindet auf Jahrzehnte Mittel und Flächen; "
            "ein Ausgleich ist vorgesehen.",
            Effect.HINDERING: "Bindet Mittel, die in späteren Jahren fehlen.",
            Effect.NEUTRAL: "Wirkt auf alle Altersgruppen ähnlich.",
            Effect.SUPPORTING: "Nützt auch denen, die später hier leben.",
            Effect.STRONGLY_SUPPORTING: "Verbessert auf lange Sicht die Chancen der Jüngeren.",
        },
    ),
}
REASONS = {
    Effect.STRONGLY_HINDERING: "Steht diesem Ziel deutlich entgegen; ein Ausgleich ist vorgesehen.",
    Effect.HINDERING: "Kostet zunächst Mittel und Flächen, die diesem Ziel fehlen.",
    Effect.NEUTRAL: "Wirkt nur mittelbar.",
    Effect.SUPPORTING: "Trägt an einzelnen Orten zu diesem Ziel bei.",
    Effect.STRONGLY_SUPPORTING: "Ist auf dieses Ziel ausgerichtet und wirkt in der ganzen Stadt.",
}
OTHER = Theme((), (), REASONS)  # for a goal that the frame calls otherwise
HELPS, HINDERS, BESIDE = (1, 2, 2), (-2, -1, -1), (0,)


def checks_of(row: Action, goals: Iterable[CrossCuttingGoal]) -> Iterator[CrossCuttingCheck]:
    for goal in goals:
        theme = THEMES.get(goal.slug, OTHER)
        effect = Effect(seeded(row.slug, goal.slug).choice(effects_of(row.title, theme)))
        yield CrossCuttingCheck(
            action=row, goal=goal, effect=effect, reason=theme.reasons[effect], is_sample=True
        )


def effects_of(title: str, theme: Theme) -> tuple[int, ...]:
    """The effects that are credible for an action of this title, from which one is drawn."""
    words = title.lower()
    if any(part in words for part in theme.hindering):
        return HINDERS
    return HELPS if any(part in words for part in theme.helping) else BESIDE
