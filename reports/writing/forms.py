"""Input of the pages on which texts of a report are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from accounts.models import User
from indicators.entry.fields import PlainTextField
from indicators.entry.round_forms import DayField
from reports.markdown import LONGEST
from reports.models import Stance, TextState
from reports.writing.lists import MISSING, TextGroup, TextLine
from reports.writing.places import TextPlace
from reports.writing.services import Wording
from reports.writing.writers import Assignment

LATE, NOBODY, DEPARTMENT = "late", "nobody", "department"


class TextFilterForm(forms.Form):
    """Which texts the list shows; what makes no sense shows all."""

    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[
            ("", "alle"),
            (MISSING, "fehlt"),
            *TextState.choices,
            (LATE, "überfällig"),
        ],
    )
    person = forms.ChoiceField(label="Schreibt", required=False)

    def __init__(self, data: Any, *, groups: Sequence[TextGroup]) -> None:
        super().__init__(data)
        people = {
            line.writer.pk: line.writer for group in groups for line in group.lines if line.writer
        }
        named = sorted((str(person), str(key)) for key, person in people.items())
        choices = [("", "alle"), (NOBODY, "niemand"), *((key, name) for name, key in named)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    def apply(self, groups: Iterable[TextGroup]) -> list[TextGroup]:
        """The groups with the lines that were asked for; empty ones are left out."""
        self.is_valid()
        chosen = (
            replace(group, lines=tuple(line for line in group.lines if self.wants(line)))
            for group in groups
        )
        return [group for group in chosen if group.lines]

    def wants(self, line: TextLine) -> bool:
        state = self.cleaned_data.get("stand")
        person = self.cleaned_data.get("person")
        if state and not (line.is_late if state == LATE else line.state == state):
            return False
        if person == NOBODY:
            return line.writer is None
        return not person or (line.writer is not None and str(line.writer.pk) == person)


class AssignForm(forms.Form):
    """Who of `people` writes the texts of a group or of one place, and by when."""

    writer = forms.ChoiceField(label="Schreibt", required=False)
    due_on = DayField(label="fertig bis", required=False)
    only_open = forms.BooleanField(
        label="nur Stellen, die noch niemand schreibt", required=False, initial=True
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: Iterable[User],
        prefix: str,
        initial: dict[str, Any] | None = None,
        is_single: bool = False,
    ) -> None:
        super().__init__(data, prefix=prefix, initial=initial)
        if is_single:
            del self.fields["only_open"]
        self.people = {str(person.pk): person for person in people}
        self.fields["writer"].choices = [  # type: ignore[attr-defined]
            ("", "bleibt, wie es ist"),
            (DEPARTMENT, "wer für die Abteilung zuständig ist"),
            *((key, str(person)) for key, person in self.people.items()),
        ]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and not said.get("writer") and not said.get("due_on"):
            self.add_error(None, "Bitte wählen Sie, wer schreibt, oder geben Sie einen Tag an.")
        return said

    @property
    def wish(self) -> Assignment:
        """What was chosen, once it is valid."""
        said = self.cleaned_data
        return Assignment(
            writer=self.people.get(said["writer"]),
            by_department=said["writer"] == DEPARTMENT,
            due_on=said["due_on"],
            only_open=said.get("only_open", False),
        )


class SeenForm(forms.Form):
    """The version of the text that the page has shown."""

    version = forms.IntegerField(min_value=0)

    @property
    def seen(self) -> int | None:
        """None if the page did not say it."""
        return self.cleaned_data["version"] if self.is_valid() else None


class BodyForm(forms.Form):
    """The wording of a text, and for a criterion how the report answers it."""

    stance = forms.ChoiceField(
        label="Was der Bericht zu diesem Kriterium tut",
        required=False,
        choices=[("", "noch offen"), *Stance.choices],
        widget=forms.RadioSelect,
    )

    body = PlainTextField(
        label="Text",
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true", "lang": "de"}),
    )

    def __init__(self, *args: Any, place: TextPlace, **options: Any) -> None:
        super().__init__(*args, **options)
        if place.criterion is None:
            del self.fields["stance"]

    @property
    def typed(self) -> Wording:
        """What was sent, once it is valid."""
        return Wording(self.cleaned_data["body"], self.cleaned_data.get("stance", ""))

    @property
    def shown(self) -> str:
        """The body to look at: as it was cleaned, or as it was typed if it is refused."""
        body: str = self["body"].value() or ""
        if self.is_bound:
            self.is_valid()
            body = self.cleaned_data.get("body", body)
        return body.replace("\x00", "")  # which no database takes and no page shows

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body) > LONGEST:
            length = f"{len(body):,}".replace(",", ".")
            raise forms.ValidationError(
                f"Ein Text darf höchstens 20.000 Zeichen lang sein; dieser hat {length}."
            )
        return body


class NoteForm(forms.Form):
    """Why a text is given back."""

    note = PlainTextField(
        label="Was fehlt noch?",
        lines=True,
        max_length=2_000,
        error_messages={
            "required": "Bitte sagen, was fehlt.",
            "max_length": "Bitte höchstens 2.000 Zeichen.",
        },
    )


class NumberSearchForm(forms.Form):
    """Which indicators are offered for a placeholder."""

    q = forms.CharField(label="Kennzahl suchen", required=False, max_length=100, strip=True)

    @property
    def asked(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""
