"""Keep what opens a page without a login out of the log."""

from __future__ import annotations

import logging
import re

# A link of a data request is as good as a password. Django logs the path of every refused request.
# The pages of staff below /erfassung/runden/2025/zulieferung/ are no secret.
SECRET = re.compile(r"(?<!/runden/[0-9]{4})(/zulieferung/)[^/\s'\"?]+")
HIDDEN = r"\1…"


class HideLinks(logging.Filter):
    """Put an ellipsis in the place of every link's token."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/zulieferung/" in message:
            record.msg, record.args = SECRET.sub(HIDDEN, message), ()
        return True
