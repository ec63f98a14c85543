"""Taking over the criteria of a framework from a file, as often as wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, ProtectedError, Subquery

from accounts.models import User
from indicators.models import Indicator
from reports.criteria_tables import CriteriaError, CriterionRow, criteria_of
from reports.models import Criterion, Report, ReportingFramework, ReportText, TextState
from reports.pages.criteria import OPEN, Completeness, completeness
from soest.spreadsheets.cells import Book
from soest.spreadsheets.reading import read_spreadsheet


@dataclass(frozen=True, slots=True)
class FrameworkName:
    """What a framework is called and where its list comes from."""

    code: str
    name: str
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class CriteriaChanges:
    """What taking over a file did, by number of the criterion, and to what the list is called."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[str, ...] = ()  # "Fassung „2.0“ statt „1.0“"

    @property
    def summary(self) -> str:
        """ "18 neu, 0 geändert, 0 entfernt; Fassung „2.0“ statt „1.0“" """
        counts = (
            f"{len(self.added)} neu, {len(self.changed)} geändert, {len(self.removed)} entfernt"
        )
        return "; ".join((counts, *self.renamed))


SHIPPED_FILE: Path = settings.BASE_DIR / "reports" / "data" / "bnk_2021.csv"
SAMPLE_ACCOUNT = (
    "Ein Beispielkonto kann keinen Berichtsrahmen anlegen oder ändern, sobald es einen echten "
    "Bericht gibt. Bitte melden Sie sich mit einem eigenen Konto an."
)
# The explanations and the indicators of each criterion are this city's, the rest is the source's.
SHIPPED = FrameworkName(
    code="bnk-2021",
    name="Berichtsrahmen Nachhaltige Kommune",
    version="1. Fassung 2021",
    source="Rat für Nachhaltige Entwicklung, Berichtsrahmen Nachhaltige Kommune auf Basis des DNK, "
    "Pilotfassung 2021, https://digital.zlb.de/viewer/fulltext/34765883/1/",
)


def newest_framework() -> ReportingFramework | None:
    """What a new report answers; None before one is loaded."""
    return ReportingFramework.objects.order_by("-code").first()


def report_completeness(report: Report) -> Completeness | None:
    """How many criteria have an approved answer; None without a framework. One query."""
    if report.framework is None:
        return None
    answers = ReportText.objects.filter(
        report=report, criterion=OuterRef("pk"), state=TextState.APPROVED
    )
    stances = report.framework.criteria.annotate(stance=Subquery(answers.values("stance")))
    return completeness([one or OPEN for one in stances.values_list("stance", flat=True)])


def read_criteria(content: bytes, name: str) -> list[CriterionRow]:
    """The rows of an uploaded or shipped file. Raises SpreadsheetError or CriteriaError."""
    return criteria_in(read_spreadsheet(content, name))


def criteria_in(book: Book) -> list[CriterionRow]:
    """The rows of a file that can be read. Raises CriteriaError."""
    return criteria_of(book, set(Indicator.objects.values_list("code", flat=True)))


@transaction.atomic
def take_over(
    named: FrameworkName, rows: Sequence[CriterionRow], *, by: User | None
) -> CriteriaChanges:
    """Make the criteria of a framework those of a file: all or nothing.

    `by` None is the program itself. Raises CriteriaError if a criterion is gone from the file that
    a report has said something about, and for a sample account while there is a real report.
    """
    if by is not None and by.is_sample and Report.objects.filter(is_sample=False).exists():
        raise CriteriaError([SAMPLE_ACCOUNT])
    framework, renamed = store_name(named)
    present = {
        one.code: one
        for one in framework.criteria.select_for_update().prefetch_related("indicators")
    }
    keys = dict(Indicator.objects.values_list("code", "pk"))
    wanted = {row.code: row for row in rows}
    removed = [code for code in present if code not in wanted]
    remove([present[code] for code in removed])
    added: list[str] = []
    changed: list[str] = []
    for position, row in enumerate(rows, start=1):
        one = present.get(row.code)
        if one is not None and (position, row) == (one.position, row_of(one)):
            continue
        (changed if one else added).append(row.code)
        store(one or Criterion(framework=framework, code=row.code), position, row, keys)
    return CriteriaChanges(tuple(added), tuple(changed), tuple(removed), renamed)


def store_name(named: FrameworkName) -> tuple[ReportingFramework, tuple[str, ...]]:
    """The framework so called, and in words what it was called before; empty keeps what is."""
    told = {"name": named.name, "version": named.version, "source": named.source}
    framework, is_new = ReportingFramework.objects.select_for_update().get_or_create(
        code=named.code, defaults=told
    )
    if is_new:
        return framework, ()
    renamed = []
    for field, text in told.items():
        former = getattr(framework, field)
        if text and text != former:
            label = ReportingFramework._meta.get_field(field).verbose_name  # type: ignore[union-attr]
            renamed.append(f"{label} „{text}“ statt „{former}“" if former else f"{label} „{text}“")
            setattr(framework, field, text)
    framework.save()
    return framework, tuple(renamed)


def remove(criteria: Sequence[Criterion]) -> None:
    """Delete criteria nobody has written about. Raises CriteriaError."""
    problems = []
    for one in criteria:
        try:
            with transaction.atomic():
                one.delete()
        except ProtectedError:
            problems.append(
                f"Kriterium {one.code} fehlt in der Datei, aber ein Bericht hat einen Text dazu. "
                "Bitte nehmen Sie es in die Datei auf oder geben Sie der neuen Liste ein eigenes "
                "Kürzel."
            )
    if problems:
        raise CriteriaError(problems)


def row_of(criterion: Criterion) -> CriterionRow:
    """A stored criterion as a file would name it, with its indicators by code."""
    return CriterionRow(
        code=criterion.code,
        part=criterion.part,
        title=criterion.title,
        kind=criterion.kind,  # type: ignore[arg-type]  # the constraint keeps it one of them
        explanation=criterion.explanation,
        indicators=tuple(sorted(one.code for one in criterion.indicators.all())),
    )


def store(criterion: Criterion, position: int, row: CriterionRow, keys: dict[str, int]) -> None:
    criterion.part, criterion.title, criterion.kind = row.part, row.title, row.kind
    criterion.explanation, criterion.position = row.explanation, position
    criterion.save()
    criterion.indicators.set([keys[code] for code in row.indicators])
