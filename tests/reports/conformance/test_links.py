from __future__ import annotations

import pytest

from tests.reports.conformance.setting import opened


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="#ziel">Zum  <b>Ziel</b></a>', "Zum Ziel"),
        ('<a href="#ziel" title="Ziel 1.1">hier</a>', "Ziel 1.1"),
        ('<a class="page" href="#ziel"></a>', "S. 1"),
        ('<a class="empty" href="#ziel"></a>', "Verweis"),
    ],
)
def test_link_is_described_by_what_it_says(link: str, words: str) -> None:
    style = '.page::after { content: "S. " target-counter(attr(href), page) }'
    style += ".empty { display: inline-block; width: 9px; height: 9px }"
    pdf = opened(f'<p>Text {link}</p><p id="ziel">Ziel</p>', style)
    assert str(pdf.pages[0].Annots[0].Contents) == words
