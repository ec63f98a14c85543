from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from pikepdf import AttachedFileSpec

from reports.attachments import attachments
from reports.models import FileKind, ReportEdition, ReportFile
from reports.rendering import identifier, render_report
from reports.snapshot import Snapshot, fingerprint, read, write
from reports.verification import Verdict, verify
from tests.factories import ReportEditionFactory, ReportFactory, ReportFileFactory
from tests.reports.snapshots import make_snapshot

pytestmark = pytest.mark.django_db


def make_pdf(
    edition: ReportEdition,
    *,
    kind: FileKind = FileKind.FULL,
    pages: int = 3,
    changed: Mapping[str, bytes | None] | None = None,
) -> bytes:
    """A PDF as a finished report is put together, without the work of setting it.

    `changed` are attachments that are replaced, added, or (None) left out.
    """
    files: dict[str, bytes | None] = {
        one.name: one.content for one in attachments(read(edition.snapshot), edition.snapshot)
    }
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        for name, content in (files | dict(changed or {})).items():
            if content is not None:
                pdf.attachments[name] = AttachedFileSpec(pdf, content)
        key = identifier(edition.snapshot_sha256, kind).encode()
        pdf.trailer["/ID"] = pikepdf.Array([pikepdf.String(key), pikepdf.String(key)])
        target = BytesIO()
        pdf.save(target, static_id=False, preserve_pdfa=True)
    return target.getvalue()


def stored(edition: ReportEdition, content: bytes, kind: FileKind = FileKind.FULL) -> ReportFile:
    row: ReportFile = ReportFileFactory(edition=edition, kind=kind, content=content, pages=3)
    return row


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return make_snapshot(areas=1, goals=1)


@pytest.fixture
def edition(snapshot: Snapshot) -> ReportEdition:
    made: ReportEdition = ReportEditionFactory(
        report=ReportFactory(year=2024), snapshot=write(snapshot), published=True
    )
    return made


@pytest.fixture
def content(edition: ReportEdition) -> bytes:
    """The published full report."""
    made = make_pdf(edition)
    stored(edition, made)
    return made


# The real one ----------------------------------------------------------------------------


def test_published_file_is_genuine(content: bytes) -> None:
    finding = verify(content)
    assert finding.verdict is Verdict.PUBLISHED
    assert finding.sentences == (
        "Echt: Vollständiger Bericht, 1. Ausgabe 2024, veröffentlicht am 1. September 2025.",
        "Der Datenstand in der Datei stimmt mit dem gespeicherten überein.",
    )


@pytest.mark.parametrize("kind", FileKind)
def test_kind_of_the_file_is_told(edition: ReportEdition, kind: FileKind) -> None:
    made = make_pdf(edition, kind=kind)
    stored(edition, made, kind)
    finding = verify(made)
    assert finding.verdict is Verdict.PUBLISHED
    assert finding.sentences[0].startswith(f"Echt: {kind.label}, 1. Ausgabe 2024")


def test_former_edition_is_genuine_and_says_which_one_counts(
    edition: ReportEdition, content: bytes
) -> None:
    ReportEditionFactory(report=edition.report, published=True)
    finding = verify(content)
    assert finding.verdict is Verdict.PUBLISHED
    assert finding.sentences[-1] == "Hinweis: Es gilt inzwischen die 2. Ausgabe."


def test_draft_is_not_published(snapshot: Snapshot) -> None:
    edition = ReportEditionFactory(report=ReportFactory(year=2024), snapshot=write(snapshot))
    made = make_pdf(edition)
    stored(edition, made)
    finding = verify(made)
    assert finding.verdict is Verdict.UNPUBLISHED
    assert "ist aber ein Entwurf" in finding.sentences[0]


def test_file_made_by_the_site_is_genuine(edition: ReportEdition, tmp_path: Path) -> None:
    """The real rendering puts its identifier and attachments where they are looked for."""
    made = render_report(
        read(edition.snapshot),
        tmp_path / "a.pdf",
        kind=FileKind.COUNCIL,
        stored=edition.snapshot,
    )
    genuine = made.path.read_bytes()
    row = stored(edition, genuine, FileKind.COUNCIL)
    assert verify(genuine).verdict is Verdict.PUBLISHED
    assert verify(genuine).sentences[1].startswith("Der Datenstand in der Datei stimmt")
    with pikepdf.open(made.path) as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "b.pdf")
    finding = verify((tmp_path / "b.pdf").read_bytes())
    assert finding.verdict is Verdict.ALTERED
    assert row.get_kind_display() in finding.sentences[0]


# Others ----------------------------------------------------------------------------------


def test_changed_pages_are_noticed(edition: ReportEdition, content: bytes) -> None:
    finding = verify(make_pdf(edition, pages=4))
    assert finding.verdict is Verdict.ALTERED
    first, *others = finding.sentences
    assert first.startswith("Verändert: Die Datei gibt sich aus als Vollständiger Bericht, 1. Aus")
    assert others == [
        "Sie hat 4 Seiten statt 3.",
        "Ihre Anhänge stimmen; verändert sind Seiten oder Angaben.",
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"werte-2024.csv": b"gelogen"}, "„werte-2024.csv“ weicht vom gespeicherten Datenstand ab"),
        ({"datenstand-2024.json": b"{}"}, "„datenstand-2024.json“ weicht vom gespeicherten"),
        ({"kennzahlen-2024.json": None}, "Der Anhang „kennzahlen-2024.json“ fehlt."),
        ({"rechnung.exe": b"MZ"}, "„rechnung.exe“ gehört nicht zu dieser Ausgabe."),
    ],
)
def test_changed_attachment_is_named(
    edition: ReportEdition, content: bytes, changed: dict[str, bytes | None], words: str
) -> None:
    finding = verify(make_pdf(edition, changed=changed))
    assert finding.verdict is Verdict.ALTERED
    assert words in " ".join(finding.sentences)


def test_snapshot_alone_tells_where_a_file_comes_from(
    edition: ReportEdition, content: bytes
) -> None:
    with pikepdf.open(BytesIO(make_pdf(edition))) as pdf:
        del pdf.trailer["/ID"]
        target = BytesIO()
        pdf.save(target, deterministic_id=True)
    finding = verify(target.getvalue())
    assert finding.verdict is Verdict.ALTERED
    assert "gibt sich aus als Datei, 1. Ausgabe 2024" in finding.sentences[0]


def test_file_of_another_edition_is_told_from_this_one(
    edition: ReportEdition, content: bytes, snapshot: Snapshot
) -> None:
    """The attachments of one edition put into the file of the other."""
    other = ReportEditionFactory(
        report=edition.report, snapshot=write(make_snapshot(areas=2, goals=1)), published=True
    )
    mixed = make_pdf(other, changed={"datenstand-2024.json": edition.snapshot.encode()})
    finding = verify(mixed)
    assert finding.verdict is Verdict.ALTERED
    assert "2. Ausgabe 2024" in finding.sentences[0]
    assert "„datenstand-2024.json“ weicht vom gespeicherten Datenstand ab." in finding.sentences[1]


def test_foreign_file(content: bytes) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["datenstand-2024.json"] = AttachedFileSpec(pdf, b"{}")
        target = BytesIO()
        pdf.save(target)
    finding = verify(target.getvalue())
    assert finding.verdict is Verdict.FOREIGN
    assert finding.sentences == (
        "Fremd: Diese Datei stammt aus keiner Ausgabe, die hier gespeichert ist.",
    )


def test_file_with_an_empty_identifier_is_foreign(content: bytes) -> None:
    assert verify(small_pdf()).verdict is Verdict.FOREIGN


@pytest.mark.parametrize("rubbish", [b"", b"kein PDF", b"%PDF-1.7\n%%EOF", bytes(range(256)) * 99])
def test_rubbish_is_damaged(content: bytes, rubbish: bytes) -> None:
    finding = verify(rubbish)
    assert finding.verdict is Verdict.DAMAGED
    assert finding.sentences[0] == "Beschädigt: Die Datei ist kein lesbares PDF."


@pytest.mark.parametrize("cut", [0.5, 0.9, 0.99])
def test_cut_off_file_is_damaged(content: bytes, cut: float) -> None:
    finding = verify(content[: int(len(content) * cut)])
    assert finding.verdict is Verdict.DAMAGED
    assert finding.sentences[-1] == "Bitte noch einmal herunterladen."


def test_no_single_byte_can_be_changed_unnoticed(content: bytes) -> None:
    for place in range(0, len(content), len(content) // 60):
        changed = bytearray(content)
        changed[place] ^= 1
        assert verify(bytes(changed)).verdict in (
            Verdict.ALTERED,
            Verdict.DAMAGED,
            Verdict.FOREIGN,
        )


def test_protected_file_is_not_read(content: bytes) -> None:
    with pikepdf.open(BytesIO(content)) as pdf:
        target = BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="geheim", user="geheim"))
    assert verify(target.getvalue()).verdict is Verdict.DAMAGED


# What is stored does not agree -----------------------------------------------------------


def test_stored_snapshot_that_does_not_agree_is_told(edition: ReportEdition) -> None:
    """As if somebody had put another snapshot into the file before it was published."""
    made = make_pdf(edition, changed={"datenstand-2024.json": b"{}"})
    stored(edition, made)
    finding = verify(made)
    assert finding.verdict is Verdict.STORE_DIFFERS
    assert "passt nicht zu ihr" in finding.sentences[1]
    assert finding.sentences[2] == "Der Datenstand in der Datei weicht vom gespeicherten ab."


def test_published_file_stays_genuine_when_the_program_words_attachments_otherwise(
    edition: ReportEdition,
) -> None:
    """A table as the program of that day wrote it, and one it does not write any more."""
    made = make_pdf(edition, changed={"werte-2024.csv": b"Kuerzel", "werte-alt.csv": b"alt"})
    stored(edition, made)
    assert verify(made).verdict is Verdict.PUBLISHED


def test_snapshot_that_contradicts_its_own_checksum_is_told(snapshot: Snapshot) -> None:
    edition = ReportEditionFactory(
        snapshot=write(snapshot), snapshot_sha256=fingerprint("anderes"), published=True
    )
    made = make_pdf(edition)
    stored(edition, made)
    finding = verify(made)
    assert finding.verdict is Verdict.STORE_DIFFERS
    assert "nicht zu seiner eigenen Prüfsumme" in finding.sentences[2]


def test_unreadable_snapshot_is_told_of_a_changed_file() -> None:
    """The published one is known by its checksum, whatever today's program can read."""
    edition = ReportEditionFactory(snapshot="{}", published=True)
    key = identifier(edition.snapshot_sha256, FileKind.FULL)
    made, changed = small_pdf(key, pages=1), small_pdf(key, pages=2)
    stored(edition, made)
    assert verify(made).verdict is Verdict.PUBLISHED
    finding = verify(changed)
    assert finding.verdict is Verdict.ALTERED
    assert "nicht lesbar" in finding.sentences[-1]


def small_pdf(*identifiers: str, pages: int = 1) -> bytes:
    """A PDF with these identifiers and nothing in it."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.trailer["/ID"] = pikepdf.Array([pikepdf.String(one) for one in identifiers])
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


# The command -----------------------------------------------------------------------------


def run(path: Path) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_report", str(path), stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_command_ends_with_the_verdict(
    edition: ReportEdition, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "bericht.pdf"
    path.write_bytes(content)
    assert run(path) == (0, "\n".join(verify(content).sentences) + "\n")
    path.write_bytes(make_pdf(edition, pages=5))
    code, told = run(path)
    assert (code, told.startswith("Verändert: ")) == (4, True)
    path.write_bytes(content[:-50])
    assert run(path)[0] == 6


def test_exit_codes_are_a_promise() -> None:
    assert {one.name: one.value for one in Verdict} == {
        "PUBLISHED": 0,
        "UNPUBLISHED": 3,
        "ALTERED": 4,
        "FOREIGN": 5,
        "DAMAGED": 6,
        "STORE_DIFFERS": 7,
    }


def test_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        run(tmp_path / "nirgends.pdf")
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        run(tmp_path)
    large = tmp_path / "gross.pdf"
    with large.open("wb") as file:
        file.truncate(201 * 2**20)
    with pytest.raises(CommandError, match="größer als 200 MB"):
        run(large)
