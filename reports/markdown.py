"""From the markdown of a report's text to markup that is safe to print.

Raw HTML is text, there are no pictures, links lead to https and mailto addresses alone, and a text
nests only so deep: a document nested without end would kill the PDF. What a text asks for beyond
that is printed as it was typed, so that nothing of it vanishes. `problems` says it to the writer.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token as Part

from reports.tokens import PATTERN, Numbers, Resolved, read_token, resolve

LONGEST = 20_000  # characters of a text
MOST_LEVELS = 9  # lists in lists count two each
MOST_COLUMNS = 8  # of a table: more do not fit on a page
LAST_HEADING = 6
TOO_DEEP = (
    "Listen oder Zitate sind zu tief verschachtelt; höchstens vier Ebenen lassen sich setzen."
)
TOO_WIDE = f"Eine Tabelle hat mehr als {MOST_COLUMNS} Spalten; so breit ist keine Seite."
# More brackets, stars, bars in a line and lines than any text has; reading more takes too long.
MOST_BRACKETS, MOST_STARS, MOST_BARS, MOST_LINES = 500, 2_000, 20, 1_500
TOO_MANY_SIGNS = (
    "Der Text enthält so viele Klammern oder Sternchen, dass er sich nicht setzen lässt."
)
TOO_MANY_LINES = "Der Text hat so viele kurze Zeilen, dass er sich nicht setzen lässt."
UNREADABLE = (
    "Das ist kein Platzhalter für eine Zahl und wird gedruckt, wie es dasteht. "
    "Richtig ist zum Beispiel {{ kennzahl:K-1:2024 }}."
)
LINK = re.compile(r"(https://|mailto:)[^\s]", re.IGNORECASE)
# Rules of markdown-it that a report has no use for: pictures, code and rules between paragraphs,
# and links whose address stands elsewhere in the text.
UNUSED = ("image", "backticks", "code", "fence", "hr", "reference", "html_block", "html_inline")
TAGS = {
    *("p", "br", "em", "strong", "a", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td", "span", "mark"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "table": {"aria-label"},
    "th": {"scope", "class"},
    "td": {"class"},
    "span": {"class"},
    "mark": {"class"},
}
ALIGNED = {"text-align:right": "r", "text-align:center": "c"}


class Markup(str):
    """Text that is safe as HTML; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """A place of a text that cannot be printed as its writer means it."""

    line: int  # from 1
    source: str  # what stands there; "" for the text as a whole
    reason: str  # German, a whole sentence
    kind: str = "number"  # number, unreadable (braces that are no placeholder) or form


# Printing --------------------------------------------------------------------------


def to_html(source: str, numbers: Numbers, *, level: int = 3) -> Markup:
    """The markup of a text whose highest headings have this level; "" for an empty one."""
    parts, faults = read(source)
    if faults:
        return as_typed(source[:LONGEST], numbers)
    shape(parts, level)
    options, env = reader().options, {"numbers": numbers}
    return cleaned(reader().renderer.render(parts, options, env))


def as_typed(source: str, numbers: Numbers) -> Markup:
    """Paragraph by paragraph without any formatting, for what cannot be formatted."""
    paragraphs = (part.strip() for part in source.split("\n\n"))
    written = ("".join(pieces(part, numbers)) for part in paragraphs if part)
    return cleaned("".join(f"<p>{part}</p>\n" for part in written))


def pieces(text: str, numbers: Numbers) -> Iterator[str]:
    """The markup of text and placeholders in turn."""
    end = 0
    for found in PATTERN.finditer(text):
        yield html.escape(text[end : found.start()])
        yield number_html(found[0], numbers)
        end = found.end()
    yield html.escape(text[end:])


def cleaned(markup: str) -> Markup:
    return Markup(
        nh3.clean(
            markup,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"https", "mailto"},
            link_rel="noopener",
        )
    )


# Checking --------------------------------------------------------------------------


def problems(source: str, numbers: Numbers) -> list[Problem]:
    """All that keeps a text from being printed as it is meant, from its first line to its last."""
    _, faults = read(source)
    found = [Problem(1, "", fault, "form") for fault in faults]
    return found + unresolved(source, numbers)


def unresolved(source: str, numbers: Numbers) -> list[Problem]:
    """The placeholders of a text that no number can be printed for."""
    found = []
    for line, text in braces(source[:LONGEST]):
        token = read_token(text)
        if token is None:
            found.append(Problem(line, text, UNREADABLE, "unreadable"))
        elif reason := resolve(token, numbers).problem:
            found.append(Problem(line, text, reason))
    return found


def codes_in(source: str) -> set[str]:
    """The codes of the indicators that a text names."""
    tokens = (read_token(text) for _, text in braces(source[:LONGEST]))
    return {token.code for token in tokens if token is not None}


def braces(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of everything between double braces."""
    line, read_up_to = 1, 0
    for found in PATTERN.finditer(source):
        line += source.count("\n", read_up_to, found.start())
        read_up_to = found.start()
        yield line, found[0]


def read(source: str) -> tuple[list[Part], list[str]]:
    """The parts of a text, and what it asks for that no page can give: then no part is of use."""
    source = source[:LONGEST]
    if source.count("[") > MOST_BRACKETS or source.count("*") + source.count("_") > MOST_STARS:
        return [], [TOO_MANY_SIGNS]
    if source.count("\n") > MOST_LINES:
        return [], [TOO_MANY_LINES]
    if any(line.count("|") > MOST_BARS for line in source.split("\n")):
        return [], [TOO_WIDE]
    parts = reader().parse(source)
    faults = []
    if any(part.block and part.nesting == 1 and part.level >= MOST_LEVELS for part in parts):
        faults.append(TOO_DEEP)
    if widest(parts) > MOST_COLUMNS:
        faults.append(TOO_WIDE)
    return parts, faults


def widest(parts: Sequence[Part]) -> int:
    """Most columns of any table."""
    most = columns = 0
    for part in parts:
        if part.type == "tr_open":
            columns = 0
        columns += part.type in ("th_open", "td_open")
        most = max(most, columns)
    return most


# What markdown-it is told ----------------------------------------------------------


@cache
def reader() -> MarkdownIt:
    """CommonMark with tables, without what a report has no use for."""
    # One level more than may be used, so that a text that is too deep can be told from others.
    options = {"html": False, "maxNesting": MOST_LEVELS + 2}
    reading = MarkdownIt("commonmark", options).enable("table").disable(list(UNUSED))
    reading.validateLink = is_address  # type: ignore[method-assign]
    reading.inline.ruler.before("text", "number", number_rule)
    reading.add_render_rule("number", render_number)
    return reading


def is_address(url: str) -> bool:
    """Whether a link may lead there."""
    return LINK.match(url) is not None


def number_rule(state: StateInline, silent: bool) -> bool:
    """Reads a placeholder where it stands; other braces stay text."""
    found = PATTERN.match(state.src, state.pos)
    if found is None or read_token(found[0]) is None:
        return False
    if not silent:
        state.push("number", "", 0).content = found[0]
    state.pos = found.end()
    return True


def render_number(
    self: RendererHTML, tokens: Sequence[Part], index: int, options: Any, env: Mapping[str, Any]
) -> str:
    return number_html(tokens[index].content, env["numbers"])


def number_html(text: str, numbers: Numbers) -> str:
    """The number a placeholder stands for, or a mark that nobody overlooks."""
    token = read_token(text)
    if token is None:
        return html.escape(text)
    said: Resolved = resolve(token, numbers)
    if said.problem:
        return f'<mark class="gap">[{html.escape(text)}: {html.escape(said.problem)}]</mark>'
    return f'<span class="num">{html.escape(said.number)}</span>'


def shape(parts: Sequence[Part], level: int) -> None:
    """Give headings their level in the report and tables what readers of tables need."""
    above: list[int] = []  # the headings a heading stands below, as typed
    for part in parts:
        if part.type == "heading_open":
            typed = int(part.tag[1])
            above = [one for one in above if one < typed] + [typed]
        if part.type in ("heading_open", "heading_close"):
            part.tag = f"h{min(level + len(above) - 1, LAST_HEADING)}"
        elif part.type == "ordered_list_open":
            part.attrs.pop("start", None)  # the PDF counts from 1, so the preview does too
        elif part.type == "table_open":
            part.attrSet("aria-label", "Tabelle im Text")
        elif part.type in ("th_open", "td_open"):
            shape_cell(part)


def shape_cell(part: Part) -> None:
    if style := str(part.attrs.pop("style", "")):
        part.attrSet("class", ALIGNED.get(style, "l"))
    if part.type == "th_open":
        part.attrSet("scope", "col")
