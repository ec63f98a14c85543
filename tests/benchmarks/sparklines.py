"""Seconds of 100 sparklines as pages draw them, and of as many Plotly figures. Prints JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from indicators.scorecards import Scorecard

COUNT = 100
ROUNDS = 9
LINE = "{% sparkline card.years card.target_point %}"
TEMPLATE = "{% load charts %}{% for card in cards %}" + LINE + "{% endfor %}"


def main() -> None:
    django.setup()
    from django.template import engines

    cards = drawn_cards()
    template = engines["django"].from_string(TEMPLATE)
    assert template.render({"cards": cards}).count('stroke-linecap="round"') == COUNT  # noqa: S101
    figures = {
        "sparklines": seconds(lambda: template.render({"cards": cards})),
        "plotly": seconds(lambda: [plotly_figure(card) for card in cards]),
    }
    print(json.dumps(figures))


def drawn_cards() -> list[Scorecard]:
    """A hundred scorecards with a line to draw. Where there are fewer, they come again."""
    from indicators.charts.sparkline import FIRST_YEAR
    from indicators.models import Indicator
    from indicators.scorecards import current_scorecards

    cards = current_scorecards(Indicator.objects.by_area())
    drawn = [card for card in cards if card.latest and card.latest.year >= FIRST_YEAR]
    return (drawn * COUNT)[:COUNT]


def plotly_figure(card: Scorecard) -> object:
    """The same content: the line, its last point, the way to the target and the target."""
    import plotly.graph_objects as go

    years = [year.year for year in card.years]
    figure = go.Figure(
        [lines(go, years, [year.value for year in card.years], dash="solid")],
        layout={"width": 88, "height": 28, "showlegend": False, "margin": dict.fromkeys("lrtb", 0)},
    )
    latest, target = card.latest, card.target_point
    if latest:
        figure.add_trace(go.Scatter(x=[latest.year], y=[latest.value], mode="markers"))
    if latest and target:
        ends = [latest.year, target.year], [latest.value, target.value]
        figure.add_trace(lines(go, *ends, dash="dot"))
        figure.add_trace(
            go.Scatter(x=ends[0][1:], y=ends[1][1:], mode="markers", marker={"symbol": "diamond"})
        )
    return figure


def lines(go: object, x: Sequence[object], y: Sequence[object], *, dash: str) -> object:
    return go.Scatter(x=x, y=y, mode="lines", line={"dash": dash})  # type: ignore[attr-defined]


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, the median of several rounds after one that loads what it needs."""
    work()
    return statistics.median(timed(work) for _ in range(ROUNDS))


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
