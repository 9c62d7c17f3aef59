"""Texts that answer "whose name?" without a name: "tidak tahu", "sda", "x", "12345", a date.

Required cells of a form get such texts, and so do corrections. Without this check they would be a name, or
a mother's name, in SIPP. One-word names are valid, and "Nan", "Na" and "Nihil" are names of people: a text
is refused only if it cannot be a name.

>>> [is_non_answer(text) for text in ("tidak tahu", "sda", "x", "12345", "12-05-1990", "Alm.")]
[True, True, True, True, True, True]
>>> [is_non_answer(text) for text in ("Siti Aminah", "Umi", "Nan", "Alm. Siti Aminah", "Lupa Sari")]
[False, False, False, False, False]
"""

from __future__ import annotations

import re

from pemilu_cover.values import dates
from pemilu_cover.values.text import clean, is_blank_value, normal_form

# Words that programs write for an empty cell, and that are names of people, too.
EMPTY_WORDS_OR_NAMES = frozenset({"NA", "NAN", "NIHIL", "NULL"})
# Phrases that people type instead of a value, word by word.
_NOT_KNOWN_PHRASES = re.compile(
    r"(?:BELUM|BLM|BLUM|TIDAK|TDK|TAK|GAK|GA|NGGAK|ENGGAK|TANPA|KURANG|LUPA|SUDAH|SDH|UDAH|TELAH)"
    r"(?: (?:DI|A|ADA|TAHU|TAU|DIKETAHUI|DITEMUKAN|INGAT|HAFAL|HAPAL|JELAS|LENGKAP|DATA|DIISI|ISI|PUNYA"
    r"|NAMA|NAMANYA|DICANTUMKAN|TERCANTUM|TERDATA|TERISI|MENGISI|DIKASIH|DAPAT|BERSEDIA|HIDUP|WAFAT"
    r"|MENINGGAL|DUNIA|ALM|ALMH|ALMARHUM|ALMARHUMAH|IBU|IBUNYA|LAGI|SEMUA|PASTI))*"
)
_SAME_AS_ABOVE = re.compile(
    r"(?:S D A|SDA|IDEM|IDM|SAMA|SAMA DENGAN DI ATAS|SAMA DENGAN ATAS|SAMA DENGAN DIATAS|SAMA DI ATAS"
    r"|SEPERTI DI ATAS|SEDA|DITTO|SEBAGAIMANA DI ATAS)"
)
_PLACEHOLDERS = re.compile(
    r"(?:MENINGGAL|WAFAT|ALM|ALMH|ALMARHUM|ALMARHUMAH|MD|LUPA|MENYUSUL|NYUSUL|KOSONG|DIKOSONGKAN|NONE"
    r"|RAHASIA|ENTAH|TT|TBA|TBD|N A|TES|TEST|COBA|CONTOH|ISI|NAMA|NAMA IBU|IBU|IBU KANDUNG|IBU SAYA"
    r"|MAMA|MAMAH|MAMAK|EMAK|BUNDA|UNKNOWN|NO NAME|ADA|YA|TIDAK|OK|OKE|NIK|KTP|KK|LIHAT KK|CEK KK)"
    r"(?: (?:DUNIA|DI KK|KK|KTP))?"
)
# "x", "xx", "aaa"; Aa, Ii and Uu are names, and so is a single capital letter.
_ONE_LETTER = re.compile(r"X+|([^AEIOUX\W])\1+|([AEIOU])\2{2,}")
# A fast filter for a column: every text that `is_non_answer` accepts matches it. Short texts, digits, other
# scripts, texts without letters, and those that begin with one of the words above.
MAY_BE_NON_ANSWER = (
    r"^.{0,6}$|[0-9]|[^\x00-\x7f]|^[^\p{L}]*$|(?i:^\W*(?:belum|blu?m|tida?k|tdk|tak|gak?|e?nggak|tanpa|kurang|lupa"
    r"|suda?h|sdh|udah|telah|sda|seda|idem|idm|sama|seperti|sebagaimana|ditto|meninggal|wafat|almh?"
    r"|almarhum(?:ah)?|md|me?nyusul|(?:di)?kosong(?:kan)?|none|rahasia|entah|contoh|nama|ibu|mama[hk]?|emak"
    r"|bunda|unknown|no|lihat|cek|tes|test|coba|nihil|null|[b-df-hj-np-tv-z]+|a+|e+|i+|o+|u+)\b)"
)


def is_non_answer(text: str) -> bool:
    """Return whether a text cannot be the name of a person.

    Numbers and dates are none, nor are single letters, dots and dashes, and what people write for "not
    known", "the same as above" and "has died".

    >>> [is_non_answer(text) for text in ("", "-", "xxx", "...", "sama dengan di atas", "belum diisi")]
    [True, True, True, True, True, True]
    """
    cleaned = clean(text)
    words = normal_form(cleaned)
    if may_be_no_name(cleaned):
        return False
    if (
        words in EMPTY_WORDS_OR_NAMES
        or is_blank_value(cleaned)
        or not any(map(str.isalpha, cleaned))
    ):
        return True
    # Letters with accents, or of another script, are somebody's name.
    if not all(map(str.isascii, filter(str.isalpha, cleaned))):
        return False
    patterns = (_NOT_KNOWN_PHRASES, _SAME_AS_ABOVE, _PLACEHOLDERS, _ONE_LETTER)
    return (
        len(words) == 1
        or any(pattern.fullmatch(words) for pattern in patterns)
        or _is_date(cleaned)
    )


def may_be_no_name(text: str) -> bool:
    """Return whether a text is a rare name that more often stands for an empty cell.

    >>> [may_be_no_name(text) for text in ("Nan", "NIHIL", "O", "nan", "NaN", "null", "x", "Budi")]
    [True, True, True, False, False, False, False, False]
    """
    cleaned = clean(text)
    if len(cleaned) == 1:
        return cleaned.isupper() and cleaned != "X"
    as_name = cleaned in {cleaned.capitalize(), cleaned.upper()}
    return cleaned.upper() in EMPTY_WORDS_OR_NAMES and as_name


def _is_date(text: str) -> bool:
    try:
        return bool(dates.parse(text))
    except ValueError:
        return False
