"""The columns of a Formulir 2a (RINCIAN IURAN TENAGA KERJA), recognised by their titles.

Contributions to JHT, JP and JKP have a title above two columns of shares ("Pemberi Kerja", "Tenaga Kerja",
"Pemerintah"). All others have one title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WAGE, RAPEL, JKK, JKM, TOTAL = "wage", "rapel", "jkk", "jkm", "total"
NUMBER, KPJ, NIK, NAME, BIRTH_DATE = "number", "kpj", "nik", "name", "birth_date"
# What nobody compares: the office's own number of a person, and the day of joining.
IGNORED = "ignored"
AMOUNTS_NEEDED = frozenset((WAGE, JKK, JKM, TOTAL))
# The share of JKP that the state pays is on the form, and not in its total.
JKP_STATE = "jkp_state"
GROUPS = ("JHT", "JP", "JKP")
_SHARES = {
    **{"PEMBERI": "employer", "PEMERINTAH": "state", "TENAGA": "worker"},
    **{"PK": "employer", "TK": "worker"},
}
_PLAIN = {"UPAH": WAGE, "RAPEL": RAPEL, "JKK": JKK, "JKM": JKM, "TOTAL": TOTAL}
_IDENTITY = {
    "NIK": NIK,
    "KPJ": KPJ,
    "REFERENSI": KPJ,
    "PEGAWAI": IGNORED,
    "NAMA": NAME,
    "LAHIR": BIRTH_DATE,
    "KEPESERTAAN": IGNORED,
    "NO": NUMBER,
}
# The words of the titles that a table must have, by field.
TITLES = {
    **{NIK: "NIK", KPJ: "KPJ", NAME: "NAMA"},
    **{WAGE: "UPAH", JKK: "JKK", JKM: "JKM", TOTAL: "TOTAL"},
}
# The words of all titles.
TITLE_WORDS = frozenset(
    (*_SHARES, *_PLAIN, *_IDENTITY, *GROUPS, "NOMOR", "KERJA", "TANGGAL", "TGL", "IURAN")
)

HEADING = "RINCIAN IURAN TENAGA KERJA".split()
# Words of pages that are no table: a letter before it, remarks and signatures behind it.
PROSE_WORDS = frozenset(
    "BPJS DAN DENGAN DI HALAMAN HORMAT JUMLAH KEPADA MENGETAHUI RINCIAN UNTUK YANG YTH".split()
)


def amount_fields(titles: Sequence[Sequence[str]], groups: Sequence[str]) -> list[str] | None:
    """Return the fields of columns of amounts, from left to right; None where they are not recognised.

    Args:
        titles: The words of each column's titles, in capitals.
        groups: The titles above shares (JHT, JP, JKP), from left to right.

    >>> titles = ["UPAH", "IURAN JKK", "IURAN JKM", "PEMBERI KERJA", "TENAGA KERJA", "TOTAL IURAN"]
    >>> amount_fields([title.split() for title in titles], ["JHT"])
    ['wage', 'jkk', 'jkm', 'jht_employer', 'jht_worker', 'total']
    """
    fields = [_plain_field(words) for words in titles]
    shares = [index for index, field in enumerate(fields) if not field]
    names = [_share(titles[index]) for index in shares]
    if not all(names):
        return None
    owners = _owners(names, groups)
    if owners is None:
        return None
    for index, owner, name in zip(shares, owners, names, strict=True):
        fields[index] = f"{owner.lower()}_{name}"
    is_complete = set(fields) >= AMOUNTS_NEEDED and len(set(fields)) == len(fields)
    return fields if is_complete else None


def is_group(words: Sequence[str]) -> bool:
    """Return whether a title is above shares, as in ``IURAN JHT TK``.

    >>> is_group(["IURAN", "JHT", "TK"]), is_group(["IURAN", "JKK"]), is_group(["JHT", "PEMBERI", "KERJA"])
    (True, False, False)
    """
    return any(word in GROUPS for word in words) and not set(words) & {
        "PEMBERI",
        "TENAGA",
        "PEMERINTAH",
    }


def has_share(words: Sequence[str]) -> bool:
    """Return whether a title names who pays a share."""
    return bool({"PEMBERI", "PEMERINTAH"} & set(words))


def is_amount_title(words: Sequence[str]) -> bool:
    """Return whether a title is one of the columns of amounts."""
    return bool(_plain_field(words) or _share(words))


def identity_field(title: str) -> str:
    """Return the field of a column that holds no amount, ``""`` for an unknown one.

    >>> [identity_field(title) for title in ("NOMOR REFERENSI KPJ", "NAMA TENAGA KERJA", "NO", "CATATAN")]
    ['kpj', 'name', 'number', '']
    """
    words = title.split()
    return next((field for word, field in _IDENTITY.items() if word in words), "")


def field_of(words: Sequence[str]) -> str:
    """Return the field of a title, ``""`` for an unknown one and for a share.

    >>> [field_of(title.split()) for title in ("IURAN JKK", "NAMA TENAGA KERJA", "PEMBERI KERJA")]
    ['jkk', 'name', '']
    """
    return identity_field(" ".join(words)) or _plain_field(words)


def other_programmes(amounts: Mapping[str, int]) -> int:
    """Return what is billed for JHT, JP and JKP, without the state's share."""
    prefixes = tuple(f"{group.lower()}_" for group in GROUPS)
    return sum(
        sen for field, sen in amounts.items() if field.startswith(prefixes) and field != JKP_STATE
    )


def is_total_right(amounts: Mapping[str, int]) -> bool:
    """Return whether the total of a row is the sum of its contributions, with or without those of JKP."""
    with_jkp = amounts[JKK] + amounts[JKM] + other_programmes(amounts)
    state, employer = amounts.get(JKP_STATE, 0), amounts.get("jkp_employer", 0)
    return amounts[TOTAL] in (with_jkp, with_jkp + state, with_jkp - employer)


def _plain_field(words: Sequence[str]) -> str:
    if any(word in _SHARES for word in words):
        return ""
    return next((field for word, field in _PLAIN.items() if word in words), "")


def _share(words: Sequence[str]) -> str:
    return next((name for word, name in _SHARES.items() if word in words), "")


def _owners(shares: Sequence[str], groups: Sequence[str]) -> list[str] | None:
    """Return the group of each share: a group ends where one of its shares would come again."""
    if len(groups) == len(shares):
        return list(groups)
    seen: set[str] = set()
    owners, rest = [], iter(groups)
    group = next(rest, "")
    for share in shares:
        if share in seen:
            seen, group = set(), next(rest, "")
        seen.add(share)
        owners.append(group)
    is_used_up = next(rest, None) is None
    return owners if is_used_up and all(owners) else None
