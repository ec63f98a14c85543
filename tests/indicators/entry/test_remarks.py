"""Comments and files beside a value: pages, access, and what is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from indicators.entry import evidence, services
from indicators.entry.conversations import add_comment
from indicators.entry.evidence_files import TYPES
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.models import Evidence, Measurement, MeasurementComment
from indicators.models.remarks import EVIDENCE_FOLDER, LARGEST_EVIDENCE
from tests.factories import EvidenceFactory
from tests.indicators.entry.evidence_samples import GOOD, PDF

URL = "/erfassung/treibhausgase/2025/"
COMMENTS = f"{URL}kommentare/"
FILES = f"{URL}belege/"
HTMX = {"HX-Request": "true"}
GOOD_VALUE = Decimal("1960.5")


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def stored_files() -> list[Path]:
    return sorted((Path(settings.MEDIA_ROOT) / EVIDENCE_FOLDER).glob("*"))


@pytest.fixture
def draft(slot: Slot, clerk: User) -> Measurement:
    return services.save(slot=slot, content=Content(comment="in Arbeit"), seen=Seen(), by=clerk)


@pytest.fixture
def submitted(slot: Slot, clerk: User) -> Measurement:
    content = Content(value=GOOD_VALUE, source="Bericht")
    return services.save(slot=slot, content=content, seen=Seen(), by=clerk, submit=True)


# Comments --------------------------------------------------------------------------


def test_comment_is_kept_and_changes_no_version(
    clerk_client: Client, coordinator_client: Client, submitted: Measurement
) -> None:
    assert clerk_client.post(COMMENTS, {"text": "Ohne Rathaus II."}).status_code == 302
    coordinator_client.post(COMMENTS, {"text": "Warum?"})
    text = text_of(clerk_client.get(COMMENTS))
    assert text.index("Ohne Rathaus II.") < text.index("Warum?")
    assert "Erika Erfassung, 12. März 2026, 10:00 Uhr" in text
    assert "Karla Koordination" in text
    submitted.refresh_from_db()
    assert (submitted.version, submitted.state) == (1, "submitted")


def test_comment_in_place(clerk_client: Client, draft: Measurement) -> None:
    text = text_of(clerk_client.post(COMMENTS, {"text": "Ohne Rathaus II."}, headers=HTMX))
    assert text.startswith('<div id="thread-')
    assert "Ohne Rathaus II." in text
    assert "<textarea" in text


def test_reason_of_a_return_is_part_of_the_conversation(
    clerk_client: Client, coordinator: User, submitted: Measurement
) -> None:
    services.send_back(row=submitted, version=1, comment="Welche Gebäude?", by=coordinator)
    clerk_client.post(COMMENTS, {"text": "Alle bis auf eines."})
    text = text_of(clerk_client.get(COMMENTS))
    assert text.index("Welche Gebäude?") < text.index("Alle bis auf eines.")
    assert text.count("← zurückgegeben") == 1


def test_released_value_can_be_asked_about(
    clerk_client: Client, clerk: User, coordinator: User, released_slot: Slot
) -> None:
    url = "/erfassung/treibhausgase/2024/kommentare/"
    clerk_client.post(url, {"text": "Stimmt das noch?"})
    current = slot_rows(released_slot).current
    assert MeasurementComment.objects.get().measurement == current
    # and the question is seen beside the correction it leads to
    content = Content(value=GOOD_VALUE, source="Bericht", warning_reason="Nachmeldung")
    services.save(slot=released_slot, content=content, seen=Seen(0, 1), by=clerk, submit=True)
    add_comment(slot=released_slot, text="Nein, siehe Korrektur.", by=coordinator)
    assert "Stimmt das noch?" in text_of(clerk_client.get(url))
    assert "Nein, siehe Korrektur." in text_of(clerk_client.get(url))


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Bitte schreiben Sie zuerst einen Kommentar."),
        ("x" * 2001, "höchstens 2000 Zeichen"),
        ("a\x00b", "unsichtbares Steuerzeichen"),
    ],
)
def test_bad_comment_is_told_and_stays_in_the_form(
    clerk_client: Client, draft: Measurement, text: str, sentence: str, headers: dict[str, str]
) -> None:
    """Rows 13 and 15."""
    response = clerk_client.post(COMMENTS, {"text": text}, headers=headers)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert text.strip() in response.content.decode()
    assert not MeasurementComment.objects.exists()


def test_comment_without_its_field_is_refused(clerk_client: Client, draft: Measurement) -> None:
    response = clerk_client.post(COMMENTS, {})
    assert response.status_code == 422
    assert "Bitte schreiben Sie zuerst einen Kommentar." in text_of(response)


def test_comment_is_shown_as_text(clerk_client: Client, draft: Measurement) -> None:
    """Rows 16 and 18."""
    clerk_client.post(COMMENTS, {"text": "<script>x</script> {{ 7*7 }}"})
    text = text_of(clerk_client.get(COMMENTS))
    assert "&lt;script&gt;x&lt;/script&gt; {{ 7*7 }}" in text


def test_double_click_comments_once(clerk_client: Client, draft: Measurement) -> None:
    """Row 34."""
    for text in ("Ja.", "Ja.", "Nein.", "Ja."):
        clerk_client.post(COMMENTS, {"text": text})
    said = MeasurementComment.objects.order_by("id").values_list("text", flat=True)
    assert list(said) == ["Ja.", "Nein.", "Ja."]


def test_nothing_entered_yet_is_told(clerk_client: Client, slot: Slot) -> None:
    for url, data in ((COMMENTS, {"text": "Hallo"}), (FILES, {"file": upload("a.pdf", PDF)})):
        response = clerk_client.post(url, data)
        assert response.status_code == 422
        assert "Bitte sichern Sie zuerst einen Entwurf." in text_of(response)
    assert stored_files() == []


def test_sample_account_remarks_on_no_real_value(
    clerk_client: Client, clerk: User, draft: Measurement
) -> None:
    User.objects.filter(pk=clerk.pk).update(is_sample=True)
    assert clerk_client.post(COMMENTS, {"text": "Hallo"}).status_code == 403
    assert clerk_client.post(FILES, {"file": upload("a.pdf", PDF)}).status_code == 403
    assert not MeasurementComment.objects.exists()
    assert not Evidence.objects.exists()


def test_remarks_on_a_sample_value_go_with_it(
    clerk_client: Client, draft: Measurement, slot: Slot
) -> None:
    Measurement.objects.filter(pk=draft.pk).update(is_sample=True)
    clerk_client.post(COMMENTS, {"text": "Hallo"})
    clerk_client.post(FILES, {"file": upload("a.pdf", PDF)})
    assert MeasurementComment.objects.get().is_sample
    assert Evidence.objects.get().is_sample


# Files -----------------------------------------------------------------------------


def upload(name: str, content: bytes, content_type: str = "text/html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("name", GOOD)
def test_file_comes_back_as_it_was(clerk_client: Client, draft: Measurement, name: str) -> None:
    assert clerk_client.post(FILES, {"file": upload(name, GOOD[name])}).status_code == 302
    kept = Evidence.objects.get()
    assert (kept.size, kept.sha256) == (len(GOOD[name]), hashlib.sha256(GOOD[name]).hexdigest())
    assert kept.measurement == draft
    response = clerk_client.get(f"{FILES}{kept.pk}/")
    assert response.content == GOOD[name]
    assert response.headers["Content-Type"] == kept.content_type  # not what the browser claimed
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["../../x.pdf", 'a"; filename="y.pdf', "x" * 300 + ".pdf", "Übersicht ½.pdf", ".pdf"]
)
def test_name_of_a_file_rules_nothing(clerk_client: Client, draft: Measurement, name: str) -> None:
    """Row 29."""
    clerk_client.post(FILES, {"file": upload(name, PDF)})
    (path,) = stored_files()
    assert len(path.stem) == 36
    assert path.suffix == ".pdf"
    response = clerk_client.get(f"{FILES}{Evidence.objects.get().pk}/")
    assert response.headers["Content-Disposition"].count("filename") == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Bitte wählen Sie zuerst eine Datei."),
        (("leer.pdf", b""), "Die Datei ist leer."),
        (("x.svg", b"<svg onload='x'/>"), "Diese Art von Datei wird nicht angenommen."),
        (("x.pdf", b"<html>"), "Der Inhalt passt nicht zum Namen"),
        (("x.txt", b"x" * (LARGEST_EVIDENCE + 1)), "größer als 5 MB"),
    ],
)
def test_other_file_is_refused(
    clerk_client: Client,
    draft: Measurement,
    file: tuple[str, bytes] | None,
    sentence: str,
    headers: dict[str, str],
) -> None:
    """Row 28."""
    data = {"file": upload(*file)} if file else {}
    response = clerk_client.post(FILES, data, headers=headers)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert stored_files() == []
    assert not Evidence.objects.exists()


def test_two_files_at_once_are_refused(clerk_client: Client, draft: Measurement) -> None:
    """Row 29."""
    data = {"file": [upload("a.pdf", PDF), upload("b.pdf", PDF)]}
    assert clerk_client.post(FILES, data).status_code == 400
    assert stored_files() == []


def test_same_file_is_kept_once(clerk_client: Client, draft: Measurement) -> None:
    for name in ("a.pdf", "b.pdf"):
        assert clerk_client.post(FILES, {"file": upload(name, PDF)}).status_code == 302
    assert Evidence.objects.get().name == "a.pdf"
    assert len(stored_files()) == 1


def test_number_of_files_is_limited(
    clerk_client: Client, draft: Measurement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_FILES", 1)
    clerk_client.post(FILES, {"file": upload("a.pdf", PDF)})
    response = clerk_client.post(FILES, {"file": upload("b.txt", b"b")})
    assert response.status_code == 422
    assert "Bei diesem Wert liegen schon" in text_of(response)
    assert len(stored_files()) == 1


def test_file_goes_if_its_row_cannot_be_written(
    clerk: User, slot: Slot, draft: Measurement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Evidence, **kwargs: object) -> None:
        assert len(stored_files()) == 1
        raise RuntimeError

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(RuntimeError):
        evidence.add_evidence(slot=slot, name="a.pdf", kind=TYPES["pdf"], content=PDF, by=clerk)
    assert stored_files() == []


# Removing --------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_file_of_a_draft_can_be_removed(
    clerk_client: Client,
    draft: Measurement,
    headers: dict[str, str],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    clerk_client.post(FILES, {"file": upload("a.pdf", PDF)})
    url = f"{FILES}{Evidence.objects.get().pk}/entfernen/"
    with django_capture_on_commit_callbacks(execute=True):
        response = clerk_client.post(url, headers=headers)
        assert len(stored_files()) == 1  # it goes with the commit, not before
    assert response.status_code == (200 if headers else 302)
    assert stored_files() == []
    assert not Evidence.objects.exists()
    assert clerk_client.post(url).status_code == 302  # double click


def test_file_of_a_value_handed_in_stays(clerk_client: Client, submitted: Measurement) -> None:
    clerk_client.post(FILES, {"file": upload("a.pdf", PDF)})
    assert "Entfernen" not in text_of(clerk_client.get(FILES))
    response = clerk_client.post(f"{FILES}{Evidence.objects.get().pk}/entfernen/")
    assert response.status_code == 409
    assert "Der Beleg wurde nicht entfernt" in text_of(response)
    assert len(stored_files()) == 1


def test_file_of_a_released_value_stays_beside_a_correction(
    clerk_client: Client, clerk: User, coordinator: User, submitted: Measurement, slot: Slot
) -> None:
    clerk_client.post(FILES, {"file": upload("a.pdf", PDF)})
    services.release(row=submitted, version=1, by=coordinator)
    services.save(slot=slot, content=Content(value=GOOD_VALUE + 1), seen=Seen(0, 1), by=clerk)
    assert "a.pdf" in text_of(clerk_client.get(FILES))
    url = f"{FILES}{Evidence.objects.get().pk}/entfernen/"
    assert clerk_client.post(url).status_code == 409


# Access ----------------------------------------------------------------------------


def test_file_is_fetched_by_who_may_enter_or_release(
    request: pytest.FixtureRequest, draft: Measurement, clerk_client: Client
) -> None:
    """Rows 44 and 46."""
    clerk_client.post(FILES, {"file": upload("a.pdf", PDF)})
    url = f"{FILES}{Evidence.objects.get().pk}/"
    for name, status in {
        "clerk_client": 200,
        "coordinator_client": 200,
        "other_clerk_client": 404,
        "councillor_client": 404,
        "administrator_client": 404,
        "client": 302,
    }.items():
        assert request.getfixturevalue(name).get(url).status_code == status, name


def test_file_is_found_at_its_own_value_only(clerk_client: Client, draft: Measurement) -> None:
    foreign = EvidenceFactory(measurement__indicator__slug="fremd")
    assert clerk_client.get(f"{FILES}{foreign.pk}/").status_code == 404
    assert clerk_client.get(f"{FILES}999999/").status_code == 404
    clerk_client.post(f"{FILES}{foreign.pk}/entfernen/")
    assert Evidence.objects.filter(pk=foreign.pk).exists()


def test_lost_file_is_told_and_logged(
    clerk_client: Client, draft: Measurement, caplog: pytest.LogCaptureFixture
) -> None:
    clerk_client.post(FILES, {"file": upload("a.pdf", PDF)})
    stored_files()[0].unlink()
    pk = Evidence.objects.get().pk
    response = clerk_client.get(f"{FILES}{pk}/")
    assert response.status_code == 404
    assert "lässt sich auf dem Server gerade nicht lesen" in text_of(response)
    assert f"evidence {pk} cannot be read" in caplog.text


def test_no_address_leads_to_the_folder(client: Client, draft: Measurement) -> None:
    for path in ("/media/belege/x.pdf", "/belege/x.pdf", "/static/../belege/x.pdf"):
        assert client.get(path).status_code in (302, 404)
