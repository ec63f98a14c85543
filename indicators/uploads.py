"""Files that people bring in: taken, kept as evidence, and read again when they are carried out."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils import timezone

from accounts.models import User
from indicators.entry.texts import TextError, clean_text
from indicators.enums import ImportKind
from indicators.models import ImportedFile
from soest.spreadsheets.archive import LARGEST_FILE, TOO_LARGE
from soest.spreadsheets.cells import Book, SpreadsheetError
from soest.spreadsheets.reading import read_spreadsheet

logger = logging.getLogger(__name__)

KEPT_UNUSED = timedelta(days=30)  # a file that was looked at and never carried out
LONGEST_NAME = 150
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
ENDINGS = tuple(CONTENT_TYPES)


class UploadForm(forms.Form):
    """One file of a spreadsheet."""

    file = forms.FileField(
        label="Datei",
        max_length=None,
        error_messages={
            "required": "Bitte wählen Sie eine Datei.",
            "empty": "Die Datei ist leer. Bitte wählen Sie die ausgefüllte Datei.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> bytes:
        """The content, if it can be read at all; what it says is looked at later."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise ValidationError(TOO_LARGE, code="too_large")
        try:
            content: bytes = upload.read()
            self.book = read_spreadsheet(content, upload.name or "")
        except SpreadsheetError as error:
            raise ValidationError(str(error), code="unreadable") from None
        return content

    @property
    def status(self) -> int:
        """How a page with this form answers: 413 for a file that is too large."""
        if self.has_error("file", code="too_large"):
            return 413
        return 422 if self.is_bound else 200

    def keep(self, kind: ImportKind, by: User) -> ImportedFile:
        """Store the file that was read."""
        upload: Any = self.files["file"]
        return keep_file(self.cleaned_data["file"], upload.name, kind=kind, by=by)


@transaction.atomic
def keep_file(content: bytes, name: str, *, kind: ImportKind, by: User) -> ImportedFile:
    """Store a file that was read, not carried out yet; what others left unused long ago goes."""
    drop_unused()
    row = ImportedFile(
        kind=kind,
        name=shown_name(name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=timezone.now(),
        is_sample=by.is_sample,
    )
    row.file.save(f"datei.{ending_of(name)}", ContentFile(content), save=False)  # path: a UUID
    try:
        row.save()
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


def drop_unused() -> None:
    """Delete files that nobody carried out, and their rows."""
    long_ago = timezone.now() - KEPT_UNUSED
    for row in ImportedFile.objects.filter(applied_at=None, uploaded_at__lt=long_ago):
        row.delete()
        transaction.on_commit(lambda row=row: row.file.delete(save=False))  # type: ignore[misc]


def book_or_404(row: ImportedFile) -> Book:
    """The kept file, read again. It could be read when it was uploaded; now it may be gone."""
    try:
        with row.file.open("rb") as file:
            return read_spreadsheet(file.read(), row.name)
    except (OSError, SpreadsheetError) as error:
        logger.exception("The imported file %s cannot be read any more.", row.pk)
        raise Http404 from error


def download_or_404(row: ImportedFile) -> FileResponse:
    """The kept file as it was uploaded; it may be gone from the disk."""
    kind = CONTENT_TYPES[ending_of(str(row.file.name))]
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        logger.exception("The imported file %s is missing.", row.pk)
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=row.name, content_type=kind)


def ending_of(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return ending if ending in ENDINGS else ENDINGS[0]


def shown_name(name: str) -> str:
    """The name of a file as people know it, without folders and without what hides."""
    try:
        text = clean_text(PurePath(name.replace("\\", "/")).name)
    except TextError:
        text = ""
    return text[-LONGEST_NAME:] or "Datei"  # its end tells what it is
