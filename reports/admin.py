"""Reports and their texts; editions and files, to be looked at only."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from reports.models import PLACES, RenderJob, Report, ReportEdition, ReportFile, ReportText
from soest.administration import MasterDataAdmin, ReadAccess, ReadOnlyAdmin

# Reports and texts ---------------------------------------------------------------


@admin.register(Report)
class ReportAdmin(MasterDataAdmin):
    list_display = ("year", "title", "is_sample")
    search_fields = ("title", "year")
    readonly_fields = ("is_sample",)
    permanent_fields = ("year",)
    fields = ("year", "title", "is_sample")


@admin.register(ReportText)
class ReportTextAdmin(ReadOnlyAdmin):
    """Written and approved under /berichte/verwaltung/, where four eyes are held."""

    list_display = ("report", "section", *PLACES.values(), "state", "writer", "due_on")
    list_display_links = ("report", "section")
    list_filter = ("report", "section", "state", "stance", "is_sample")
    list_select_related = ("report", *PLACES.values(), "writer")
    search_fields = (
        *("body", "area__name", "goal__code", "goal__title", "indicator__name"),
        *("criterion__code", "criterion__title"),
    )
    fieldsets = (
        ("Stelle", {"fields": ("report", "section", *PLACES.values())}),
        ("Text", {"fields": ("stance", "body", "state", "note")}),
        ("Wer und wann", {"fields": (("writer", "due_on"), ("saved_by", "saved_at"))}),
        ("Freigabe", {"fields": (("approved_by", "approved_at"),)}),
        ("Herkunft", {"fields": (("version", "is_sample"),)}),
    )


# What was published ----------------------------------------------------------------


class FileInline(ReadAccess, admin.TabularInline):
    model = ReportFile
    extra = 0
    fields = ("kind", "name", "pages", "size", "sha256", "rendered_at")
    readonly_fields = fields

    @admin.display(description="Datei")
    def name(self, row: ReportFile) -> str:
        """No link: files are served by the page of the report, once it is published."""
        return PurePath(row.file.name or "").name


@admin.register(ReportEdition)
class ReportEditionAdmin(ReadOnlyAdmin):
    list_display = ("report", "number", "frozen_at", "frozen_by", "published_at", "published_by")
    list_display_links = ("report", "number")
    list_filter = ("report", ("published_at", admin.EmptyFieldListFilter), "is_sample")
    list_select_related = ("report", "frozen_by", "published_by")
    search_fields = ("report__title", "snapshot_sha256")
    inlines = (FileInline,)
    fieldsets = (
        (None, {"fields": ("report", "number", "changes")}),
        (
            "Stand",
            {
                "fields": (
                    ("frozen_at", "frozen_by"),
                    ("published_at", "published_by"),
                    "snapshot_sha256",
                    "is_sample",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportEdition]:
        return super().get_queryset(request).defer("snapshot")  # long, and not shown


@admin.register(ReportFile)
class ReportFileAdmin(ReadOnlyAdmin):
    list_display = ("edition", "kind", "pages", "size", "rendered_at")
    list_filter = ("kind", "is_sample")
    search_fields = ("sha256", "edition__report__title")
    fields = ("edition", "kind", "pages", "size", "sha256", "rendered_at", "is_sample")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportFile]:
        return ReportFile.objects.with_edition()


@admin.register(RenderJob)
class RenderJobAdmin(ReadOnlyAdmin):
    """What became of the requests for a PDF, with the reason where one failed."""

    list_display = ("edition", "kind", "state", "requested_at", "requested_by", "finished_at")
    list_filter = ("state", "kind", "is_sample")
    fields = (
        "edition",
        "kind",
        "state",
        ("requested_at", "requested_by"),
        ("started_at", "seen_at", "finished_at"),
        ("step", "percent"),
        "error",
        "is_sample",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RenderJob]:
        return RenderJob.objects.with_edition().select_related("requested_by")
