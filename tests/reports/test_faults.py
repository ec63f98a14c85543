"""What cannot be set ends the setting with a name; nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from weasyprint.layout import block
from weasyprint.svg import SVG

from reports import typesetter
from reports.faults import SettingError
from reports.typesetter import ASSETS, set_pdf

HEAD = '<html><head><title>x</title><link rel="stylesheet" href="report:report.css"></head><body>'
TWO_CARDS = (
    HEAD + "<h2>Klima und Energie</h2><h4>Treibhausgase  je\nKopf</h4><p>Text</p>"
    '<h4>Ladepunkte</h4><p>Text</p><svg width="9" height="9"><rect width="9" height="9"/></svg>'
    "<h4>Radwege</h4><p>Text</p></body></html>"
)


def set_two_cards(folder: Path) -> int:
    return set_pdf(TWO_CARDS, str(folder / "a.pdf"), "0" * 32)


def refusal(folder: Path) -> str:
    with pytest.raises(SettingError) as refused:
        set_two_cards(folder)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_nothing_is_wrong_with_the_example(tmp_path: Path) -> None:
    assert set_two_cards(tmp_path) == 1


@pytest.mark.parametrize("name", ["report.css", "sans-regular", "serif-semibold"])
@pytest.mark.parametrize("content", [None, b"keine Schrift"])
def test_missing_or_damaged_asset_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None
) -> None:
    path = tmp_path / "kaputt"
    if content is not None:
        path.write_bytes(content)
        if name == "report.css":
            path.unlink()  # any text is a style sheet
    assets = {**ASSETS, f"report:{name}": (path, ASSETS[f"report:{name}"][1])}
    monkeypatch.setattr(typesetter, "ASSETS", assets)
    words = f"Die Datei „{name}“ des Berichts fehlt oder ist beschädigt."
    assert refusal(tmp_path) == words


def test_missing_symbol_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nirgends.svg"
    monkeypatch.setattr(typesetter, "ASSETS", {**ASSETS, "report:sun.svg": (path, "image/svg+xml")})
    markup = f'{HEAD}<p class="wx-sun verdict"><b>Sonne.</b> So weiter.</p></body></html>'
    with pytest.raises(SettingError, match=r"Die Datei „sun\.svg“ des Berichts fehlt"):
        set_pdf(markup, str(tmp_path / "a.pdf"), "0" * 32)


def test_foreign_addresses_are_left_out_without_an_error(tmp_path: Path) -> None:
    markup = TWO_CARDS.replace("<p>Text</p>", '<img alt="x" src="http://127.0.0.1:9/a.png">')
    assert set_pdf(markup, str(tmp_path / "a.pdf"), "0" * 32) == 1


def broken(*args: object, **options: object) -> Any:
    raise ZeroDivisionError("division by zero")


@pytest.mark.parametrize("method", ["__init__", "draw"])
def test_drawing_that_fails_is_named_by_its_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(SVG, method, broken)
    assert refusal(tmp_path) == (
        "Eine Zeichnung lässt sich nicht setzen: Der Abschnitt „Ladepunkte“."
    )


def failing_at(text: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The layout of WeasyPrint with a fault that only one heading meets."""

    def layout(context: Any, box: Any, *args: Any, **options: Any) -> Any:
        if box.element is not None and box.element.text == text:
            raise IndexError("list index out of range")
        return function(context, box, *args, **options)

    return layout


def test_layout_that_fails_is_named_by_its_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = failing_at("Radwege", block.block_level_layout)
    monkeypatch.setattr(block, "block_level_layout", failing)
    assert refusal(tmp_path) == (
        "Der Abschnitt „Radwege“ lässt sich nicht setzen (IndexError list index out of range)."
    )


def test_fault_without_a_place_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weasyprint.document.generate_pdf", broken)
    assert "lässt sich nicht setzen (ZeroDivisionError division by zero)." in refusal(tmp_path)


def test_lack_of_memory_stays_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*args: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(block, "block_level_layout", no_memory)
    with pytest.raises(MemoryError):
        set_two_cards(tmp_path)
