"""The full report as pages of the site: the same markup as the PDF, chapter by chapter.

What only paper needs is taken out or replaced: page numbers, cover, contents. Links lead to the
chapter that holds their place, relative to the page: the same chapters stand at several addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from reports.edition_cache import kept
from reports.models import ReportEdition
from reports.pages.report import report_pages
from reports.snapshot import read

PART = "<!-- kapitel -->"
CONTENTS = "inhalt"  # the pages have a list of chapters of their own
PLACE = "zur Stelle"
HEADING = re.compile(r'<h2\b[^>]*\sid="(?P<anchor>[^"]+)"[^>]*>(?P<title>.*?)</h2>', re.DOTALL)
# Within a tag only: people may write id="…" in their texts.
IDS = re.compile(r'<[a-z0-9]+\b[^<>]*?\sid="([^"]+)"')
PLACE_LINK = re.compile(r'<a class="page" href="(?P<to>#[^"]+)"></a>')
LINK = re.compile(r'(?P<start><a\b[^>]*?\bhref=")#(?P<to>[^"]+)"')
OUTLOOK = re.compile(r'<span class="wx wx-(?P<status>[a-z_]+)">')
# The symbols of the site by status; on paper a style sheet brings its own.
SYMBOLS = {"partly_cloudy": "part", "thunderstorm": "storm", "not_rated": "none"}
DRAWING = re.compile(
    r"<svg\b(?![^>]*\b(?:role|aria-hidden)=)(?P<rest>[^>]*>\s*(?P<title><title>)?)"
)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
CAPTION = re.compile(r"<caption>(.*?)</caption>|<table\b[^>]*\baria-label=\"([^\"]*)\"", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WebChapter:
    """One chapter as a page."""

    anchor: str  # its name in the address
    title: str
    markup: SafeString


@kept(8)
def web_edition(edition: ReportEdition) -> tuple[WebChapter, ...]:
    """The chapters of an edition. Raises SnapshotError."""
    pages = report_pages(read(edition.snapshot), edition.snapshot_sha256)
    markup = render_to_string("reports/print/report.html", {"pages": pages, "web": True})
    return web_chapters(markup)


def web_chapters(markup: str) -> tuple[WebChapter, ...]:
    """The chapters of the report's markup, without cover and contents."""
    body = markup.partition("<body>")[2].rpartition("</body>")[0]
    _cover, *parts = body.split(PART)
    named = {heading(part)["anchor"]: part for part in parts}
    homes = {place: name for name, part in named.items() for place in IDS.findall(part)}
    return tuple(
        WebChapter(
            anchor=name,
            title=unescape(strip_tags(heading(part)["title"])),
            markup=SafeString(for_the_web(part, name, homes)),
        )
        for name, part in named.items()
        if name != CONTENTS
    )


def heading(part: str) -> re.Match[str]:
    """The title of a chapter. Raises ValueError without one, for a template has lost it then."""
    found = HEADING.search(part)
    if found is None:
        raise ValueError("a chapter of the report has no heading with an id")
    return found


def for_the_web(part: str, name: str, homes: Mapping[str, str]) -> str:
    """Turn the markup of a chapter for paper into that for a page."""

    def lead(found: re.Match[str]) -> str:
        home = homes.get(found["to"], name)  # a place that is missing takes no page away
        page = "" if home == name else f"../{home}/"
        return f'{found["start"]}{page}#{found["to"]}"'

    # Beside a link that names its place, the page number says nothing new.
    part = re.sub(rf"</a>\s*{PLACE_LINK.pattern}", "</a>", part)
    part = PLACE_LINK.sub(rf'<a class="page" href="\g<to>">{PLACE}</a>', part)
    part = DRAWING.sub(with_role, part)
    part = OUTLOOK.sub(with_symbol, part)
    return TABLE.sub(in_a_region, LINK.sub(lead, part))


def with_role(found: re.Match[str]) -> str:
    """A drawing with a title is a picture, one without is decoration."""
    role = 'role="img"' if found["title"] else 'aria-hidden="true"'
    return f"<svg {role}{found['rest']}"


def with_symbol(found: re.Match[str]) -> str:
    name = SYMBOLS.get(found["status"], found["status"])
    symbol = f'<svg class="ico" aria-hidden="true" focusable="false"><use href="#o-{name}"/></svg>'
    return f'<span class="o">{symbol}'


def in_a_region(found: re.Match[str]) -> str:
    """Wide tables scroll sideways by themselves, also with the keyboard."""
    table = found[0]
    caption = CAPTION.search(table)
    label = strip_tags(caption[1] or caption[2] or "") if caption else "Tabelle"
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'
