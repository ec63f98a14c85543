"""The places a value can belong to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from strategy.enums import CoordinatePrecision, DistrictKind

# Tiles of the schematic map stand in a grid of at most this many rows and columns.
MAX_TILE = 12

# A CHECK that comes out as NULL passes, so a missing half has to be asked for by name.
BOTH_COORDINATES = Q(latitude__isnull=False, longitude__isnull=False)
BOTH_TILE_NUMBERS = Q(tile_row__isnull=False, tile_column__isnull=False)


class DistrictQuerySet(models.QuerySet["District"]):
    def city(self) -> District:
        """Soest as a whole. Raises District.DoesNotExist before the catalogue is loaded."""
        return self.get(kind=DistrictKind.CITY)

    def parts(self) -> DistrictQuerySet:
        """The Kernstadt and the 18 Ortsteile: the 19 parts that sum to the city."""
        return self.exclude(kind=DistrictKind.CITY)


class District(models.Model):
    """The whole city, the Kernstadt, or one of the 18 Ortsteile."""

    slug = models.SlugField("Kurzname in der Adresse", unique=True)
    name = models.CharField("Name", max_length=100, unique=True)
    abbreviation = models.CharField("Abkürzung", max_length=4, blank=True)
    kind = models.CharField("Art", max_length=10, choices=DistrictKind)
    latitude = models.DecimalField(
        "Breite (Grad)", max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        "Länge (Grad)", max_digits=9, decimal_places=6, null=True, blank=True
    )
    coordinate_precision = models.CharField(
        "Genauigkeit der Koordinaten", max_length=10, choices=CoordinatePrecision, blank=True
    )
    population = models.PositiveIntegerField("Einwohner", null=True, blank=True)
    population_as_of = models.DateField("Stand der Einwohnerzahl", null=True, blank=True)
    area_km2 = models.DecimalField(
        "Fläche (km²)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    tile_row = models.PositiveSmallIntegerField("Zeile der Kachel", null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField("Spalte der Kachel", null=True, blank=True)
    position_confirmed = models.BooleanField("Lage der Kachel bestätigt", default=False)
    source = models.URLField("Quelle", max_length=500, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = "Ortsteil"
        verbose_name_plural = "Ortsteile"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DistrictKind.values), name="strategy_district_kind"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=[DistrictKind.CITY, DistrictKind.CORE]),
                name="strategy_district_one_city_one_core",
                violation_error_message="Gesamtstadt und Kernstadt gibt es nur einmal.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(BOTH_COORDINATES, latitude__range=(51, 52), longitude__range=(7, 9)),
                name="strategy_district_near_soest",
                violation_error_message="Breite und Länge müssen beide bei Soest liegen "
                "(51–52° Nord, 7–9° Ost) oder beide leer sein.",
            ),
            models.CheckConstraint(
                condition=Q(area_km2__isnull=True) | Q(area_km2__gt=0, area_km2__lt=1000),
                name="strategy_district_area",
            ),
            models.CheckConstraint(
                condition=Q(tile_row__isnull=True, tile_column__isnull=True)
                | Q(
                    BOTH_TILE_NUMBERS,
                    tile_row__range=(1, MAX_TILE),
                    tile_column__range=(1, MAX_TILE),
                ),
                name="strategy_district_tile",
                violation_error_message=f"Zeile und Spalte liegen zwischen 1 und {MAX_TILE}.",
            ),
            models.UniqueConstraint(
                fields=["tile_row", "tile_column"],
                name="strategy_district_one_tile_a_place",
                violation_error_message="Auf diesem Feld liegt schon ein anderer Ortsteil.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:district-detail", args=[self.slug])
