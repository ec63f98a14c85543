from __future__ import annotations

import io

import pikepdf

from tests.reports.conformance.setting import DATED, file_of, opened


def test_file_says_that_it_is_both() -> None:
    pdf = opened("<p>Text</p>")
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert "/Filter" not in pdf.Root.Metadata
    assert b"pdfaExtension:schemas" in pdf.Root.Metadata.read_bytes()


def test_attached_file_is_listed_once_with_its_date() -> None:
    pdf = pikepdf.open(io.BytesIO(file_of("<p>Text</p>", attachment=b"a;b\r\n")))
    (file,) = pdf.Root.AF
    assert file.EF.F.read_bytes() == b"a;b\r\n"
    assert str(file.EF.F.Params.ModDate) == f"D:{DATED:%Y%m%d%H%M%S}Z"
