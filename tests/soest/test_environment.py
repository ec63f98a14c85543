from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from soest.environment import env_bool, env_choice, env_int, env_list, env_str

NAME = "SOEST_TEST_VARIABLE"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The variable has the value the test was parametrized with."""
    monkeypatch.setenv(NAME, request.param)


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.delenv(f"{NAME}_FILE", raising=False)


# Text ------------------------------------------------------------------------------


def test_str_default() -> None:
    assert env_str(NAME) == ""
    assert env_str(NAME, "so") == "so"


@pytest.mark.parametrize(("given", "value"), [(" so \n", "so"), ("", "")], indirect=["given"])
def test_str_is_trimmed(given: None, value: str) -> None:
    assert env_str(NAME, "sonst") == value


def test_str_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("grüner Sandstein\n", encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_FILE", str(secret))
    monkeypatch.setenv(NAME, "wird nicht gebraucht")
    assert env_str(NAME) == "grüner Sandstein"


def test_str_from_a_file_that_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    with pytest.raises(ImproperlyConfigured) as caught:
        env_str(NAME)
    assert str(caught.value) == (
        f"{NAME}_FILE nennt {tmp_path}/secret, aber die Datei lässt sich nicht lesen: "
        f"No such file or directory. Bitte den Pfad berichtigen oder {NAME} direkt setzen."
    )


def test_str_from_a_file_that_is_no_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"\xff\xfe")
    monkeypatch.setenv(f"{NAME}_FILE", str(secret))
    with pytest.raises(ImproperlyConfigured, match="Sie ist kein Text in UTF-8"):
        env_str(NAME)


# Yes or no -------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["1", "true", "True", "yes", "ja", "ON"], indirect=True)
def test_bool_true(given: None) -> None:
    assert env_bool(NAME) is True


@pytest.mark.parametrize("given", ["0", "false", "False", "no", "nein", "Off", ""], indirect=True)
def test_bool_false(given: None) -> None:
    assert env_bool(NAME, default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_bool_default(default: bool) -> None:
    assert env_bool(NAME, default) is default


@pytest.mark.parametrize("given", ["vielleicht", "2", "tru"], indirect=True)
def test_bool_nonsense(given: None) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} muss true oder false sein, nicht „"):
        env_bool(NAME)


# Whole numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(("given", "number"), [("0", 0), (" 120 ", 120)], indirect=["given"])
def test_int(given: None, number: int) -> None:
    assert env_int(NAME, 5) == number


def test_int_default() -> None:
    assert env_int(NAME, 5) == 5


@pytest.mark.parametrize("given", ["-1", "1.5", "1_000", "zwei", "", "²", "٣"], indirect=True)
def test_int_nonsense(given: None) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} muss eine ganze Zahl ab 0 sein"):
        env_int(NAME, 5)


# Lists and choices -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "entries"),
    [("a.de, b.de", ["a.de", "b.de"]), (",a.de,,", ["a.de"]), ("", [])],
    indirect=["given"],
)
def test_list(given: None, entries: list[str]) -> None:
    assert env_list(NAME, "sonst.de") == entries


def test_list_default() -> None:
    assert env_list(NAME, "a.de,b.de") == ["a.de", "b.de"]


@pytest.mark.parametrize("given", ["Production"], indirect=True)
def test_choice(given: None) -> None:
    assert env_choice(NAME, ("local", "production"), "local") == "production"


def test_choice_default() -> None:
    assert env_choice(NAME, ("local", "production"), "local") == "local"


@pytest.mark.parametrize("given", ["staging"], indirect=True)
def test_choice_nonsense(given: None) -> None:
    message = f"{NAME} muss local oder production sein, nicht „staging“."
    with pytest.raises(ImproperlyConfigured, match=message):
        env_choice(NAME, ("local", "production"), "local")
