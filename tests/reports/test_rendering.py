from __future__ import annotations

import hashlib
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pypdf
import pytest
from django.conf import settings

from indicators.charts.print_font import FAMILY
from indicators.german_numbers import format_number
from reports import rendering
from reports.attachments import attachments
from reports.models import FileKind
from reports.pages.indicators import Card, card
from reports.rendering import (
    RenderedFile,
    RenderError,
    RenderStopped,
    check_whole,
    reason,
    render_report,
    report_html,
    set_pages,
    without_drawings,
)
from reports.snapshot import IndicatorFacts, Snapshot, fingerprint, write
from reports.snapshot_details import ChangeFacts
from reports.tokens import Numbers
from reports.typesetter import ASSETS, AssetFetcher
from soest import child_process
from soest.child_process import Attendant, Ended
from tests.reports.pdf_checks import assert_accessible
from tests.reports.snapshots import make_snapshot

HASH = "0" * 64
BANNER = "Beispieldaten: Ein Teil der Werte"
COVER, IMPRINT, CONTENTS = 0, 1, 2
OTHER = ("TZ", "PYTHONHASHSEED")


@pytest.fixture(scope="module")
def reader(small_pdf: RenderedFile) -> pypdf.PdfReader:
    return pypdf.PdfReader(small_pdf.path)


@pytest.fixture(scope="module")
def pages(reader: pypdf.PdfReader) -> list[str]:
    """The text of each page, with plain blanks."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


# What is in the file ----------------------------------------------------------------


def test_file_is_described_as_it_is(small_pdf: RenderedFile, reader: pypdf.PdfReader) -> None:
    content = small_pdf.path.read_bytes()
    assert small_pdf.size == len(content)
    assert small_pdf.sha256 == hashlib.sha256(content).hexdigest()
    assert small_pdf.pages == len(reader.pages)


def test_every_sentence_of_the_snapshot_is_printed(
    small_snapshot: Snapshot, pages: list[str]
) -> None:
    text = "".join(pages).replace(" ", "")
    for indicator in small_snapshot.indicators:
        assert "".join(indicator.sentence.split()) in text, indicator.code
        assert "".join(indicator.name.split()) in text


def test_every_value_of_the_snapshot_is_printed(small_snapshot: Snapshot, pages: list[str]) -> None:
    for indicator in small_snapshot.indicators:
        card = next(text for text in pages if f"{indicator.name} {indicator.code} ·" in text)
        for year in indicator.years:
            assert format_number(year.value, indicator.decimals) in card, (indicator.code, year)


def test_contents_name_the_pages_of_the_chapters(reader: pypdf.PdfReader, pages: list[str]) -> None:
    starts = {
        str(entry.title): (reader.get_destination_page_number(entry) or 0) + 1
        for entry in reader.outline
        if isinstance(entry, pypdf.generic.Destination)
    }
    assert len(starts) == 14
    for title, page in starts.items():
        heading = pages[page - 1]
        assert title in heading
        number = title.removeprefix("Handlungsfeld ") if title.startswith("Handlungsfeld") else ""
        assert f"{page} {number} {title}".replace("  ", " ") in pages[CONTENTS]


def test_bookmarks_lead_from_chapters_over_goals_to_cards(reader: pypdf.PdfReader) -> None:
    def titles(outline: object) -> list[object]:
        assert isinstance(outline, list)
        return [titles(one) if isinstance(one, list) else str(one.title) for one in outline]

    outline = titles(reader.outline)
    chapter = outline[outline.index("Handlungsfeld 1") + 1]
    assert isinstance(chapter, list)
    assert chapter[:2] == [
        "1.1 Strategisches Ziel 1.1",
        ["Treibhausgase im Bereich 1", "Treibhausgase im Bereich 2"],
    ]
    assert chapter[-2:] == [
        "Maßnahmen im Handlungsfeld Handlungsfeld 1",
        ["Maßnahme 1", "Maßnahme 2", "Maßnahme 3", "Maßnahme 4"],
    ]


def test_running_heads_name_report_chapter_and_page(pages: list[str]) -> None:
    left, right = pages[11], pages[12]
    assert left.endswith(
        f"Nachhaltigkeitsbericht 2024 12 {BANNER}, Ziele, Beschlüsse und Texte ist erfunden. 1"
    )
    assert right.endswith(
        f"Handlungsfeld 1 {BANNER}, Ziele, Beschlüsse und Texte ist erfunden. 13 1"
    )


def test_banner_is_on_the_cover_and_on_every_page(pages: list[str]) -> None:
    assert [number for number, text in enumerate(pages, start=1) if BANNER not in text] == []


def test_real_report_without_drawings_has_no_banner(tmp_path: Path) -> None:
    real = make_snapshot(areas=1, goals=1, sample=False)
    made = render_report(real, tmp_path / "bericht.pdf", charts=False)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made.path).pages)
    assert "Beispieldaten" not in text


def test_working_titles_are_marked_until_confirmed(pages: list[str]) -> None:
    draft = next(text for text in pages if "Operative Ziele zu 1.1" in text)
    assert "1.1 Strategisches Ziel 1.1 Arbeitstitel Operative Ziele: 1 Sonne" in draft
    confirmed = next(text for text in pages if "2.1 Strategisches Ziel 2.1 Operative" in text)
    assert "Arbeitstitel" not in confirmed


def test_only_the_fonts_of_the_report_are_used_and_embedded(reader: pypdf.PdfReader) -> None:
    found = {}
    for page in reader.pages:
        resources = cast("dict[str, Any]", page["/Resources"])
        for font in resources.get("/Font", {}).values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"]
            found[font.get_object()["/BaseFont"].split("+")[1]] = "/FontFile2" in descriptor
    assert found == {
        "Source-Sans-Pro": True,
        "Source-Sans-Pro-Semi-Bold": True,
        "Source-Serif-Pro-Semi-Bold": True,
    }
    assert FAMILY == "Source Sans Pro"


def test_file_is_accessible_and_archivable(small_pdf: RenderedFile) -> None:
    assert_accessible(small_pdf.path)


def test_attached_files_are_made_from_the_snapshot(
    small_snapshot: Snapshot, reader: pypdf.PdfReader
) -> None:
    expected = attachments(small_snapshot, write(small_snapshot))
    assert reader.attachments == {one.name: [one.content] for one in expected}


def test_stored_text_is_attached_and_named_in_the_imprint(tmp_path: Path) -> None:
    """It stays that one, although a snapshot that has gained fields would be written anew."""
    snapshot = make_snapshot(areas=1, goals=1)
    stored = write(snapshot) + " "
    made = render_report(snapshot, tmp_path / "bericht.pdf", stored=stored, charts=False)
    reader = pypdf.PdfReader(made.path)
    assert reader.attachments["datenstand-2024.json"] == [stored.encode()]
    assert fingerprint(stored) in reader.pages[IMPRINT].extract_text()


def test_card_leads_to_its_live_page(small_snapshot: Snapshot, tmp_path: Path) -> None:
    report = replace(small_snapshot.report, site="https://ziele.soest.de")
    made = render_report(replace(small_snapshot, report=report), tmp_path / "bericht.pdf")
    reader = pypdf.PdfReader(made.path)
    card = next(page for page in reader.pages if "Aktuelle Werte:" in page.extract_text())
    assert "ziele.soest.de/k/K-1.1.1" in card.extract_text()
    actions = [one.get_object().get("/A", {}) for one in cast("Any", card["/Annots"])]
    assert "https://ziele.soest.de/k/K-1.1.1/" in [one.get("/URI") for one in actions]
    assert_accessible(made.path)


def test_file_is_tagged_and_says_what_it_is(reader: pypdf.PdfReader) -> None:
    root = cast("dict[str, Any]", reader.trailer["/Root"])
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de"
    assert reader.metadata is not None
    assert reader.metadata.title == "Nachhaltigkeitsbericht 2024 der Stadt Soest"


# The same again ------------------------------------------------------------------------


def test_same_snapshot_gives_the_same_bytes(
    small_snapshot: Snapshot,
    small_pdf: RenderedFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("LANG", "C"), ("TZ", "Pacific/Auckland"), ("PYTHONHASHSEED", "4711")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(child_process, "PASSED_ON", (*child_process.PASSED_ON, *OTHER))
    again = render_report(small_snapshot, tmp_path / "noch-einmal.pdf")
    assert again.sha256 == small_pdf.sha256


# Hostile and odd content ---------------------------------------------------------------


def test_markup_in_texts_is_printed_as_text(small_snapshot: Snapshot) -> None:
    hostile = '<script>alert(1)</script> {{ 7|add:7 }} <img src="http://127.0.0.1/x">'
    report = replace(small_snapshot.report, foreword=hostile)
    markup = report_html(replace(small_snapshot, report=report))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }} &lt;img" in markup
    assert "<script" not in markup
    assert "<img" not in markup


HOSTILE = {
    "quotes": ">" * 20_000,
    "nested lists": "".join("  " * depth + "- Punkt\n" for depth in range(100)),
    "pictures": "![Bild](file:///etc/passwd) ![Bild](http://127.0.0.1/x.png) [x](file:///etc/passwd)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_row_19_what_no_page_can_hold_is_text(small_snapshot: Snapshot, name: str) -> None:
    report = replace(small_snapshot.report, foreword=HOSTILE[name])
    plain = replace(small_snapshot, report=replace(report, foreword="Ein Satz."))
    markup, usual = report_html(replace(small_snapshot, report=report)), report_html(plain)
    for tag in ("<blockquote", "<ul", "<ol", "<table", "<img", "<a "):
        assert markup.count(tag) == usual.count(tag)


def test_row_19_is_set_in_a_pdf(small_snapshot: Snapshot, tmp_path: Path) -> None:
    """Hostile texts at every place, and a table of 500 rows, whose head stands on every page."""
    table = "| Jahr | Wert |\n|---|---|\n" + "".join(f"| {n} | Zeile{n} |\n" for n in range(500))
    areas = tuple(
        replace(
            area,
            text="> " * 8 + "Zitat",
            goals=tuple(replace(goal, text=HOSTILE["pictures"]) for goal in area.goals),
        )
        for area in small_snapshot.areas
    )
    report = replace(
        small_snapshot.report,
        foreword=HOSTILE["quotes"],
        summary=HOSTILE["nested lists"],
        annex=table,
    )
    indicators = tuple(replace(one, text="[" * 20_000) for one in small_snapshot.indicators[:1])
    snapshot = replace(
        small_snapshot,
        report=report,
        areas=areas,
        indicators=(*indicators, *small_snapshot.indicators[1:]),
    )
    made = render_report(snapshot, tmp_path / "bericht.pdf", charts=False)
    pages = [page.extract_text() for page in pypdf.PdfReader(made.path).pages]
    with_rows = [page for page in pages if "Zeile" in page]
    assert len(with_rows) > 5
    assert all("Jahr" in page and "Wert" in page for page in with_rows)
    assert "Zeile499" in "".join(with_rows)
    assert "root:" not in "".join(pages)


def test_markup_loads_nothing_but_assets(small_snapshot: Snapshot) -> None:
    markup = report_html(small_snapshot)
    assert "http://" not in markup.replace("http://www.w3.org/", "")
    assert "https://" not in markup
    assert 'style="' not in markup


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:5432/",
        "https://www.example.org/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "report:../../../soest/settings.py",
        "report:report.css?x",
        "REPORT:report.css",
    ],
)
def test_fetcher_refuses_everything_that_is_not_an_asset(url: str) -> None:
    with pytest.raises(ValueError, match="not an asset of the report"):
        AssetFetcher().fetch(url)


def test_fetcher_gives_every_asset() -> None:
    for name in ASSETS:
        assert AssetFetcher().fetch(name).read()


def test_hostile_document_reaches_neither_network_nor_files(tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("streng geheim")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        host = f"http://127.0.0.1:{server.getsockname()[1]}"
        markup = f"""<html><head><title>x</title>
        <link rel="stylesheet" href="{host}/a.css"><link rel="attachment" href="{secret.as_uri()}">
        <style>@import url({host}/b.css); p {{ background: url({host}/c.png) }}</style></head>
        <body><p>Text</p><img alt="x" src="{host}/d.png"><img alt="x" src="{secret.as_uri()}">
        <svg><image href="{host}/e.png"/></svg></body></html>"""
        made = set_pages(markup, tmp_path / "feindlich.pdf", identifier="0" * 32)
        with pytest.raises(TimeoutError):
            server.accept()
    reader = pypdf.PdfReader(made.path)
    assert not reader.attachments
    assert b"streng geheim" not in made.path.read_bytes()


def test_report_of_nothing_can_be_printed(small_snapshot: Snapshot, tmp_path: Path) -> None:
    empty = replace(
        small_snapshot,
        report=replace(small_snapshot.report, foreword=""),
        frame=replace(small_snapshot.frame, vision="", attributes=(), way="", events=()),
        sdgs=(),
        cross_cutting_goals=(),
        areas=(),
        indicators=(),
        actions=(),
        districts=(),
    )
    made = render_report(empty, tmp_path / "leer.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made.path).pages)
    assert "Es gibt noch keine Ziele und Kennzahlen" in " ".join(text.split())
    assert "Es liegen noch keine Werte vor" in text


def test_long_names_and_foreign_letters_can_be_printed(
    tmp_path: Path,
) -> None:
    snapshot = make_snapshot(areas=1, goals=1)
    first, *others = snapshot.indicators
    odd = replace(first, name="Donaudampfschifffahrt" * 10, comment="שלום, Ω, 漢字, 🚲 " * 40)
    made = render_report(
        replace(snapshot, indicators=(odd, *others)), tmp_path / "seltsam.pdf", charts=False
    )
    assert made.pages > 10


def test_the_imprint_has_the_hash_of_the_stored_text(small_snapshot: Snapshot) -> None:
    """It stays that one, although a snapshot that has gained fields would be written anew."""
    assert "0123abcd" in report_html(small_snapshot, "0123abcd")
    assert fingerprint(write(small_snapshot)) in report_html(small_snapshot)


def test_a_provisional_rating_is_marked_on_its_card(small_snapshot: Snapshot) -> None:
    assert "<b>Sonne (vorläufig).</b>" in report_html(small_snapshot)


# Drawings -------------------------------------------------------------------------------


def with_lists_of_changes(snapshot: Snapshot) -> Snapshot:
    change = ChangeFacts("values", "K-1.1.1", "Treibhausgase", "Wert 2020", "7,8 t", "8,1 t")
    gone = ChangeFacts("indicators", "K-0", "Alte Kennzahl", "Kennzahl", "enthalten", "")
    report = replace(
        snapshot.report, edition=2, corrects=1, changes="Bilanz berichtigt.", corrections=(change,)
    )
    comparison = replace(snapshot.comparison, year=2023, is_report=True, changes=(gone,))
    return replace(snapshot, report=report, comparison=comparison)


def test_corrected_edition_prints_what_has_changed(small_snapshot: Snapshot) -> None:
    html = report_html(with_lists_of_changes(small_snapshot))
    assert "Änderungen gegenüber der 1. Ausgabe</b><br>Bilanz berichtigt." in html
    chapter = html.partition('<h2 id="aenderungen">Änderungen seit Ausgabe 1</h2>')[2]
    row = "<td>Wert 2020</td><td>7,8 t</td><td>8,1 t</td>"
    assert row in chapter.partition("</section>")[0]
    assert 'href="#aenderungen">' in html.partition('<h2 class="plain" id="inhalt">')[2]


def test_report_prints_what_the_one_before_told_differently(small_snapshot: Snapshot) -> None:
    html = report_html(with_lists_of_changes(small_snapshot))
    chapter = html.partition('<h2 id="seither">Seit dem Bericht 2023</h2>')[2]
    row = "<td>Kennzahl</td><td>enthalten</td><td>–</td>"
    assert row in chapter.partition("</section>")[0]


def test_first_edition_of_the_first_report_has_no_lists_of_changes(
    small_snapshot: Snapshot,
) -> None:
    html = report_html(small_snapshot)
    assert "seither" not in html
    assert "aenderungen" not in html


def test_action_prints_its_expected_effect(small_snapshot: Snapshot) -> None:
    html = report_html(small_snapshot)
    assert (
        "Erwartete Wirkung, Treibhausgase im Bereich 1: Erwartet waren 1 bis 2 t weniger, "
        "beobachtet 0,6 t weniger. Grundlage: Klimaschutzkonzept, Seite 48. (mit beschlossen)"
    ) in html


def test_drawings_have_texts_for_those_who_do_not_see_them(small_snapshot: Snapshot) -> None:
    """All but the codes, beside which the address is printed."""
    report = replace(small_snapshot.report, site="https://ziele.soest.de")
    markup = report_html(replace(small_snapshot, report=report))
    markup, codes = re.subn(r'<svg class="qr".*?</svg>', "", markup)
    assert codes == markup.count('class="card live"') == markup.count("Aktuelle Werte: <a")
    assert markup.count("<svg") == markup.count("<title>") - 1 == markup.count("</svg>")


def test_numbers_in_drawings_have_a_decimal_point(small_snapshot: Snapshot) -> None:
    drawings = report_html(small_snapshot).split("<svg")[1:]
    assert not [one for one in drawings if 'font-size="8,5"' in one or 'stroke-width="3,8"' in one]


def test_without_drawings_leaves_everything_else(small_snapshot: Snapshot) -> None:
    markup = report_html(small_snapshot)
    bare = without_drawings(markup)
    assert "<svg" not in bare
    assert bare.count("<table") == markup.count("<table")
    assert bare.count('class="card"') == len(small_snapshot.indicators)


# What can go wrong -----------------------------------------------------------------------


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="Den Ordner .*/nirgends gibt es nicht"):
        set_pages("", tmp_path / "nirgends" / "bericht.pdf", identifier="0" * 32)


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="ist ein Ordner"):
        set_pages("", tmp_path, identifier="0" * 32)


def test_slow_child_is_stopped_and_leaves_the_old_file(
    tmp_path: Path,
) -> None:
    old = tmp_path / "bericht.pdf"
    old.write_bytes(b"alt")
    with pytest.raises(RenderError, match=r"nach 0\.01 Sekunden abgebrochen"):
        set_pages("<p>x</p>", old, identifier="0" * 32, seconds=0.01)
    assert old.read_bytes() == b"alt"
    assert list(tmp_path.iterdir()) == [old]


def test_cut_off_file_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(markup: bytes, output: Path, *others: object) -> int:
        output.write_bytes(b"%PDF-1.7 and then the power went")
        return 1

    monkeypatch.setattr(rendering, "run_typesetter", cut_off)
    with pytest.raises(RenderError, match="keine vollständige Datei"):
        set_pages("<p>x</p>", tmp_path / "bericht.pdf", identifier="0" * 32)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "pages"), [(b"", 1), (b"<html>%%EOF", 1), (b"%PDF-1.7", 1), (b"%PDF-1.7 %%EOF", 1)]
)
def test_check_whole_refuses(content: bytes, pages: int) -> None:
    with pytest.raises(RenderError, match="keine vollständige Datei"):
        check_whole(content, pages)


def test_check_whole_refuses_a_damaged_file(small_pdf: RenderedFile) -> None:
    content = small_pdf.path.read_bytes()
    check_whole(content, small_pdf.pages)
    half = len(content) // 2
    for damaged in (content[:-200], content[:half] + content[half + 1000 :]):
        with pytest.raises(RenderError, match="keine vollständige Datei"):
            check_whole(damaged, small_pdf.pages)
    with pytest.raises(RenderError, match="keine vollständige Datei"):
        check_whole(content, small_pdf.pages - 1)


@pytest.mark.parametrize(
    ("code", "errors", "words"),
    [
        (1, "OSError: cannot load library 'libpango-1.0-0'", "apt-get install"),
        (1, "Traceback\nMemoryError", "Der Speicher für den PDF-Satz reichte nicht aus"),
        (-6, "", "Der Speicher für den PDF-Satz reichte nicht aus"),
        (-9, "", "von außen beendet, meist weil der Speicher des Rechners nicht reichte"),
        (1, "Hinweis\nREFUSAL: Die Datei „x“ fehlt.\n", "Die Datei „x“ fehlt."),
        (-24, "", "nach 600 Sekunden abgebrochen"),
        (1, "Traceback\nValueError: Unsinn\n", "gescheitert: ValueError: Unsinn"),
        (7, "", "Abbruch mit Code 7"),
    ],
)
def test_reason_names_the_cause_in_german(code: int, errors: str, words: str) -> None:
    assert words in reason(Ended(code, b"", errors), 600)


def test_indicator_that_cannot_be_drawn_is_named(
    small_snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bericht.pdf"
    old.write_bytes(b"alt")
    wrong = small_snapshot.indicators[2]

    def failing(facts: IndicatorFacts, numbers: Numbers, site: str = "") -> Card:
        if facts.code == wrong.code:
            raise ZeroDivisionError("division by zero")
        return card(facts, numbers, site)

    monkeypatch.setattr("reports.pages.areas.card", failing)
    monkeypatch.setattr("reports.rendering.card", failing)
    with pytest.raises(RenderError) as refused:
        render_report(small_snapshot, old)
    assert str(refused.value) == (
        f"Die Kennzahl {wrong.code} „{wrong.name}“ lässt sich nicht setzen "
        "(ZeroDivisionError division by zero)."
    )
    assert old.read_bytes() == b"alt"


def test_fault_beyond_the_indicators_is_told_as_well(
    small_snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: object) -> object:
        raise KeyError("x")

    monkeypatch.setitem(rendering.LAYOUTS, FileKind.FULL, failing)
    with pytest.raises(RenderError, match=r"lassen sich nicht zusammenstellen \(KeyError 'x'\)"):
        render_report(small_snapshot, tmp_path / "bericht.pdf")


def test_half_a_character_is_named_by_the_words_before_it(
    small_snapshot: Snapshot, tmp_path: Path
) -> None:
    report = replace(small_snapshot.report, foreword="Liebe Soesterinnen \ud83d und Soester")
    with pytest.raises(RenderError, match="hinter „.*Liebe Soesterinnen“ ein Zeichen"):
        render_report(
            replace(small_snapshot, report=report),
            tmp_path / "bericht.pdf",
            stored=write(small_snapshot),
        )
    assert list(tmp_path.iterdir()) == []


def test_font_that_is_missing_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real child in a copy of its folder without a style sheet."""
    old = tmp_path / "bericht.pdf"
    old.write_bytes(b"alt")
    for name in ("reports", "soest"):
        shutil.copytree(settings.BASE_DIR / name, tmp_path / "kopie" / name)
    monkeypatch.setattr("soest.child_process.ROOT", tmp_path / "kopie")
    markup = '<link rel="stylesheet" href="report:report.css"><p>x</p>'
    with pytest.raises(RenderError, match=r"Die Datei „report\.css“ des Berichts fehlt"):
        set_pages(markup, old, identifier="0" * 32)
    assert old.read_bytes() == b"alt"


def test_stopped_setting_leaves_the_old_file(tmp_path: Path) -> None:
    class Impatient(Attendant):
        def wants_stop(self) -> bool:
            return True

    old = tmp_path / "bericht.pdf"
    old.write_bytes(b"alt")
    with pytest.raises(RenderStopped):
        set_pages("<p>x</p>" * 9999, old, identifier="0" * 32, attendant=Impatient())
    assert old.read_bytes() == b"alt"
    assert list(tmp_path.iterdir()) == [old]


def test_child_has_limits() -> None:
    """A report that wants too much memory ends with a sentence, not with the machine."""
    program = (
        "from reports.typesetter import CPU_SECONDS, MEMORY, limit_resources\n"
        "limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)\n"
        "bytearray(2**31)"
    )
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 1
    assert "Speicher" in reason(Ended(child.returncode, b"", child.stderr), 600)


def test_child_does_not_see_the_secrets_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}

    def popen(*args: object, env: dict[str, str], **options: object) -> object:
        seen.update(env)
        raise OSError(2, "nicht gestartet")

    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises(RenderError, match="nicht gestartet"):
        set_pages("<p>x</p>", tmp_path / "bericht.pdf", identifier="0" * 32)
    assert seen
    assert "geheim" not in " ".join(seen.values())
