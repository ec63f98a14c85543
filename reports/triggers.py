"""What was published stays as it was."""

from __future__ import annotations

from reports.models import ReportEdition, ReportFile, TextVersion
from soest.triggers import Refusal, Trigger, bumps, changed

FROZEN_MESSAGE = "Der eingefrorene Stand einer Ausgabe wird nicht geändert."
PUBLISHED_MESSAGE = "Eine veröffentlichte Ausgabe wird nicht geändert; bitte eine neue anlegen."
VERSION_MESSAGE = "Eine frühere Fassung eines Textes wird nicht geändert oder gelöscht."
SNAPSHOT_CHANGED = (
    "(OLD.snapshot IS DISTINCT FROM NEW.snapshot "
    "OR OLD.snapshot_sha256 IS DISTINCT FROM NEW.snapshot_sha256)"
)
OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM reports_reportedition e "
    "WHERE e.id = OLD.edition_id AND e.published_at IS NOT NULL)"
)


def triggers() -> list[Trigger]:
    """All triggers of this app."""
    editions, files = ReportEdition._meta.db_table, ReportFile._meta.db_table
    versions = TextVersion._meta.db_table
    return [
        Refusal("reports_edition_frozen", editions, "UPDATE", SNAPSHOT_CHANGED, FROZEN_MESSAGE),
        Refusal(
            "reports_edition_sealed_update",
            editions,
            "UPDATE",
            f"OLD.published_at IS NOT NULL AND {changed(ReportEdition)}",
            PUBLISHED_MESSAGE,
        ),
        Refusal(
            "reports_edition_sealed_delete",
            editions,
            "DELETE",
            "OLD.published_at IS NOT NULL AND NOT OLD.is_sample",
            PUBLISHED_MESSAGE,
        ),
        Refusal(
            "reports_file_sealed_update",
            files,
            "UPDATE",
            f"{OF_PUBLISHED} AND {changed(ReportFile)}",
            PUBLISHED_MESSAGE,
        ),
        Refusal(
            "reports_file_sealed_delete",
            files,
            "DELETE",
            f"{OF_PUBLISHED} AND NOT OLD.is_sample",
            PUBLISHED_MESSAGE,
        ),
        Refusal(
            "reports_version_kept_update",
            versions,
            "UPDATE",
            changed(TextVersion),
            VERSION_MESSAGE,
        ),
        Refusal(
            "reports_version_kept_delete", versions, "DELETE", "NOT OLD.is_sample", VERSION_MESSAGE
        ),
        *bumps(["reports_report", "reports_reportedition", "reports_reportfile"]),
    ]
