"""Text as people type and paste it, made fit for storing: one spelling, nothing invisible."""

from __future__ import annotations

import unicodedata

# They reorder what is shown, so that a page can say something else than what is stored, or
# stand for nothing at all. A zero-width joiner stays: emojis are put together with it.
INVISIBLE = dict.fromkeys(
    [
        0x061C,  # Arabic letter mark
        0x180E,  # Mongolian vowel separator
        0x200B,  # zero-width space
        0x200E,  # left-to-right mark
        0x200F,  # right-to-left mark
        *range(0x202A, 0x202F),  # embeddings and overrides
        0x2060,  # word joiner
        *range(0x2066, 0x206A),  # isolates
        0xFEFF,  # byte order mark
    ]
)
LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029")


class TextError(ValueError):
    """The text holds what no text should; str(error) is the German sentence for people."""


def clean_text(text: str, *, lines: bool = False) -> str:
    """Return the text in NFC, trimmed, without marks that reorder or hide what is shown.

    Line ends become "\\n" if `lines` are allowed, otherwise a blank; tabs become blanks.

    Raises TextError for control characters and for halves of characters.
    """
    for end in LINE_ENDS:
        text = text.replace(end, "\n")
    text = text.replace("\t", " ")
    if not lines:
        text = text.replace("\n", " ")
    for character in text:
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cs"}:
            raise TextError(
                "Der Text enthält ein unsichtbares Steuerzeichen. "
                "Tippen Sie ihn bitte neu ein oder fügen Sie ihn als reinen Text ein."
            )
    return unicodedata.normalize("NFC", text.translate(INVISIBLE)).strip()
