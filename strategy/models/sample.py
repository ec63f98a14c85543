"""The mark of sample data."""

from __future__ import annotations

from django.db import models


class SampleMark(models.Model):
    """A row that `load_sample_data` may make, and that `remove_sample_data` takes away again."""

    is_sample = models.BooleanField("Beispiel", default=False, editable=False)

    class Meta:
        abstract = True
