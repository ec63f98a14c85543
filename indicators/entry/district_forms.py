"""Forms of the page for the city and all its parts: what counts for all, and one row a place."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from indicators.entry.batches import Line
from indicators.entry.checks import EITHER_OR, Problem
from indicators.entry.fields import PlainTextField
from indicators.entry.forms import SeenForm
from indicators.entry.places import PlaceEntry
from indicators.entry.readings import Reading, for_input, read_value
from indicators.entry.slots import Content, Seen
from indicators.enums import MissingReason

OWN = ("source", "comment")  # a place may say it otherwise than all
CONFIRMED_SEPARATOR = "|"


class SharedForm(forms.Form):
    """What counts for every place that does not say otherwise."""

    prefix = "alle"

    source = PlainTextField(
        label="Quelle für alle",
        required=False,
        max_length=500,
        help_text="Gilt für jede Zeile, die unter „mehr“ keine eigene Quelle nennt.",
    )
    comment = PlainTextField(
        label="Anmerkung für alle",
        required=False,
        max_length=4000,
        help_text="Wird mit jedem Wert dieser Seite veröffentlicht.",
    )
    warning_reason = PlainTextField(
        label="Grund für alle",
        required=False,
        max_length=500,
        help_text="Gilt für jede Abweichung und Korrektur, die keinen eigenen Grund nennt.",
    )
    confirmed = forms.CharField(required=False)

    @property
    def confirmed_numbers(self) -> set[str]:
        """Numbers with one point that were confirmed to be thousands."""
        return set(str(self["confirmed"].value() or "").split(CONFIRMED_SEPARATOR))

    def text(self, name: str) -> str:
        """What is said for all; what is wrong with it is told at its field."""
        return str(self.cleaned_data.get(name, "")) if self.is_bound and self.is_valid() else ""


class PlaceForm(forms.Form):
    """One row: the value of a place, or why there is none."""

    value = forms.CharField(
        label="Wert",
        required=False,
        strip=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "data-cell": ""}
        ),
    )
    missing_reason = forms.ChoiceField(
        label="Kein Wert, weil", required=False, choices=[("", "–"), *MissingReason.choices]
    )
    missing_note = PlainTextField(label="Erläuterung", required=False, max_length=500)
    provisional = forms.BooleanField(label="vorläufig", required=False)
    source = PlainTextField(label="Eigene Quelle", required=False, max_length=500)
    comment = PlainTextField(label="Eigene Anmerkung", required=False, max_length=4000)
    warning_reason = PlainTextField(label="Grund", required=False, max_length=500)

    def __init__(self, data: Any = None, *, place: PlaceEntry, shared: SharedForm) -> None:
        slot = place.slot
        super().__init__(data, prefix=slot.district.slug, initial=beginning(place, shared.initial))
        self.place, self.shared = place, shared
        self.fields["value"].widget.attrs |= {
            "aria-label": f"{slot.place}: Wert für {slot.period.accusative}",
            "aria-describedby": self.note_id,
        }
        for name in ("missing_reason", "provisional"):
            self.fields[name].widget.attrs["aria-label"] = (
                f"{slot.place}: {self.fields[name].label}"
            )

    @property
    def note_id(self) -> str:
        """Where the page says how the number was read and what is wrong with it."""
        return f"hinweis-{self.prefix}"

    @cached_property
    def reading(self) -> Reading:
        """What the text of the value field means, typed or stored."""
        slot = self.place.slot
        return read_value(str(self["value"].value() or ""), slot.rules, slot.period)

    @cached_property
    def seen(self) -> Seen | None:
        """What the page showed; None if the numbers are missing or forged."""
        return SeenForm(self.data, prefix=self.prefix).seen

    @property
    def is_overtaken(self) -> bool:
        """Somebody else has changed the place since the page was opened."""
        return self.is_bound and self.seen != self.place.rows.seen

    @property
    def value_counted(self) -> Decimal | None:
        """What the sum of the parts takes for this place."""
        if self.place.obstacle:
            return self.place.value
        return None if self["missing_reason"].value() else self.reading.value

    @property
    def line(self) -> Line | None:
        """What the row says to the ledger; None if it says nothing that is not there already."""
        if not self.is_bound:
            return None
        self.is_valid()  # fills cleaned_data
        if self.place.obstacle and self._is_blank:
            return None  # only if the value was handed in meanwhile were there fields to fill in
        if not self.errors and self._says_nothing:
            return None
        content = self.content
        said = {
            "value": content.value,
            "missing_reason": content.missing_reason,
            "missing_note": content.missing_note,
            "provisional": content.provisional,
            "source": content.source,
            "comment": content.comment,
            "warning_reason": content.warning_reason,
        }
        return Line(self.place.slot, said, self.place.slot.place, tuple(self.problems))

    @property
    def _says_nothing(self) -> bool:
        """Empty as it was, or just what is released."""
        current = self.place.rows.current
        others = set(self.changed_data) - {"value", "warning_reason"}
        if self.place.has_draft:
            # An empty row that was overtaken was never filled; it must not empty the other's.
            return self.is_overtaken and self._is_blank
        if current is None:
            return self._is_blank
        return not others and not self.reading.error and self.reading.value == current.value

    @property
    def _is_blank(self) -> bool:
        texts = ("value", "missing_reason", "missing_note", *OWN)
        return not any(str(self[name].value() or "").strip() for name in texts)

    @property
    def content(self) -> Content:
        """What is to be stored; what the place does not say itself is said for all."""
        if self._is_blank:
            return Content()
        said = self.cleaned_data.get
        reason = said("missing_reason", "")
        # A source is that of a number; there is none where there is no number.
        source = said("source") or ("" if reason else self.shared.text("source"))
        return Content(
            value=self.reading.value,
            missing_reason=reason,
            missing_note=said("missing_note", "") if reason else "",
            provisional=bool(said("provisional")),
            source=source,
            comment=said("comment") or self.shared.text("comment"),
            warning_reason=said("warning_reason") or self.shared.text("warning_reason"),
        )

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the row whatever is stored."""
        found = [
            Problem(name, text) for name, texts in self.errors.items() for text in map(str, texts)
        ]
        reading, reason = self.reading, self["missing_reason"].value()
        if found:
            return found
        if reading.error:
            found.append(Problem("value", reading.error))
        elif reading.value is not None and reason:
            found.append(Problem("missing_reason", EITHER_OR))
        elif self.wants_confirmation:
            text = (
                f"Meinen Sie {reading.amount}? Dann setzen Sie bitte unter der Tabelle den Haken "
                "bei „Ja, der Punkt trennt Tausender“."
            )
            found.append(Problem("value", text))
        elif reading.value is None and not (reason or self._is_blank or self.content.comment):
            text = (
                "Hier fehlt der Wert. Tragen Sie ihn ein, oder leeren Sie die Zeile unter „mehr“."
            )
            found.append(Problem("value", text))
        return found

    @property
    def wants_confirmation(self) -> bool:
        """The number may mean another one, and was not confirmed."""
        reading = self.reading
        return bool(reading.other_meaning and reading.spelled not in self.shared.confirmed_numbers)


def beginning(place: PlaceEntry, shared: Any) -> dict[str, object]:
    """What a row shows first: the draft, else what is in force; its own words only if they differ
    from those for all."""
    content = place.content
    said = {
        "value": for_input(content.value, place.slot.indicator.decimals),
        "missing_reason": content.missing_reason,
        "missing_note": content.missing_note,
        "provisional": content.provisional,
        "warning_reason": content.warning_reason,
    }
    own = {name: getattr(content, name) for name in OWN if place.has_words}
    return said | {name: text for name, text in own.items() if text != shared.get(name)}
