from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.assessment import Outlook
from indicators.forecast_fan import forecast_fan
from indicators.year_notes import YearNote
from reports.pages.indicators import card
from reports.snapshot import FORMAT, SnapshotError, fingerprint, read, write
from tests.reports.snapshots import make_snapshot

# A snapshot as it was stored by the first version of the program. It is never written again:
# published editions hold such texts for ever, and the present program has to read them.
STORED = Path(__file__).with_name("snapshot_format_1.json")


def test_snapshot_survives_writing_and_reading() -> None:
    snapshot = make_snapshot()
    assert read(write(snapshot)) == snapshot


def test_snapshot_is_canonical() -> None:
    text = write(make_snapshot())
    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert text == again


def test_snapshot_holds_no_float() -> None:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is a float")

    json.loads(write(make_snapshot()), parse_float=refuse)


def test_stored_snapshot_of_the_first_format_can_still_be_read() -> None:
    snapshot = read(STORED.read_text(encoding="utf-8"))
    assert snapshot.format == 1 < FORMAT
    assert snapshot.report.year == 2024
    indicator = snapshot.indicators[0]
    assert indicator.code == "K-1.1.1"
    assert indicator.latest is not None
    assert indicator.latest.value == Decimal("5.4")
    assert indicator.assessment.outlook is Outlook.SUN
    assert indicator.target is not None
    assert indicator.target.decided_by == "Rat der Stadt Soest"


def test_an_edition_of_the_first_format_has_no_breaks_and_no_range() -> None:
    """Nothing is made up for what was frozen before these existed."""
    snapshot = read(STORED.read_text(encoding="utf-8"))
    for indicator in snapshot.indicators:
        assert (indicator.chart.notes, indicator.chart.fan) == ((), None)
        assert indicator.assessment.break_year is None
        assert "verschoben" not in card(indicator, {}).moved


def test_breaks_remarks_and_range_survive_writing_and_reading() -> None:
    snapshot = make_snapshot()
    one = snapshot.indicators[0]
    fan = forecast_fan({year: Decimal(year) / 3 for year in range(2019, 2025)}, 2030)
    chart = replace(
        one.chart,
        notes=(YearNote(2021, "break", "neue Zählweise", "IT.NRW", "https://www.example.org/"),),
        fan=fan,
    )
    changed = replace(one, chart=chart, assessment=replace(one.assessment, break_year=2021))
    whole = replace(snapshot, indicators=(changed, *snapshot.indicators[1:]))
    assert fan is not None
    assert read(write(whole)) == whole


def test_fingerprint_is_the_sha256_of_the_text() -> None:
    # printf 'Soest ä' | sha256sum
    assert fingerprint("Soest ä") == (
        "9a625c7a4bfab7e6638d41e83bb32d4a7c3b60de72aa83cffbe7bc41ba06b56e"
    )


def test_unreadable_snapshot_is_named_in_german() -> None:
    with pytest.raises(SnapshotError, match="Der eingefrorene Stand ist nicht lesbar"):
        read("{}")


def test_latest_year_is_the_newest_with_a_value() -> None:
    indicator = make_snapshot().indicators[0]
    assert indicator.latest is not None
    assert indicator.latest.year == 2024
