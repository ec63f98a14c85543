"""Rows for tests, one factory a model, valid by default.

Traits name states (`MeasurementFactory(released=True)`); what the database derives or guards
(codes of goals, checks of actions, points of adopted paths) is made in the order it demands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.files.base import ContentFile
from django.db.models import Max, Model
from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory, Password
from factory.helpers import post_generation

from accounts.models import Membership, Role, User
from indicators.enums import (
    ChartNoteKind,
    Direction,
    EventKind,
    ImportKind,
    MailState,
    MeasurementState,
    MissingReason,
    Origin,
    ReminderStage,
    RequestEventKind,
    TargetKind,
)
from indicators.models import (
    ChartNote,
    CollectionRound,
    DataRequest,
    DataRequestEvent,
    Disclosure,
    Evidence,
    ExpectedEffect,
    ImportedFile,
    Indicator,
    IndicatorGoal,
    Mail,
    Measurement,
    MeasurementComment,
    MeasurementEvent,
    MeasurementInput,
    Reminder,
    RoundIndicator,
    TargetPath,
    TargetPoint,
)
from reports.models import (
    Criterion,
    FileKind,
    RenderJob,
    RenderState,
    Report,
    ReportEdition,
    ReportFile,
    ReportingFramework,
    ReportText,
    Section,
    Stance,
    TextStep,
    TextVersion,
)
from reports.models.texts import PLACES
from strategy.enums import CHECKED_PHASES, ActionKind, ActionPhase, DistrictKind, Effect
from strategy.models import (
    Action,
    ActionArea,
    CouncilMeeting,
    CrossCuttingCheck,
    CrossCuttingGoal,
    Department,
    District,
    DistrictBoundary,
    Milestone,
    OperationalGoal,
    Sdg,
    StrategicGoal,
    StrategyEvent,
    StrategyFrame,
)

Row = TypeVar("Row", bound=Model)

PASSWORD = "Sandstein, grün wie Soest"  # of every person made here
ENTERED_AT = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
SUBMITTED_AT = datetime(2025, 3, 4, 8, 0, tzinfo=UTC)
RELEASED_AT = datetime(2025, 3, 5, 8, 0, tzinfo=UTC)
ADOPTED_AT = datetime(2021, 12, 15, 18, 0, tzinfo=UTC)
SUPERSEDED_AT = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)
ASKED_AT = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)


class RowFactory(DjangoModelFactory[Row]):
    """Calling a factory makes and saves a row."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        # factory_boy's metaclass answers the call with a row; mypy has to be told.
        def __new__(cls, **attributes: Any) -> Row: ...  # type: ignore[misc]


def next_position(siblings: Any) -> int:
    """One after the last of these rows; 1 if there is none."""
    return (siblings.aggregate(last=Max("position"))["last"] or 0) + 1


# Strategy: organisation and places -----------------------------------------------


class DepartmentFactory(RowFactory[Department]):
    class Meta:
        model = Department

    slug = Sequence(lambda n: f"abteilung-{n}")
    name = Sequence(lambda n: f"Abteilung {n}")


class DistrictFactory(RowFactory[District]):
    """A village, or with `city=True` / `core=True` the one row of that kind."""

    class Meta:
        model = District
        django_get_or_create = ("slug",)

    class Params:
        city = Trait(slug="soest", name="Soest (Gesamtstadt)", kind=DistrictKind.CITY)
        core = Trait(slug="kernstadt", name="Kernstadt", kind=DistrictKind.CORE)
        village = Trait(kind=DistrictKind.VILLAGE)

    slug = Sequence(lambda n: f"ortsteil-{n}")
    name = Sequence(lambda n: f"Ortsteil {n}")
    kind = DistrictKind.VILLAGE


class DistrictBoundaryFactory(RowFactory[DistrictBoundary]):
    """A square of about a kilometre."""

    class Meta:
        model = DistrictBoundary

    district = SubFactory(DistrictFactory)
    polygons = [  # noqa: RUF012 -- never changed
        [
            [
                [810000, 5157000],
                [811400, 5157000],
                [811400, 5157900],
                [810000, 5157900],
                [810000, 5157000],
            ]
        ]
    ]
    source = "Vermessungsamt"
    imported_at = PUBLISHED_AT


# Accounts ------------------------------------------------------------------------


class UserFactory(RowFactory[User]):
    """A person whose password is PASSWORD; `departments=[…]` makes the memberships."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        entry = Trait(role=Role.ENTRY)
        coordination = Trait(role=Role.COORDINATION)
        council = Trait(role=Role.COUNCIL)
        administration = Trait(role=Role.ADMINISTRATION)

    username = Sequence(lambda n: f"person.{n}")
    first_name = "Pia"
    last_name = Sequence(lambda n: f"Person {n}")
    password = Password(PASSWORD)
    role = Role.ENTRY

    @post_generation  # type: ignore[untyped-decorator]
    def departments(self, create: bool, extracted: Iterable[Department] | None) -> None:
        for department in extracted or ():
            MembershipFactory(user=self, department=department)


class MembershipFactory(RowFactory[Membership]):
    class Meta:
        model = Membership

    user = SubFactory(UserFactory)
    department = SubFactory(DepartmentFactory)


# Strategy: goals -----------------------------------------------------------------


class SdgFactory(RowFactory[Sdg]):
    class Meta:
        model = Sdg
        django_get_or_create = ("number",)

    number = Sequence(lambda n: n % 17 + 1)
    name = LazyAttribute(lambda sdg: f"Nachhaltigkeitsziel {sdg.number}")


class CrossCuttingGoalFactory(RowFactory[CrossCuttingGoal]):
    class Meta:
        model = CrossCuttingGoal

    slug = Sequence(lambda n: f"querschnitt-{n}")
    name = Sequence(lambda n: f"Querschnitt {n}")
    position = Sequence(lambda n: n + 1)


class ActionAreaFactory(RowFactory[ActionArea]):
    """One of the eight; asking for a number again gives the same row."""

    class Meta:
        model = ActionArea
        django_get_or_create = ("number",)

    number = Sequence(lambda n: n % 8 + 1)
    slug = LazyAttribute(lambda area: f"handlungsfeld-{area.number}")
    name = LazyAttribute(lambda area: f"Handlungsfeld {area.number}")


class StrategicGoalFactory(RowFactory[StrategicGoal]):
    """The next goal of its area; the code follows."""

    class Meta:
        model = StrategicGoal

    area = SubFactory(ActionAreaFactory)
    position = LazyAttribute(lambda goal: next_position(goal.area.strategic_goals))
    code = LazyAttribute(lambda goal: f"{goal.area.number}.{goal.position}")
    title = LazyAttribute(lambda goal: f"Strategisches Ziel {goal.code}")


class OperationalGoalFactory(RowFactory[OperationalGoal]):
    """The next goal below its strategic goal; the code follows."""

    class Meta:
        model = OperationalGoal

    strategic_goal = SubFactory(StrategicGoalFactory)
    position = LazyAttribute(lambda goal: next_position(goal.strategic_goal.operational_goals))
    code = LazyAttribute(lambda goal: f"{goal.strategic_goal.code}.{goal.position}")
    title = LazyAttribute(lambda goal: f"Operatives Ziel {goal.code}")
    due_year = 2030


# Strategy: actions ---------------------------------------------------------------


class ActionFactory(RowFactory[Action]):
    """An idea; with `phase="decided"` (running, completed) checked against every goal first."""

    class Meta:
        model = Action

    slug = Sequence(lambda n: f"massnahme-{n}")
    title = Sequence(lambda n: f"Maßnahme {n}")
    kind = ActionKind.MEASURE
    phase = ActionPhase.IDEA

    @classmethod
    def _create(cls, model_class: type[Action], *args: Any, **kwargs: Any) -> Action:
        phase = kwargs.pop("phase")
        unchecked = ActionPhase.IDEA if phase in CHECKED_PHASES else phase
        action: Action = super()._create(model_class, *args, phase=unchecked, **kwargs)
        if phase in CHECKED_PHASES:
            for goal in CrossCuttingGoal.objects.all():
                CrossCuttingCheckFactory(action=action, goal=goal)
            action.phase = phase
            action.save()
        return action


class MilestoneFactory(RowFactory[Milestone]):
    class Meta:
        model = Milestone

    action = SubFactory(ActionFactory)
    title = Sequence(lambda n: f"Meilenstein {n}")
    due_on = date(2027, 6, 30)


class CrossCuttingCheckFactory(RowFactory[CrossCuttingCheck]):
    class Meta:
        model = CrossCuttingCheck

    action = SubFactory(ActionFactory)
    goal = SubFactory(CrossCuttingGoalFactory)
    effect = Effect.SUPPORTING
    reason = "Spart Energie."


class CouncilMeetingFactory(RowFactory[CouncilMeeting]):
    class Meta:
        model = CouncilMeeting

    date = Sequence(lambda n: date(2025, 1, 1) + timedelta(weeks=n))
    body = "Rat"


class StrategyEventFactory(RowFactory[StrategyEvent]):
    class Meta:
        model = StrategyEvent

    slug = Sequence(lambda n: f"ereignis-{n}")
    date = date(2021, 12, 15)
    title = Sequence(lambda n: f"Ereignis {n}")
    source = "https://www.example.org/ereignis"


class StrategyFrameFactory(RowFactory[StrategyFrame]):
    class Meta:
        model = StrategyFrame
        django_get_or_create = ("id",)

    id = 1
    title = "Strategie Soest 2030"
    vision = "Eine Stadt, in der man gern lebt."
    attributes = ["grün", "digital"]


# Indicators ----------------------------------------------------------------------


class IndicatorFactory(RowFactory[Indicator]):
    """A yearly indicator of the city alone, less is better."""

    class Meta:
        model = Indicator

    code = Sequence(lambda n: f"K-{n:03}")
    slug = Sequence(lambda n: f"kennzahl-{n:03}")
    name = Sequence(lambda n: f"Kennzahl {n:03}")
    unit = "t je Einwohner"
    direction = Direction.DECREASE
    department = SubFactory(DepartmentFactory)


class IndicatorGoalFactory(RowFactory[IndicatorGoal]):
    class Meta:
        model = IndicatorGoal

    indicator = SubFactory(IndicatorFactory)
    goal = SubFactory(OperationalGoalFactory)
    is_lead = True


class ExpectedEffectFactory(RowFactory[ExpectedEffect]):
    """One to two more from 2023 on."""

    class Meta:
        model = ExpectedEffect

    action = SubFactory(ActionFactory)
    indicator = SubFactory(IndicatorFactory)
    lower = Decimal(1)
    upper = Decimal(2)
    from_year = 2023
    basis = "Schätzung der Abteilung"


class TargetPathFactory(RowFactory[TargetPath]):
    """A draft path with `points={2030: 2}` (a pair makes a band); `adopted=True` seals it.

    The points are added before the adoption, because nothing can be added after it.
    """

    class Meta:
        model = TargetPath

    class Params:
        adopted = Trait(
            adopted_at=ADOPTED_AT, decided_by="Rat der Stadt Soest", decided_on=date(2021, 12, 15)
        )
        superseded = Trait(adopted=True, superseded_at=SUPERSEDED_AT)

    indicator = SubFactory(IndicatorFactory)
    version = LazyAttribute(
        lambda path: (path.indicator.target_paths.aggregate(last=Max("version"))["last"] or 0) + 1
    )
    kind = TargetKind.TARGET_VALUE
    points = {2030: Decimal(2)}

    @classmethod
    def _create(cls, model_class: type[TargetPath], *args: Any, **kwargs: Any) -> TargetPath:
        points = kwargs.pop("points")
        adopted_at = kwargs.pop("adopted_at", None)
        superseded_at = kwargs.pop("superseded_at", None)
        path: TargetPath = super()._create(model_class, *args, **kwargs)
        for year, value in points.items():
            lower, upper = value if isinstance(value, tuple) else (None, None)
            point = None if isinstance(value, tuple) else value
            TargetPointFactory(path=path, year=year, value=point, lower=lower, upper=upper)
        if adopted_at:
            path.adopted_at, path.superseded_at = adopted_at, superseded_at
            path.save()
        return path


class TargetPointFactory(RowFactory[TargetPoint]):
    """A further point of a draft path."""

    class Meta:
        model = TargetPoint

    path = SubFactory(TargetPathFactory, points={})
    year = 2030
    value = Decimal(2)


class ChartNoteFactory(RowFactory[ChartNote]):
    """A remark on 2024, known for long; `broken` is a break of the series."""

    class Meta:
        model = ChartNote

    class Params:
        broken = Trait(kind=ChartNoteKind.BREAK, text="neue Zählweise")

    indicator = SubFactory(IndicatorFactory)
    year = 2024
    kind = ChartNoteKind.NOTE
    text = "Umzug des Amtes"
    entered_at = ENTERED_AT


class MeasurementFactory(RowFactory[Measurement]):
    """A draft for the city and the year 2024.

    `submitted`, `returned` and `released` are the further states of a value that people entered;
    `catalogue` is one taken from a published source; `superseded` one that a correction replaced;
    `missing` has a reason in place of the value; `computed` is one that a formula gave.
    """

    class Meta:
        model = Measurement

    class Params:
        draft = Trait(state=MeasurementState.DRAFT)
        submitted = Trait(state=MeasurementState.SUBMITTED, submitted_at=SUBMITTED_AT)
        returned = Trait(
            state=MeasurementState.RETURNED,
            submitted_at=SUBMITTED_AT,
            return_comment="Bitte die Quelle nennen.",
        )
        released = Trait(
            state=MeasurementState.RELEASED,
            submitted_at=SUBMITTED_AT,
            released_at=RELEASED_AT,
            released_by=SubFactory(UserFactory, coordination=True),
        )
        superseded = Trait(released=True, superseded_at=SUPERSEDED_AT)
        catalogue = Trait(
            origin=Origin.CATALOGUE,
            state=MeasurementState.RELEASED,
            entered_by=None,
            released_at=RELEASED_AT,
        )
        missing = Trait(value=None, missing_reason=MissingReason.NOT_COLLECTED)
        computed = Trait(
            indicator=SubFactory(IndicatorFactory, expression="K-000 / 2"),
            origin=Origin.COMPUTED,
            state=MeasurementState.RELEASED,
            entered_by=None,
            released_at=RELEASED_AT,
        )

    indicator = SubFactory(IndicatorFactory)
    district = SubFactory(DistrictFactory, city=True)
    period = date(2024, 1, 1)
    value = Decimal("6.9")
    source = "Energie- und CO2-Bilanz"
    entered_by = SubFactory(UserFactory, entry=True)
    entered_at = ENTERED_AT


def released_series(
    indicator: Indicator, values: Mapping[int, Decimal | int | str], **attributes: Any
) -> list[Measurement]:
    """One released value a year, taken from a published source: `{2018: "8.1", 2019: 8}`."""
    return [
        MeasurementFactory(
            indicator=indicator,
            period=date(year, 1, 1),
            value=Decimal(value),
            catalogue=True,
            **attributes,
        )
        for year, value in values.items()
    ]


class DisclosureFactory(RowFactory[Disclosure]):
    """The value of a released sample row is shown."""

    class Meta:
        model = Disclosure

    measurement = SubFactory(MeasurementFactory, released=True, is_sample=True)
    shown_at = RELEASED_AT


class MeasurementInputFactory(RowFactory[MeasurementInput]):
    class Meta:
        model = MeasurementInput

    computed = SubFactory(MeasurementFactory, computed=True)
    input = SubFactory(MeasurementFactory, released=True)


class MeasurementEventFactory(RowFactory[MeasurementEvent]):
    class Meta:
        model = MeasurementEvent

    measurement = SubFactory(MeasurementFactory)
    kind = EventKind.CREATED
    by = SelfAttribute("measurement.entered_by")
    at = ENTERED_AT
    version = SelfAttribute("measurement.version")
    value = SelfAttribute("measurement.value")


class MeasurementCommentFactory(RowFactory[MeasurementComment]):
    class Meta:
        model = MeasurementComment

    measurement = SubFactory(MeasurementFactory)
    by = SelfAttribute("measurement.entered_by")
    at = ENTERED_AT
    text = "Die Zahl kommt aus der Energiebilanz."


class EvidenceFactory(RowFactory[Evidence]):
    """A text file, each with another content."""

    class Meta:
        model = Evidence

    measurement = SubFactory(MeasurementFactory)
    name = "beleg.txt"
    file = LazyAttribute(lambda row: ContentFile(b"content", name=row.name))
    content_type = "text/plain"
    size = 7
    sha256 = Sequence(lambda n: hashlib.sha256(f"{n}".encode()).hexdigest())
    added_by = SelfAttribute("measurement.entered_by")
    added_at = ENTERED_AT


# Collection rounds ---------------------------------------------------------------


class CollectionRoundFactory(RowFactory[CollectionRound]):
    """Asks for the values of 2025 by 31 March 2026; a second call for a year gives the same row."""

    class Meta:
        model = CollectionRound
        django_get_or_create = ("year",)

    year = 2025
    opens_on = date(2026, 2, 1)
    deadline = date(2026, 3, 31)


class RoundIndicatorFactory(RowFactory[RoundIndicator]):
    """The round asks the department of the indicator."""

    class Meta:
        model = RoundIndicator

    round = SubFactory(CollectionRoundFactory)
    indicator = SubFactory(IndicatorFactory)
    department = SelfAttribute("indicator.department")


class DataRequestFactory(RowFactory[DataRequest]):
    """An open link, made by coordination; `delegated`, `revoked`, `expired` and `finished` ones."""

    class Meta:
        model = DataRequest

    class Params:
        delegated = Trait(
            created_by=None,
            delegated_from=SubFactory(
                "tests.factories.DataRequestFactory",
                round=SelfAttribute("..round"),
                department=SelfAttribute("..department"),
            ),
        )
        revoked = Trait(
            revoked_at=datetime(2026, 2, 16, 8, 0, tzinfo=UTC),
            revoked_by=SubFactory(UserFactory, coordination=True),
        )
        expired = Trait(expires_at=datetime(2026, 2, 9, 8, 0, tzinfo=UTC))
        finished = Trait(
            last_used_at=datetime(2026, 2, 23, 8, 0, tzinfo=UTC),
            finished_at=datetime(2026, 2, 23, 8, 0, tzinfo=UTC),
        )

    round = SubFactory(CollectionRoundFactory)
    department = SubFactory(DepartmentFactory)
    recipient_name = "Nora Netz"
    recipient_office = "Stadtwerke Soest"
    recipient_email = "nora.netz@example.org"
    created_by = SubFactory(UserFactory, coordination=True)
    created_at = ASKED_AT
    expires_at = datetime(2026, 4, 14, 21, 59, tzinfo=UTC)


class DataRequestEventFactory(RowFactory[DataRequestEvent]):
    class Meta:
        model = DataRequestEvent

    data_request = SubFactory(DataRequestFactory)
    kind = RequestEventKind.CREATED
    by = SelfAttribute("data_request.created_by")
    at = ASKED_AT


class MailFactory(RowFactory[Mail]):
    """A mail that waits; `sent`, `failed` and `withheld` ones."""

    class Meta:
        model = Mail

    class Params:
        sent = Trait(state=MailState.SENT, sent_at=ASKED_AT, attempts=1)
        failed = Trait(
            state=MailState.FAILED,
            attempts=10,
            error="Der Mailserver ist nicht erreichbar (Connection refused).",
        )
        withheld = Trait(state=MailState.WITHHELD, is_sample=True)

    to = "nora.netz@stadtwerke-soest.de"
    subject = "Werte für 2025: bitte bis 31.03.2026"
    text = "Guten Tag,\n\nes fehlen noch Werte.\n"
    message_id = Sequence(lambda n: f"<{n}@ziele.soest.de>")
    queued_at = ASKED_AT
    due_at = ASKED_AT


class ReminderFactory(RowFactory[Reminder]):
    """Somebody was reminded of a round before its deadline; with `data_request=` of that link."""

    class Meta:
        model = Reminder

    mail = SubFactory(MailFactory)
    round = SubFactory(CollectionRoundFactory)
    department = SubFactory(DepartmentFactory)
    to = SelfAttribute("mail.to")
    stage = ReminderStage.ADVANCE
    deadline = SelfAttribute("round.deadline")


# Reports -------------------------------------------------------------------------


class ImportedFileFactory(RowFactory[ImportedFile]):
    """A file of values that somebody has uploaded and not taken over yet."""

    class Meta:
        model = ImportedFile

    kind = ImportKind.VALUES
    name = "werte.xlsx"
    file = LazyAttribute(lambda row: ContentFile(b"content", name=row.name))
    size = 7
    sha256 = Sequence(lambda n: hashlib.sha256(f"{n}".encode()).hexdigest())
    uploaded_by = SubFactory(UserFactory)
    uploaded_at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class ReportFactory(RowFactory[Report]):
    class Meta:
        model = Report
        django_get_or_create = ("year",)

    year = 2024
    title = "Nachhaltigkeitsbericht"


class ReportingFrameworkFactory(RowFactory[ReportingFramework]):
    class Meta:
        model = ReportingFramework
        django_get_or_create = ("code",)

    code = "bnk-2021"
    name = "Berichtsrahmen Nachhaltige Kommune"


class CriterionFactory(RowFactory[Criterion]):
    class Meta:
        model = Criterion

    framework = SubFactory(ReportingFrameworkFactory)
    position = Sequence(lambda number: number + 1)
    code = LazyAttribute(lambda one: f"{one.position:02}")
    title = LazyAttribute(lambda one: f"Kriterium {one.code}")


class ReportTextFactory(RowFactory[ReportText]):
    """The foreword; with `area=`, `goal=`, `indicator=` or `criterion=` the text of that place."""

    class Meta:
        model = ReportText

    report = SubFactory(ReportFactory)
    area = None
    goal = None
    indicator = None
    criterion = None
    section = LazyAttribute(
        lambda text: next(
            (section for section, name in PLACES.items() if getattr(text, name)), Section.FOREWORD
        )
    )
    stance = LazyAttribute(lambda text: Stance.REPORTS if text.criterion else "")
    body = "Soest ist auf dem Weg."


class TextVersionFactory(RowFactory[TextVersion]):
    class Meta:
        model = TextVersion

    text = SubFactory(ReportTextFactory)
    number = 1
    step = TextStep.SAVED
    body = "Soest war auf dem Weg."
    at = PUBLISHED_AT


class ReportEditionFactory(RowFactory[ReportEdition]):
    """A frozen edition; `published=True` seals it."""

    class Meta:
        model = ReportEdition

    class Params:
        published = Trait(
            published_at=PUBLISHED_AT,
            published_by=SubFactory(UserFactory, coordination=True),
        )

    report = SubFactory(ReportFactory)
    number = LazyAttribute(
        lambda edition: (edition.report.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    )
    snapshot = "{}"
    snapshot_sha256 = LazyAttribute(
        lambda edition: hashlib.sha256(edition.snapshot.encode()).hexdigest()
    )
    frozen_at = RELEASED_AT


class ReportFileFactory(RowFactory[ReportFile]):
    class Meta:
        model = ReportFile

    class Params:
        content = b"%PDF-1.7"

    edition = SubFactory(ReportEditionFactory)
    kind = FileKind.FULL
    file = LazyAttribute(lambda row: ContentFile(row.content, name="bericht.pdf"))
    sha256 = LazyAttribute(lambda row: hashlib.sha256(row.content).hexdigest())
    size = LazyAttribute(lambda row: len(row.content))
    pages = 1
    rendered_at = RELEASED_AT


class RenderJobFactory(RowFactory[RenderJob]):
    class Meta:
        model = RenderJob

    edition = SubFactory(ReportEditionFactory)
    kind = FileKind.FULL
    state = RenderState.WAITING
    requested_at = RELEASED_AT
