"""Small documents, finished as reports are, and read again by pikepdf."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
from weasyprint import HTML, Attachment

from reports.conformance import finish
from reports.conformance.streams import join_when_painted
from reports.typesetter import VARIANT, AssetFetcher

FETCHER = AssetFetcher(allowed_protocols=[], allow_redirects=False)
FONT = '@font-face { font-family: Own; src: url("report:sans-regular"); }'
STYLE = FONT + "@page { size: 300px 200px; margin: 30px } body { font: 16px/20px Own; margin: 0 }"
DATED = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


def file_of(body: str, style: str = "", *, attachment: bytes | None = None) -> bytes:
    """The PDF of a body on pages that hold seven lines of text."""
    markup = (
        f'<html lang="de"><head><title>Titel</title><style>{STYLE}{style}</style></head>'
        f"<body>{body}</body></html>"
    )
    files = (
        [Attachment(string=attachment, name="a.csv", created=DATED, modified=DATED)]
        if attachment is not None
        else []
    )
    document = HTML(string=markup, url_fetcher=FETCHER).render(pdf_variant=VARIANT)
    join_when_painted(document.pages)
    content: bytes = document.write_pdf(
        pdf_variant=VARIANT, pdf_identifier=b"0" * 32, finisher=finish, attachments=files
    )
    return content


def opened(body: str, style: str = "") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(file_of(body, style)))


def structure(pdf: pikepdf.Pdf) -> str:
    """The elements below Document: "H1 P(Link)"; content is not shown."""
    return " ".join(shown(kid) for kid in elements(pdf.Root.StructTreeRoot.K[0]))


def shown(element: Any) -> str:
    inner = " ".join(shown(kid) for kid in elements(element))
    name = str(element.S).removeprefix("/")
    return f"{name}({inner})" if inner else name


def elements(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def all_elements(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    """The elements of a tag in reading order."""

    def below(element: Any) -> list[Any]:
        return [one for kid in elements(element) for one in [kid, *below(kid)]]

    return [one for one in below(pdf.Root.StructTreeRoot.K[0]) if f"/{tag}" == one.S]


def page_text(pdf: pikepdf.Pdf, number: int) -> bytes:
    """The drawing operators of a page."""
    content: bytes = pdf.pages[number].Contents.read_bytes()
    return content
