"""What pages say of themselves to search engines and to those who share them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.template import Context, Template
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import Indicator
from soest.templatetags.sharing import preview
from strategy.models import DataVersion, OperationalGoal
from tests.town import Town, make_town

PATHS = [
    "/",
    "/handlungsfelder/",
    "/handlungsfelder/klima-energie/",
    "/ziele/5.1/",
    "/ziele/5.1.1/",
    "/kennzahlen/",
    "/kennzahlen/treibhausgase/",
    "/kennzahlen/vergleich/",
    "/ortsteile/",
    "/ortsteile/ampen/",
    "/massnahmen/",
    "/massnahmen/daecher/",
    "/uebergeordnete-ziele/",
    "/sdg/",
    "/suche/",
    "/berichte/",
    "/methodik/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/anmelden/",
]


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def head_of(
    client: Client, path: str, status: int = 200, host: str = "testserver"
) -> dict[str, str]:
    """Title, canonical address and what the metas say, as a reader of the page understands it."""
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == status
    head = answer.content.decode().partition("<body")[0]
    metas = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
    title = re.findall(r"<title>([^<]*)</title>", head)
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', head)
    assert len(title) == 1
    assert len(canonical) <= 1
    said = {name: unescape(value) for name, value in metas}
    return said | {"title": unescape(title[0]), "canonical": unescape("".join(canonical))}


# Every page ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_page_introduces_itself(town: Town, client: Client, path: str) -> None:
    head = head_of(client, path)
    assert head["title"] == f"{head['og:title']} – Soest 2030 Zielmonitor"
    assert head["canonical"] == head["og:url"] == f"http://testserver{path}"
    assert head["description"] == head["og:description"]
    assert 20 <= len(head["description"]) <= 200
    assert head["og:type"] == "website"
    assert head["og:site_name"] == "Soest 2030 Zielmonitor"
    assert head["og:locale"] == "de_DE"


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/anmelden/"])
def test_page_looks_at_nobody(town: Town, client: Client, path: str) -> None:
    """To find out its address, a page must not ask who reads it."""
    answer = client.get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]


def test_titles_and_descriptions_differ(town: Town, client: Client) -> None:
    heads = [head_of(client, path) for path in PATHS]
    assert len({head["title"] for head in heads}) == len(PATHS)
    # One goal has one indicator, whose sentence is the finding of both.
    assert len({head["description"] for head in heads}) >= len(PATHS) - 2


def test_finding_is_the_description(town: Town, client: Client) -> None:
    finding = "2025 lag der Wert bei 2,0\N{NO-BREAK SPACE}t je Einwohner"
    for path in ("/kennzahlen/treibhausgase/", "/ziele/5.1.1/"):
        assert head_of(client, path)["og:description"].startswith(finding.replace("\xa0", " "))
    assert head_of(client, "/ziele/5.1/")["og:description"].startswith(
        "1 von 2 Zielen ist auf Kurs"
    )
    assert "1 von 2 Zielen" in head_of(client, "/handlungsfelder/klima-energie/")["og:description"]


def test_names_are_escaped_once(town: Town, client: Client) -> None:
    name = 'Gase "<b>" & Co'
    Indicator.objects.filter(pk=town.emissions.pk).update(name=name)
    OperationalGoal.objects.filter(pk=town.goal.pk).update(title=name)
    assert head_of(client, "/kennzahlen/treibhausgase/")["og:title"] == name
    assert head_of(client, "/ziele/5.1.1/")["og:title"] == f"Ziel 5.1.1: {name}"


def test_sample_data_is_named_where_only_the_preview_is_seen(town: Town, client: Client) -> None:
    DataVersion.objects.update(has_sample_data=True)
    assert head_of(client, "/kennzahlen/treibhausgase/")["og:title"].endswith(" (Beispieldaten)")


@pytest.mark.parametrize(("path", "status"), [("/gibt-es-nicht/", 404), ("/zulieferung/x/", 404)])
def test_page_that_is_nothing_is_not_shared(
    town: Town, client: Client, path: str, status: int
) -> None:
    head = head_of(client, path, status)
    assert head["robots"] == "noindex"
    assert not head["canonical"]
    assert not [name for name in head if name.startswith("og:")]


def test_staff_pages_are_not_shared(clerk_client: Client) -> None:
    head = head_of(clerk_client, "/erfassung/")
    assert head["robots"] == "noindex"
    assert not head["canonical"]


# Addresses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/kennzahlen/?utm_source=x&fbclid=y", "/kennzahlen/"),
        ("/kennzahlen/?q=&feld=&ausblick=", "/kennzahlen/"),
        ("/kennzahlen/?foo=1&ausblick=sun&q=gr%C3%BCn", "/kennzahlen/?q=gr%C3%BCn&ausblick=sun"),
        ("/kennzahlen/?feld=gibt-es-nicht&ortsteile=on", "/kennzahlen/?ortsteile=on"),
        (
            "/kennzahlen/treibhausgase/?stand=2025-04-01&a=b",
            "/kennzahlen/treibhausgase/?stand=2025-04-01",
        ),
        (
            "/kennzahlen/vergleich/?skala=index&k=treibhausgase&k=ladepunkte",
            "/kennzahlen/vergleich/?k=treibhausgase&k=ladepunkte&skala=index",
        ),
        ("/ortsteile/?kennzahl=ladepunkte&x=y", "/ortsteile/?kennzahl=ladepunkte"),
        ("/massnahmen/?phase=running&x=y", "/massnahmen/?phase=running"),
        ("/suche/?q=klima&x=y", "/suche/?q=klima"),
        ("/ziele/5.1/?q=klima", "/ziele/5.1/"),
        ("/?lang=de", "/"),
    ],
)
def test_address_keeps_what_changes_the_page(
    town: Town, client: Client, path: str, canonical: str
) -> None:
    assert head_of(client, path)["canonical"] == f"http://testserver{canonical}"


def test_shared_address_shows_the_same_page(town: Town, client: Client) -> None:
    """What somebody pastes is what they saw."""
    for path in ("/kennzahlen/?q=Lade&x=1", "/massnahmen/?phase=running&q=", "/suche/?q=klima&y=2"):
        page = client.get(path).content.decode()
        canonical = head_of(client, path)["canonical"].removeprefix("http://testserver")
        assert (
            client.get(canonical).content.decode().partition("<main")[2]
            == (page.partition("<main")[2])
        )


def test_address_of_what_is_no_day_is_the_present_one(town: Town, client: Client) -> None:
    head = head_of(client, "/kennzahlen/treibhausgase/?stand=morgen", 422)
    assert head["canonical"] == "http://testserver/kennzahlen/treibhausgase/"


def test_unknown_host_gets_no_address(town: Town, client: Client) -> None:
    head = head_of(client, "/", 400, host="boese.example")
    assert head["robots"] == "noindex"
    assert not head["canonical"]


# Texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("kurz", "kurz"),
        ("genau zehn", "genau zehn"),
        ("eins zwei drei", "eins zwei…"),
        ("eins 2,5 t drei", "eins 2,5…"),
        ("Donaudampfschiff", "Donaudamp…"),
    ],
)
def test_text_is_cut_at_a_word(text: str, short: str) -> None:
    assert preview(text, 10) == short


@given(st.text(alphabet="ab ,", max_size=40), st.integers(5, 20))
def test_cut_text_fits_and_is_the_beginning(text: str, longest: int) -> None:
    short = preview(text, longest)
    assert len(short) <= longest
    assert text.startswith(short.removesuffix("…"))


def test_markup_goes_and_text_stays() -> None:
    template = Template(
        "{% load sharing %}{% plain_text as text %}<p>{{ a }}</p>\n <b>x</b>{% endplain_text %}"
        "[{{ text }}]"
    )
    assert template.render(Context({"a": "1 < 2 & <b>"})) == "[1 &lt; 2 &amp; &lt;b&gt; x]"
