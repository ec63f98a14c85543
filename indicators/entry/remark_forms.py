"""Forms of what staff add to a value: a comment, a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from indicators.entry.conversations import Remarks
from indicators.entry.evidence_files import (
    ACCEPTED,
    EMPTY,
    LARGEST,
    TOO_LARGE,
    EvidenceError,
    FileType,
    checked_type,
    tidy_name,
)
from indicators.entry.fields import PlainTextField


class CommentForm(forms.Form):
    """One comment; `in_queue` says where it was written, so that the way leads back there."""

    text = PlainTextField(
        label="Kommentar oder Rückfrage",
        lines=True,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Bitte schreiben Sie zuerst einen Kommentar."},
    )
    in_queue = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, name: str, in_queue: bool = False) -> None:
        super().__init__(data, initial={"in_queue": in_queue}, auto_id=f"id_{name}_%s")

    def clean(self) -> dict[str, Any]:
        if "text" in self.errors:
            self.fields["text"].widget.attrs["data-focus"] = ""  # staff.js goes there
        return self.cleaned_data


class EvidenceForm(forms.Form):
    """One file; afterwards `kind` says what it is and `content` holds its bytes."""

    file = forms.FileField(
        label="Datei hinzufügen",
        help_text=(
            "PDF, PNG, JPG, XLSX, DOCX, ODS, ODT, CSV oder TXT, höchstens 5\N{NO-BREAK SPACE}MB."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Bitte wählen Sie zuerst eine Datei.",
            "missing": "Bitte wählen Sie zuerst eine Datei.",
            "invalid": "Die Datei kam nicht vollständig an. Bitte versuchen Sie es noch einmal.",
            "empty": EMPTY,
        },
    )
    kind: FileType
    content: bytes

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if upload.size is None or upload.size > LARGEST:
            raise ValidationError(TOO_LARGE)
        self.content = upload.read()
        try:
            self.kind = checked_type(upload.name or "", self.content)
        except EvidenceError as error:
            raise ValidationError(str(error)) from None
        return upload

    @property
    def name(self) -> str:
        """The name to show, of a valid file."""
        return tidy_name(self.cleaned_data["file"].name, self.kind.ending)


def remark_context(remarks: Remarks) -> dict[str, object]:
    """What the parts of a page about comments and files need, with empty forms."""
    return {
        "remarks": remarks,
        "comment_form": CommentForm(name=remarks.slot.key),
        "evidence_form": EvidenceForm(),
        "evidence_refusal": "",  # why a file was not removed
        "evidence_notice": "",  # what was done
    }
