"""What every page says of itself to those who do not see it: language, titles, headings, tables,
pictures, files, states. And that it needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from soest import public_pages
from tests.page_elements import Node, attribute_of, page_elements
from tests.public_paths import MISSING, PAGES
from tests.sights import STAFF_PATHS, make_sights, make_staff_sights

pytestmark = pytest.mark.django_db  # the tables are made for marked tests only

OUTLOOKS = {
    "o-sun": "sonne",
    "o-part": "leicht bewölkt",
    "o-cloud": "wolke",
    "o-storm": "gewitter",
    "o-none": "nicht bewertet",
    "o-stale": "veraltet",
}
FORMATS = {
    ".pdf": "pdf",
    ".csv": "csv",
    ".json": "json",
    ".xlsx": "xlsx",
    ".geojson": "geojson",
    ".png": "png",
    ".svg": "svg",
}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Pages = dict[str, Node]


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Pages:
    """All public pages, and the main ones behind the login; read once for all tests.

    On a day on which some values are current, some are due and some are old.
    """
    june = time_machine.travel(datetime(2026, 6, 15, 9, 0, tzinfo=UTC))
    with django_db_blocker.unblock(), june, transaction.atomic():
        public_pages.store.clear()
        found = {**read_public_pages(), **read_staff_pages()}
        transaction.set_rollback(True)
    public_pages.store.clear()
    return found


@pytest.fixture
def open_pages(pages: Pages) -> Pages:
    """Those that everybody may read."""
    return {path: page for path, page in pages.items() if path.startswith("/")}


def read_public_pages() -> Pages:
    make_sights()
    return {path: read(Client(), path) for path in (*PAGES, MISSING)}


def read_staff_pages() -> Pages:
    """Each page as somebody sees it who works with it: "erfassung /erfassung/" and so on."""
    people = make_staff_sights()
    found: Pages = {}
    for role, paths in STAFF_PATHS.items():
        client = Client()
        client.force_login(people[role])
        found |= {f"{role} {path}": read(client, path) for path in paths}
    return found


def read(client: Client, path: str) -> Node:
    answer = client.get(path)
    assert answer.status_code in (200, 404, 422), path
    return page_elements(answer.content.decode())


def elements(pages: Pages, names: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    """Every element with one of these names, with its page."""
    for path, page in pages.items():
        for node in page.find(*names):
            yield path, node


def test_language_title_and_content(pages: Pages) -> None:
    for path, page in pages.items():
        document = next(iter(page.find("html")), page)
        assert document["lang"] == "de", path
        assert page.find("title")[0].text, path
        assert len(page.find("main")) == 1, path


def test_public_titles_tell_pages_apart(open_pages: Pages) -> None:
    titles: dict[str, set[str]] = {}
    for path, page in open_pages.items():
        title = page.find("title")[0].text
        titles.setdefault(title, set()).add(urlsplit(path).path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_headings_are_in_order(pages: Pages) -> None:
    wrong = {}
    for path, page in pages.items():
        levels = [int(node.name[1]) for node in page.find(*HEADINGS)]
        skipped = [b for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
        if levels.count(1) != 1 or levels[0] != 1 or skipped:
            wrong[path] = levels
    assert wrong == {}


def test_tables_have_a_name_and_their_heads_a_direction(pages: Pages) -> None:
    wrong = []
    for path, table in elements(pages, ("table",)):
        captions = [one for one in table.find("caption") if one.text]
        if not captions and not table["aria-labelledby"] and not table["aria-label"]:
            wrong.append(f"{path}: {table}")
        heads = table.find("th")
        wrong += [f"{path}: {head}" for head in heads if not head["scope"]]
        if not heads:
            wrong.append(f"{path}: no heads in {table}")
    assert wrong == []


def test_pictures_have_words_or_are_decoration(pages: Pages) -> None:
    wrong = []
    for path, picture in elements(pages, ("svg",)):
        named = picture["aria-label"] or picture["aria-labelledby"] or picture.find("title")
        if picture.inside("svg"):
            continue  # a part of one
        if picture["aria-hidden"] != "true" and not (picture["role"] == "img" and named):
            wrong.append(f"{path}: {picture}")
    wrong += [f"{path}: {one}" for path, one in elements(pages, ("img",)) if not one.has("alt")]
    assert wrong == []


def test_links_to_files_say_their_format(pages: Pages) -> None:
    wrong = []
    for path, link in elements(pages, ("a",)):
        address = urlsplit(link["href"]).path
        for ending, word in FORMATS.items():
            if address.endswith(ending) and word not in f"{link.text} {link['aria-label'].lower()}":
                wrong.append(f"{path}: {link}")
    assert wrong == []


def test_outlooks_stand_beside_their_word(pages: Pages) -> None:
    """Without colours there are still the form of the symbol and its word."""
    seen, wrong = set(), []
    for path, symbol in elements(pages, ("use",)):
        outlook = symbol["href"].removeprefix("#")
        if outlook not in OUTLOOKS:
            continue
        seen.add(outlook)
        around = [one for one in symbol.ancestors if is_beside(one)]
        if not around or OUTLOOKS[outlook] not in Node(around[0], ()).text:
            wrong.append(f"{path}: {outlook}")
    assert wrong == []
    assert seen == set(OUTLOOKS)  # the pages show every one, so that none goes untested


def is_beside(element: object) -> bool:
    """What holds one symbol and its word: the pair, or the counter of the distribution."""
    classes = attribute_of(element, "class").split()  # type: ignore[arg-type]
    return "o" in classes or getattr(element, "name", "") in ("li", "td", "p")


def test_coloured_parts_of_charts_are_named_in_words(pages: Pages) -> None:
    seen, wrong = set(), []
    for path, picture in elements(pages, ("svg",)):
        classes = {name for part in picture.find() for name in part["class"].split()}
        coloured = classes & OUTLOOKS.keys()
        seen |= coloured
        words = f"{picture['aria-label']} {' '.join(one.text for one in picture.find('title'))}"
        named = picture["aria-hidden"] == "true" or all(
            OUTLOOKS[one] in words.lower() for one in coloured
        )
        if not named:
            wrong.append(f"{path}: {sorted(coloured)} in {words}")
    assert wrong == []
    assert seen == set(OUTLOOKS)


def test_references_lead_somewhere(pages: Pages) -> None:
    wrong = []
    for path, page in pages.items():
        nodes = page.find()
        ids = [node["id"] for node in nodes if node["id"]]
        if len(ids) != len(set(ids)):
            wrong.append(f"{path}: twice {sorted({one for one in ids if ids.count(one) > 1})}")
        for node in nodes:
            named = " ".join(node[one] for one in REFERENCES if node.has(one)).split()
            if node["href"].startswith("#"):
                named.append(node["href"].removeprefix("#"))
            wrong += [f"{path}: {node} names {one}" for one in named if one not in ids]
    assert wrong == []


REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "headers")


def test_nothing_needs_a_script(pages: Pages) -> None:
    """Forms have a button, links an address, and no button that is seen waits for a script."""
    wrong = []
    for path, page in pages.items():
        for form in page.find("form"):
            buttons = [
                one
                for one in form.find("button")
                if one["type"] in ("", "submit") and not one.is_hidden
            ]
            if not buttons and not form["id"]:
                wrong.append(f"{path}: {form} has no button")
        for node in page.find():
            fetches = node["hx-get"] or node["hx-post"]
            has_way = node.name in ("form", "input", "select", "textarea") or node["href"]
            if fetches and not has_way and not node.inside("form") and not node["form"]:
                wrong.append(f"{path}: {node}")
        wrong += [
            f"{path}: {one}"
            for one in page.find("a")
            if not one["href"] or one["href"] in ("#", "javascript:")
        ]
        wrong += [
            f"{path}: {one}"
            for one in page.find("button")
            if one["type"] == "button" and not one.is_hidden
        ]
        if page.find("noscript"):
            wrong.append(f"{path}: a text for readers without scripts")
    assert wrong == []


def test_fields_have_labels(pages: Pages) -> None:
    wrong = []
    for path, page in pages.items():
        labelled = {one["for"] for one in page.find("label")}
        for field in page.find("input", "select", "textarea"):
            if field["type"] in ("hidden", "submit") or field.has("hidden"):
                continue
            named = field["aria-label"] or field["aria-labelledby"] or field.inside("label")
            if not named and field["id"] not in labelled:
                wrong.append(f"{path}: {field}")
    assert wrong == []


def test_navigations_are_told_apart(pages: Pages) -> None:
    for path, page in pages.items():
        names = [one["aria-label"] or one["aria-labelledby"] for one in page.find("nav")]
        assert len(names) == len(set(names)), path
        assert all(names), path
