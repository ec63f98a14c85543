"""Keep what opens a page without a login out of the log."""

from __future__ import annotations

import logging
import re

# A link of a data request is as good as a password. Django logs the path of every refused request.
# The pages of staff below /erfassung/runden/2025/zulieferung/ are no secret.
SECRET = re.compile(r"(?<!/runden/[0-9]{4})(/zulieferung/)[^/\s'\"?]+")
HIDDEN = r"\1…"


class LineWithoutLinks(logging.Formatter):
    """Puts an ellipsis in the place of every link's token, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(HIDDEN, super().format(record))
