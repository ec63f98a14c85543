"""Real boundaries of the parts of the city, once somebody has imported them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy.boundaries import Shape
from strategy.models.districts import District


class DistrictBoundary(models.Model):
    """The boundary of one part, simplified for maps. There is one for every part or for none.

    `polygons` holds, for each area, its outer ring and its holes as lists of [longitude, latitude]
    in hundred-thousandths of a degree.
    """

    district = models.OneToOneField(
        District, on_delete=models.CASCADE, related_name="boundary", verbose_name="Ortsteil"
    )
    polygons = models.JSONField("Flächen")
    source = models.CharField("Quelle", max_length=300)
    licence = models.CharField("Lizenz", max_length=200, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_boundaries",
        verbose_name="importiert von",
        help_text="leer: mit einem Befehl auf dem Server, oder das Konto gibt es nicht mehr",
    )
    imported_at = models.DateTimeField("importiert am")

    class Meta:
        verbose_name = "Grenze"
        verbose_name_plural = "Grenzen"
        ordering = ["district__name"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="strategy_boundary_has_source"),
        ]

    def __str__(self) -> str:
        return f"Grenze von {self.district}"

    @property
    def shape(self) -> Shape:
        """The polygons as the pure modules take them."""
        return tuple(
            tuple(tuple((x, y) for x, y in ring) for ring in polygon) for polygon in self.polygons
        )
