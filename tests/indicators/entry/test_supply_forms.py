"""Forms of data requests: what they say to somebody who leaves fields empty."""

from __future__ import annotations

from indicators.entry.supplies.forms import RecipientForm


def test_what_is_missing_is_asked_for_in_words() -> None:
    assert RecipientForm({}).errors == {
        "name": ["Bitte nennen Sie die Person, die antworten soll."],
        "office": ["Bitte nennen Sie die Stelle, für die sie antwortet."],
        "email": ["Bitte nennen Sie die Adresse, an die der Link geht."],
    }
