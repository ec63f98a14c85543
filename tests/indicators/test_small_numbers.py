"""Everything the public can fetch, searched for numbers that must not be shown."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.consequences import follow_from_rules
from indicators.disclosure.decisions import decide
from indicators.models import Indicator, Measurement
from reports.canonical_json import to_json
from reports.contents import make_snapshot
from strategy.models import District
from tests.factories import (
    RELEASED_AT,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    ReportFactory,
    released_series,
)
from tests.town import make_town

pytestmark = pytest.mark.django_db

SLUG = "hilfen"
LEAST = 5
# In German and with a point; no other number of the site has these digits.
SECRETS = ("3,0417", "3.0417", "11,0923", "11.0923")
DOUBLED = ("6,0834", "6.0834", "22,1846", "22.1846")
COMMENT = "betrifft drei Familien"


@pytest.fixture
def places() -> list[District]:
    """The city and four parts of it."""
    town = make_town()
    more = [DistrictFactory(name=name) for name in ("Katrop", "Ruploh")]
    return [town.city, *District.objects.parts().exclude(pk__in=[one.pk for one in more]), *more]


@pytest.fixture
def helped(places: list[District]) -> Indicator:
    """3.0417 is small, 11.0923 hides it; both years and a correction."""
    attributes = {"decimals": 4, "district_relation": "sum"}
    indicator = IndicatorFactory(
        code="H-1", slug=SLUG, name="Hilfen zur Erziehung", min_cases=LEAST, **attributes
    )
    IndicatorFactory(slug="doppelt", name="Doppelte Hilfen", expression="H-1 * 2", **attributes)
    population = IndicatorFactory(measures_population=True, **attributes)
    rows = ("64.134", "3.0417", "11.0923", "20", "30")
    for year in (2023, 2024):
        for place, value in zip(places, rows, strict=True):
            MeasurementFactory(
                indicator=indicator,
                district=place,
                value=Decimal(value),
                period=date(year, 1, 1),
                comment=COMMENT if value.startswith("3.0") else "",
                warning_reason=COMMENT if value.startswith("3.0") else "",
                catalogue=True,
            )
            released_series(population, {year: 1000}, district=place)
    follow_from_rules([indicator.pk], by=None)
    return indicator


def outputs(client: Client, places: list[District]) -> Iterator[tuple[str, str]]:
    """The text of everything public that could have to do with the indicator."""
    paths = [
        "/",
        "/kennzahlen/?q=hilfen",
        f"/kennzahlen/{SLUG}/",
        f"/kennzahlen/{SLUG}/?stand={RELEASED_AT:%Y-%m-%d}",
        f"/kennzahlen/{SLUG}/?ansicht=je-einwohner&ort=alle",
        f"/kennzahlen/{SLUG}/?ansicht=index&ort=alle",
        f"/kennzahlen/{SLUG}/reihen.csv?ort=alle",
        f"/kennzahlen/{SLUG}/reihen.csv?ansicht=je-einwohner&ort=alle",
        f"/kennzahlen/{SLUG}/reihen.csv?ansicht=index&ort=alle",
        f"/kennzahlen/{SLUG}/einbetten/",
        f"/kennzahlen/{SLUG}/daten.csv",
        f"/kennzahlen/{SLUG}/daten.json",
        f"/kennzahlen/vergleich/?k={SLUG}&k=ladepunkte",
        "/kennzahlen/doppelt/",
        "/kennzahlen/doppelt/daten.json",
        "/kennzahlen/doppelt/reihen.csv?ort=alle",
        "/aenderungen/?seit=2020-01-01",
        f"/ortsteile/?kennzahl={SLUG}",
        f"/ortsteile/?kennzahl={SLUG}&jahr=2023&sortierung=wert",
        f"/ortsteile/?kennzahl={SLUG}&je=einwohner",
        "/ortsteile/?kennzahl=doppelt",
        *(f"/ortsteile/{place.slug}/" for place in places),
        "/suche/?q=hilfen",
    ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield path, answer.content.decode() + str(answer.headers)
    book = client.get(f"/kennzahlen/{SLUG}/daten.xlsx").content
    cells = [
        str(cell)
        for sheet in load_workbook(io.BytesIO(book))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    yield "daten.xlsx", "\n".join(cells)


def test_secret_numbers_stand_nowhere(
    client: Client, helped: Indicator, places: list[District]
) -> None:
    found = [
        (path, secret)
        for path, text in outputs(client, places)
        for secret in (*SECRETS, *DOUBLED, COMMENT)
        if secret in text
    ]
    assert found == []


def test_other_numbers_do_stand_there(
    client: Client, helped: Indicator, places: list[District]
) -> None:
    texts = dict(outputs(client, places))
    assert "64,134;" in texts[f"/kennzahlen/{SLUG}/daten.csv"]
    assert "geheim" in texts[f"/kennzahlen/{SLUG}/"]
    assert ";60" in texts["/kennzahlen/doppelt/reihen.csv?ort=alle"]  # 2 × 30
    assert "geheim" in texts["/kennzahlen/doppelt/"]
    assert "geheim" in texts[f"/ortsteile/{places[1].slug}/"]


def test_secret_numbers_are_in_no_report(helped: Indicator) -> None:
    moment = RELEASED_AT + timedelta(days=1)
    text = str(to_json(make_snapshot(ReportFactory(year=2024), edition=1, moment=moment)))
    assert "Hilfen zur Erziehung" in text
    assert [secret for secret in (*SECRETS, *DOUBLED) if secret in text] == []


# A reader who collects the file of all revisions, and reckons -------------------------


def revised_town(seed: int, places: list[District]) -> Indicator:
    """Random numbers of the parts, which add up; two of them are corrected later."""
    dice = random.Random(seed)  # noqa: S311 -- the same towns in every run
    indicator = IndicatorFactory(slug=SLUG, decimals=0, district_relation="sum", min_cases=LEAST)
    city, *parts = places
    values = {part: dice.randint(0, 6) for part in parts}
    rows: dict[District, Measurement] = {}

    def release(place: District, value: int, on: int) -> None:
        moment = RELEASED_AT + timedelta(days=on)
        former = rows.get(place)
        if former:
            Measurement.objects.filter(pk=former.pk).update(superseded_at=moment)
        rows[place] = MeasurementFactory(
            indicator=indicator,
            district=place,
            value=value,
            revision=former.revision + 1 if former else 1,
            catalogue=True,
            released_at=moment,
        )

    for part in parts:
        release(part, values[part], dice.choice((0, 0, 1)))
    release(city, sum(values.values()), 0)
    for on in (2, 3):
        part = dice.choice(parts)
        values[part] = dice.randint(0, 6)
        release(part, values[part], on)
        release(city, sum(values.values()), on)
    decide([indicator.pk])
    return indicator


def worlds(file: dict[str, list[dict[str, str]]], places: list[District]) -> Iterator[list[int]]:
    """Every way to fill in what the file keeps secret so that the parts always add up."""
    rows = file["werte"]
    hidden = [index for index, row in enumerate(rows) if row["Wert"] is None]
    told = [int(Decimal(row["Wert"])) for row in rows if row["Wert"] is not None]
    moments = sorted({row["freigegeben am"] for row in rows})
    sums = []
    for moment in moments:
        now = {
            row["Ort"]: index
            for index, row in enumerate(rows)
            if row["freigegeben am"] <= moment and (row["abgelöst am"] or "9") > moment
        }
        if len(now) == len(places):
            sums.append((now.pop(places[0].name), list(now.values())))
    for numbers in product(range(max(told, default=0) + LEAST + 1), repeat=len(hidden)):
        values = [0 if row["Wert"] is None else int(Decimal(row["Wert"])) for row in rows]
        for index, number in zip(hidden, numbers, strict=True):
            values[index] = number
        if all(values[city] == sum(values[part] for part in parts) for city, parts in sums):
            yield values


@pytest.mark.parametrize("seed", range(10))
def test_no_small_number_can_be_reckoned_from_the_file_of_all_revisions(
    client: Client, seed: int
) -> None:
    places = [DistrictFactory(city=True), *(DistrictFactory(name=name) for name in "ABC")]
    revised_town(seed, places)
    file = client.get(f"/kennzahlen/{SLUG}/daten.json").json()
    hidden = [index for index, row in enumerate(file["werte"]) if row["Wert"] is None]
    if len(hidden) > 4:  # more would take the reader too long to try
        return
    stored = list(
        Measurement.objects.order_by("-released_at", "-period", "district_id", "-revision")
    )
    possible = list(worlds(file, places))
    for index in hidden:
        value = stored[index].value
        is_part = stored[index].district_id != places[0].pk
        if is_part and value is not None and value < LEAST:
            fits = {values[index] for values in possible}
            assert max(fits) - min(fits) >= LEAST, json.dumps(file["werte"][index])
