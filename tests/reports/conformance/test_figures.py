from __future__ import annotations

from tests.reports.conformance.setting import all_elements, opened, page_text, structure

DRAWING = '<svg width="40px" height="20px"><title>Linie</title><path d="M0 0H40"/></svg>'
DECORATION = '<svg width="40px" height="20px"><path d="M0 0H40"/></svg>'


def test_drawing_has_its_words_and_its_place() -> None:
    pdf = opened(f"<div>{DRAWING}</div>", "svg { display: block }")
    (figure,) = all_elements(pdf, "Figure")
    assert str(figure.Alt) == "Linie"
    # 30 px from the left and the top of a page of 200 px: in points from the bottom left
    assert [float(one) for one in figure.A.BBox] == [22.5, 112.5, 52.5, 127.5]
    assert figure.A.Placement == "/Block"


def test_drawing_without_words_is_an_artifact() -> None:
    pdf = opened(f"<p>Text</p><div>{DECORATION}</div>")
    assert structure(pdf) == "P"
    assert b"/Artifact\n<</Type/Layout>>" in page_text(pdf, 0)
