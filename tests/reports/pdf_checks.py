"""Whether a PDF is what it must be: PDF/UA-1 and PDF/A-3a by one checker, readable by another."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from page import ValidationProfile, validate_pdf

# A heading or first line that several pages begin with, numbers apart ("1.1 Strategisches Ziel",
# "1.2 Strategisches Ziel"), looks like a running head. Real ones are artifacts.
ALIKE = frozenset({"PAG-001"})


def assert_accessible(path: Path, *, allowed: frozenset[str] = ALIKE) -> None:
    """Fail with what is wrong; `allowed` are rules of outloud that may warn, none may err."""
    assert violations(path, ValidationProfile.PDF_UA_1) == []
    assert violations(path, ValidationProfile.PDF_A_3A) == []
    found = findings(path)
    assert [one for one in found if one[0] == "error" or one[1] not in allowed] == []


def violations(path: Path, profile: ValidationProfile) -> list[str]:
    """Every rule of a standard that a file breaks, in words."""
    report = validate_pdf(str(path), profile=profile)
    broken = [f"{one.rule_id}: {one.message}" for one in report.failures]
    return broken if broken or report.is_compliant else ["not compliant, without a reason"]


def findings(path: Path) -> list[tuple[str, str, str]]:
    """What outloud finds: severity, rule, and words with the page."""
    report = path.with_suffix(".outloud.json")
    program = "from outloud.cli import main; main()"
    subprocess.run(  # noqa: S603 -- the checker, on a file of our own
        [sys.executable, "-c", program, str(path), "--json", str(report), "--quiet"],
        check=False,  # its code says whether it found errors, and the report says which
        capture_output=True,
    )
    (result,) = json.loads(report.read_text())["results"]
    report.unlink()
    assert result["error"] is None
    return [
        (one["severity"], one["rule"], f"page {one['page']}: {one['message']}")
        for one in result["findings"]
    ]
