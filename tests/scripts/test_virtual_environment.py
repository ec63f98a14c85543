from __future__ import annotations

import pytest

from scripts import virtual_environment


@pytest.fixture
def locks(tmp_path, monkeypatch):
    """Two lock files and an empty .venv; pip is replaced by a list of what it should install."""
    runtime, development = tmp_path / "requirements.lock", tmp_path / "requirements-dev.lock"
    runtime.write_text("django==5.2.19", encoding="utf-8")
    development.write_text("django==5.2.19 ruff==0.17.6", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    installed = []
    monkeypatch.setattr(virtual_environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(virtual_environment, "RUNTIME_LOCK", runtime)
    monkeypatch.setattr(virtual_environment, "run", lambda *command: installed.append(command[-1]))
    return runtime, development, installed


def test_ensure_packages_installs_a_lock_once(locks):
    runtime, _, installed = locks
    virtual_environment.ensure_packages(runtime)
    virtual_environment.ensure_packages(runtime)
    assert installed == [runtime]


def test_ensure_packages_installs_again_after_the_lock_changed(locks):
    runtime, _, installed = locks
    virtual_environment.ensure_packages(runtime)
    runtime.write_text("django==5.2.20", encoding="utf-8")
    virtual_environment.ensure_packages(runtime)
    assert installed == [runtime, runtime]


def test_development_packages_include_the_runtime_packages(locks):
    runtime, development, installed = locks
    virtual_environment.ensure_packages(development)
    virtual_environment.ensure_packages(runtime)
    assert installed == [development]


def test_runtime_packages_do_not_include_the_tools(locks):
    runtime, development, installed = locks
    virtual_environment.ensure_packages(runtime)
    virtual_environment.ensure_packages(development)
    assert installed == [runtime, development]


def test_a_failed_installation_is_tried_again(locks, monkeypatch):
    runtime, _, installed = locks
    with monkeypatch.context() as broken:
        broken.setattr(virtual_environment, "run", fail)
        with pytest.raises(SystemExit):
            virtual_environment.ensure_packages(runtime)
    virtual_environment.ensure_packages(runtime)
    assert installed == [runtime]


def test_ensure_environment_keeps_one_that_works(locks, monkeypatch):
    _, _, commands = locks
    monkeypatch.setattr(virtual_environment, "succeeds", lambda *command: True)
    virtual_environment.ensure_environment()
    assert commands == []


def test_ensure_environment_replaces_one_that_does_not(locks, monkeypatch):
    _, _, commands = locks
    monkeypatch.setattr(virtual_environment, "succeeds", lambda *command: False)
    virtual_environment.ensure_environment()
    assert commands == [virtual_environment.VENV]


def fail(*command):
    raise SystemExit(1)
