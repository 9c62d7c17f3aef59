"""How alike two names are, in percent: for asking whether two spellings are of one person.

The share of letters that both have in the same order (Indel distance, as rapidfuzz counts it), the words
in either order. One letter mistyped in a name of ten leaves 90.

>>> name_similarity("Siti Aminah", "Sity  Aminah"), name_similarity("ARIFIN, BUDI", "Budi Arifin")
(91, 100)
>>> name_similarity("Siti Aminah", "Siti Aisyah"), name_similarity("Boedi Ariffin", "Budi Arifin")
(82, 83)
"""

from __future__ import annotations

from pemilu_cover.values.text import normal_form


def name_similarity(one: str, other: str) -> int:
    """Return the likeness of two names, 0 to 100; capitals and signs make no difference."""
    # Slow to import, and of most rosters no two names are compared.
    from rapidfuzz import fuzz  # noqa: PLC0415

    first, second = normal_form(one), normal_form(other)
    return round(max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)))
