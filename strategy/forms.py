"""Query strings of the strategy's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms

from strategy.action_lines import ActionLine
from strategy.enums import ActionKind, ActionPhase, Effect
from strategy.models import ActionArea, CrossCuttingGoal, Department
from strategy.search import matches

ACTIVE = "aktiv"
UNCHECKED = "offen"
# In addresses, the strongest support first.
EFFECTS = {
    Effect.STRONGLY_SUPPORTING: "stark-foerdernd",
    Effect.SUPPORTING: "foerdernd",
    Effect.NEUTRAL: "neutral",
    Effect.HINDERING: "hemmend",
    Effect.STRONGLY_HINDERING: "stark-hemmend",
}
PHASES = [*ActionPhase.choices, (ACTIVE, "alle außer eingestellten")]
ALL = [("", "alle")]
Test = Callable[[ActionLine], bool]


def area_field() -> forms.ModelChoiceField[ActionArea]:
    """The choice of a Handlungsfeld in a filter."""
    return forms.ModelChoiceField(
        label="Handlungsfeld",
        queryset=ActionArea.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="alle",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with what it would leave of the list."""

    key: str  # for the id of its link
    label: str
    count: int
    query: str  # the query string that chooses it, or gives it up if it is chosen
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter whose values are links: those that something fits, and the chosen one."""

    name: str
    label: str
    choices: tuple[Choice, ...]


class ActionFilterForm(forms.Form):
    """Filter of the list of actions. An unknown choice is ignored, never an error page."""

    FACETS = ("phase", "art", "feld", "abteilung")

    q = forms.CharField(
        label="Suche", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    ziel = forms.ModelChoiceField(
        label="übergeordnetes Ziel",
        queryset=CrossCuttingGoal.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="alle",
    )
    wirkung = forms.ChoiceField(
        label="Wirkung darauf",
        choices=[
            *ALL,
            *((word, effect.label) for effect, word in EFFECTS.items()),
            (UNCHECKED, "noch nicht geprüft"),
        ],
        required=False,
    )
    phase = forms.ChoiceField(label="Phase", choices=PHASES, required=False)
    art = forms.ChoiceField(label="Art", choices=ActionKind.choices, required=False)
    feld = area_field()
    abteilung = forms.ModelChoiceField(
        label="zuständig", queryset=Department.objects.all(), to_field_name="slug", required=False
    )

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields of the form itself; the facets are links beside the list."""
        return [field for field in self if field.name not in self.FACETS]

    @property
    def wanted(self) -> dict[str, str]:
        """The valid, non-empty part of the query string, as it was written."""
        self.is_valid()
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}

    @property
    def kept(self) -> dict[str, str]:
        """The chosen facets, which the form carries along."""
        return {name: value for name, value in self.wanted.items() if name in self.FACETS}

    def choose(self, lines: Iterable[ActionLine]) -> list[ActionLine]:
        """The actions that fit everything wanted."""
        tests = self._tests().values()
        return [line for line in lines if all(test(line) for test in tests)]

    def facets(self, lines: Sequence[ActionLine]) -> list[Facet]:
        """Each facet with its counts among what the other filters leave of all actions."""
        tests = self._tests()
        return [
            self._facet(name, [line for line in lines if fits(line, tests, but_for=name)])
            for name in self.FACETS
        ]

    def _tests(self) -> dict[str, Test]:
        """A test for each thing wanted."""
        self.is_valid()
        given = self.cleaned_data
        makers: Mapping[str, Callable[[], Test]] = {
            "q": lambda: has_words(given["q"]),
            "ziel": lambda: has_effect(given["ziel"], given.get("wirkung") or ""),
            "wirkung": lambda: has_effect(given.get("ziel"), given["wirkung"]),
            **{name: lambda name=name: has(name, self.data[name]) for name in self.FACETS},  # type: ignore[misc]
        }
        return {name: makers[name]() for name, value in given.items() if value}

    def _facet(self, name: str, lines: Sequence[ActionLine]) -> Facet:
        chosen = self.wanted.get(name)
        others = {key: value for key, value in self.wanted.items() if key != name}
        counted = (
            (value, label, sum(has(name, value)(line) for line in lines))
            for value, label in self._options(name)
        )
        choices = tuple(
            Choice(
                key=f"{name}-{value}",
                label=label,
                count=count,
                query=query(others if value == chosen else {**others, name: value}),
                is_chosen=value == chosen,
            )
            for value, label, count in counted
            if count or value == chosen
        )
        return Facet(name, str(self.fields[name].label), choices)

    def _options(self, name: str) -> list[tuple[str, str]]:
        """Values and words of a facet."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return [(row.slug, str(row)) for row in field.queryset or ()]
        return [(str(value), str(label)) for value, label in field.choices]  # type: ignore[attr-defined]

    def in_words(self) -> str:
        """What is wanted, for a page on paper: "Phase: Idee; Art: Konzept"."""
        words = []
        for name in self.wanted:
            value = self.cleaned_data[name]
            choices = (
                dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
            )
            words.append(f"{self.fields[name].label}: {choices.get(value, value)}")
        return "; ".join(words)


# What the filters ask of an action ---------------------------------------------------


def fits(line: ActionLine, tests: Mapping[str, Test], but_for: str) -> bool:
    return all(test(line) for name, test in tests.items() if name != but_for)


def has_words(words: str) -> Test:
    return lambda line: matches(words, line.action.title, line.action.description)


def has(facet: str, value: str) -> Test:
    """Whether an action has this value of a facet."""
    return lambda line: value in values_of(line, facet)


def values_of(line: ActionLine, facet: str) -> set[str]:
    """What an action counts as; it may serve goals of several Handlungsfelder."""
    action = line.action
    if facet == "phase":
        return {action.phase} | (set() if action.phase == ActionPhase.STOPPED else {ACTIVE})
    if facet == "art":
        return {action.kind}
    if facet == "feld":
        return {goal.strategic_goal.area.slug for goal in action.operational_goals.all()}
    return {action.department.slug} if action.department else set()


def has_effect(goal: CrossCuttingGoal | None, word: str) -> Test:
    """Whether one check (of this goal, if one is given) has the effect of this word.

    Without a word, whether the goal has been checked at all.
    """

    def test(line: ActionLine) -> bool:
        checks = [item.check for item in line.checks if goal is None or item.goal == goal]
        if word == UNCHECKED:
            return None in checks
        done = [check for check in checks if check is not None]
        return any(not word or EFFECTS[Effect(check.effect)] == word for check in done)

    return test


def query(wanted: Mapping[str, str]) -> str:
    """A query string, "?" included; of nothing just "?", which is the whole list."""
    return f"?{urlencode(wanted)}"
