"""Texts of rosters in JSON."""

from __future__ import annotations

from pemilu_cover.values.text import sanitise_for_terminal


def text_json(text: str | None) -> str | None:
    """Return a text of a roster, which may have a NIK anywhere."""
    return text and sanitise_for_terminal(text)
