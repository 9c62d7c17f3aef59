"""What an update found, in numbers, and the next steps after it."""

from __future__ import annotations

from pemilu_cover.i18n.text import LocalizedText, localize, localized_count
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate


def change_counts(update: RosterUpdate) -> tuple[tuple[str, int, str], ...]:
    """Return the numbers of changes: the entry of its text, the number, and ok or bad for what stands out."""
    return (
        ("stayed", update.stayed, ""),
        ("joined", update.count(kinds.JOINED), "ok"),
        ("left", update.count(kinds.LEFT), ""),
        ("died", update.count(kinds.DIED), "bad"),
        ("never-served", update.count(kinds.NEVER_SERVED), ""),
        ("unlisted", update.count(kinds.UNLISTED), ""),
        ("held-back", update.held_back, "bad"),
        ("replaced", len(update.successors), ""),
        ("changed", update.count(*kinds.FIELD_CHANGES), ""),
        ("asked", update.asked, "bad"),
    )


def after_update(update: RosterUpdate, *, has_corrections: bool) -> list[LocalizedText]:
    """Return what is to be done with the files of the next result."""
    held_back_key = "update.step-held-back" if has_corrections else "update.step-still-held-back"
    counted = (
        (held_back_key, update.held_back),
        ("update.step-answer", len(update.questions)),
        ("update.step-exits", update.exits_to_upload.height),
        ("update.step-without-number", update.exits_without_number.height),
        ("update.step-newcomers", update.newcomers.height),
        ("update.step-deaths", update.count(kinds.DIED)),
        ("update.step-data", update.count(*kinds.FIELD_CHANGES)),
        ("update.step-never-served", update.count(kinds.NEVER_SERVED)),
    )
    steps = [localize(key, people=localized_count(count)) for key, count in counted if count]
    return steps or [localize("update.step-none")]
