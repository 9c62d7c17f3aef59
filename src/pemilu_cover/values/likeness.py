"""How alike two names are, in percent: for asking whether two spellings are of one person.

The share of letters that both have in the same order (Indel distance, as rapidfuzz counts it), the words
in either order. One letter mistyped in a name of ten leaves 90.

>>> likeness("Siti Aminah", "Sity  Aminah"), likeness("ARIFIN, BUDI", "Budi Arifin")
(91, 100)
>>> likeness("Siti Aminah", "Siti Aisyah"), likeness("Boedi Ariffin", "Budi Arifin")
(82, 83)
"""

from __future__ import annotations

from pemilu_cover.values.text import word_form


def likeness(one: str, other: str) -> int:
    """Give the likeness of two names, 0 to 100; capitals and signs make no difference."""
    # Slow to import, and of most rosters no two names are compared.
    from rapidfuzz import fuzz  # noqa: PLC0415

    first, second = word_form(one), word_form(other)
    return round(max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)))
