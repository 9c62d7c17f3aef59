"""Why a person has no cover on a day, and what gives it to them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pemilu_cover.i18n.messages import localized_codes
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.reconciliation.coverage.cover_spells import NO_NUMBER, NOT_ENROLLED


def reason_text(code: str) -> LocalizedText:
    """Return why people have no cover or are not on duty."""
    return localize(f"coverage.reason-{code}")


def fix_text(code: str, segment: str | None) -> LocalizedText:
    """Return what gives people of a segment cover; SIPP has no BPU members."""
    if code == NO_NUMBER and segment == "bpu":
        return localize("coverage.fix-no-number-bpu")
    return localize(f"coverage.fix-{code}")


def person_reason(person: Mapping[str, Any]) -> LocalizedText:
    """Return why one person has no cover; of who is not enrolled, what is wrong in their row."""
    errors = [
        finding["code"] for finding in person["findings"] or () if finding["level"] == "error"
    ]
    if person["reason"] != NOT_ENROLLED or not errors:
        return reason_text(person["reason"])
    return localize("coverage.person-not-enrolled", errors=localized_codes(errors))
