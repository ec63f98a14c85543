"""Values as files: a workbook out, and back in with every change shown before it is written."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from indicators.entry.batches import BatchConflict, BatchRefused, Key
from indicators.entry.files.access import visible_files
from indicators.entry.files.comparison import Comparison, compare, seen_of, seen_text
from indicators.entry.files.delimited import values_csv
from indicators.entry.files.forms import ApplyForm, ShowForm, TemplateForm
from indicators.entry.files.pages import FilePage, record_of_file, too_many
from indicators.entry.files.selection import Choice, load_questions
from indicators.entry.files.services import (
    AppliedAlready,
    FaultyFile,
    NothingNew,
    apply_file,
    discard_file,
)
from indicators.entry.files.statements import Statements, read_statements
from indicators.entry.files.wording import file_name, told, twice
from indicators.entry.files.workbooks import values_workbook
from indicators.entry.people import signed_in
from indicators.entry.services import Conflict
from indicators.enums import ImportKind
from indicators.models import ImportedFile
from indicators.uploads import CONTENT_TYPES, UploadForm, book_or_404, download_or_404
from soest.http import HtmxHttpRequest, render_page

INDEX = "indicators/entry/files/index.html"
PAGE = "indicators/entry/files/file.html"
ROWS = "indicators/entry/files/_rows.html"
SHOWN_FILES = 20


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HtmxHttpRequest) -> HttpResponse:
    """Get a file, bring one in; the last files."""
    person = enterer(request)
    sends = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sends else UploadForm()
    if form.is_valid():
        return redirect("indicators:entry-file", form.keep(ImportKind.VALUES, person).pk)
    return show_index(request, person, form, status=form.status)


@require_safe
def template(request: HtmxHttpRequest) -> HttpResponse:
    """The file to fill in."""
    person = enterer(request)
    form = TemplateForm(request.GET, person=person, today=timezone.localdate())
    if not form.is_valid():
        return show_index(request, person, template_form=form, status=422)
    sheets = load_questions(form.choice, person, timezone.localdate())
    problem = too_many(sheets)
    if problem:
        form.add_error(None, problem)
        return show_index(request, person, template_form=form, status=422)
    if form.wants_csv:
        return attachment(values_csv(form.choice, sheets), form.choice, "csv")
    content = values_workbook(form.choice, sheets, timezone.localdate(), is_sample=person.is_sample)
    return attachment(content, form.choice, "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """What a file would change; a POST takes it over as it was shown."""
    person = enterer(request)
    kept = get_object_or_404(visible_files(person), pk=pk)
    if kept.applied_at:
        return show_applied(request, kept)
    statements = statements_of(kept, person)
    if request.method != "POST":
        return show(request, kept, compare(statements, person))
    form = ApplyForm(request.POST, statements=statements)
    if not form.is_valid():
        return show_again(request, kept, statements, status=422)
    return take_over(request, kept, statements, form)


@require_POST
def discard(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """Throw a file away that is not taken over."""
    kept = get_object_or_404(visible_files(enterer(request)), pk=pk)
    try:
        discard_file(kept)
    except AppliedAlready:
        messages.warning(request, twice(kept))
        return redirect("indicators:entry-file", pk)
    messages.success(request, f"„{kept.name}“ wurde verworfen; gesichert wurde nichts.")
    return redirect("indicators:entry-files")


@require_safe
def download(request: HtmxHttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded."""
    return download_or_404(get_object_or_404(visible_files(enterer(request)), pk=pk))


# What the views above are made of -------------------------------------------------


def enterer(request: HtmxHttpRequest) -> User:
    """The person who signed in, if they enter values."""
    person = signed_in(request)
    if not person.enters_values:
        raise PermissionDenied
    return person


def show_index(
    request: HtmxHttpRequest,
    person: User,
    form: UploadForm | None = None,
    template_form: TemplateForm | None = None,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "nav": "files",
        "form": form or UploadForm(),
        "template_form": template_form or beginning(request, person),
        "files": visible_files(person)[:SHOWN_FILES],
    }
    return render(request, INDEX, context, status=status)


def beginning(request: HtmxHttpRequest, person: User) -> TemplateForm:
    """The choice to begin with; a link from a department has chosen that one."""
    department = request.GET.get("abteilung", "")
    return TemplateForm(person=person, today=timezone.localdate(), department=department)


def attachment(content: bytes, choice: Choice, ending: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file_name(choice, ending)}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[ending], headers=headers)


def statements_of(kept: ImportedFile, person: User) -> Statements:
    return read_statements(book_or_404(kept), person)


def take_over(
    request: HtmxHttpRequest, kept: ImportedFile, statements: Statements, form: ApplyForm
) -> HttpResponse:
    """Write the file, or say why it cannot be written any more."""
    person = signed_in(request)
    seen = seen_of(form.cleaned_data["seen"], statements.rows)
    try:
        if seen is None:
            raise Conflict
        apply_file(
            file=kept,
            statements=statements,
            seen=seen,
            by=person,
            submit=form.submits,
            reasons=form.reasons,
        )
    except AppliedAlready:
        messages.info(request, twice(kept))
    except NothingNew:
        messages.info(request, "0 Änderungen: Alles, was in der Datei steht, ist so gesichert.")
    except Conflict as conflict:
        keys = conflict.keys if isinstance(conflict, BatchConflict) else frozenset()
        return show_again(request, kept, statements, status=409, overtaken=keys)
    except (BatchRefused, FaultyFile):
        return show_again(request, kept, statements, status=422)
    else:
        kept.refresh_from_db()
        messages.success(request, told(kept, submitted=form.submits))
    return redirect("indicators:entry-file", kept.pk)


def show_again(
    request: HtmxHttpRequest,
    kept: ImportedFile,
    statements: Statements,
    *,
    status: int,
    overtaken: frozenset[Key] = frozenset(),
) -> HttpResponse:
    """The page with what was typed, beside what is stored now, and what has changed meanwhile.

    After a conflict (409) the new state is what the person has seen; after a fault it is not,
    so that a change of somebody else still comes out.
    """
    comparison = compare(statements, signed_in(request), overtaken=overtaken)
    typed = request.POST.copy()
    if status == 409:
        typed["seen"] = seen_text(comparison)
    typed["asked"] = ",".join(str(one.position) for one in comparison.asking)
    form = ApplyForm(typed, statements=statements, comparison=comparison)
    return show(request, kept, comparison, form, status=status)


def show(
    request: HtmxHttpRequest,
    kept: ImportedFile,
    comparison: Comparison,
    form: ApplyForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or to htmx the rows asked for."""
    page = FilePage.of(kept, comparison, form, ShowForm(request.GET).show)
    context = {"nav": "files", "page": page, "form": page.form, "conflict": status == 409}
    return render_page(request, PAGE, ROWS, context, status=status)


def show_applied(request: HtmxHttpRequest, kept: ImportedFile) -> HttpResponse:
    """What a file has written."""
    context = {"nav": "files", "file": kept, "written": record_of_file(kept)}
    if request.method == "POST":
        messages.info(request, twice(kept))
        return redirect("indicators:entry-file", kept.pk)
    return render(request, "indicators/entry/files/applied.html", context)
