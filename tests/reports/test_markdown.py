"""Texts of a report: what may be formatted, what stays text, and that it never takes long."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from reports.markdown import LONGEST, Markup, codes_in, problems, to_html, unresolved
from reports.tokens import CITY, Numbers, Series

NUMBERS: Numbers = {
    "K-1": Series("<b>t</b>", 1, {CITY: {2024: YearValue(2024, Decimal("6.9"))}}),
    "A*B_C": Series("t", 0, {CITY: {2024: YearValue(2024, Decimal(5))}}),
}
TOKEN = "{{ kennzahl:K-1:2024 }}"
LOST = "{{ kennzahl:K-9:2024 }}"


def html(source: str, level: int = 3) -> str:
    """The markup without line ends."""
    return to_html(source, NUMBERS, level=level).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("", ""),
        ("  \n\n ", ""),
        ("Ein *Wort* und **eins**.", "<p>Ein <em>Wort</em> und <strong>eins</strong>.</p>"),
        ("Eins\nZwei\n\nDrei", "<p>EinsZwei</p><p>Drei</p>"),
        ("Eins\\\nZwei", "<p>Eins<br>Zwei</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> Zitat", "<blockquote><p>Zitat</p></blockquote>"),
        (
            "[Rat](https://soest.de/rat?a=1&b=2)",
            '<p><a href="https://soest.de/rat?a=1&amp;b=2" rel="noopener">Rat</a></p>',
        ),
        (
            "<mailto:rat@soest.de>",
            '<p><a href="mailto:rat@soest.de" rel="noopener">mailto:rat@soest.de</a></p>',
        ),
        (
            "| Jahr | Wert |\n|---|--:|\n| 2024 | 7 |",
            (
                '<table aria-label="Tabelle im Text"><thead><tr><th scope="col">Jahr</th>'
                '<th class="r" scope="col">Wert</th></tr></thead><tbody><tr><td>2024</td>'
                '<td class="r">7</td></tr></tbody></table>'
            ),
        ),
        ("    kein Code", "<p>kein Code</p>"),
        ("`kein Code`", "<p>`kein Code`</p>"),
    ],
)
def test_formatting(source: str, markup: str) -> None:
    assert html(source) == markup


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("# A\n## B\n### C", "h3 h4 h5"),
        ("## A\n## B", "h3 h3"),
        ("# A\n#### B\n## C\n# D", "h3 h4 h4 h3"),
        ("### A\n# B\n# C", "h3 h3 h3"),
    ],
)
def test_headings_skip_no_level(source: str, tags: str) -> None:
    assert " ".join(re.findall(r"<(h\d)>", html(source))) == tags


def test_headings_end_at_the_sixth_level() -> None:
    assert re.findall(r"<(h\d)>", html("# A\n## B\n### C", level=5)) == ["h5", "h6", "h6"]


# Placeholders ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [TOKEN, f"**{TOKEN}**", f"- {TOKEN}", f"| A |\n|---|\n| {TOKEN} |", f"# {TOKEN}", f"> {TOKEN}"],
)
def test_number_is_printed_wherever_it_stands(source: str) -> None:
    """With its unit, whatever signs that has."""
    assert "6,9&nbsp;&lt;b&gt;t&lt;/b&gt;" in html(source)
    assert TOKEN not in html(source)
    assert unresolved(source, NUMBERS) == []


def test_code_is_no_markdown() -> None:
    assert html("{{ kennzahl:A*B_C:2024 }}*") == '<p><span class="num">5&nbsp;t</span>*</p>'


@pytest.mark.parametrize("source", [LOST, f"*{LOST}*", f"[{LOST}](https://a.de)", "> " * 30 + LOST])
def test_what_has_no_number_is_marked_and_named(source: str) -> None:
    assert f'<mark class="gap">[{LOST}: Eine Kennzahl K-9 gibt es nicht.]</mark>' in html(source)
    (problem,) = unresolved(source, NUMBERS)
    assert (problem.source, problem.line, problem.kind) == (LOST, 1, "number")


def test_problem_says_its_line() -> None:
    found = problems(f"# Titel\n\nText {TOKEN}\nund {LOST} und {LOST}\n\n- {{{{ 7*7 }}}}", NUMBERS)
    assert [(one.line, one.kind) for one in found] == [
        (4, "number"),
        (4, "number"),
        (6, "unreadable"),
    ]


@pytest.mark.parametrize(
    "source", ["{{ 7*7 }}", "{{ kenzahl:K-1:2024 }}", "{{ kennzahl:K-1 }}", "{{ offen", "zu }}"]
)
def test_other_braces_stay_text_and_are_named(source: str) -> None:
    assert html(source) == f"<p>{source}</p>"
    assert [one.kind for one in unresolved(source, NUMBERS)] == ["unreadable"]


@pytest.mark.parametrize("source", ["{% load static %}", "{# Rest #}", "{{{{}}}}", "{1}"])
def test_no_template_is_run(source: str) -> None:
    assert html(source) == f"<p>{source}</p>"


def test_codes_of_a_text() -> None:
    assert codes_in(f"{TOKEN} {LOST} {{{{ ziel:Z-1:2030 }}}} {{{{ 7*7 }}}}") == {
        "K-1",
        "K-9",
        "Z-1",
    }


# Hostile texts -----------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<a hx-get="/x" hx-trigger="load">x</a>',
    "<style>@import url(https://boese.example/x.css)</style>",
    "<!-- <b> -->",
    "<p style='color:red'>x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](http://169.254.169.254/)",
    "[x](//boese.example/)",
    "![x](file:///etc/passwd)",
    "![x](https://boese.example/pixel.png)",
    "![x][y]\n\n[y]: https://boese.example/pixel.png",
    '<https://a.de" onclick="alert(1)>',
    "[x](https://a.de 'x\" onclick=\"alert(1)')",
    "{{ kennzahl:<script>:2024 }}",
    '{{ kennzahl:"><b>:2024 }}',
    "\u2028\u2029\u0000",
    "<plaintext>",
    "]]></title></style></textarea><b>",
)
HARMLESS = re.compile(
    r"</?(?:p|br|em|strong|blockquote|ul|ol|li|h[3-6]|t(?:able|head|body|r)|span|mark|a|th|td)"
    r'(?: (?:href="(?:https:|mailto:)[^"<>]*"|rel="noopener"|(?:class|scope)="\w+"'
    r'|aria-label="[\w ]+"))*>'
)


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("deep", ["", "> " * 20])
def test_nothing_but_harmless_markup_comes_out(source: str, deep: str) -> None:
    """Row 16: it is shown as text."""
    left = HARMLESS.sub("", html(deep + source))
    assert "<" not in left
    assert ">" not in left
    assert not re.search(r"<[^>]*(?:onerror|onload|onclick|hx-|style=|src=)", html(source))


@pytest.mark.parametrize("source", [one for one in HOSTILE if "boese" in one or "file:" in one])
def test_no_address_of_a_picture_or_file_is_kept(source: str) -> None:
    assert not re.search(r'(?:src|href)="(?!https:)', html(source))
    assert "<img" not in html(source)


LONG = {
    "brackets": "[" * 50_000,
    "brackets that still count as text": "[" * 499,
    "pictures": "![x" * 10_000,
    "links": "[](https://" * 2_000,
    "quotes": ">" * 20_000,
    "quotes with blanks": "> " * 10_000,
    "lists": "".join("  " * depth + "- x\n" for depth in range(200)),
    "dashes": "- " * 10_000 + "x",
    "numbers": "1. " * 6_000 + "x",
    "stars": "*a" * 10_000,
    "underscores": "_a " * 7_000,
    "stars that still count as text": "*a" * 1_999,
    "backticks": "`" * 20_000,
    "backslashes": "\\" * 20_000,
    "rows": "|a|b|\n|-|-|\n" + "|x|y|\n" * 500,
    "columns": "|" + "a|" * 3_000 + "\n|" + "-|" * 3_000 + "\n" + "|\n" * 1_000,
    "columns and rows": "|" + "a|" * 19 + "\n|" + "-|" * 19 + "\n" + "|\n" * 9_000,
    "columns that still count": "|" + "a|" * 19 + "\n|" + "-|" * 19 + "\n" + "|\n" * 1_400,
    "braces": "{{ " * 7_000,
    "placeholders": TOKEN * 850,
    "comments": "<!--" * 5_000,
    "entities": "&a" * 10_000,
    "headings": "# a\n" * 5_000,
    "one megabyte": "Wort " * 200_000,
}


@pytest.mark.parametrize("name", LONG)
def test_no_text_takes_long(name: str) -> None:
    """Rows 15 and 19. Measured by the work of this process, not by the clock of a busy machine."""
    begun = time.process_time()
    markup = to_html(LONG[name], NUMBERS)
    problems(LONG[name], NUMBERS)
    assert time.process_time() - begun < 1
    assert len(markup) < 5 * LONGEST


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("".join("  " * depth + "- x\n" for depth in range(100)), "zu tief verschachtelt"),
        ("> " * 9 + "x", "zu tief verschachtelt"),
        ("|" + "x|" * 3_000 + "\n|" + "-|" * 3_000, "mehr als 8 Spalten"),
        ("x\n" * 2_000, "so viele kurze Zeilen"),
        ("|" + "a|" * 9 + "\n|" + "-|" * 9, "mehr als 8 Spalten"),
        (LONG["stars"], "so viele Klammern oder Sternchen"),
    ],
)
def test_what_no_page_can_hold_is_printed_as_typed_and_said(source: str, reason: str) -> None:
    (problem,) = problems(source, NUMBERS)
    assert problem.kind == "form"
    assert reason in problem.reason
    markup = html(source)
    assert set(re.findall(r"<(\w+)", markup)) == {"p"}
    assert markup.count("x") == source.count("x")  # nothing of it is lost


@pytest.mark.parametrize("source", ["> " * 8 + "x", "- a\n  - b\n    - c\n      - d"])
def test_deep_enough_for_people(source: str) -> None:
    assert problems(source, NUMBERS) == []


def test_markup_is_not_escaped_again() -> None:
    markup = to_html("*a*", {})
    assert isinstance(markup, Markup)
    assert markup.__html__() == "<p><em>a</em></p>\n"
