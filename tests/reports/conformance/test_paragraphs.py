from __future__ import annotations

import pytest

from tests.reports.conformance.setting import opened, structure


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<section><article><div><p>Text</p></div></article></section>", "P"),
        ("<h1>Titel</h1><section><h2>Kapitel</h2><p>Text</p></section>", "H1 H2 P"),
        ("<p>Ein <b>starkes</b> <span>Wort</span></p>", "P"),
        ("<div>Loser <b>Text</b></div><p>Text</p>", "P P"),
        ("<div>Vorher<p>Text</p>Nachher</div>", "P P P"),
        ("<p></p><div></div><p>Text</p>", "P"),
        ("<table><tr><td></td><td>1</td></tr></table>", "Table(TBody(TR(TD TD)))"),
        ('<p><a href="https://www.soest.de/">Soest</a></p>', "P(Link)"),
        ('<p>Nach <a href="https://www.soest.de/">Soest</a></p>', "P(Span Link)"),
        ('<div><a href="https://www.soest.de/">Soest</a></div>', "P(Link)"),
    ],
)
def test_elements_are_what_they_mean(body: str, expected: str) -> None:
    assert structure(opened(body)) == expected


def test_link_with_text_from_the_style_sheet_is_one_link() -> None:
    pdf = opened('<p><a href="#x">Seite</a></p><p id="x">x</p>', 'a::after { content: " 1" }')
    assert structure(pdf) == "P(Link) P"
