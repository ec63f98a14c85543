"""What is written down for running the site fits what the site reads."""

from __future__ import annotations

import re
from pathlib import Path

from indicators.sample.people import LOGINS, PASSWORD
from scripts.system_packages import PDF_LIBRARIES

ROOT = Path(__file__).resolve().parent.parent.parent


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_readme_explains_every_setting():
    settings = set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', text_of("soest/settings.py")))
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of("README.md"), flags=re.MULTILINE))
    assert settings
    assert explained == settings


def test_readme_names_the_sample_logins():
    named = re.findall(r"^\| (`.+`) \| (\w+) \|", text_of("README.md"), flags=re.MULTILINE)
    logins = {(name, role) for names, role in named for name in re.findall(r"`([a-z0-9]+)`", names)}
    assert logins == {(login.username, login.role.label) for login in LOGINS}
    assert f"Kennwort `{PASSWORD}`" in text_of("README.md")


def test_image_holds_the_libraries_that_setup_installs():
    listed = re.findall(r"--no-install-recommends \\\n\s+(.+) \\\n", text_of("Dockerfile"))
    assert [line.split() for line in listed] == [sorted(set(PDF_LIBRARIES.values()))]


def test_environment_example_names_every_variable_of_compose():
    used = set(re.findall(r"\$\{([A-Z_]+)", text_of("compose.yaml")))
    offered = set(re.findall(r"^([A-Z_]+)=", text_of(".env.example"), flags=re.MULTILINE))
    assert used
    assert offered == used


def test_image_leaves_out_what_setup_and_people_leave_behind():
    kept = re.findall(r"^!(\S+)$", text_of(".dockerignore"), flags=re.MULTILINE)
    assert text_of(".dockerignore").splitlines()[1] == "*"
    assert not {"var/", ".env", ".venv/", ".git/", "tests/"} & set(kept)
