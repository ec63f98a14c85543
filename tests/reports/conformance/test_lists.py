from __future__ import annotations

from tests.reports.conformance.setting import opened, structure


def test_nested_list_is_in_its_item() -> None:
    body = "<ul><li>Eins<ul><li>Innen</li></ul></li><li>Zwei</li></ul>"
    item = "LI(Lbl LBody)"
    assert structure(opened(body)) == f"L(LI(Lbl LBody(Span L({item}))) {item})"


def test_list_without_marks_has_bodies() -> None:
    body = "<ul><li>Eins</li><li>Zwei</li></ul>"
    pdf = opened(body, "ul { list-style: none }")
    assert structure(pdf) == "L(LI(LBody) LI(LBody))"
