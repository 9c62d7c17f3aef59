"""Membership numbers in answers to forms: "Sudah punya KPJ? Jika ya, tulis nomornya"."""

from __future__ import annotations

import polars as pl

# An answer that ends in one membership number, and one that denies any.
_NUMBER = r"(?i)^(?:ya|sudah|pernah|punya|ada|,|\.|:|-|\s|no\b|nomor|kpj)+([0-9]{11})\.?$"
_NONE = (
    r"(?i)^\s*(?:t|tdk|tidak|belum|blm|no)"
    r"(?: (?:pernah|punya|memiliki|ada|terdaftar|jadi|menjadi|peserta))*\.?\s*$"
)


def membership_numbers(answers: pl.Series) -> pl.Series:
    """Return the numbers in answers; "Tidak" is none, any other text is unchanged."""
    number = answers.str.extract(_NUMBER)
    denied = answers.str.contains(_NONE).fill_null(value=False)
    return number.zip_with(number.is_not_null(), answers.set(denied, None))
