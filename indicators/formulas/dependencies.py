"""Which computed indicators rest on which: circles, order, and what a change reaches."""

from __future__ import annotations

from collections.abc import Collection, Mapping

# Keys are the computed indicators, values what their formulas count with; all by code.
Links = Mapping[str, Collection[str]]


def circle_through(code: str, links: Links) -> tuple[str, ...]:
    """The way from an indicator back to itself, `("A", "B", "A")`; empty if there is none."""
    return _way(code, code, links, set())


def _way(start: str, wanted: str, links: Links, seen: set[str]) -> tuple[str, ...]:
    for name in links.get(start, ()):
        if name == wanted:
            return (start, name)
        if name not in seen:
            seen.add(name)
            if rest := _way(name, wanted, links, seen):
                return (start, *rest)
    return ()


def computing_order(links: Links) -> list[str]:
    """All computed indicators, each after those it counts with; those in a circle are left out."""
    ordered: list[str] = []
    waiting = sorted(links)
    while ready := [
        code
        for code in waiting
        if all(name in ordered or name not in links for name in links[code])
    ]:
        ordered += ready
        waiting = [code for code in waiting if code not in ready]
    return ordered


def reached_from(changed: Collection[str], links: Links) -> set[str]:
    """The computed indicators that count with one of these, directly or through others."""
    reached: set[str] = set()
    frontier = set(changed)
    while frontier:
        frontier = {
            code for code, names in links.items() if not frontier.isdisjoint(names)
        } - reached
        reached |= frontier
    return reached
