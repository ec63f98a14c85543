"""Indicators, and the operational goals they measure."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Role, User
from indicators.enums import AnnualRule, Direction, DistrictRelation, Frequency
from indicators.formulas.reading import EXAMPLE, MAX_LENGTH
from indicators.models.values import is_finite, value_field
from strategy.enums import DistrictKind
from strategy.models import ActionArea, Department, District, OperationalGoal, SampleMark, Sdg

# Pages that stand where the pages of an indicator would stand, under /kennzahlen/ or /erfassung/.
# A test holds this list against the addresses there are.
TAKEN_SLUGS = (
    "dateien",
    "freigabe",
    "katalog",
    "nachrichten",
    "runden",
    "tabelle",
    "vergleich",
    "zulieferungen",
)


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def answered_by(self, user: User) -> IndicatorQuerySet:
        """Indicators this person answers for: those of their departments.

        A department that a collection round asks for an indicator may enter it too.
        """
        if user.coordinates:
            return self
        if user.enters_values and user.role == Role.ENTRY:
            mine = user.memberships.values("department")
            asked = Indicator.objects.filter(requested_in__department__in=mine)
            return self.filter(Q(department__in=mine) | Q(pk__in=asked.values("pk")))
        return self.none()

    def enterable_by(self, user: User) -> IndicatorQuerySet:
        """Those of them whose values people enter: nobody enters what is computed."""
        return self.answered_by(user).entered()

    def entered(self) -> IndicatorQuerySet:
        """Whose values people enter."""
        return self.filter(expression="")

    def computed(self) -> IndicatorQuerySet:
        """Whose values follow from those of others."""
        return self.exclude(expression="")

    def population(self) -> Indicator | None:
        """The indicator whose values are the inhabitants; None as long as none is marked so."""
        return self.filter(measures_population=True).first()

    def by_area(self) -> IndicatorQuerySet:
        """By Handlungsfeld and name; those without one come last on both databases."""
        return self.order_by(F("area__number").asc(nulls_last=True), "name")


class Indicator(SampleMark):
    """A Kennzahl: what is counted, in which unit, how often, and which way is better."""

    code = models.CharField("Kennung", max_length=20, unique=True)
    slug = models.SlugField("Kurzname in der Adresse", max_length=120, unique=True)
    name = models.CharField("Name", max_length=200)
    short_name = models.CharField("Kurzname", max_length=60, blank=True)
    definition = models.TextField("Definition", blank=True)
    formula = models.TextField("Formel in Worten", blank=True)
    expression = models.CharField(
        "Rechenformel",
        max_length=MAX_LENGTH,
        blank=True,
        help_text="Leer: Die Werte werden erfasst. Sonst rechnet der Zielmonitor sie bei jeder "
        f"Freigabe aus anderen Kennzahlen aus, zum Beispiel {EXAMPLE}.",
    )
    unit = models.CharField("Einheit", max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(
        "Nachkommastellen", default=1, validators=[MaxValueValidator(4)]
    )
    direction = models.CharField("Richtung", max_length=10, choices=Direction)
    optimum = value_field("angestrebter Wert", help_text="nur bei „möglichst nah an einem Wert“")
    frequency = models.CharField("Turnus", max_length=10, choices=Frequency, default=Frequency.YEAR)
    annual_rule = models.CharField(
        "Jahreswert", max_length=5, choices=AnnualRule, default=AnnualRule.LAST
    )
    district_relation = models.CharField(
        "Ortsteilwerte", max_length=15, choices=DistrictRelation, default=DistrictRelation.NONE
    )
    measures_population = models.BooleanField(
        "zählt die Einwohner",
        default=False,
        help_text="Ihre Werte sind der Nenner aller Angaben je Einwohner.",
    )
    lower_bound = value_field("kleinster möglicher Wert")
    upper_bound = value_field("größter möglicher Wert")
    due_after_months = models.PositiveSmallIntegerField(
        "fällig nach (Monaten)",
        default=6,
        validators=[MaxValueValidator(36)],
        help_text="So viele Monate nach dem Ende des Zeitraums wird der Wert erwartet.",
    )
    min_points = models.PositiveSmallIntegerField(
        "Werte für eine Bewertung",
        default=6,
        validators=[MinValueValidator(4), MaxValueValidator(6)],
        help_text="Regel sind sechs; vier oder fünf nur mit begründeter Entscheidung.",
    )
    min_cases = models.PositiveSmallIntegerField(
        "kleinste gezeigte Fallzahl",
        null=True,
        blank=True,
        validators=[MinValueValidator(3)],
        help_text="Für Werte über Menschen unterhalb der Gesamtstadt, üblich ist 5, mindestens 3; "
        "weniger Fälle bleiben geheim. Leer: keine Regel.",
    )
    zero_is_harmless = models.BooleanField(
        "Null darf gezeigt werden",
        default=False,
        help_text="wenn „keiner“ oder „alle“ nichts über einzelne Menschen verrät",
    )
    base = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name="Grundgesamtheit",
        help_text="die Kennzahl, die alle zählt, von denen diese einen Teil meint",
    )
    base_factor = models.PositiveIntegerField(
        "bezogen auf je",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
        help_text="100 bei Prozent, 1.000 bei „je 1.000“; leer, wenn die Kennzahl Fälle zählt",
    )
    min_base = models.PositiveIntegerField(
        "kleinste gezeigte Grundgesamtheit",
        null=True,
        blank=True,
        help_text="Üblich ist 100; über weniger Menschen wird nichts gesagt.",
    )
    protected_like = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="protected_alike",
        verbose_name="geheim wie",
        help_text="eine Kennzahl über dieselben Fälle: Was dort geheim ist, ist es hier auch",
    )
    method = models.TextField("Methode", blank=True)
    source = models.CharField("Quelle", max_length=300, blank=True)
    source_url = models.URLField("Link zur Quelle", max_length=500, blank=True)
    data_basis = models.TextField("Datenbasis", blank=True)
    interpretation = models.TextField("Lesehilfe", blank=True)
    area = models.ForeignKey(
        ActionArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="Handlungsfeld",
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="zuständig",
    )
    sdgs = models.ManyToManyField(Sdg, blank=True, related_name="indicators", verbose_name="SDG")
    goals = models.ManyToManyField(
        OperationalGoal,
        through="IndicatorGoal",
        related_name="indicators",
        verbose_name="operative Ziele",
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "Kennzahl"
        verbose_name_plural = "Kennzahlen"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="indicators_indicator_has_name"),
            models.CheckConstraint(
                condition=~Q(slug__in=TAKEN_SLUGS),
                name="indicators_indicator_slug_free",
                violation_error_message="Unter dieser Adresse steht schon eine andere Seite; "
                "bitte einen anderen Kurznamen wählen.",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="indicators_indicator_direction"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="indicators_indicator_frequency"
            ),
            models.CheckConstraint(
                condition=Q(annual_rule__in=AnnualRule.values),
                name="indicators_indicator_annual_rule",
            ),
            models.CheckConstraint(
                condition=Q(district_relation__in=DistrictRelation.values),
                name="indicators_indicator_district_relation",
            ),
            models.UniqueConstraint(
                fields=["measures_population"],
                condition=Q(measures_population=True),
                name="indicators_indicator_one_population",
                violation_error_message="Eine andere Kennzahl zählt schon die Einwohner.",
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.TOWARD, optimum__isnull=False)
                | (~Q(direction=Direction.TOWARD) & Q(optimum__isnull=True)),
                name="indicators_indicator_optimum_with_toward",
                violation_error_message="Ein angestrebter Wert gehört genau zur Richtung "
                "„möglichst nah an einem Wert“.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__range=(0, 4)), name="indicators_indicator_decimals"
            ),
            models.CheckConstraint(
                condition=is_finite("optimum", "lower_bound", "upper_bound"),
                name="indicators_indicator_finite",
            ),
            models.CheckConstraint(
                condition=Q(lower_bound__isnull=True)
                | Q(upper_bound__isnull=True)
                | Q(lower_bound__lt=F("upper_bound")),
                name="indicators_indicator_bounds",
                violation_error_message="Der kleinste Wert muss unter dem größten liegen.",
            ),
            models.CheckConstraint(
                condition=Q(min_points__range=(4, 6)), name="indicators_indicator_min_points"
            ),
            models.CheckConstraint(
                condition=Q(due_after_months__range=(0, 36)),
                name="indicators_indicator_due_after",
            ),
            models.CheckConstraint(
                condition=Q(min_cases__isnull=True) | Q(min_cases__gte=3),
                name="indicators_indicator_min_cases",
                violation_error_message="Weniger als 3 Fälle dürfen nie gezeigt werden.",
            ),
            models.CheckConstraint(
                condition=Q(base_factor__isnull=True, min_base__isnull=True)
                | Q(base__isnull=False),
                name="indicators_indicator_base",
                violation_error_message="Dazu gehört die Kennzahl der Grundgesamtheit.",
            ),
            models.CheckConstraint(
                condition=Q(base_factor__isnull=True) | Q(base_factor__range=(1, 1_000_000)),
                name="indicators_indicator_base_factor",
            ),
            models.CheckConstraint(
                condition=Q(min_cases__isnull=True)
                | ~Q(district_relation=DistrictRelation.WEIGHTED_MEAN)
                | Q(base_factor__isnull=False),
                name="indicators_indicator_mean_with_base",
                violation_error_message="Aus einem Mittel lassen sich Fälle nur mit "
                "Grundgesamtheit und „bezogen auf je“ errechnen.",
            ),
            models.CheckConstraint(
                condition=Q(expression="") | Q(min_cases__isnull=True, protected_like__isnull=True),
                name="indicators_indicator_rule_at_inputs",
                violation_error_message="Bei einer berechneten Kennzahl bleibt geheim, was bei "
                "den Kennzahlen geheim ist, aus denen sie berechnet wird; die Regel gehört "
                "dorthin.",
            ),
            models.CheckConstraint(
                condition=(Q(base__isnull=True) | ~Q(base=F("id")))
                & (Q(protected_like__isnull=True) | ~Q(protected_like=F("id"))),
                name="indicators_indicator_not_of_itself",
                violation_error_message="Eine Kennzahl kann nicht auf sich selbst verweisen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_guarded(self) -> bool:
        """Its values are shown only after a decision, see `indicators.models.Disclosure`."""
        return self.min_cases is not None or self.protected_like_id is not None

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator-detail", args=[self.slug])

    @property
    def is_computed(self) -> bool:
        """Its values follow from those of others; nobody enters them."""
        return self.expression != ""

    def is_measured_at(self, district: District) -> bool:
        """Whether it has values of this place."""
        is_city = district.kind == DistrictKind.CITY
        return is_city or self.district_relation != DistrictRelation.NONE


class IndicatorGoal(SampleMark):
    """An indicator measures an operational goal; one indicator of a goal leads."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="goal_links", verbose_name="Kennzahl"
    )
    goal = models.ForeignKey(
        OperationalGoal,
        on_delete=models.CASCADE,
        related_name="indicator_links",
        verbose_name="operatives Ziel",
    )
    is_lead = models.BooleanField("führende Kennzahl", default=True)

    class Meta:
        verbose_name = "Kennzahl eines Ziels"
        verbose_name_plural = "Kennzahlen der Ziele"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "goal"], name="indicators_indicatorgoal_once"
            ),
            models.UniqueConstraint(
                fields=["goal"],
                condition=Q(is_lead=True),
                name="indicators_indicatorgoal_one_lead",
                violation_error_message="Dieses Ziel hat schon eine führende Kennzahl.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal} – {self.indicator}"
