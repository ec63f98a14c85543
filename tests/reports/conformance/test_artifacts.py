from __future__ import annotations

from tests.reports.conformance.setting import opened, page_text, structure

RUNNING = '@page { @top-left { content: "Kopf" } @bottom-right { content: counter(page) } }'


def test_running_heads_and_page_numbers_are_artifacts() -> None:
    pdf = opened("<p>Text</p>", RUNNING)
    assert structure(pdf) == "P"
    content = page_text(pdf, 0)
    assert content.count(b"/Artifact\n<</Type/Pagination>>\nBDC") == 2
    assert content.count(b"MCID") == 1


def test_text_is_none() -> None:
    assert b"Pagination" not in page_text(opened("<p>Text</p>"), 0)
