from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from soest.static_files import HashedStaticFiles


@pytest.fixture
def collect(settings, tmp_path):
    """Runs collectstatic from `tmp_path/source` to `tmp_path/collected`; returns the latter."""
    source, collected = tmp_path / "source", tmp_path / "collected"
    source.mkdir()
    (source / "page.css").write_text("p { color: green }\n" * 50, encoding="utf-8")
    settings.STATIC_ROOT = collected
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "soest.static_files.HashedStaticFiles"}
    }

    def run():
        call_command("collectstatic", "--no-input", verbosity=0, stdout=StringIO())
        return collected

    return run


def test_site_uses_this_storage():
    from soest import settings

    assert settings.STORAGES["staticfiles"]["BACKEND"] == "soest.static_files.HashedStaticFiles"


def test_only_hashed_names_are_kept_each_compressed_twice(collect):
    names = sorted(path.name for path in collect().iterdir())
    hashed = names[0]
    assert hashed.startswith("page.")
    assert hashed.endswith(".css")
    assert names == [hashed, f"{hashed}.br", f"{hashed}.gz", "staticfiles.json"]
    assert staticfiles_storage.url("page.css") == f"/static/{hashed}"


def test_what_is_compressed_already_is_not_compressed_again(collect, monkeypatch):
    collect()
    compressed: list[str] = []
    monkeypatch.setattr(HashedStaticFiles, "create_compressor", recording(compressed))
    collect()
    assert compressed == []


def test_a_changed_file_is_compressed_under_its_new_name(collect, settings, monkeypatch):
    before = {path.name for path in collect().iterdir()}
    source = settings.STATICFILES_DIRS[0] / "page.css"
    source.write_text("p { color: red }\n" * 50, encoding="utf-8")
    after = {path.name for path in collect().iterdir()}
    assert len(after - before) == 3  # the file and its two compressed forms


def recording(compressed):
    """A compressor that only notes what it is asked to compress."""

    class Compressor:
        def should_compress(self, path):
            return True

        def compress(self, path):
            compressed.append(path)
            return []

    return lambda storage, **options: Compressor()
