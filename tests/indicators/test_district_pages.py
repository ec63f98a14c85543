"""Pages of the Ortsteile: the map with its years and views, and the profile of a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from soest import public_pages
from strategy.boundary_import import read_boundaries, store_boundaries
from strategy.models import District
from tests.factories import (
    ChartNoteFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    released_series,
)
from tests.strategy.boundaries.invented import geojson
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true", "HX-Target": "district-map"}


def page(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def tiles(text: str) -> dict[str, tuple[str, str]]:
    """The class and the number of each tile, by the name of its place."""
    found = re.findall(
        r'<a class="(q\w)" href="[^"]*"><span class="full">([^<*]*)\*?</span>.*?<b[^>]*>(.*?)</b>',
        text,
    )
    return {
        name: (tile, " ".join(re.sub("<[^>]*>", " ", number).split()))
        for tile, name, number in found
    }


def rows(text: str) -> list[tuple[str, str]]:
    """Name and value of each row of the table beside the map."""
    table = text[text.index('<table class="tbl dtable">') :]
    body = table[table.index("<tbody>") : table.index("</tbody>")]
    return re.findall(
        r'<th scope="row"><a [^>]*>([^<]*)</a></th><td class="num">([^<]*)</td>', body
    )


def add_population(years: Mapping[Any, Mapping[int, int]]) -> Indicator:
    """Inhabitants by place."""
    counted: Indicator = IndicatorFactory(
        slug="bevoelkerung",
        name="Bevölkerung",
        decimals=0,
        district_relation="sum",
        measures_population=True,
        source="Melderegister",
    )
    for place, series in years.items():
        released_series(counted, series, district=place)
    return counted


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def core(town: Town) -> District:
    return District.objects.get(slug="kernstadt")


# The map ------------------------------------------------------------------------------


def test_map_of_the_first_indicator_with_district_values(client: Client, town: Town) -> None:
    text = page(client, "/ortsteile/")
    assert 'class="r5 c3"' in text
    assert '<a href="/kennzahlen/ladepunkte/">Öffentliche Ladepunkte</a>, Anzahl.' in text
    assert (
        "2025: Werte für alle 2 Teile, von 21 (Ampen) bis 49 (Kernstadt). Gesamtstadt: 70." in text
    )
    assert '<option value="ladepunkte" selected>Öffentliche Ladepunkte</option>' in text


def test_map_begins_with_a_rate_if_there_is_one(client: Client, town: Town) -> None:
    IndicatorFactory(slug="leer", name="Aaa, noch ohne Werte", district_relation="independent")
    share = IndicatorFactory(slug="anteil", name="Wohnnote", district_relation="independent")
    released_series(share, {2025: 2}, district=town.village)
    text = page(client, "/ortsteile/")
    assert '<option value="anteil" selected>Wohnnote</option>' in text


def test_all_places_with_the_newest_inhabitants(client: Client, town: Town) -> None:
    District.objects.update(population=1, population_as_of="2023-01-31")
    add_population({town.village: {2024: 1000, 2025: 1020}, town.city: {2025: 48000}})
    text = page(client, "/ortsteile/")
    table = text[text.index("Die Teile der Stadt") :]
    found = [
        re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", line)).split()
        for line in table[: table.index("</table>")].split("</tr>")[1:-1]
    ]
    assert [line[:1] + line[-3:-1] for line in found] == [
        ["Soest", "48.000", "2025"],
        ["Ampen", "1.020", "2025"],
        ["Kernstadt", "1", "31.1.2023"],
    ]


@pytest.mark.parametrize(
    "query",
    [
        "kennzahl=nein",
        "kennzahl=%00",
        "jahr=1900",
        "jahr=2026",
        "jahr=zweitausend",
        "jahr=99999999999999999999999",
        "jahr=2023.5",
        "je=nase",
        "sortierung=zufall",
        "kennzahl=einwohner",  # an indicator without districts
    ],
)
def test_what_is_unknown_falls_back(client: Client, town: Town, query: str) -> None:
    text = page(client, f"/ortsteile/?{query}")
    assert "Stand 2025" in text
    assert tiles(text)["Ampen"][1] == "21"


def test_year_is_chosen(client: Client, town: Town) -> None:
    text = page(client, "/ortsteile/?kennzahl=ladepunkte&jahr=2021")
    assert "Stand 2021" in text
    assert tiles(text) == {"Ampen": ("q2", "9"), "Kernstadt": ("q4", "21")}
    assert 'min="2019" max="2025" step="1" value="2021"' in text
    assert 'href="?kennzahl=ladepunkte&amp;jahr=2020#district-map"' in text
    assert 'href="?kennzahl=ladepunkte&amp;jahr=2022#district-map"' in text
    assert re.search(r'<a id="jahr-2021"[^>]* aria-current="true">2021</a>', text)


def test_first_and_last_year_lead_no_further(client: Client, town: Town) -> None:
    first, last = (page(client, f"/ortsteile/?jahr={year}") for year in (2019, 2025))
    assert re.search(r'<span [^>]*id="jahr-zurueck" role="link" aria-disabled="true"', first)
    assert re.search(r'<a [^>]*id="jahr-vor"', first)
    assert re.search(r'<a [^>]*id="jahr-zurueck"', last)
    assert re.search(r'<span [^>]*id="jahr-vor" role="link" aria-disabled="true"', last)


def test_same_value_has_the_same_colour_in_every_year(client: Client, town: Town) -> None:
    """21 in the Kernstadt in 2021 and in Ampen in 2025; the legend stays as well."""
    before, after = (page(client, f"/ortsteile/?jahr={year}") for year in (2021, 2025))
    assert tiles(before)["Kernstadt"] == tiles(after)["Ampen"]
    keys = [
        text[text.index('<ul class="key">') :].partition("</ul>")[0] for text in (before, after)
    ]
    assert keys[0] == keys[1]
    assert "Die Farben gelten für alle Jahre von 2019 bis 2025" in after


def test_year_without_any_value_is_a_year(client: Client, town: Town) -> None:
    gaps = IndicatorFactory(slug="luecken", name="Lücken", district_relation="independent")
    released_series(gaps, {2019: 1, 2022: 2}, district=town.village)
    text = page(client, "/ortsteile/?kennzahl=luecken&jahr=2020")
    assert "2020: für keinen der 2 Teile ein Wert." in text
    assert tiles(text)["Ampen"] == ("qn", "– –")


def test_zero_is_a_value_and_secret_is_none(client: Client, town: Town, core: District) -> None:
    counts = IndicatorFactory(slug="faelle", decimals=0, district_relation="independent")
    hamlet = DistrictFactory(slug="katrop", name="Katrop", tile_row=2, tile_column=5)
    unknown = DistrictFactory(slug="bergede", name="Bergede", tile_row=7, tile_column=8)
    released_series(counts, {2023: 0, 2024: 0}, district=town.village)
    released_series(counts, {2023: 3, 2024: 8}, district=core)
    for place, reason in ((hamlet, "confidential"), (unknown, "not_collected")):
        MeasurementFactory(
            indicator=counts, district=place, value=None, missing_reason=reason, released=True
        )
    text = page(client, "/ortsteile/?kennzahl=faelle&jahr=2024&sortierung=wert")
    shown = tiles(text)
    assert shown["Ampen"] == ("q1", "0")
    assert shown["Katrop"] == ("qs", "geheim geh.")
    assert shown["Bergede"] == ("qn", "– –")
    assert rows(text) == [
        ("Kernstadt", "8"),
        ("Ampen", "0"),
        ("Bergede", "–"),
        ("Katrop", "geheim"),
    ]
    assert "Werte für 2 von 4 Teilen" in text
    for meaning in ("kein Wert", "geheim"):
        assert f"</i>{meaning}</li>" in text
    assert "kein Wert: nicht erhoben" in text


def test_table_is_sorted_by_name_or_by_value(client: Client, town: Town) -> None:
    by_name = page(client, "/ortsteile/")
    assert rows(by_name) == [("Ampen", "21"), ("Kernstadt", "49")]
    assert '<th scope="col" aria-sort="ascending"><a id="sortierung-name"' in by_name
    by_value = page(client, "/ortsteile/?sortierung=wert&jahr=2021")
    assert rows(by_value) == [("Kernstadt", "21"), ("Ampen", "9")]
    assert 'aria-sort="descending"><a id="sortierung-wert"' in by_value
    assert '<input type="hidden" name="sortierung" value="wert" form="jahr-form">' in by_value


def test_swap_gets_the_map_alone_and_the_sentence_to_be_read_out(
    client: Client, town: Town
) -> None:
    text = page(client, "/ortsteile/?jahr=2023", **SWAP)
    assert text.startswith('<section class="sec" id="district-map"')
    assert "<html" not in text
    assert text.rstrip().endswith(
        '<p id="jahr-ansage" hx-swap-oob="innerHTML">2023: Werte für alle 2 Teile, von 15 (Ampen) '
        "bis 35 (Kernstadt). Gesamtstadt: 50.</p>"
    )
    whole = page(client, "/ortsteile/?jahr=2023")
    assert '<p class="vh" id="jahr-ansage" role="status"></p>' in whole
    assert whole.count('id="jahr-ansage"') == 1


def test_back_button_gets_the_page(client: Client, town: Town) -> None:
    text = page(client, "/ortsteile/", **SWAP, **{"HX-History-Restore-Request": "true"})
    assert "<html" in text


def test_list_without_any_district_values(client: Client, town: Town) -> None:
    town.charging.district_relation = "none"
    town.charging.save()
    text = page(client, "/ortsteile/")
    assert "Noch ist keine Kennzahl mit Werten für die Ortsteile hinterlegt." in text
    assert "Alle Ortsteile" in text


def test_indicator_without_values_yet(client: Client, town: Town) -> None:
    IndicatorFactory(slug="neu", name="Neue Kennzahl", district_relation="sum")
    text = page(client, "/ortsteile/?kennzahl=neu&je=einwohner")
    assert "Für „Neue Kennzahl“ ist noch kein Wert eines Ortsteils veröffentlicht." in text
    assert 'type="range"' not in text


# Breaks of the series -----------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/ortsteile/?kennzahl=anteil", "/ortsteile/ampen/", "/kennzahlen/anteil/"]
)
@pytest.mark.parametrize("is_inherited", [False, True])
def test_small_lines_do_not_lead_across_a_break(
    client: Client, town: Town, path: str, is_inherited: bool
) -> None:
    share = IndicatorFactory(code="T-9", slug="anteil", district_relation="independent")
    source = IndicatorFactory(code="T-8")
    for place in (town.city, town.village):
        released_series(share, {2022: 1, 2023: 2, 2024: 3, 2025: 4}, district=place)
    Indicator.objects.filter(pk=share.pk).update(expression="T-8 * 1")

    def lines() -> list[int]:
        """Of how many parts the lines of Ampen consist: its own and the city's."""
        public_pages.store.clear()
        text = page(client, path)
        anchor = "/kennzahlen/anteil/" if path == "/ortsteile/ampen/" else ">Ampen</a><br>"
        text = text[text.rindex(anchor) :]
        return [one.count("M") for one in re.findall(r'<path[^>]* d="(M[^"]*)"', text)[:2]]

    assert lines() == [1, 1]
    ChartNoteFactory(indicator=source if is_inherited else share, year=2024, broken=True)
    assert lines() == [2, 2]
    if path != "/ortsteile/ampen/":
        assert "Unterbrochen, weil seither anders gezählt wird: 2024." in page(client, path)


# Per capita ---------------------------------------------------------------------------


def test_per_capita_takes_the_inhabitants_of_the_same_year(
    client: Client, town: Town, core: District
) -> None:
    add_population(
        {
            town.village: {2024: 1000, 2025: 2000},
            core: {2024: 7000, 2025: 10000},
            town.city: {2024: 8000, 2025: 12000},
        }
    )
    path = "/ortsteile/?kennzahl=ladepunkte&je=einwohner&jahr="
    before, after = page(client, f"{path}2024"), page(client, f"{path}2025")
    assert rows(before) == [("Ampen", "18,0"), ("Kernstadt", "6,0")]
    assert rows(after) == [("Ampen", "10,5"), ("Kernstadt", "4,9")]
    assert "Gesamtstadt: 7,5." in before
    assert "Gesamtstadt: 5,8." in after
    assert "Anzahl je 1.000 Einwohner" in after
    assert "geteilt durch die Einwohner desselben Jahres und Ortes" in after
    assert "Summe der 2 Teile" not in after
    assert 'value="2025" list="jahre"' in after
    assert 'min="2024" max="2025"' in after  # years without inhabitants have nothing to show


def test_place_without_inhabitants_is_told(client: Client, town: Town, core: District) -> None:
    add_population({core: {2025: 10000}})
    text = page(client, "/ortsteile/?kennzahl=ladepunkte&je=einwohner")
    assert tiles(text)["Ampen"] == ("qi", "EW fehlt EW?")
    assert "</i>Einwohnerzahl des Jahres fehlt</li>" in text
    assert "die Einwohnerzahl dieses Jahres fehlt" in text
    assert "Werte für 1 von 2 Teilen" in text


@pytest.mark.parametrize(
    ("relation", "why"),
    [
        ("sum", "weil für kein Jahr die Einwohnerzahlen der Teile vorliegen"),
        ("weighted_mean", "Geteilt wird nur, was sich zur Gesamtstadt summiert"),
        ("independent", "Geteilt wird nur, was sich zur Gesamtstadt summiert"),
    ],
)
def test_what_cannot_be_divided_is_shown_as_it_is(
    client: Client, town: Town, relation: str, why: str
) -> None:
    Indicator.objects.filter(slug="ladepunkte").update(district_relation=relation)
    text = page(client, "/ortsteile/?kennzahl=ladepunkte&je=einwohner")
    assert why in text
    assert rows(text) == [("Ampen", "21"), ("Kernstadt", "49")]


def test_inhabitants_are_not_divided_by_themselves(client: Client, town: Town) -> None:
    add_population({town.village: {2025: 1000}})
    text = page(client, "/ortsteile/?kennzahl=bevoelkerung&je=einwohner")
    assert "nicht selbst Einwohner zählt" in text
    assert rows(text)[0] == ("Ampen", "1.000")


# Sums and means -----------------------------------------------------------------------


def test_parts_that_do_not_sum_are_told_in_their_year(client: Client, town: Town) -> None:
    wrong = IndicatorFactory(slug="falsch", unit="Fälle", decimals=0, district_relation="sum")
    released_series(wrong, {2023: 10, 2024: 10}, district=town.city)
    released_series(wrong, {2023: 4, 2024: 4}, district=town.village)
    released_series(wrong, {2023: 6, 2024: 9}, district=District.objects.get(slug="kernstadt"))
    agreeing = page(client, "/ortsteile/?kennzahl=falsch&jahr=2023")
    assert "Die 2 Teile ergeben" not in agreeing
    text = page(client, "/ortsteile/?kennzahl=falsch&jahr=2024").replace("\xa0", " ")
    assert "Die 2 Teile ergeben 13 Fälle, die Gesamtstadt sagt 10 Fälle: 3 Fälle mehr." in text


def test_no_sum_tells_what_is_secret(client: Client, town: Town, core: District) -> None:
    wrong = IndicatorFactory(slug="falsch", unit="Fälle", decimals=0, district_relation="sum")
    released_series(wrong, {2024: 10}, district=town.city)
    released_series(wrong, {2024: 9}, district=core)
    MeasurementFactory(
        indicator=wrong,
        district=town.village,
        value=None,
        missing_reason="confidential",
        released=True,
    )
    text = page(client, "/ortsteile/?kennzahl=falsch&jahr=2024")
    assert "Werte für 1 von 2 Teilen" in text
    assert '<p class="note">' not in text
    assert "Summe der 2 Teile" not in text


def test_mean_is_checked_with_the_inhabitants_of_the_year(
    client: Client, town: Town, core: District
) -> None:
    share = IndicatorFactory(slug="anteil", unit="%", decimals=0, district_relation="weighted_mean")
    for place, value in ((town.city, 30), (town.village, 10), (core, 50)):
        released_series(share, {2023: value, 2024: value}, district=place)
    add_population({town.village: {2024: 300}, core: {2024: 100}})
    text = page(client, "/ortsteile/?kennzahl=anteil&jahr=2024").replace("\xa0", " ")
    assert (
        "Das mit Einwohnern gewichtete Mittel der 2 Teile beträgt 20 %, die Gesamtstadt sagt 30 %:"
    ) in text
    assert "gewichtete Mittel der" not in page(client, "/ortsteile/?kennzahl=anteil&jahr=2023")


# Boundaries ---------------------------------------------------------------------------


@pytest.fixture
def bounded(town: Town) -> Town:
    names = ("Kernstadt", "Ampen")
    store_boundaries(
        read_boundaries(geojson(names)).shapes, source="Kataster", licence="Zero", by=None
    )
    return town


def test_boundaries_replace_the_tiles(client: Client, bounded: Town) -> None:
    text = page(client, "/ortsteile/?kennzahl=ladepunkte").replace("\xa0", " ")
    assert 'class="tiles"' not in text
    assert '<a class="q5" href="/ortsteile/kernstadt/" aria-label="Kernstadt: 49 Anzahl">' in text
    assert "Grenzen, vereinfacht: Kataster, Zero." in text
    assert rows(text) == [("Ampen", "21"), ("Kernstadt", "49")]
    assert "Lage nur schematisch" not in text


def test_boundaries_stand_on_the_page_of_the_indicator(client: Client, bounded: Town) -> None:
    assert '<svg class="bmap"' in page(client, "/kennzahlen/ladepunkte/")


def test_part_without_boundary_brings_the_tiles_back(client: Client, bounded: Town) -> None:
    DistrictFactory(slug="neudorf", name="Neudorf")
    assert 'class="tiles"' in page(client, "/ortsteile/?kennzahl=ladepunkte")


def test_secret_part_has_a_pattern_and_a_word(client: Client, bounded: Town) -> None:
    counts = IndicatorFactory(slug="faelle", decimals=0, district_relation="independent")
    released_series(counts, {2024: 3}, district=bounded.village)
    MeasurementFactory(
        indicator=counts,
        district=District.objects.get(slug="kernstadt"),
        value=None,
        missing_reason="confidential",
        released=True,
    )
    text = page(client, "/ortsteile/?kennzahl=faelle&jahr=2024")
    assert re.search(r'<a class="qs"[^>]*aria-label="Kernstadt: geheim">', text)
    assert '<path fill="url(#p-secret)"' in text
    assert ">geh.</tspan>" in text


# Queries ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/ortsteile/?kennzahl=ladepunkte&je=einwohner&jahr=2025",
        "/ortsteile/?kennzahl=ladepunkte&sortierung=wert&jahr=2024",
        "/ortsteile/ampen/",
    ],
)
def test_number_of_queries_is_constant(client: Client, bounded: Town, path: str) -> None:
    def asked() -> int:
        public_pages.store.clear()
        with CaptureQueriesContext(connection) as queries:
            page(client, path)
        return len(queries)

    add_population({bounded.village: {2025: 100}, bounded.city: {2025: 100}})
    share = IndicatorFactory(district_relation="weighted_mean")
    released_series(share, {2025: 1}, district=bounded.village)
    before = asked()
    for number in range(4):
        place = DistrictFactory(slug=f"dorf-{number}", name=f"Dorf {number}")
        released_series(bounded.charging, {2024: 1, 2025: 2}, district=place)
    for relation in ("sum", "weighted_mean", "independent"):
        more = IndicatorFactory(district_relation=relation)
        released_series(more, {2024: 1, 2025: 2}, district=bounded.village)
    assert asked() == before
    assert before <= 12


# The profile --------------------------------------------------------------------------


def cells(text: str, slug: str) -> list[str]:
    """The texts of a line of the profile: indicator, way, year, value, city, difference, mean."""
    start = text.index(f'<a href="/kennzahlen/{slug}/">', text.index("<tbody"))
    line = text[start : text.index("</tr>", start)]
    found = [re.sub("<[^>]*>", " ", cell) for cell in line.split("</td>")]
    return [re.sub(r"\s+", " ", cell).strip() for cell in found][:-1]


def test_sums_are_compared_per_capita(client: Client, town: Town) -> None:
    add_population({town.village: {2025: 1000}, town.city: {2025: 12000}})
    text = page(client, "/ortsteile/ampen/")
    first, year, value, city, gap, mean = cells(text, "ladepunkte")
    assert "Anzahl je 1.000 Einwohner (insgesamt 21)" in first
    assert (year, value, city) == ("2025", "21,0", "5,8")
    assert gap == "+15,2 besser"
    assert mean == "–"


@pytest.mark.parametrize(("counted", "word"), [(19, "mehr"), (20, "besser")])
def test_few_cases_are_no_verdict(client: Client, town: Town, counted: int, word: str) -> None:
    add_population({town.village: {2025: 1000}, town.city: {2025: 12000}})
    fountains = IndicatorFactory(
        slug="brunnen", decimals=0, district_relation="sum", direction="increase"
    )
    released_series(fountains, {2025: counted}, district=town.village)
    released_series(fountains, {2025: 60}, district=town.city)
    text = page(client, "/ortsteile/ampen/")
    assert cells(text, "brunnen")[4].endswith(f" {word}")
    assert "muss dafür im Ort insgesamt mindestens 20 betragen" in text


@pytest.mark.parametrize(("inhabitants", "beside"), [(12000, "5,0"), (None, "60")])
def test_city_is_shown_beside_what_is_secret(
    client: Client, town: Town, inhabitants: int | None, beside: str
) -> None:
    if inhabitants:
        add_population({town.village: {2025: 1000}, town.city: {2025: inhabitants}})
    cases = IndicatorFactory(slug="faelle", unit="Fälle", decimals=0, district_relation="sum")
    released_series(cases, {2025: 60}, district=town.city)
    MeasurementFactory(
        indicator=cases,
        district=town.village,
        period=date(2025, 1, 1),
        value=None,
        missing_reason="confidential",
        released=True,
    )
    _, _, value, city, gap, _ = cells(page(client, "/ortsteile/ampen/"), "faelle")
    assert value.startswith("geheim")
    assert (city, gap) == (beside, "–")


def test_sums_without_inhabitants_stand_alone(client: Client, town: Town) -> None:
    first, _, value, city, gap, _ = cells(page(client, "/ortsteile/ampen/"), "ladepunkte")
    assert first.endswith("Anzahl")
    assert (value, city, gap) == ("21", "–", "–")


def test_means_are_compared_with_the_city_and_the_mean_of_the_parts(
    client: Client, town: Town, core: District
) -> None:
    share = IndicatorFactory(
        slug="anteil", unit="%", decimals=1, district_relation="independent", direction="decrease"
    )
    for place, value in ((town.city, "30"), (town.village, "10.5"), (core, "50")):
        released_series(share, {2024: Decimal(value)}, district=place)
    text = page(client, "/ortsteile/ampen/").replace("\xa0", " ")
    assert cells(text, "anteil")[1:] == [
        "2024",
        "10,5",
        "30,0",
        "−19,5 Prozentpunkte besser",
        "30,3 −19,8 Prozentpunkte besser",
    ]
    assert "Mittel der 2 Teile: jeder Teil zählt gleich viel" in text
    DistrictFactory(slug="katrop", name="Katrop")
    assert cells(page(client, "/ortsteile/ampen/"), "anteil")[-1] == "–"


def test_inhabitants_are_told_as_a_share(client: Client, town: Town) -> None:
    add_population({town.village: {2025: 1500}, town.city: {2025: 48000}})
    text = page(client, "/ortsteile/ampen/")
    assert cells(text, "bevoelkerung")[1:5] == ["2025", "1.500", "48.000", "3,1 % der Stadt"]
    assert "<dt>Einwohner 2025</dt>" in text
    assert '<a href="/kennzahlen/bevoelkerung/">Bevölkerung</a>, Melderegister' in text


def test_facts_have_their_source_and_day(client: Client, town: Town) -> None:
    District.objects.filter(slug="ampen").update(
        population=1533,
        population_as_of="2023-01-31",
        area_km2="4.40",
        source="https://example.org/ampen",
    )
    text = page(client, "/ortsteile/ampen/")
    assert '<span class="big">1.533</span>' in text
    assert "Stand 31.1.2023" in text
    assert 'href="https://example.org/ampen"' in text
    assert "4,40" in text
    assert "nicht bekannt" in page(client, "/ortsteile/kernstadt/")


def test_secret_value_of_a_place_is_compared_with_nothing(
    client: Client, town: Town, core: District
) -> None:
    counts = IndicatorFactory(slug="faelle", decimals=0, district_relation="independent")
    released_series(counts, {2024: 3}, district=core)
    released_series(counts, {2024: 5}, district=town.city)
    MeasurementFactory(
        indicator=counts,
        district=town.village,
        value=None,
        missing_reason="confidential",
        released=True,
    )
    line = cells(page(client, "/ortsteile/ampen/"), "faelle")
    assert line[2].startswith("geheim")
    assert line[4:] == ["–", "–"]
    assert cells(page(client, "/ortsteile/kernstadt/"), "faelle")[-1] == "–"


def test_profile_of_the_city_compares_with_nothing(client: Client, town: Town) -> None:
    text = page(client, "/ortsteile/soest/")
    assert "Unterschied zur Stadt" not in text
    assert "Alle Werte der Gesamtstadt stehen unter" in text


def test_place_without_values(client: Client, town: Town) -> None:
    DistrictFactory(slug="katrop", name="Katrop")
    text = page(client, "/ortsteile/katrop/")
    assert "Für Katrop sind noch keine Werte veröffentlicht." in text


def test_unknown_place_is_not_found(client: Client) -> None:
    assert client.get("/ortsteile/atlantis/").status_code == 404
