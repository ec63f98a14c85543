"""Query strings of the strategy's pages."""

from __future__ import annotations

from django import forms
from django.db.models import Q

from strategy.enums import ActionKind, ActionPhase
from strategy.models import Action, ActionArea
from strategy.models.actions import ActionQuerySet
from strategy.search import matches


def area_field() -> forms.ModelChoiceField[ActionArea]:
    """The choice of a Handlungsfeld in a filter."""
    return forms.ModelChoiceField(
        label="Handlungsfeld",
        queryset=ActionArea.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="alle",
    )


class ActionFilterForm(forms.Form):
    """Filter of the list of actions. An unknown choice is ignored, never an error page."""

    q = forms.CharField(label="Suche", required=False, max_length=100)
    feld = area_field()
    art = forms.ChoiceField(
        label="Art", choices=[("", "alle"), *ActionKind.choices], required=False
    )
    phase = forms.ChoiceField(
        label="Phase", choices=[("", "alle"), *ActionPhase.choices], required=False
    )

    def apply(self, actions: ActionQuerySet) -> ActionQuerySet:
        """The actions that fit the valid part of the query string."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            found = [
                key
                for key, title, text in actions.values_list("pk", "title", "description")
                if matches(wanted["q"], title, text)
            ]
            actions = actions.filter(pk__in=found)
        if wanted.get("feld"):
            area = Q(operational_goals__strategic_goal__area=wanted["feld"])
            actions = actions.filter(pk__in=Action.objects.filter(area).values("pk"))
        if wanted.get("art"):
            actions = actions.filter(kind=wanted["art"])
        if wanted.get("phase"):
            actions = actions.filter(phase=wanted["phase"])
        return actions
