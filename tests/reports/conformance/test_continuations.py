from __future__ import annotations

import pikepdf
import pytest

from tests.reports.conformance.setting import all_elements, opened, page_text, structure

LONG = "Viele Wörter stehen hier in einer Reihe und füllen mehr als eine Seite. " * 6
CELLS = "<tr><th>Zeile</th><td>1</td><td>2</td></tr>"
HEAD = "<thead><tr><th>Kopf</th><th>a</th><th>b</th></tr></thead>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<h1>Titel</h1><p>{LONG}</p><p>Ende</p>", "H1 P P"),
        (f"<div><blockquote><p>{LONG}</p></blockquote></div>", "BlockQuote(P)"),
        ("<ul>" + "<li>Punkt</li>" * 9 + "</ul>", "L(" + " ".join(["LI(Lbl LBody)"] * 9) + ")"),
        (f"<ol><li>Eins</li><li>{LONG}</li></ol>", "L(LI(Lbl LBody) LI(Lbl LBody))"),
        (
            f"<table>{HEAD}<tbody>{CELLS * 9}</tbody></table>",
            "Table(THead(TR(TH TH TH)) TBody(" + " ".join(["TR(TH TD TD)"] * 9) + "))",
        ),
        (
            f"<table><tr><td>{LONG}</td><td>2</td></tr></table>",
            "Table(TBody(TR(TD TD)))",
        ),
        ("<p>Seite eins</p><p class='next'>Seite zwei</p>", "P P"),
        (
            f"<table>{HEAD}{CELLS}</table><table class='next'>{HEAD}{CELLS}</table>",
            "Table(THead(TR(TH TH TH)) TBody(TR(TD TD TD)))".replace("TR(TD", "TR(TD")
            + " Table(THead(TR(TH TH TH)) TBody(TR(TD TD TD)))",
        ),
    ],
    ids=["paragraph", "quote", "list", "item", "table", "row", "two paragraphs", "two tables"],
)
def test_what_runs_on_is_one_element(body: str, expected: str) -> None:
    pdf = opened(body, ".next { break-before: page }")
    assert len(pdf.pages) > 1
    assert structure(pdf) == expected


def test_content_of_the_second_page_says_so() -> None:
    pdf = opened(f"<p>{LONG}</p>")
    (paragraph,) = all_elements(pdf, "P")
    pages = {kid.Pg.objgen for kid in paragraph.K if isinstance(kid, pikepdf.Dictionary)}
    assert pages == {page.obj.objgen for page in pdf.pages[1:]}


def test_repeated_head_is_an_artifact() -> None:
    pdf = opened(f"<table>{HEAD}<tbody>{CELLS * 9}</tbody></table>")
    assert page_text(pdf, 0).count(b"/Artifact\n<</Type/Pagination>>") == 0
    assert page_text(pdf, 1).count(b"/Artifact\n<</Type/Pagination>>") == 3
