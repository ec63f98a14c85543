"""Rules of the house that no other tool checks: who imports whom, who may see what."""

from __future__ import annotations

import ast
import inspect
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from indicators.models.indicators import TAKEN_SLUGS

ROOT: Path = settings.BASE_DIR
# Each app may import itself and those before it.
APPS = ("accounts", "strategy", "indicators", "reports")
# Modules of soest/ that import no app, so that every app may import them.
SHARED = {
    "soest.administration",
    "soest.child_process",
    "soest.data_state",
    "soest.environment",
    "soest.garbage",
    "soest.http",
    "soest.public_pages",
    "soest.spreadsheets",
    "soest.triggers",
}
SOURCES = sorted(
    path
    for folder in (*APPS, "soest")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
# Arithmetic, wording and reading of files: no Django, no clock; numbers and text in and out.
PURE_PATTERNS = (
    "indicators/annual_values.py",
    "indicators/assessment.py",
    "indicators/bands.py",
    "indicators/catalogue.py",
    "indicators/charts/**/*.py",
    "indicators/distributions.py",
    "indicators/district_marks.py",
    "indicators/entry/district_sums.py",
    "indicators/entry/due.py",
    "indicators/entry/evidence_files.py",
    "indicators/entry/files/cell_values.py",
    "indicators/entry/files/faults.py",
    "indicators/entry/files/keys.py",
    "indicators/entry/files/layout.py",
    "indicators/entry/files/tables.py",
    "indicators/entry/mail_errors.py",
    "indicators/entry/mail_texts.py",
    "indicators/entry/grid/blocks.py",
    "indicators/entry/grid/cells.py",
    "indicators/entry/grid/wording.py",
    "indicators/entry/plausibility.py",
    "indicators/entry/readings.py",
    "indicators/entry/reminders/rules.py",
    "indicators/entry/reminders/texts.py",
    "indicators/entry/texts.py",
    "indicators/entry/unit_mixups.py",
    "indicators/entry/workflow.py",
    "indicators/expected_changes.py",
    "indicators/formulas/**/*.py",
    "indicators/freshness.py",
    "indicators/german_numbers.py",
    "indicators/missing_reasons.py",
    "indicators/named_periods.py",
    "indicators/per_capita.py",
    "indicators/periods.py",
    "indicators/place_comparisons.py",
    "indicators/revisions.py",
    "indicators/sentences/**/*.py",
    "indicators/target_paths.py",
    "indicators/value_classes.py",
    "indicators/forecast_fan.py",
    "indicators/year_notes.py",
    "reports/canonical_json.py",
    "reports/faults.py",
    "reports/markdown.py",
    "reports/pages/**/*.py",
    "reports/progress.py",
    "reports/ranges.py",
    "reports/release_check/rules/**/*.py",
    "reports/snapshot.py",
    "reports/snapshot_changes/**/*.py",
    "reports/snapshot_details.py",
    "reports/text_keys.py",
    "reports/tokens.py",
    "soest/spreadsheets/archive.py",
    "soest/spreadsheets/cells.py",
    "soest/spreadsheets/delimited.py",
    "soest/spreadsheets/formulas.py",
    "strategy/boundaries/**/*.py",
    "strategy/catalogue.py",
    "strategy/near_words.py",
    "strategy/search.py",
    "strategy/timeline.py",
    "strategy/toml_tables.py",
)
PURE = [path for pattern in PURE_PATTERNS for path in sorted(ROOT.glob(pattern))]


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """Names of the modules a file imports, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from soest import health` imports soest.health
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names - {"__future__"}


def app_of(module: str) -> str:
    return module.partition(".")[0]


# Imports -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOURCES, ids=ids)
def test_imports_go_one_way(path: Path) -> None:
    module = module_name(path)
    if app_of(module) in APPS:
        allowed = APPS[: APPS.index(app_of(module)) + 1]
    elif ".".join(module.split(".")[:2]) in SHARED:
        allowed = ()
    else:
        allowed = APPS  # the rest of soest/ wires the apps
    assert {app_of(name) for name in imported(path)} & set(APPS) <= set(allowed)


@pytest.mark.parametrize("path", [p for p in SOURCES if app_of(module_name(p)) in APPS], ids=ids)
def test_apps_take_only_shared_modules_from_soest(path: Path) -> None:
    taken = {name for name in imported(path) if name.startswith("soest.")}
    assert {".".join(name.split(".")[:2]) for name in taken} <= SHARED


def test_nobody_imports_the_tests() -> None:
    assert not [path for path in SOURCES if "tests" in map(app_of, imported(path))]


@pytest.mark.parametrize("path", PURE, ids=ids)
def test_pure_module_imports_no_django_and_only_pure_modules(path: Path) -> None:
    names = imported(path)
    assert "django" not in set(map(app_of, names))
    # Closed lists of words have Django's base class, but nothing to do with the database.
    pure = {module_name(path) for path in PURE} | {"strategy.enums", "indicators.enums"}
    own = {name for name in names if app_of(name) in (*APPS, "soest")}
    assert {
        name for name in own if name not in pure and name.rpartition(".")[0] not in pure
    } == set()


@pytest.mark.parametrize("path", PURE, ids=ids)
def test_pure_module_has_no_clock(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not attributes & {"now", "today", "utcnow", "localdate", "monotonic"}
    assert "time" not in imported(path)


# Source ------------------------------------------------------------------------------


def test_no_float_column() -> None:
    """A float holds no decimal fraction exactly, and lets NaN into the database."""
    columns = [
        str(field)
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    assert not columns


@pytest.mark.parametrize(
    "word",
    ["FloatField", "mark_safe", "csrf_exempt", "RunPython", ".raw(", ".extra("],
)
def test_word_is_nowhere_in_the_source(word: str) -> None:
    assert not [ids(path) for path in SOURCES if word in path.read_text(encoding="utf-8")]


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


# Addresses ---------------------------------------------------------------------------

# What everybody may read. A new public view is a decision, so it is written down here.
PUBLIC = {
    "overview",
    "indicators:action-detail",
    "indicators:area-list",
    "indicators:area-detail",
    "indicators:goal-detail",
    "indicators:indicator-list",
    "indicators:comparison",
    "indicators:indicator-detail",
    "indicators:indicator-card",
    "indicators:indicator-csv",
    "indicators:indicator-json",
    "indicators:indicator-series",
    "indicators:indicator-xlsx",
    "indicators:short-link",
    "indicators:district-list",
    "indicators:district-detail",
    "indicators:search",
    "indicators:sdg-list",
    "strategy:action-list",
    "strategy:cross-cutting-goal-list",
    "changes",
    "reports:report-list",
    "reports:report-chapter",
    "reports:report-detail",
    "reports:report-cover",
    "reports:report-pdf",
    "area-sheet",
    "goal-sheet",
    "methodology",
    "imprint",
    "privacy",
    "accessibility",
    # Data requests: whoever has the signed link may answer, and nobody else gets past it.
    "indicators:supply",
    "indicators:supply-finish",
    "indicators:supply-receipt",
    "indicators:supply-delegate",
    "indicators:supply-take-back",
    "healthz",
    "readyz",
    "accounts:login",
    "admin:login",
}
SAMPLES = {
    "int": "1",
    "slug": "a",
    "str": "a",
    "path": "a",
    "goal_code": "1.2",
    "indicator_code": "a",
    "period": "2024",
    "year": "2024",
    "file_kind": "bericht.pdf",
}
Address = tuple[str, str, Callable[..., Any]]


def addresses(
    patterns: list[Any], path: str = "/", namespaces: tuple[str, ...] = ()
) -> Iterator[Address]:
    """Name, path and view of every address of the site, the admin's included."""
    for pattern in patterns:
        here = path + sample(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, here, inside)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or here]), here, pattern.callback


def sample(route: str) -> str:
    """A path that this route takes: `<slug:slug>/` gives `a/`."""
    if route.startswith("^") or route.endswith("$"):
        return "gibt-es-nicht/"
    return re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES[part[1] or "str"], route)


ADDRESSES = list(addresses(get_resolver().url_patterns))
OURS = [address for address in ADDRESSES if not address[0].startswith("admin:")]


def test_no_indicator_can_take_the_address_of_a_page() -> None:
    """What stands beside `<slug>/` under these paths is refused as the slug of an indicator."""
    fixed = {
        path.removeprefix(start).partition("/")[0]
        for _, path, _ in OURS
        for start in ("/kennzahlen/", "/erfassung/")
        if path.startswith(start) and not path.startswith(f"{start}{SAMPLES['slug']}/")
    }
    assert fixed - {""} == set(TAKEN_SLUGS)


def is_public(view: Callable[..., Any]) -> bool:
    return not getattr(view, "login_required", True)


def test_public_addresses_are_the_listed_ones() -> None:
    assert {name for name, _, view in ADDRESSES if is_public(view)} == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_address_asks_for_a_login(client: Client, method: str) -> None:
    guarded = [(name, path) for name, path, view in ADDRESSES if not is_public(view)]
    assert len(guarded) > 20
    for name, path in guarded:
        answer = getattr(client, method)(path)
        assert answer.status_code == 302, f"{name} lets anybody {method}"
        assert answer.headers["Location"].split("?")[0] in ("/anmelden/", "/verwaltung/login/")


def view_functions() -> dict[str, Callable[..., Any]]:
    """Our own function views by name; Django's views bring their guards along."""
    return {name: inspect.unwrap(view) for name, _, view in OURS if not hasattr(view, "view_class")}


@pytest.mark.parametrize("name", view_functions())
def test_view_says_which_methods_it_takes(name: str) -> None:
    source = inspect.getsource(view_functions()[name])
    decorators = source.partition("def ")[0]
    assert re.search(r"@require_(GET|POST|safe|http_methods)\b", decorators)


@pytest.mark.parametrize("name", view_functions())
def test_view_is_short(name: str) -> None:
    body = inspect.getsource(view_functions()[name]).partition("def ")[2]
    assert len(body.strip().splitlines()) <= 25
