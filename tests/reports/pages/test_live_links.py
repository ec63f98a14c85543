from __future__ import annotations

import re

import pytest
from django.urls import reverse

from reports.pages.live_links import live_link, row_path

SITE = "https://zielmonitor.soest.de"


def test_address_is_that_of_the_short_link() -> None:
    link = live_link(SITE, "KLI-01")
    assert link is not None
    assert link.address == SITE + reverse("indicators:short-link", args=["KLI-01"])
    assert link.words == "zielmonitor.soest.de/k/KLI-01"


@pytest.mark.parametrize("code", ["A B", "ä/1", "?"])
def test_odd_codes_lead_to_the_same_view(code: str) -> None:
    link = live_link(SITE, code)
    assert link is not None
    assert link.address == SITE + reverse("indicators:short-link", args=[code])


def test_without_an_address_of_the_site_there_is_none() -> None:
    assert live_link("", "KLI-01") is None


def test_code_is_one_path_within_its_square() -> None:
    link = live_link(SITE, "KLI-01")
    assert link is not None
    assert link.modules == 29
    runs = re.findall(r"M(\d+) (\d+)\.5h(\d+)", link.path)
    assert "".join(f"M{x} {y}.5h{length}" for x, y, length in runs) == link.path
    assert max(int(x) + int(length) for x, _, length in runs) == 29
    assert max(int(y) for _, y, _ in runs) == 28
    # the marks in three corners, seven wide
    assert {("0", "0", "7"), ("22", "0", "7"), ("0", "22", "7")} <= set(runs)


def test_runs_of_a_row() -> None:
    assert row_path(2, bytearray([1, 1, 0, 1])) == "M0 2.5h2M3 2.5h1"
    assert row_path(0, bytearray([0, 0])) == ""
