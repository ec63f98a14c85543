"""What pages outside of the reports say about their texts."""

from __future__ import annotations

from django import template

from accounts.models import User
from reports.writing.writers import unfinished_texts

register = template.Library()


@register.simple_tag
def texts_to_write(person: User) -> int:
    """How many texts of reports a person has still to write; one query."""
    return unfinished_texts(person).count()
