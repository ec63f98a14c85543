from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


def test_code_leads_to_the_page(client: Client) -> None:
    IndicatorFactory(code="KLI-01", slug="treibhausgase")
    answer = client.get("/k/KLI-01/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/kennzahlen/treibhausgase/")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert not answer.cookies


def test_code_may_be_typed_in_small_letters(client: Client) -> None:
    IndicatorFactory(code="KLI-01", slug="treibhausgase")
    assert client.get("/k/kli-01/").headers["Location"] == "/kennzahlen/treibhausgase/"


def test_exact_code_comes_first(client: Client) -> None:
    IndicatorFactory(code="A1", slug="gross")
    IndicatorFactory(code="a1", slug="klein")
    assert client.get("/k/a1/").headers["Location"] == "/kennzahlen/klein/"
    assert client.get("/k/A1/").headers["Location"] == "/kennzahlen/gross/"


@pytest.mark.parametrize("path", ["/k/a%2Fb/", "/k/a/b/"])
def test_code_with_a_slash(client: Client, path: str) -> None:
    IndicatorFactory(code="a/b", slug="schraeg")
    assert client.get(path).headers["Location"] == "/kennzahlen/schraeg/"


def test_renamed_indicator_is_found_by_its_code(client: Client) -> None:
    indicator = IndicatorFactory(code="KLI-01", slug="alt")
    indicator.slug = "neu"
    indicator.save()
    assert client.get("/k/KLI-01/").headers["Location"] == "/kennzahlen/neu/"


@pytest.mark.parametrize("path", ["/k/unbekannt/", "/k/%00/", "/k//evil.example/", "/k/../admin/"])
def test_unknown_code_does_not_exist(client: Client, path: str) -> None:
    IndicatorFactory(code="KLI-01")
    assert client.get(path).status_code == 404


def test_link_is_only_read(client: Client) -> None:
    assert client.post("/k/KLI-01/").status_code == 405
