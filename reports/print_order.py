"""What the process that sets the pages is handed: the markup, and files to put into the PDF.

Knows neither Django nor the database, because that process does not either.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF."""

    name: str
    description: str
    relationship: str  # to the report: "Data" or "Source"
    dated: datetime  # when it was made, as the file says
    content: bytes


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """Pages to set."""

    markup: str
    attachments: tuple[Attachment, ...] = ()

    def to_bytes(self) -> bytes:
        return json.dumps([self.markup, [packed(one) for one in self.attachments]]).encode()

    @classmethod
    def from_bytes(cls, text: bytes) -> PrintOrder:
        markup, files = json.loads(text)
        return cls(markup, tuple(unpacked(*one) for one in files))


def packed(file: Attachment) -> list[str]:
    moment = file.dated.astimezone(UTC).isoformat()
    content = base64.b64encode(file.content).decode()
    return [file.name, file.description, file.relationship, moment, content]


def unpacked(
    name: str, description: str, relationship: str, dated: str, content: str
) -> Attachment:
    moment = datetime.fromisoformat(dated)
    return Attachment(name, description, relationship, moment, base64.b64decode(content))
