"""The published state of a past day, asked for in an address: `?stand=2026-03-31`."""

from __future__ import annotations

from datetime import date, datetime, time

from django import forms
from django.utils import timezone

FIRST_DAY = date(2000, 1, 1)  # before it nothing can have been published here
UNKNOWN = (
    "Diesen Tag gibt es nicht. Bitte geben Sie ihn wie 31.12.2025 ein oder wählen Sie ihn aus."
)
COMING = "Dieser Tag liegt in der Zukunft. Möglich ist jeder Tag bis heute."


class StandForm(forms.Form):
    """The day whose state is wanted; none means now."""

    stand = forms.DateField(
        label="Stand am",
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": UNKNOWN},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": FIRST_DAY}),
    )

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a query string
        self.fields["stand"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_stand(self) -> date | None:
        day: date | None = self.cleaned_data["stand"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(COMING)
        if day is not None and day < FIRST_DAY:
            raise forms.ValidationError(f"Möglich sind Tage ab dem {FIRST_DAY:%d.%m.%Y}.")
        return day

    @property
    def day(self) -> date | None:
        """The day asked for; None for now, and for what is no day."""
        return self.cleaned_data.get("stand") if self.is_valid() else None

    @property
    def moment(self) -> datetime | None:
        """The end of that day in Soest: what was published on it counts."""
        return end_of(self.day) if self.day else None

    @property
    def query(self) -> str:
        """What links to other outputs of the same state carry; empty for now."""
        return f"?stand={self.day.isoformat()}" if self.day else ""


def end_of(day: date) -> datetime:
    """The last moment of a day by the clocks of Soest, summer time or not."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_default_timezone())
