"""The lock files and pyproject.toml belong together, and name no host."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = PROJECT["dependencies"]
DEVELOPMENT = PROJECT["optional-dependencies"]["dev"]


def pinned(lock: str) -> dict[str, str]:
    """Name and version of each package in a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", text, flags=re.MULTILINE))


def entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return re.split(r"\n(?=[a-z0-9])", text)[1:]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_an_exact_version_with_hashes(lock):
    for entry in entries(lock):
        assert re.match(r"[a-z0-9-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_or_source_is_named(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host|@ file", text)


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [("requirements.lock", RUNTIME), ("requirements-dev.lock", [*RUNTIME, *DEVELOPMENT])],
)
def test_locked_versions_satisfy_the_ranges(lock, requirements):
    versions = pinned(lock)
    for line in requirements:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(versions[name]), f"{line}: locked is {versions[name]}"


def test_development_lock_contains_the_runtime_lock():
    assert set(entries_without_origin("requirements.lock")) <= set(
        entries_without_origin("requirements-dev.lock")
    )


def entries_without_origin(lock: str) -> list[str]:
    """Entries without the comment that says who asked for them: development asks too."""
    return [re.sub(r"\s*#.*", "", entry).strip() for entry in entries(lock)]


APPLICATION = ["accounts", "indicators", "reports", "soest", "strategy"]


@pytest.mark.parametrize(
    ("folders", "requirements"),
    [(APPLICATION, RUNTIME), (["scripts", "tests"], [*RUNTIME, *DEVELOPMENT])],
)
def test_every_imported_package_is_declared(folders, requirements):
    declared = {canonicalize_name(Requirement(line).name) for line in requirements}
    origins = packages_distributions()
    for name in imported(folders) - set(sys.stdlib_module_names):
        distributions = {canonicalize_name(origin) for origin in origins.get(name, [])}
        own = (ROOT / name).is_dir()
        assert own or distributions & declared, f"{name} is imported, but not in pyproject.toml"


def imported(folders: list[str]) -> set[str]:
    """Top-level names of all modules imported in some folders."""
    names = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names


def test_every_dependency_has_a_bounded_range():
    for line in [*RUNTIME, *DEVELOPMENT]:
        operators = {specifier.operator for specifier in Requirement(line).specifier}
        assert operators & {"<", "=="}, f"{line} has no upper bound"


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    listed = [f'    "{line}",' for line in [*RUNTIME, *DEVELOPMENT]]
    unexplained = [
        line
        for line in listed
        if not lines[lines.index(line) - 1].startswith("    # ")
        # one reason may serve a pair
        and not lines[lines.index(line) - 2].startswith("    # ")
    ]
    assert unexplained == []
