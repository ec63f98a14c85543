"""The report on the site: the same text as on paper, chapter by chapter."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.utils.html import strip_tags

from reports.models import ReportEdition
from reports.pages.themes import in_order
from reports.rendering import report_html
from reports.snapshot import Snapshot, fingerprint, write
from reports.web_edition import PLACE, WebChapter, for_the_web, web_chapters, web_edition
from tests.reports.pages.test_themes import with_criteria

TEXT = """Ein *Vorwort* mit <b>Klammern</b> und id="feld-1" samt id="methode".

| Beleg | Seite |
|-------|-------|
| Akte  | 12    |
"""


def snapshot() -> Snapshot:
    """With a criterion whose number has a dot, and texts that look like markup."""
    found = with_criteria()
    first, *others = found.criteria
    report = replace(found.report, foreword=TEXT, annex=TEXT)
    return replace(found, report=report, criteria=(replace(first, code="1.2"), *others))


def laid_out(found: Snapshot) -> tuple[WebChapter, ...]:
    stored = write(found)
    return web_edition(ReportEdition(snapshot=stored, snapshot_sha256=fingerprint(stored)))


@pytest.fixture(scope="module")
def chapters() -> tuple[WebChapter, ...]:
    return laid_out(snapshot())


def ids(markup: str) -> set[str]:
    return set(re.findall(r'<[^<>]*?\sid="([^"]+)"', markup))


def words(markup: str) -> list[str]:
    """What is read of a text; drawings apart."""
    without = re.sub(r"<svg\b.*?</svg>|<figure\b.*?</figure>", " ", markup, flags=re.DOTALL)
    return unescape(strip_tags(without.replace("<", " <"))).split()


def test_chapters_follow_the_report(chapters: tuple[WebChapter, ...]) -> None:
    names = [one.anchor for one in chapters]
    assert names[:3] == ["impressum", "vorwort", "strategie"]
    assert "inhalt" not in names
    assert {"feld-1", "feld-2", "berichtsrahmen", "methode", "register"} <= set(names)
    assert len(set(names)) == len(names)


def test_text_is_that_of_the_report_on_paper(chapters: tuple[WebChapter, ...]) -> None:
    paper = report_html(snapshot())
    body = paper.partition("<!-- kapitel -->")[2]
    contents = re.search(r'<section class="chapter toc">.*?</section>', body, re.DOTALL)
    assert contents is not None
    expected = words(body.replace(contents[0], ""))
    found = words(" ".join(one.markup for one in chapters).replace(f">{PLACE}<", "><"))
    # Over the columns of page numbers stands another word.
    named = {"Seite", "Stelle"}
    assert [word for word in found if word not in named] == [
        word for word in expected if word not in named
    ]


@pytest.mark.parametrize("order", ["area", "framework", "sdg"])
def test_every_link_leads_to_a_place_that_exists(order: str) -> None:
    chapters = laid_out(in_order(snapshot(), order))
    places = {one.anchor: ids(one.markup) for one in chapters}
    count = 0
    for chapter in chapters:
        for to in re.findall(r'<a\b[^>]*? href="([^"]+)"', chapter.markup):
            if to.startswith(("https:", "mailto:")):
                continue
            page, _, place = to.rpartition("#")
            assert re.fullmatch(r"(\.\./[a-zA-Z0-9_-]+/)?", page), to
            home = page.removeprefix("../").strip("/") or chapter.anchor
            assert place in places[home], to
            count += 1
    assert count > 50


def test_no_link_is_without_a_text(chapters: tuple[WebChapter, ...]) -> None:
    for chapter in chapters:
        for text in re.findall(r"<a\b[^>]*>(.*?)</a>", chapter.markup, re.DOTALL):
            assert strip_tags(text).strip()


def test_tables_scroll_in_a_named_region(chapters: tuple[WebChapter, ...]) -> None:
    method = " ".join(one.markup for one in chapters)
    assert method.count("<table") == method.count('<div class="scroll" role="region"')
    assert 'aria-label="Kennzahlen mit Werten: letzter Wert' in method


def test_ids_are_unique_within_a_chapter(chapters: tuple[WebChapter, ...]) -> None:
    for chapter in chapters:
        found = re.findall(r'<[^<>]*?\sid="([^"]+)"', chapter.markup)
        assert len(found) == len(set(found)), chapter.anchor


def test_text_of_people_stays_text(chapters: tuple[WebChapter, ...]) -> None:
    foreword = next(one for one in chapters if one.anchor == "vorwort")
    assert "<em>Vorwort</em>" in foreword.markup
    assert "&lt;b&gt;Klammern" in foreword.markup


def test_words_of_people_are_no_places_and_no_heads(chapters: tuple[WebChapter, ...]) -> None:
    """A word over a column stays, and what looks like a place draws no link to itself."""
    foreword, contents = (
        next(one.markup for one in chapters if one.anchor == name) for name in ("vorwort", "blick")
    )
    assert ">Seite</th>" in foreword
    assert 'id="methode"' in foreword
    assert 'href="../feld-1/#feld-1"' in contents
    assert not any("../anhang/#" in one.markup for one in chapters)


def test_columns_of_page_numbers_have_another_head(chapters: tuple[WebChapter, ...]) -> None:
    overview = next(one.markup for one in chapters if one.anchor == "kennzahlen")
    assert ">Stelle</th>" in overview
    assert ">Seite</th>" not in overview
    assert ">Seite</th>" in report_html(snapshot()).partition('id="kennzahlen"')[2]


def test_link_to_a_missing_place_stays_in_its_chapter() -> None:
    markup = for_the_web('<p><a href="#nirgends">x</a></p>', "feld-1", {"blick": "blick"})
    assert markup == '<p><a href="#nirgends">x</a></p>'


def test_chapter_without_a_heading_is_a_fault_of_the_templates() -> None:
    with pytest.raises(ValueError, match="heading"):
        web_chapters("<body>x<!-- kapitel --><p>Text</p></body>")
