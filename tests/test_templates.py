"""House rules of templates, style sheets and scripts that no other tool checks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted(
    path
    for path in (settings.BASE_DIR / "templates").rglob("*")
    if path.suffix in {".html", ".svg"}
)
STATIC = sorted(
    path
    for path in (settings.BASE_DIR / "static").rglob("*")
    if path.suffix in {".css", ".js", ".svg"}
)
FRAMES = ("base.html", "base_staff.html", "base_plain.html")
# Elements that make the browser load something; a link to click on may lead anywhere.
LOADING = (
    r"<(?:link|script|img|image|use|iframe|source|audio|video|embed|object|form|input|button)\b"
)


def ids(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def text_of(path: Path) -> str:
    """The file without comments and template tags, whose arguments may look like markup."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", "", text, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_template_keeps_the_content_security_policy(path: Path) -> None:
    text = text_of(path)
    assert not re.findall(r"<style\b", text)
    assert not re.findall(r"""\sstyle\s*=""", text)
    assert not re.findall(r"""\son[a-z]+\s*=\s*["']""", text)
    assert not re.findall(r"\shx-on\b|javascript:|[\"']js:", text, flags=re.I)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_template_loads_nothing_from_another_host(path: Path) -> None:
    for element in re.findall(rf"{LOADING}[^>]*>", text_of(path)):
        addresses = re.findall(r"""(?:src|srcset|href|action|data)\s*=\s*["']([^"']*)""", element)
        assert not [url for url in addresses if re.match(r"\s*(?:[a-z]+:)?//", url)]


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_template_trusts_no_text(path: Path) -> None:
    assert not re.findall(r"\|\s*safe(?:seq)?\b|{%\s*autoescape off", text_of(path))


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if "{% extends" in path.read_text()], ids=ids
)
def test_page_has_a_title(path: Path) -> None:
    text = text_of(path)
    title = re.search(r"{% block title %}(.*?){% endblock", text, flags=re.S)
    has_titled_frame = '{% extends "admin/' in text  # Django's pages name what they show
    assert path.name in FRAMES or has_titled_frame or (title and title.group(1).strip())


@pytest.mark.parametrize("path", STATIC, ids=ids)
def test_static_file_loads_nothing_from_another_host(path: Path) -> None:
    text = re.sub(r"http://www\.w3\.org/\S+", "", path.read_text(encoding="utf-8"))
    assert not re.findall(r"https?://|@import|url\(\s*[\"']?//", text)


@pytest.mark.parametrize("path", [path for path in STATIC if path.suffix == ".js"], ids=ids)
def test_script_needs_no_evaluation(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"\beval\(|new Function\(|innerHTML|document\.write|localStorage", text)
