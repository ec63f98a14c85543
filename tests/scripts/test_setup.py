from __future__ import annotations

import os

import pytest

from scripts import setup


def test_require_python_accepts_the_oldest():
    setup.require_python((3, 11))
    setup.require_python((3, 13))


def test_require_python_names_a_way_out():
    with pytest.raises(SystemExit, match="gefunden wurde 3.9.\n.*make setup PYTHON=python3.12"):
        setup.require_python((3, 9))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder whose static files were collected a minute after they were written."""
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "stamp", lambda lock: tmp_path / "stamp")
    monkeypatch.delenv("STATIC_ROOT", raising=False)
    for name in (
        "soest/settings.py",
        "stamp",
        "static/css/base.css",
        "staticfiles/staticfiles.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for path in (tmp_path / "static", *tmp_path.rglob("*")):
        os.utime(path, (1_000, 1_000))
    os.utime(tmp_path / "staticfiles" / "staticfiles.json", (1_060, 1_060))
    return tmp_path


def test_static_files_are_fresh_when_nothing_changed(project):
    assert setup.static_files_are_fresh()


@pytest.mark.parametrize("changed", ["static/css/base.css", "soest/settings.py", "stamp"])
def test_static_files_are_stale_after_a_change(project, changed):
    os.utime(project / changed, (1_120, 1_120))
    assert not setup.static_files_are_fresh()


def test_static_files_are_stale_after_a_file_went_away(project):
    (project / "static/css/base.css").unlink()
    assert not setup.static_files_are_fresh()


def test_static_files_are_stale_when_never_collected(project):
    (project / "staticfiles/staticfiles.json").unlink()
    assert not setup.static_files_are_fresh()
