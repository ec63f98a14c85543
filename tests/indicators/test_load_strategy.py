from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from indicators.models import Indicator, Measurement, TargetPath, TargetPoint
from strategy.models import DataVersion, Department, District, StrategicGoal
from tests.factories import MeasurementFactory, TargetPathFactory

pytestmark = pytest.mark.django_db

STRATEGY = Path("strategy/data/strategy.toml")
SDG_FILE = Path("indicators/data/sdg_indicators.toml")
SOEST_FILE = Path("indicators/data/soest_indicators.toml")
LATER = datetime(2031, 3, 1, 8, 0, tzinfo=UTC)


def load(*files: Path | str, verbosity: int = 1) -> str:
    out = StringIO()
    call_command("load_strategy", *files, stdout=out, verbosity=verbosity)
    return out.getvalue()


def load_soest(path: Path) -> str:
    out = StringIO()
    call_command("load_strategy", indicators=[SDG_FILE, path], stdout=out)
    return out.getvalue()


def changed_copy(tmp_path: Path, original: Path, old: str, new: str) -> Path:
    text = original.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / original.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_shipped_files_load() -> None:
    told = load()
    assert "Strategische Ziele: 28 neu\n" in told
    assert "Kennzahlen: 73 neu\n" in told
    assert "Veröffentlichte Werte: 16 neu\n" in told
    assert "Veröffentlichte Ziele: 5 neu\n" in told
    assert Indicator.objects.filter(code__startswith="SDG-").count() == 56
    assert not Indicator.objects.exclude(district_relation="none").exists()
    kinds = Indicator.objects.get(code="SDG-48")
    assert [sdg.number for sdg in kinds.sdgs.all()] == [13]
    assert kinds.area is not None
    assert kinds.area.name == "Klima & Energie"


def test_published_value_is_released_with_its_source() -> None:
    load()
    row = Measurement.objects.get(indicator__slug="co2-emissionen-der-gesamtstadt")
    assert row.value == 359111
    assert (row.period, row.district) == (date(2018, 1, 1), District.objects.city())
    assert (row.origin, row.state, row.is_sample) == ("catalogue", "released", False)
    assert (row.entered_by, row.released_by) == (None, None)
    assert row.source.startswith("https://www.soest.de/aktuell/pressemeldungen/")
    assert row.comment == "Bilanz 2013–2018 des Kreises Soest"
    assert list(Measurement.objects.current().filter(pk=row.pk)) == [row]


def test_published_target_is_adopted_with_its_source() -> None:
    load()
    path = TargetPath.objects.current().get(indicator__slug="co2-emissionen-der-gesamtstadt")
    assert (path.kind, path.version, path.decided_on) == ("target_value", 1, None)
    assert "2020" in path.decided_by
    assert path.link.startswith("https://www.soester-anzeiger.de/")
    assert list(path.points.values_list("year", "value")) == [(2030, Decimal(0))]


def test_second_load_changes_nothing() -> None:
    load()
    version = DataVersion.objects.get().number
    released = set(Measurement.objects.values_list("pk", "released_at"))
    with time_machine.travel(LATER, tick=False):
        told = load()
    assert "neu" not in told
    assert "geändert" not in told.replace("unverändert", "")
    assert "Kennzahlen: 73 unverändert" in told
    assert DataVersion.objects.get().number == version
    assert set(Measurement.objects.values_list("pk", "released_at")) == released


def test_added_names_are_told_when_asked_for() -> None:
    assert "  neu: SDG-01 SGB II-/SGB XII-Quote\n" in load(verbosity=2)


def test_another_frame_can_be_named(tmp_path: Path) -> None:
    load()
    path = changed_copy(
        tmp_path, STRATEGY, "Strategisches Ziel 3.2: Wortlaut folgt", "Gründungen fördern"
    )
    told = load(path)
    assert "Strategische Ziele: 1 geändert, 27 unverändert\n" in told
    assert "  geändert: 3.2 Gründungen fördern (Titel)\n" in told
    assert StrategicGoal.objects.get(code="3.2").title == "Gründungen fördern"


def test_changed_value_supersedes_the_former_row(tmp_path: Path) -> None:
    load()
    former = Measurement.objects.get(indicator__code="SO-03")
    path = changed_copy(tmp_path, SOEST_FILE, "value = 359111", "value = 360222")
    with time_machine.travel(LATER, tick=False):
        told = load_soest(path)
    assert "Veröffentlichte Werte: 1 geändert, 15 unverändert\n" in told
    assert "SO-03 CO2-Emissionen der Gesamtstadt 2018" in told
    rows = Measurement.objects.filter(indicator__code="SO-03").order_by("released_at")
    assert [row.value for row in rows] == [359111, 360222]
    assert rows[0].pk == former.pk
    assert [row.revision for row in rows] == [1, 2]
    assert rows[0].superseded_at == rows[1].released_at == LATER
    assert rows[1].superseded_at is None
    assert "1 geändert" not in load_soest(path)


def test_value_that_the_city_entered_is_kept(tmp_path: Path) -> None:
    load()
    indicator = Indicator.objects.get(code="SO-06")
    city = District.objects.city()
    MeasurementFactory(
        indicator=indicator, district=city, period=date(2030, 1, 1), value=40, released=True
    )
    path = changed_copy(
        tmp_path, SOEST_FILE, 'indicator = "SO-06"\nyear = 2018', 'indicator = "SO-06"\nyear = 2030'
    )
    told = load_soest(path)
    assert "  bleibt: SO-06 Anteil Haushalte an den CO2-Emissionen 2030, weil von der Stadt" in told
    current = Measurement.objects.current().filter(indicator=indicator, period__year=2030)
    assert [row.value for row in current] == [40]


@pytest.mark.parametrize("trait", ["catalogue", "released"], ids=["loaded", "entered"])
def test_published_value_supersedes_a_sample_value(tmp_path: Path, trait: str) -> None:
    load()
    sample = MeasurementFactory(
        indicator=Indicator.objects.get(code="SO-06"),
        district=District.objects.city(),
        period=date(2019, 1, 1),
        value=24,
        is_sample=True,
        **{trait: True},
    )
    load_soest(
        changed_copy(tmp_path, SOEST_FILE, 'indicator = "SO-06"\nyear = 2018', SO_06_IN_2019)
    )
    sample.refresh_from_db()
    assert sample.superseded_at is not None
    current = Measurement.objects.current().get(indicator__code="SO-06", period__year=2019)
    assert (current.value, current.revision, current.is_sample) == (24, 2, False)


def test_changed_target_becomes_the_next_version(tmp_path: Path) -> None:
    load()
    path = changed_copy(tmp_path, SOEST_FILE, "value = 30\n", "value = 36\n")
    told = load_soest(path)
    assert "Veröffentlichte Ziele: 1 geändert, 4 unverändert\n" in told
    points = TargetPoint.objects.filter(path__indicator__code="SO-14").order_by("path__version")
    assert [point.value for point in points] == [30, 36]
    assert TargetPath.objects.current().get(indicator__code="SO-14").version == 2
    assert "geändert" not in load_soest(path).replace("unverändert", "")


def test_target_that_the_council_moved_since_is_left_alone() -> None:
    load()
    former = TargetPath.objects.get(indicator__code="SO-14")
    former.superseded_at = LATER
    former.save()
    moved = TargetPathFactory(indicator=former.indicator, adopted=True, points={2030: 45})
    assert "Veröffentlichte Ziele: 5 unverändert" in load()
    assert TargetPath.objects.current().get(indicator=former.indicator) == moved


def test_mistakes_in_all_files_are_told_at_once_and_nothing_changes(tmp_path: Path) -> None:
    strategy = changed_copy(tmp_path, STRATEGY, "number = 17", "number = 18")
    soest = changed_copy(tmp_path, SOEST_FILE, "value = 359111", 'value = "359.111"')
    with pytest.raises(CommandError) as raised:
        call_command("load_strategy", strategy, indicators=[SDG_FILE, soest])
    lines = str(raised.value).splitlines()
    assert lines[0] == "Nichts geändert. 3 Fehler:"
    assert lines[1].startswith("strategy.toml, [[sdgs]] Nr. 17 (18), Feld „number“: 18 liegt nicht")
    assert lines[2].startswith("sdg_indicators.toml, [[indicators]] Nr. 56 (SDG-56), Feld „sdgs“:")
    assert lines[3].startswith(
        "soest_indicators.toml, [[values]] Nr. 5 (SO-03, 2018), Feld „value“"
    )
    assert not StrategicGoal.objects.exists()
    assert not Indicator.objects.exists()


def test_file_that_is_no_toml_changes_nothing(tmp_path: Path) -> None:
    path = changed_copy(tmp_path, STRATEGY, "[frame]", "[frame")
    with pytest.raises(CommandError, match=r"strategy\.toml: Zeile 10, Spalte 7 ist kein gültiges"):
        load(path)
    assert not StrategicGoal.objects.exists()


def test_all_unreadable_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as raised:
        call_command("load_strategy", tmp_path / "a.toml", indicators=[tmp_path / "b.toml"])
    assert str(raised.value).splitlines()[1:] == [
        "a.toml: Diese Datei gibt es nicht.",
        "b.toml: Diese Datei gibt es nicht.",
    ]


def test_value_that_the_database_refuses_changes_nothing(tmp_path: Path) -> None:
    """The file gave up a bound that the database still holds, and then a value beyond it."""
    load()
    Indicator.objects.filter(code="SO-17").update(upper_bound=5)
    Department.objects.update(email="vorher@example.org")
    path = changed_copy(tmp_path, SOEST_FILE, "[[values]]", BEYOND_BOUND + "[[values]]")
    strategy = changed_copy(tmp_path, STRATEGY, "Geschäftsstelle Klimaschutz", "Klimabüro")
    with pytest.raises(CommandError, match="Nichts geändert. Die Datenbank lehnt ab: Der Wert"):
        call_command("load_strategy", strategy, indicators=[SDG_FILE, path], stdout=StringIO())
    assert not Department.objects.filter(name="Klimabüro").exists()


SO_06_IN_2019 = 'indicator = "SO-06"\nyear = 2019'
BEYOND_BOUND = """
[[values]]
indicator = "SO-17"
year = 2024
value = 6
source = "https://example.org"

"""


@pytest.mark.django_db
def test_if_empty_leaves_what_was_changed_in_the_administration() -> None:
    call_command("load_strategy", stdout=StringIO())
    indicator = Indicator.objects.get(code="SDG-38")
    Indicator.objects.filter(pk=indicator.pk).update(name="Autos je 1.000 Einwohner")
    told = StringIO()
    call_command("load_strategy", "--if-empty", stdout=told)
    indicator.refresh_from_db()
    assert indicator.name == "Autos je 1.000 Einwohner"
    assert "nichts geändert" in told.getvalue()
