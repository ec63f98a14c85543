"""The catalogue as a workbook: out, in, and cell by cell what a file would change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from indicators.catalogue_sheets.comparison import Comparison
from indicators.catalogue_sheets.reading import tables_of
from indicators.catalogue_sheets.workbook import catalogue_workbook
from indicators.catalogue_sheets.writing import (
    CatalogueMoved,
    CatalogueRefused,
    compare,
    take_over,
)
from indicators.entry.batches import Kind
from indicators.enums import ImportKind
from indicators.models import ImportedFile
from indicators.uploads import CONTENT_TYPES, UploadForm, book_or_404, download_or_404

PAGE = "indicators/catalogue/file.html"
SHOWN_FILES = 10


class WorkbookForm(UploadForm):
    """One workbook; a CSV file has no sheets."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def clean_file(self) -> bytes:
        if self.cleaned_data["file"].name.lower().endswith(".csv"):
            text = "Der Katalog kommt als Excel-Arbeitsmappe (.xlsx), nicht als CSV-Datei."
            raise forms.ValidationError(text, code="unreadable")
        return super().clean_file()


class AgreementForm(forms.Form):
    """The changes that a person has looked at."""

    digest = forms.CharField(max_length=64)


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Get the workbook, bring one in; the last files."""
    person = keeper(request)
    sends = request.method == "POST"
    form = WorkbookForm(request.POST, request.FILES) if sends else WorkbookForm()
    if form.is_valid():
        return redirect("indicators:catalogue-file", form.keep(ImportKind.CATALOGUE, person).pk)
    context = {"nav": "catalogue", "form": form, "files": recent_files()}
    return render(request, "indicators/catalogue/files.html", context, status=form.status)


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The catalogue as it is stored."""
    keeper(request)
    name = f"Katalog-Soest-2030-{timezone.localdate():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(catalogue_workbook(), content_type=CONTENT_TYPES["xlsx"], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change; a POST takes it over as it was shown."""
    person = keeper(request)
    kept = get_object_or_404(ImportedFile, pk=pk, kind=ImportKind.CATALOGUE)
    tables = tables_of(book_or_404(kept))
    if request.method != "POST":
        return show(request, kept, compare(tables, by=person))
    agreed = AgreementForm(request.POST)
    if kept.applied_at or not agreed.is_valid():
        return show(request, kept, compare(tables, by=person), status=409, moved=True)
    digest = agreed.cleaned_data["digest"]
    try:
        done = take_over(tables, file=kept, digest=digest, by=person)
    except CatalogueRefused as refused:
        return show(request, kept, refused.comparison, status=422)
    except CatalogueMoved as moved:
        return show(request, kept, moved.comparison, status=409, moved=True)
    messages.success(request, told(done))
    return redirect("indicators:catalogue-files")


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file as it was uploaded."""
    keeper(request)
    return download_or_404(get_object_or_404(ImportedFile, pk=pk, kind=ImportKind.CATALOGUE))


# What the views above are made of -------------------------------------------------


def keeper(request: HttpRequest) -> User:
    """The person who signed in, if they keep master data."""
    if not (isinstance(request.user, User) and request.user.keeps_master_data):
        raise PermissionDenied
    return request.user


def recent_files() -> list[ImportedFile]:
    rows = ImportedFile.objects.filter(kind=ImportKind.CATALOGUE).select_related("uploaded_by")
    return list(rows[:SHOWN_FILES])


def told(done: Comparison) -> str:
    return f"Übernommen: {done.count(Kind.NEW)} neu, {done.count(Kind.CHANGED)} geändert."


def show(
    request: HttpRequest,
    kept: ImportedFile,
    comparison: Comparison,
    *,
    status: int = 200,
    moved: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "catalogue",
        "file": kept,
        "comparison": comparison,
        "rows": comparison.worth_a_look,
        "unchanged": comparison.count(Kind.UNCHANGED),
        "refused": comparison.count(Kind.REFUSED) + len(comparison.problems),
        "moved": moved,
    }
    return render(request, PAGE, context, status=status)
