"""What was published stays as it was."""

from __future__ import annotations

from reports.models import FileKind, ReportEdition, ReportFile, TextVersion
from soest.triggers import Refusal, Trigger, TruncateRefusal, bumps, changed

FROZEN_MESSAGE = "Der eingefrorene Stand einer Ausgabe wird nicht geändert."
PUBLISHED_MESSAGE = "Eine veröffentlichte Ausgabe wird nicht geändert; bitte eine neue anlegen."
LATE_MESSAGE = "Zu einer veröffentlichten Ausgabe kommt keine Datei hinzu; bitte eine neue anlegen."
EMPTYING_MESSAGE = "Veröffentlichte Ausgaben und ihre Dateien werden nicht gelöscht."
VERSION_MESSAGE = "Eine frühere Fassung eines Textes wird nicht geändert oder gelöscht."
FROZEN_CHANGED = changed(ReportEdition, except_for=("published_at", "published_by_id"))
OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM reports_reportedition e "
    "WHERE e.id = OLD.edition_id AND e.published_at IS NOT NULL)"
)
# The same as conditions on one `{row}` of a report or a file.
HAS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM reports_reportedition e "
    "WHERE e.report_id = {row}.id AND e.published_at IS NOT NULL)"
)
IS_OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM reports_reportedition e "
    "WHERE e.id = {row}.edition_id AND e.published_at IS NOT NULL)"
)
AFTER_PUBLICATION = (
    "EXISTS (SELECT 1 FROM reports_reportedition e "
    "WHERE e.id = NEW.edition_id AND e.published_at < NEW.rendered_at)"
)
ANY_PUBLISHED = (
    "EXISTS (SELECT 1 FROM reports_reportedition e "
    "WHERE e.published_at IS NOT NULL AND NOT e.is_sample)"
)

INCOMPLETE_MESSAGE = "Eine Ausgabe wird erst mit allen ihren Dateien veröffentlicht."
INCOMPLETE = (
    "OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND "
    "(SELECT count(*) FROM reports_reportfile f WHERE f.edition_id = NEW.id)"
    f" < {len(FileKind)}"  # one a kind, which a constraint holds
)


def triggers() -> list[Trigger]:
    """All triggers of this app."""
    editions, files = ReportEdition._meta.db_table, ReportFile._meta.db_table
    versions = TextVersion._meta.db_table
    return [
        Refusal("reports_edition_frozen", editions, "UPDATE", FROZEN_CHANGED, FROZEN_MESSAGE),
        Refusal("reports_edition_complete", editions, "UPDATE", INCOMPLETE, INCOMPLETE_MESSAGE),
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
        TruncateRefusal(
            "reports_edition_sealed_truncate", editions, ANY_PUBLISHED, EMPTYING_MESSAGE
        ),
        Refusal("reports_file_late", files, "INSERT", AFTER_PUBLICATION, LATE_MESSAGE),
        TruncateRefusal("reports_file_sealed_truncate", files, ANY_PUBLISHED, EMPTYING_MESSAGE),
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
        # Drafts of an edition and their files are no business of the public pages.
        *bumps(["reports_report"], where=HAS_PUBLISHED),
        *bumps([editions], where="{row}.published_at IS NOT NULL"),
        *bumps([files], where=IS_OF_PUBLISHED),
    ]
