"""Rows: which rows of a table are people, and of which kind the others are.

A row that could be a person is one; other rows (totals, repeated headers, numbering, headings, signatures)
are recognised by kind.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pemilu_cover.roster.reading.cell_encoding import (
    NUMBER_PATTERN,
    is_date,
    is_number,
    plain_number,
)
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.tables import own_sheets
from pemilu_cover.roster.tables.header import Header, is_hint, repeats_header
from pemilu_cover.roster.tables.person_signs import (
    OFFICE,
    is_birth_date,
    is_example_label,
    is_name_like,
    is_note,
    is_running_number,
    is_signing,
    niks_in,
)
from pemilu_cover.roster.tables.titles import (
    body_of,
    is_ordinal,
    parse_heading,
    parse_office_heading,
    row_texts,
)
from pemilu_cover.values import dates
from pemilu_cover.values.text import clean, is_blank_value, normal_form

_TOTAL = re.compile(
    r"(?:SUB ?)?(?:JUMLAH|TOTAL|JML|GRAND TOTAL|RATA RATA|RERATA|AVERAGE|REKAP\w*)\b(.*)"
)
# The words that may follow a total.
_OF_TOTAL = re.compile(
    r"(?:(?:KPPS|PPS|PPK|PTPS|PKD|PANTARLIH|LINMAS|PANWAS\w*|ANGGOTA|KETUA|PETUGAS|ORANG|JIWA|HONOR\w*|UANG|BIAYA"
    r"|KESELURUHAN|SELURUH\w*|SEMUA\w*|AKHIR|UMUM|SEMENTARA|BERSIH|KOTOR|BRUTO|NETTO|PAJAK|PERSONIL|ADHOC|BADAN"
    r"|L|P|DAN|LAKI|PEREMPUAN|DESA|KELURAHAN|KEL|KECAMATAN|KEC|KABUPATEN|KAB|KOTA|TPS|PER|BULAN|INI|HALAMAN"
    r"|DIPINDAHKAN|PINDAHAN|RP|[0-9]+|[IVX]+) ?)*"
)
_NIK_LIKE = re.compile(r"\d{12}")
# Most NIK cells match this; the others are checked with more care.
PLAIN_NIK = "[0-9]{16}"
_PLAIN_NIK = re.compile(PLAIN_NIK)
# A number with a decimal part: a share, an average, an amount.
_FRACTION = re.compile(rf"{NUMBER_PATTERN}[^.]*\.[0-9]+|[0-9]{{1,5}}[.,][0-9]+")
_SEPARATORS = re.compile(r"[\s.,'`\-]")
# The fields whose cells are about a person.
_PERSONAL = (
    "nik name birth_date birth_place_date birth_place sex address role wage start end phone mother"
).split()
_NUMERIC = frozenset("birth_date birth_place_date wage start end phone".split())
_FEWEST_PERSONAL = 3
# Up to four signatures are side by side.
_FEWEST_IN_FOOT = 5
_FEWEST_NUMBERS = 3
_FEWEST_DIGITS = 12
# Cells that a row of totals leaves empty: two of them with letters, or a date, make it somebody's.
_NEVER_TOTALLED = "birth_date birth_place_date birth_place sex address role mother".split()
_FEWEST_NEVER_TOTALLED = 2
_SEX = re.compile(r"[LPMFW](?:[A-Z]{0,9}| ?LAKI)|LAKI LAKI")
# A month's pay of somebody, in rupiah: more is a sum, less a count.
_LEAST_PAY, _MOST_PAY = 100_000, 5_000_000
_FEWEST_PHONE = 9
_PAGE = re.compile(r"(?:HALAMAN|HAL|PAGE) [0-9]+(?: (?:DARI|OF) [0-9]+| [0-9]+)?")
# "8 = 6 - 7" numbers a column, with its formula.
_COLUMN_NUMBER = re.compile(r"([0-9]{1,3})(?:\s*=[0-9\s+\-x*/:%()]+)?")
# With these the signatures begin.
_SIGNING = re.compile(
    r"(?:MENGETAHUI|MENYETUJUI|DITETAPKAN|DISAHKAN|DIBUAT)\b.*|[A-Z ]+ (?:TANGGAL |TGL )?"
    r"[0-9]{1,2} (?:" + "|".join(month.upper() for month in dates.MONTHS) + r"|NOPEMBER) [0-9]{4}"
)


def row_kind(header: Header, row: Row, *, in_foot: bool) -> str | None:
    """Return why a row is no person, or None: a row that could be a person is one.

    The foot of a sheet has signatures, so that a row there needs more than a name and an office.
    """
    if has_nik(header, row):
        return "example" if own_sheets.is_example_row(header.columns, row) else None
    filled = _filled(row)
    if not filled:
        return "blank"
    for reason, recognises in _NOT_PEOPLE.items():
        if recognises(header, row, filled):
            return reason
    if is_certain_person(header, row):
        return None
    if all(map(is_signing, filled)) or (in_foot and _personal(header, row) < _FEWEST_IN_FOOT):
        return "foot"
    return None if _personal(header, row) else "empty"


def is_certain_person(header: Header, row: Row) -> bool:
    """Return whether only a person's row can have these cells.

    A NIK; a name with a running number or an office; or a name with two more personal cells (as many as
    the table has columns for, where it has fewer).
    """
    if has_nik(header, row):
        return True
    filled = _filled(row)
    if _is_total(header, row, filled):
        return False
    number, name = header.columns.get("no"), header.columns.get("name")
    if name is None or not _is_a_name(row[name], header.labels["name"]):
        return False
    if number is not None and plain_number(row[number]).rstrip(".").isdigit():
        return not is_note(row[name])
    if _has_office(header, row) or _has_personal_detail(header, row):
        return True
    columns = sum(field in header.columns for field in _PERSONAL)
    return _personal(header, row) >= min(_FEWEST_PERSONAL, columns)


def has_nik(header: Header, row: Row) -> bool:
    """Return whether the cell of the NIK holds a number of at least 12 digits that is no NIP.

    A number with a decimal part is none, an example does not count, and a sum is none beside a word for a
    total.
    """
    column = header.columns.get("nik")
    if column is None:
        return False
    cell = row[column]
    if _PLAIN_NIK.fullmatch(cell):
        return True
    if len(cell) < _FEWEST_DIGITS or normal_form(cell).startswith(("NIP", "NRP")):
        return False  # signatories write their NIP below their name
    if _FRACTION.fullmatch(cell) or not _NIK_LIKE.search(_SEPARATORS.sub("", cell)):
        return False
    if is_example_label(cell) and not _has(header, row, "name"):
        return False  # a legend below the list
    is_sum = is_number(cell) or not niks_in(cell)
    return not (is_sum and _is_total(header, row, _filled(row)))


def _filled(row: Row) -> Row:
    return [cell for cell in row if cell and not cell.isspace()]


def _has_office(header: Header, row: Row) -> bool:
    """Return whether an office is beside a name that is no office itself, as in a line of signatures."""
    name, role = header.columns.get("name"), header.columns.get("role")
    if name is None or role is None:
        return False
    return bool(OFFICE.search(normal_form(row[role]))) and not OFFICE.search(normal_form(row[name]))


def _has_personal_detail(header: Header, row: Row) -> bool:
    """Return whether a name has a valid cell of its column beside it: a birth date, a sex, a pay."""
    columns = header.columns
    if "name" not in columns or not is_name_like(row[columns["name"]]):
        return False
    return any(
        name in columns and is_valid(row[columns[name]]) for name, is_valid in _PLAIN_CELLS.items()
    )


def _is_pay(cell: str) -> bool:
    digits = "".join(filter(str.isdigit, cell.removesuffix(",00")))
    return digits != "" and _LEAST_PAY <= int(digits[:12]) <= _MOST_PAY


def _is_phone(cell: str) -> bool:
    return sum(map(str.isdigit, cell)) >= _FEWEST_PHONE and not any(map(str.isalpha, cell))


def _is_sex(cell: str) -> bool:
    return _SEX.fullmatch(normal_form(cell)) is not None


_PLAIN_CELLS = {
    "birth_date": is_birth_date,
    "birth_place_date": is_birth_date,
    "sex": _is_sex,
    "wage": _is_pay,
    "phone": _is_phone,
}


def _is_a_name(cell: str, label: str) -> bool:
    """Return whether a cell can be a name: it has letters, and does not repeat its column's header."""
    letters = any(map(str.isalpha, cell))
    return letters and not is_blank_value(cell) and cell.strip().upper() != label.upper()


def begins_signatures(header: Header, row: Row) -> bool:
    """Return whether a row with little else holds "Mengetahui" or "Citeko, 6 November 2024"."""
    born = header.columns.get("birth_place_date")
    cells = [cell for column, cell in enumerate(row) if column != born]
    signing = any(_SIGNING.fullmatch(normal_form(cell)) for cell in cells)
    return signing and _personal(header, row) < _FEWEST_PERSONAL


def _personal(header: Header, row: Row) -> int:
    """Count the cells of a row that are about a person."""
    return sum(_has(header, row, name) for name in _PERSONAL)


def _has(header: Header, row: Row, name: str) -> bool:
    """Return whether a row's cell fits its column: a name is no sex and no wage."""
    column = header.columns.get(name)
    if column is None or not row[column] or is_blank_value(row[column]):
        return False
    if name == "name":
        return _is_a_name(row[column], header.labels[name])
    if name == "sex":
        return _SEX.fullmatch(normal_form(row[column])) is not None
    return name not in _NUMERIC or any(map(str.isdigit, row[column]))


def _is_total(header: Header, row: Row, filled: Row) -> bool:
    """Return whether a row is a total: "JUMLAH", "TOTAL HONOR KPPS".

    A person may be called Jumlah: their row has a running number, an office, a TPS, or two more cells that
    no total has.
    """
    matches = [match for cell in filled[:2] if (match := _TOTAL.fullmatch(normal_form(cell)))]
    if not matches:
        return False
    if not all(_OF_TOTAL.fullmatch(match[1].strip()) for match in matches) and _serves(header, row):
        return False
    cells = [row[header.columns[name]] for name in _NEVER_TOTALLED if _has(header, row, name)]
    personal = sum(is_date(cell) or any(map(str.isalpha, cell)) for cell in cells)
    return personal < _FEWEST_NEVER_TOTALLED


def _serves(header: Header, row: Row) -> bool:
    """Return whether a row has a running number, an office or a TPS, each in its own column."""
    cells = {
        name: row[header.columns[name]] for name in ("no", "role", "tps") if name in header.columns
    }
    tps = cells.get("tps", "").strip()
    return (
        is_running_number(cells.get("no", ""))
        or OFFICE.search(normal_form(cells.get("role", ""))) is not None
        or (tps.isdigit() and tps.startswith("0"))
    )


def _is_header(header: Header, row: Row, filled: Row) -> bool:
    return repeats_header(header, row) or all(map(is_hint, filled))


def _is_numbering(_: Header, __: Row, filled: Row) -> bool:
    """Recognise the row "1 2 3 4 …" (or "(1) (2) …") under a header."""
    texts = [clean(plain_number(cell)).strip("()[] .") for cell in filled]
    numbers = [match for text in texts if (match := _COLUMN_NUMBER.fullmatch(text))]
    if not _FEWEST_NUMBERS <= len(numbers) == len(texts):
        return False
    values = [int(number[1]) for number in numbers]
    return values[0] in (0, 1) and all(a < b <= a + 2 for a, b in pairwise(values))


def _is_heading(header: Header, row: Row, filled: Row) -> bool:
    texts = row_texts(filled)
    if len(texts) == 2 and is_ordinal(plain_number(texts[0])):  # noqa: PLR2004
        del texts[0]
    if len(texts) != 1:
        return False
    (text,) = texts
    if parse_heading(text) or _PAGE.fullmatch(normal_form(text)):
        return True
    if _begins_with_name(header, row, text):
        return False
    role = header.columns.get("role")
    # In the column of offices it is the office of a vacant seat.
    return bool(parse_office_heading(text) or body_of(texts)) and (role is None or not row[role])


def _begins_with_name(header: Header, row: Row, text: str) -> bool:
    """Return whether a text in the column of names begins with a name: "Dadang (Linmas)"."""
    name = header.columns.get("name")
    return name is not None and row[name] == text and is_name_like(text.split(maxsplit=1)[0])


_NOT_PEOPLE = {
    "total": _is_total,
    "header": _is_header,
    "numbering": _is_numbering,
    "heading": _is_heading,
}
