"""Text of mails: one line for headers, no gaps left by templates; addresses of examples."""

from __future__ import annotations

import re
import unicodedata

# Reserved for examples (RFC 2606, RFC 6761): nobody can ever own a mailbox there.
EXAMPLE_DOMAINS = ("example", "invalid", "test", "localhost")
EXAMPLE_HOSTS = ("example.com", "example.net", "example.org")


def one_line(text: str) -> str:
    """The text with every run of blanks, line ends and control characters as one blank.

    A header that held a line end would be two headers.
    """
    plain = "".join(" " if unicodedata.category(one).startswith("C") else one for one in text)
    return " ".join(plain.split())


def without_gaps(text: str) -> str:
    """The text without blanks at line ends and with at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def is_example(address: str) -> bool:
    """Whether an address belongs to a domain that is reserved for examples."""
    host = address.rpartition("@")[2].lower().rstrip(".")
    return host.rpartition(".")[2] in EXAMPLE_DOMAINS or any(
        host == known or host.endswith(f".{known}") for known in EXAMPLE_HOSTS
    )
