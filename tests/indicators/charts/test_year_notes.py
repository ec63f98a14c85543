"""What stands below a chart: the range in words, breaks, remarks and their sources."""

from __future__ import annotations

from dataclasses import replace

from django.template import Context, Template

from indicators.charts.trend import TrendChart
from tests.indicators.charts.examples import BROKEN, SMALL, WIDE_FAN


def below(chart: TrendChart) -> str:
    template = Template("{% load charts %}{% year_notes chart %}")
    return " ".join(template.render(Context({"chart": chart})).split())


def test_breaks_and_numbered_remarks_with_their_source() -> None:
    text = below(BROKEN)
    assert "<b>Bruch 2021:</b> neue Zählweise. Werte davor sind mit den späteren nicht" in text
    assert '<b class="ring">1</b> 2016: Netzausbau.' in text
    assert '<a href="https://www.example.org/" rel="noopener">Stadtwerke</a>' in text
    assert '<b class="ring">2</b> 2023: Förderprogramm der Stadt.' in text


def test_a_source_without_a_link_is_named() -> None:
    notes = tuple(replace(one, link="") for one in BROKEN.notes)
    assert "Quelle: Stadtwerke" in below(replace(BROKEN, notes=notes))


def test_the_range_is_no_forecast_and_no_part_of_the_method() -> None:
    text = below(BROKEN)
    assert "Fortschreibung, keine Vorhersage: Mit dem Tempo des langsamsten" in text
    assert "Der Fächer gehört nicht zum amtlichen Verfahren und ändert keine Bewertung." in text
    assert "reicht weiter" not in text


def test_a_cut_range_says_so() -> None:
    assert "Der Fächer reicht weiter, als die Zeichnung zeigt" in below(WIDE_FAN)


def test_without_anything_to_say_there_is_nothing() -> None:
    assert below(SMALL) == ""


def test_hostile_text_is_shown_as_text() -> None:
    notes = (replace(BROKEN.notes[0], text="<script>alert(1)</script>"),)
    text = below(replace(BROKEN, notes=notes))
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)" in text
