from __future__ import annotations

import sys

import pytest

from scripts import system_packages


@pytest.fixture
def complete(monkeypatch):
    """A system on which nothing is missing."""
    monkeypatch.setattr(system_packages, "loads", lambda library: True)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")


def test_loads_asks_the_dynamic_linker():
    assert system_packages.loads("libc.so.6")
    assert not system_packages.loads("libsoest-does-not-exist.so.1")


@pytest.mark.usefixtures("complete")
def test_missing_packages_is_empty_on_a_complete_system():
    assert system_packages.missing_packages(browser=True) == []


@pytest.mark.usefixtures("complete")
def test_missing_packages_names_each_library_package_once(monkeypatch):
    monkeypatch.setattr(
        system_packages, "loads", lambda name: "pango-1.0" not in name and "gobject" not in name
    )
    assert system_packages.missing_packages(browser=False) == ["libpango-1.0-0"]


@pytest.mark.usefixtures("complete")
def test_missing_packages_names_what_debian_split_off_this_python(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    expected = [f"python3.{sys.version_info.minor}-venv"]
    assert system_packages.missing_packages(browser=False) == expected


@pytest.mark.usefixtures("complete")
def test_missing_packages_names_chromium_for_browser_tests_only(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert system_packages.missing_packages(browser=False) == []
    assert system_packages.missing_packages(browser=True) == ["chromium"]


@pytest.mark.usefixtures("complete")
def test_ensure_system_packages_installs_nothing_when_complete(monkeypatch):
    monkeypatch.setattr(system_packages, "install", unexpected)
    system_packages.ensure_system_packages(browser=True)


@pytest.mark.usefixtures("complete")
def test_ensure_system_packages_stops_when_installing_did_not_help(monkeypatch):
    monkeypatch.setattr(system_packages, "loads", lambda name: name != "libpango-1.0.so.0")
    monkeypatch.setattr(system_packages, "install", lambda packages: None)
    with pytest.raises(SystemExit, match="libpango-1.0-0 ist installiert, lässt sich aber nicht"):
        system_packages.ensure_system_packages(browser=False)


def test_install_as_root_runs_apt_get(monkeypatch):
    commands = record_commands(monkeypatch, prefix=())
    system_packages.install(["chromium"])
    (command,) = commands
    assert command.startswith("env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes")
    assert command.endswith("--no-install-recommends chromium")


def test_install_updates_the_package_lists_when_the_first_try_fails(monkeypatch):
    commands = record_commands(monkeypatch, prefix=("sudo", "-n"), first_try=False)
    system_packages.install(["chromium"])
    first, update, second = commands
    assert update == "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq update"
    assert first == second
    assert second.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq install")


def test_install_without_rights_names_the_command(monkeypatch):
    record_commands(monkeypatch, prefix=None)
    with pytest.raises(SystemExit) as stopped:
        system_packages.install(["libpango-1.0-0", "chromium"])
    message = str(stopped.value)
    assert "Auf diesem System fehlt: libpango-1.0-0 chromium." in message
    assert "sudo apt-get install --no-install-recommends libpango-1.0-0 chromium" in message


def test_install_without_apt_get_names_the_debian_packages(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match="Unter Debian heißt der Befehl „apt-get install .*"):
        system_packages.install(["chromium"])


def unexpected(*args, **kwargs):
    raise AssertionError("must not be called")


def record_commands(monkeypatch, *, prefix, first_try=True):
    """Pretend Debian with the rights of `prefix`; returns the list of commands that were run."""
    commands = []

    def succeeds(*command):
        commands.append(" ".join(command))
        return first_try

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_packages, "administrator_prefix", lambda: prefix)
    monkeypatch.setattr(system_packages, "succeeds", succeeds)
    monkeypatch.setattr(system_packages, "run", lambda *command: commands.append(" ".join(command)))
    return commands
