"""A few comments beside sample values that are still worked on."""

from __future__ import annotations

from datetime import timedelta

from indicators.enums import MeasurementState
from indicators.models import Measurement, MeasurementComment
from indicators.sample.ledger import Writers

MOST_ROWS = 20  # with a conversation
CONVERSATIONS = {
    MeasurementState.SUBMITTED: (
        "Ist die Nachmeldung vom Dezember schon enthalten?",
        "Ja, der Wert ist vollständig und mit dem Vorjahr abgestimmt.",
    ),
    MeasurementState.RETURNED: (
        "Gibt es dafür eine Liste der einzelnen Fälle?",
        "Ich frage nach und melde mich bis Freitag.",
    ),
}


def add_comments(writers: Writers) -> None:
    """A question of who releases, and the answer of who entered."""
    rows = Measurement.objects.filter(is_sample=True, state__in=CONVERSATIONS).order_by("pk")
    MeasurementComment.objects.bulk_create(
        MeasurementComment(
            measurement=row,
            by=person,
            at=row.entered_at + timedelta(hours=hours),
            text=text,
            is_sample=True,
        )
        for row in rows[:MOST_ROWS]
        for hours, person, text in zip(
            (20, 22),
            (writers.releases, writers.enters),
            CONVERSATIONS[MeasurementState(row.state)],
            strict=True,
        )
    )
