from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.attachments import FINDING_HEAD, TARGET_HEAD, VALUE_HEAD, attachments
from reports.canonical_json import decimal_text
from reports.print_order import PrintOrder
from reports.snapshot import Snapshot, read, write

Rows = list[dict[str, str]]


def files(snapshot: Snapshot) -> dict[str, bytes]:
    return {one.name: one.content for one in attachments(snapshot, write(snapshot))}


def table(snapshot: Snapshot, name: str) -> Rows:
    content = files(snapshot)[f"{name}-2024.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def test_files_say_what_they_are(small_snapshot: Snapshot) -> None:
    found = attachments(small_snapshot, write(small_snapshot))
    assert [(one.name, one.relationship) for one in found] == [
        ("werte-2024.csv", "Data"),
        ("ziele-2024.csv", "Data"),
        ("bewertungen-2024.csv", "Data"),
        ("kennzahlen-2024.json", "Data"),
        ("datenstand-2024.json", "Source"),
    ]
    assert {one.dated for one in found} == {small_snapshot.report.frozen_at}


def test_stored_text_is_attached_as_it_is(small_snapshot: Snapshot) -> None:
    """Even if it would be written otherwise by now."""
    stored = write(small_snapshot) + "\n"
    assert attachments(small_snapshot, stored)[-1].content.decode() == stored
    assert read(files(small_snapshot)["datenstand-2024.json"].decode()) == small_snapshot


def test_values_equal_the_snapshot(small_snapshot: Snapshot) -> None:
    names = {place.slug: place.name for place in small_snapshot.districts}
    expected = [
        (one.code, place, str(year.year), year.value)
        for one in small_snapshot.indicators
        for place, years in (
            ("Soest", one.years),
            *((names[series.district], series.years) for series in one.districts),
        )
        for year in years
    ]
    rows = table(small_snapshot, "werte")
    assert list(rows[0]) == list(VALUE_HEAD)
    assert [
        (row["Kennung"], row["Ort"], row["Jahr"], number(row["Wert"]) if row["Wert"] else None)
        for row in rows
    ] == expected


def test_targets_equal_the_snapshot(small_snapshot: Snapshot) -> None:
    rows = table(small_snapshot, "ziele")
    assert list(rows[0]) == list(TARGET_HEAD)
    assert [(row["Kennung"], row["Jahr"], number(row["Zielwert"])) for row in rows] == [
        (one.code, str(point.year), point.value)
        for one in small_snapshot.indicators
        for target in one.targets
        for point in target.line.points
    ]
    assert rows[0]["beschlossen am"] == "15.12.2021"


def test_band_has_a_row_without_a_year(small_snapshot: Snapshot) -> None:
    first, *others = small_snapshot.indicators
    line = replace(first.targets[0].line, kind="band", points=(), lower=Decimal(3), upper=None)
    banded = replace(first, targets=(replace(first.targets[0], line=line),))
    row = table(replace(small_snapshot, indicators=(banded, *others)), "ziele")[0]
    assert (row["Jahr"], row["Zielwert"], row["untere Grenze"]) == ("", "", "3")


def test_findings_equal_the_snapshot(small_snapshot: Snapshot) -> None:
    rows = table(small_snapshot, "bewertungen")
    assert list(rows[0]) == list(FINDING_HEAD)
    assert [row["Ergebnis"] for row in rows] == [one.sentence for one in small_snapshot.indicators]
    assert [number(row["Wert"]) for row in rows] == [
        one.latest.value for one in small_snapshot.indicators if one.latest
    ]


def test_json_has_the_same_rows_with_decimals_as_text(small_snapshot: Snapshot) -> None:
    content = json.loads(files(small_snapshot)["kennzahlen-2024.json"])
    assert content["bericht"]["jahr"] == 2024
    values = table(small_snapshot, "werte")
    assert [row["Wert"] for row in content["werte"]] == [
        row["Wert"].replace(",", ".") or None for row in values
    ]
    first = small_snapshot.indicators[0].years[0].value
    assert first is not None
    assert content["werte"][0]["Wert"] == decimal_text(first)
    assert len(content["ziele"]) == len(table(small_snapshot, "ziele"))
    assert content["ziele"][0]["beschlossen am"] == "2021-12-15"


def test_secret_value_has_its_reason_alone(small_snapshot: Snapshot) -> None:
    secret = [row for row in table(small_snapshot, "werte") if row["kein Wert, weil"]]
    assert secret
    for row in secret:
        assert row["Ort"] == "Deiringsen"
        assert row["Wert"] == row["Zielpfad"] == ""


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "-1+1"])
def test_text_that_looks_like_a_formula_is_text(small_snapshot: Snapshot, text: str) -> None:
    first, *others = small_snapshot.indicators
    odd = replace(first, comment=text)
    row = table(replace(small_snapshot, indicators=(odd, *others)), "bewertungen")[0]
    assert row["Anmerkung"] == f"'{text}"
    assert row["nötig je Jahr"].startswith("-")  # a number stays one


def test_order_comes_out_as_it_went_in(small_snapshot: Snapshot) -> None:
    order = PrintOrder("<p>Größe</p>", attachments(small_snapshot, write(small_snapshot)))
    assert PrintOrder.from_bytes(order.to_bytes()) == order
