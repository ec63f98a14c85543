from __future__ import annotations

import sys

import pytest

from scripts import system_packages


def test_missing_pdf_packages_loads_for_real():
    assert system_packages.loads("libc.so.6")
    assert not system_packages.loads("libsoest-does-not-exist.so.1")


def test_missing_pdf_packages_names_each_package_once(monkeypatch):
    monkeypatch.setattr(
        system_packages, "loads", lambda name: "pango-1.0" not in name and "gobject" not in name
    )
    assert system_packages.missing_pdf_packages() == ["libpango-1.0-0"]


def test_ensure_pdf_libraries_installs_nothing_when_all_load(monkeypatch):
    monkeypatch.setattr(system_packages, "loads", lambda name: True)
    monkeypatch.setattr(system_packages, "install", unexpected)
    system_packages.ensure_pdf_libraries()


def test_ensure_pdf_libraries_stops_when_installing_did_not_help(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(system_packages, "loads", lambda name: name != "libpango-1.0.so.0")
    monkeypatch.setattr(system_packages, "install", lambda packages, purpose: None)
    with pytest.raises(SystemExit, match="libpango-1.0-0 ist installiert, lässt sich aber nicht"):
        system_packages.ensure_pdf_libraries()


def test_install_as_root_runs_apt_get(monkeypatch):
    commands = record_commands(monkeypatch, prefix=())
    system_packages.install(["chromium"], purpose="die Browser-Tests")
    (command,) = commands
    assert command.startswith("env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes")
    assert command.endswith("--no-install-recommends chromium")


def test_install_updates_the_package_lists_when_the_first_try_fails(monkeypatch):
    commands = record_commands(monkeypatch, prefix=("sudo", "-n"), first_try=False)
    system_packages.install(["chromium"], purpose="die Browser-Tests")
    first, update, second = commands
    assert update == "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq update"
    assert first == second
    assert second.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq install")


def test_install_without_rights_names_the_command(monkeypatch):
    record_commands(monkeypatch, prefix=None)
    with pytest.raises(SystemExit) as stopped:
        system_packages.install(["libpango-1.0-0", "chromium"], purpose="den PDF-Bericht")
    assert "Für den PDF-Bericht fehlt auf diesem System: libpango-1.0-0 chromium." in str(
        stopped.value
    )
    assert "sudo apt-get install --no-install-recommends libpango-1.0-0 chromium" in str(
        stopped.value
    )


def test_install_without_apt_get_names_the_debian_packages(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match="Unter Debian heißt der Befehl „apt-get install .*"):
        system_packages.install(["chromium"], purpose="die Browser-Tests")


def test_ensure_venv_module_names_the_package_of_this_python(monkeypatch):
    installed = []
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(
        system_packages, "install", lambda packages, purpose: installed.extend(packages)
    )
    system_packages.ensure_venv_module()
    assert installed == [f"python3.{sys.version_info.minor}-venv"]


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
