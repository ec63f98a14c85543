"""Plotly is large: one page loads it, and after it can be read."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.public_paths import FIXED, GROWING
from tests.town import make_town

pytestmark = pytest.mark.django_db

INDICATOR = re.compile(r"/kennzahlen/(?!vergleich/)[^/]+/(\?.*)?")


def test_only_the_page_of_an_indicator_mentions_plotly(client: Client) -> None:
    make_town()
    pages = {path: client.get(path).content.decode() for path in (*GROWING, *FIXED)}
    mentioning = {path for path, text in pages.items() if "plotly" in text.lower()}
    assert mentioning == {path for path in GROWING if INDICATOR.fullmatch(path)}
    assert len(mentioning) == 2


def test_no_element_of_the_page_loads_it(client: Client) -> None:
    """Only a script that runs after the page is there asks for it."""
    make_town()
    text = client.get("/kennzahlen/ladepunkte/?ort=alle").content.decode()
    assert 'data-plotly="/static/plotly/plotly.min' in text
    loading = re.findall(r'(?:src|href|srcset)="([^"]*)"', text)
    assert [url for url in loading if "plotly.min" in url] == []
    scripts = re.findall(r"<script\b[^>]*src=[^>]*>", text)
    assert all("defer" in script or 'type="module"' in script for script in scripts)


def test_the_finder_gives_the_bundle_and_nothing_else() -> None:
    assert str(finders.find("plotly/plotly.min.js")).endswith("plotly.min.js")
    assert finders.find("plotly/datasets/iris.csv.gz") is None
