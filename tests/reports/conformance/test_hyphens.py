from __future__ import annotations

import io

import pypdf

from tests.reports.conformance.setting import file_of

STYLE = 'p { hyphens: auto; hyphenate-character: "\\2010"; width: 120px }'


def test_broken_word_is_one_word_and_a_written_hyphen_stays() -> None:
    content = file_of("<p>Nachhaltigkeitsberichterstattung am Dom-Platz</p>", STYLE)
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "\N{SOFT HYPHEN}\n" in text
    joined = text.replace("\N{SOFT HYPHEN}\n", "").replace("\n", " ")
    assert " ".join(joined.split()) == "Nachhaltigkeitsberichterstattung am Dom-Platz"
