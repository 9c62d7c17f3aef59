"""Similarity of two names in percent, to find two spellings of one person.

It is rapidfuzz's normalised Indel similarity, with the words in either order. One mistyped letter in a name
of ten gives 90.

>>> name_similarity("Siti Aminah", "Sity  Aminah"), name_similarity("ARIFIN, BUDI", "Budi Arifin")
(91, 100)
>>> name_similarity("Siti Aminah", "Siti Aisyah"), name_similarity("Boedi Ariffin", "Budi Arifin")
(82, 83)
"""

from __future__ import annotations

from pemilu_cover.values.text import normal_form


def name_similarity(first_name: str, second_name: str) -> int:
    """Return the similarity of two names, 0 to 100; case and punctuation make no difference."""
    # Slow to import, and most runs compare no names.
    from rapidfuzz import fuzz  # noqa: PLC0415

    first, second = normal_form(first_name), normal_form(second_name)
    return round(max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)))
