"""Tables: which rows of a sheet are people, and what the sheet itself says about them.

What is not a person (titles, numbering, repeated headers, totals, signatures) is recognised and
listed with its reason; a row that could be a person is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from itertools import pairwise

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster import form
from pemilu_cover.roster.headers import (
    FEWEST_HEADERS,
    Header,
    cuts,
    find_header,
    is_hint,
    repeats,
    spans,
    with_amounts,
    with_two_days,
)
from pemilu_cover.roster.sheet import DATE, NUMBER, Row, Sheet
from pemilu_cover.roster.vocabulary import Words, is_foreign
from pemilu_cover.values import dates, regions
from pemilu_cover.values.text import clean, is_nothing, word_form

_TOTAL = re.compile(r"(?:SUB ?)?(?:JUMLAH|TOTAL|JML|GRAND TOTAL|REKAP\w*)\b.*")
_NIK_LIKE = re.compile(r"\d{12}")
# Most cells of NIKs are plainly that; the others are looked at with care.
PLAIN_NIK = "[0-9]{16}"
_PLAIN_NIK = re.compile(PLAIN_NIK)
# With a digit lost or one too many it is a NIK all the same.
_WHOLE_NIK = re.compile(r"\x01?\d{15,17}")
_NIK_CELL = 15
_SEPARATORS = re.compile(r"[\s.,'`\-]")
_PLACE_ENDS = frozenset(
    "KECAMATAN KABUPATEN KOTA DESA KELURAHAN PROVINSI TAHUN BULAN PEMILU PEMILIHAN PILKADA SE PADA DI"
    " DALAM UNTUK DAN YANG KPPS PPS PPK TPS PKD PTPS LINMAS".split()
)
_SHORT = {"KEC": "KECAMATAN", "KAB": "KABUPATEN", "KEL": "KELURAHAN", "DS": "DESA"}
# Words of a sheet's name or title that say which body a bare "Ketua" belongs to.
_BODIES = {
    "PPK": "PPK",
    "PPS": "PPS",
    "KPPS": "KPPS",
    "PANTARLIH": "PANTARLIH",
    "PANWASCAM": "PANWASCAM",
    "PANWASLUCAM": "PANWASCAM",
    "PANWASLU KECAMATAN": "PANWASCAM",
    "PKD": "PKD",
    "PANWASLU KELURAHAN DESA": "PKD",
    "PENGAWAS KELURAHAN DESA": "PKD",
    "PTPS": "PTPS",
    "PENGAWAS TPS": "PTPS",
    "PPDP": "PANTARLIH",
    "LINMAS": "LINMAS",
}
# All who serve in these hold one office, so that their lists need no column for it.
_OF_ONE_OFFICE = frozenset({"PANTARLIH", "PKD", "PTPS", "LINMAS"})
# What may stand in a title before "DESA X": elsewhere the word speaks of some desa, or of all.
_BEFORE_DESA = frozenset(
    {
        *_BODIES,
        *"DAFTAR DATA NAMA ANGGOTA SUSUNAN CALON TPS NO NOMOR DESA KELURAHAN PEMERINTAH".split(),
        *"SEKRETARIAT PANITIA KELOMPOK PENYELENGGARA PEMUNGUTAN SUARA".split(),
    }
)
# "TPS 3"; with more behind it, it counts TPS or runs from one to another.
_TPS = re.compile(
    r"\bTPS (?:NO |NOMOR )?(\d{1,3})\b( (?:\d+|S D|SD|S|SAMPAI|HINGGA|DAN|BUAH|LOKASI)\b)?"
)
_COUNTED = re.compile(r"\b(?:JUMLAH|JML|TOTAL|BANYAKNYA) TPS\b")
# The fields whose cells say that a row is about somebody.
_PERSONAL = (
    "nik name birth_date birth_place_date birth_place sex address role wage start end phone mother"
).split()
_PAIRS = {
    "birth_place": "birth_place_date",
    "birth_date": "birth_place_date",
    "start": "period",
    "end": "period",
}
_NUMERIC = frozenset("birth_date birth_place_date wage start end phone".split())
_FEWEST_PERSONAL = 3
# Signatures stand side by side in up to four columns.
_FEWEST_IN_FOOT = 5
_FEWEST_NUMBERS = 3
# Cells that a row of totals leaves empty: two of them with letters, or a date, make it somebody's.
_NEVER_TOTALLED = "birth_date birth_place_date birth_place sex address role mother".split()
_FEWEST_NEVER_TOTALLED = 2
_OFFICE = re.compile(
    r"\b(?:KETUA|WAKIL|ANGG\w*|SEKR\w*|BENDAHARA|STAFF?|PELAKSANA|KPPS|PPS|PPK|PTPS|PKD|PANWAS\w*"
    r"|PANTARLIH|LINMAS|PENGAWAS|PETUGAS)\b"
)
_SEX = re.compile(r"[LPMFW](?:[A-Z]{0,9}| ?LAKI)|LAKI LAKI")
# "A", "II" or "3" in front of a heading.
_ORDINAL = re.compile(r"[A-Z]|[IVXL]{1,5}|[0-9]{1,3}")
# A heading over all who hold an office: "KETUA", "ANGGOTA PPS".
_OFFICES = re.compile(
    r"(?:KETUA|ANGGOTA|SEKRETARIS|BENDAHARA|STAF|PELAKSANA)(?: (?:MERANGKAP ANGGOTA|PPK|PPS|KPPS))?"
)
_PAGE = re.compile(r"(?:HALAMAN|HAL|PAGE) [0-9]+(?: (?:DARI|OF) [0-9]+| [0-9]+)?")
# "8 = 6 - 7" numbers a column, and says how it is reckoned.
_COLUMN_NUMBER = re.compile(r"([0-9]{1,3})(?:\s*=[0-9\s+\-x*/:%()]+)?")
# With these the signatures begin.
_SIGNING = re.compile(
    r"(?:MENGETAHUI|MENYETUJUI|DITETAPKAN|DISAHKAN|DIBUAT)\b.*|[A-Z ]+ (?:TANGGAL |TGL )?"
    r"[0-9]{1,2} (?:" + "|".join(month.upper() for month in dates.MONTHS) + r"|NOPEMBER) [0-9]{4}"
)
# Who sends a list spells himself out at its top; what a list is of is named in short, or behind "DAFTAR".
_LETTERHEAD = re.compile(r"(?:PANITIA|SEKRETARIAT|KOMISI|BADAN PENGAWAS)\b.*")
_BARE_PLACE = re.compile(
    r"(?:KECAMATAN|KEC|DESA|KELURAHAN|DESA KELURAHAN|KEL|KABUPATEN|KAB|KOTA|(?:NO |NOMOR )?TPS)"
)
# What holds for all rows over which its cells are merged; a NIK or a name is one person's.
_SHARED = "kecamatan desa tps body role wage start end period".split()
# What stands for the cell above: "sda" is "sama dengan di atas". A bare dash is nothing.
_DITTO = frozenset(["SDA", "SDA.", "S.D.A", "S.D.A.", "IDEM", "DITO", "DITTO"]) | frozenset(
    ['"', "''", "”", "“", "〃", ",,", '-"-', "-''-"]
)
# What can be the same for two people who follow each other.
_REPEATED = [*_SHARED, "address", "birth_place", "postal_code"]


@dataclass(frozen=True, slots=True)
class Places:
    """What titles and headings say about the rows below them; ``""`` where they say nothing."""

    kecamatan: str = ""
    desa: str = ""
    tps: str = ""
    regency: str = ""
    body: str = ""
    role: str = ""

    def within(self, wider: Places) -> Places:
        """Give these places, and the wider ones where these say nothing."""
        return Places(
            *(own or other for own, other in zip(astuple(self), astuple(wider), strict=True))
        )


@dataclass(slots=True)
class Table:
    """The people of one table: Excel row number, cells, and what the sheet says about each."""

    sheet: Sheet
    header: Header
    rows: list[tuple[int, Row]] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def source(self, name: str) -> str:
        """Give the column that fills a field: "Tempat, Tgl Lahir" and "Masa Kerja" fill two."""
        pair = _PAIRS.get(name)
        return pair if pair in self.header.columns and name not in self.header.columns else name

    def lacks(self, name: str) -> bool:
        """Say whether no column fills a field."""
        return self.source(name) not in self.header.columns


def find_tables(sheet: Sheet, words: Words) -> list[Table]:
    """Find the tables of a sheet, side by side and one below the other.

    Raise `RefusedError` where the sheet holds NIKs but no known header stands above them.
    """
    found = []
    for part in _side_by_side(sheet, words):
        tables = _below_each_other(part, sheet, words)
        for table in tables:
            _share_merged(table)
            _repeat_above(table)
        found += tables
    return found


def _side_by_side(sheet: Sheet, words: Words) -> list[Sheet]:
    """Part a sheet where a header begins again to its right; the other cells of a part are empty.

    What stands below a header that spans both sides is one table again. What stands above belongs to
    both where it is titles, and to the first where it is another table.
    """
    at = next((index for index, row in enumerate(sheet.rows) if cuts(row, words)), None)
    if at is None:
        return [sheet]
    starts = cuts(sheet.rows[at], words)
    if any(_is_headed_foreign(sheet, at, start) for start in starts[1:]):
        return [sheet]  # heirs beside workers: two columns of one name, which are refused
    width = max(map(len, sheet.rows))
    below = range(at + 1, len(sheet.rows))
    end = next((i for i in below if spans(sheet.rows[i], starts[1], words)), len(sheet.rows))
    tabled = any(find_header(sheet, index, words) for index in range(at))
    bounds = zip([0, *starts[1:]], [*starts[1:], width], strict=True)
    return [
        replace(sheet, rows=list(_of_part(sheet, part, (at, end), tabled=tabled)))
        for part in bounds
    ]


def _of_part(
    sheet: Sheet, part: tuple[int, int], zone: tuple[int, int], *, tabled: bool
) -> Iterator[Row]:
    """Give the rows of one part: its columns within the zone, and what it has of the rows around."""
    first, (start, end) = part[0] == 0, part
    for index, row in enumerate(sheet.rows):
        above, within = index < zone[0], zone[0] <= index < zone[1]
        if first and (index >= zone[1] or (above and tabled)):
            yield row
        elif within or (above and not tabled):
            yield [""] * start + row[start:end] + [""] * (len(row) - end)
        else:
            yield [""] * len(row)


def _is_headed_foreign(sheet: Sheet, at: int, start: int) -> bool:
    """Say whether the group above a column speaks of somebody else than the worker."""
    return at > 0 and is_foreign(sheet.rows[at - 1][start])


def _below_each_other(part: Sheet, sheet: Sheet, words: Words) -> list[Table]:
    """Find the tables of one part of a sheet, whose titles may stand above another part."""
    headers = _headers(part, words)
    above = part.rows[: headers[0].first] if headers else part.rows
    _refuse_headless(sheet, above, sheet.first_row)
    if not headers:
        return []
    places = _places(above, sheet.name).within(_places(sheet.rows[: len(above)], sheet.name))
    ends = [header.first for header in headers[1:]] + [len(part.rows)]
    tables = []
    for header, end in zip(headers, ends, strict=True):
        table = Table(sheet, header)
        # "Jabatan dalam KPPS" says it nearer than any title.
        places = replace(places, body=_body([header.labels.get("role", "")]) or places.body)
        for block in _blocks(part, header, end):
            places = _read_block(table, part, block, places)
        tables.append(table)
    return tables


def _share_merged(table: Table) -> None:
    """Give the value of a cell that is merged over several rows to each person in them."""
    shared = {table.header.columns.get(name) for name in _SHARED} - {None}
    sheet = table.sheet
    merged = [area for area in sheet.merged if area[0] < area[2] and area[1] in shared]
    places = {number - sheet.first_row: at for at, (number, _) in enumerate(table.rows)}
    for first, column, last, _ in merged:
        for index in range(first + 1, min(last, len(sheet.rows)) + 1):
            at = places.get(index)
            if at is not None and not table.rows[at][1][column]:
                number, row = table.rows[at]
                cells = [*row[:column], sheet.rows[first][column], *row[column + 1 :]]
                table.rows[at] = (number, cells)


def _repeat_above(table: Table) -> None:
    """Give the value of the cell above where a cell says that it is the same."""
    for name in _REPEATED:
        column = table.header.columns.get(name)
        if column is None or not any(map(_is_ditto, {row[column] for _, row in table.rows})):
            continue
        above = ""
        for place, (number, row) in enumerate(table.rows):
            above = above if _is_ditto(row[column]) else row[column]
            table.rows[place] = (number, [*row[:column], above, *row[column + 1 :]])


def _is_ditto(cell: str) -> bool:
    return cell.strip().upper() in _DITTO


def _headers(sheet: Sheet, words: Words) -> list[Header]:
    """Find headers from the top; a repeated one opens no new table.

    A header of two names is one only where no fuller stands: "Nama | Jabatan" may head signatures.
    """
    full = list(_found_headers(sheet, words, FEWEST_HEADERS))
    return full or list(_found_headers(sheet, words, FEWEST_HEADERS - 1))


def _found_headers(sheet: Sheet, words: Words, fewest: int) -> Iterator[Header]:
    index = 0
    current: Header | None = None
    while index < len(sheet.rows):
        row = sheet.rows[index]
        header = find_header(sheet, index, words) if _may_be_header(row, current) else None
        if header is not None and len(header.columns) < fewest:
            header = None
        if header is None or (current and header.columns == current.columns):
            index += 1
            continue
        header = with_amounts(with_two_days(header, sheet), sheet)
        yield header
        current = header
        index = header.first + header.height


def _may_be_header(row: Row, current: Header | None) -> bool:
    """Keep the search cheap: below a header, a row with a NIK in its place is none."""
    if current is None:
        return True
    nik = current.columns.get("nik")
    return nik is None or not _NIK_LIKE.search(row[nik])


def _blocks(sheet: Sheet, header: Header, end: int) -> Iterator[range]:
    """Part the rows below a header where it is repeated: each block has a foot of its own."""
    start = header.first + header.height
    for index in range(start, end):
        row = sheet.rows[index]
        if index > start and not _has_nik(header, row) and repeats(header, row):
            yield range(start, index)
            start = index
    yield range(start, end)


def _refuse_headless(sheet: Sheet, rows: list[Row], first: int) -> None:
    """Refuse rows with a NIK above which no header stands: what their cells mean is not known."""
    for number, row in enumerate(rows, start=first):
        if any(
            _WHOLE_NIK.fullmatch(_SEPARATORS.sub("", cell))
            for cell in row
            if len(cell) >= _NIK_CELL
        ):
            raise RefusedError("no-header", file=sheet.file, sheet=sheet.name, row=number)


def _read_block(table: Table, sheet: Sheet, block: range, places: Places) -> Places:
    """Part the rows of a block into people and others; give what holds for the rows below it."""
    rows = [(sheet.first_row + index, sheet.rows[index]) for index in block]
    sure = (number for number, row in reversed(rows) if _is_surely_somebody(table.header, row))
    return part_rows(table, rows, places, last=next(sure, -1))


def part_rows(
    table: Table, rows: Iterable[tuple[int, Row]], places: Places, *, last: int
) -> Places:
    """Add numbered rows to a table, as people or as skipped; give what holds for the rows below them.

    ``last`` is the number of the last row that is surely somebody's.
    """
    header = table.header
    second_header_row = -1
    ended = False
    for number, row in rows:
        reason = _not_a_person(header, row, in_foot=ended)
        # What follows a gap, a total or "Mengetahui" behind the last sure person is the block's foot.
        if number > last and not ended and reason is None and _begins_signatures(header, row):
            reason = "foot"
        ended = number > last and (ended or reason in ("blank", "total", "foot"))
        if number == second_header_row and not _is_surely_somebody(header, row):
            reason = "header"
        elif reason == "header":
            second_header_row = number + header.height - 1
        if reason in ("foot", "empty"):
            _refuse_headless(table.sheet, [row], number)
        if reason is None:
            table.rows.append((number, row))
            table.places.append(places)
        elif reason != "blank":
            table.skipped.append((number, reason))
            places = _below_heading(places, row) if reason == "heading" else places
    return places


def _not_a_person(header: Header, row: Row, *, in_foot: bool) -> str | None:
    """Say why a row is no person, or give None: a row that could be a person is one.

    In the foot of a sheet stand signatures, so that a row there needs more than a name and an office.
    """
    if _has_nik(header, row):
        return "example" if form.is_example(header.columns, row) else None
    filled = [cell for cell in row if cell and not cell.isspace()]
    if not filled:
        return "blank"
    for reason, recognises in _NOT_PEOPLE.items():
        if recognises(header, row, filled):
            return reason
    if _is_surely_somebody(header, row):
        return None
    if in_foot:
        return "foot" if _personal(header, row) < _FEWEST_IN_FOOT else None
    return None if _personal(header, row) else "empty"


def _is_surely_somebody(header: Header, row: Row) -> bool:
    """Say whether a row has what only a person's row has.

    A NIK; a name with a running number or an office; or a name with two more things that one says of a
    person (as many as the table has columns for, where it has fewer).
    """
    if _has_nik(header, row):
        return True
    filled = [cell for cell in row if cell and not cell.isspace()]
    if _is_total(header, row, filled):
        return False
    number, name = header.columns.get("no"), header.columns.get("name")
    if name is None or not _is_a_name(row[name], header.labels["name"]):
        return False
    if number is not None and row[number].removeprefix(NUMBER).rstrip(".").isdigit():
        return True
    if _has_office(header, row):
        return True
    columns = sum(field in header.columns for field in _PERSONAL)
    return _personal(header, row) >= min(_FEWEST_PERSONAL, columns)


def _has_nik(header: Header, row: Row) -> bool:
    column = header.columns.get("nik")
    if column is None:
        return False
    if _PLAIN_NIK.fullmatch(row[column]):
        return True
    if word_form(row[column]).startswith(("NIP", "NRP")):
        return False  # who signs a list writes his NIP below his name
    return _NIK_LIKE.search(_SEPARATORS.sub("", row[column])) is not None


def _has_office(header: Header, row: Row) -> bool:
    """Say whether an office stands beside a name, which is no office itself as in a line of signatures."""
    name, role = header.columns.get("name"), header.columns.get("role")
    if name is None or role is None:
        return False
    return bool(_OFFICE.search(word_form(row[role]))) and not _OFFICE.search(word_form(row[name]))


def _is_a_name(cell: str, label: str) -> bool:
    """Say whether a cell can be a name: it has letters, and is not its column's header once more."""
    letters = any(map(str.isalpha, cell))
    return letters and not is_nothing(cell) and cell.strip().upper() != label.upper()


def _begins_signatures(header: Header, row: Row) -> bool:
    """Say whether a row with little else holds "Mengetahui" or "Citeko, 6 November 2024"."""
    born = header.columns.get("birth_place_date")
    cells = [cell for column, cell in enumerate(row) if column != born]
    signing = any(_SIGNING.fullmatch(word_form(cell)) for cell in cells)
    return signing and _personal(header, row) < _FEWEST_PERSONAL


def _personal(header: Header, row: Row) -> int:
    """Count the cells of a row that say something of a person."""
    return sum(_has(header, row, name) for name in _PERSONAL)


def _has(header: Header, row: Row, name: str) -> bool:
    """Say whether a row's cell can be what its column is for: no name stands for a sex or a wage."""
    column = header.columns.get(name)
    if column is None or not row[column] or is_nothing(row[column]):
        return False
    if name == "name":
        return _is_a_name(row[column], header.labels[name])
    if name == "sex":
        return _SEX.fullmatch(word_form(row[column])) is not None
    return name not in _NUMERIC or any(map(str.isdigit, row[column]))


def _is_total(header: Header, row: Row, filled: Row) -> bool:
    """Recognise "JUMLAH" and its like; somebody called Jumlah has a sex, a birthplace or an office."""
    if not any(_TOTAL.fullmatch(word_form(cell)) for cell in filled[:2]):
        return False
    cells = [row[header.columns[name]] for name in _NEVER_TOTALLED if _has(header, row, name)]
    said = sum(cell.startswith(DATE) or any(map(str.isalpha, cell)) for cell in cells)
    return said < _FEWEST_NEVER_TOTALLED


def _is_header(header: Header, row: Row, filled: Row) -> bool:
    return repeats(header, row) or all(map(is_hint, filled))


def _is_numbering(_: Header, __: Row, filled: Row) -> bool:
    """Recognise the row "1 2 3 4 …" (or "(1) (2) …") under a header."""
    texts = [clean(cell.removeprefix(NUMBER)).strip("()[] .") for cell in filled]
    numbers = [found for text in texts if (found := _COLUMN_NUMBER.fullmatch(text))]
    if not _FEWEST_NUMBERS <= len(numbers) == len(texts):
        return False
    values = [int(number[1]) for number in numbers]
    return values[0] in (0, 1) and all(a < b <= a + 2 for a, b in pairwise(values))


def _is_heading(header: Header, row: Row, filled: Row) -> bool:
    texts = _titles(filled)
    if len(texts) == 2 and _ORDINAL.fullmatch(word_form(texts[0].removeprefix(NUMBER))):  # noqa: PLR2004
        del texts[0]
    if len(texts) != 1:
        return False
    (text,) = texts
    if _heading(text) or _PAGE.fullmatch(word_form(text)):
        return True
    role = header.columns.get("role")
    # In the column of offices it is the office of a seat that nobody has yet.
    return bool(_office(text) or _body(texts)) and (role is None or not row[role])


_NOT_PEOPLE = {
    "total": _is_total,
    "header": _is_header,
    "numbering": _is_numbering,
    "heading": _is_heading,
}


def _heading(text: str) -> dict[str, str]:
    """Read "KECAMATAN X", "DESA Y" and "TPS 3" out of a title; only known kecamatan count."""
    words = [_SHORT.get(word, word) for word in _without_ordinal(word_form(text)).split()]
    # Where a line begins with another TPS than can be read, that of the lines above holds no longer.
    tps = _tps(" ".join(words))
    found = {"tps": tps} if tps or words[:1] == ["TPS"] else {}
    for index, word in enumerate(words):
        if word not in ("KECAMATAN", "DESA", "KELURAHAN", "KABUPATEN", "KOTA"):
            continue
        name: list[str] = []
        for following in words[index + 1 :]:
            if following in _PLACE_ENDS or following.isdigit():
                break
            name.append(following)
        if word == "KECAMATAN":
            known = _longest(name, regions.kecamatan_names())
            found |= {"kecamatan": known.title()} if known else {}
        elif word in ("DESA", "KELURAHAN") and name and _begins(words, index):
            found["desa"] = " ".join(name).title()
        elif code := _regency(word, name):
            found["regency"] = code
    return found


def _begins(words: list[str], index: int) -> bool:
    """Say whether a desa's name follows: before its word stand only what a list is of, and numbers."""
    return all(word in _BEFORE_DESA or word.isdigit() for word in words[:index])


def _without_ordinal(text: str) -> str:
    """Give a heading without the letter or number in front: "A. KECAMATAN PLERED"."""
    first, _, rest = text.partition(" ")
    return rest if rest and _ORDINAL.fullmatch(first) else text


def _tps(text: str) -> str:
    """Give the one TPS that a title names, in three digits: "DI 12 TPS" and "TPS 1 S/D 12" name none."""
    named = _TPS.findall(text)
    if len(named) != 1 or named[0][1] or _COUNTED.search(text):
        return ""
    return str(named[0][0]).zfill(3)


def _office(text: str) -> str:
    """Give the office that a heading names, and nothing else: "II. ANGGOTA"."""
    words = _without_ordinal(word_form(text))
    return words if _OFFICES.fullmatch(words) else ""


def _longest(words: list[str], known: frozenset[str]) -> str:
    names = (" ".join(words[:length]) for length in range(min(len(words), 4), 0, -1))
    return next((name for name in names if name in known), "")


def _regency(kind: str, words: list[str]) -> str:
    names = (" ".join([kind, *words[:length]]) for length in range(min(len(words), 4), 0, -1))
    return next((code for name in names if (code := regions.regency_named(name))), "")


def _titles(row: Row) -> list[str]:
    """Give the texts of a row; "KECAMATAN :" and the name in the next cell are one."""
    texts: list[str] = []
    for cell in row:
        if not cell or cell.isspace() or cell.strip() == ":":
            continue
        if texts and _BARE_PLACE.fullmatch(word_form(texts[-1])):
            texts[-1] = f"{word_form(texts[-1])} {cell}"
        else:
            texts.append(cell)
    return texts


def _places(above: list[Row], sheet_name: str) -> Places:
    """Gather what the rows above the header and the sheet's name say."""
    found: dict[str, str] = {}
    texts = [text for row in above for text in _titles(row)]
    for text in texts:
        found |= _heading(text)
    if len({tps for text in texts if (tps := _heading(text).get("tps"))}) > 1:
        del found["tps"]
    found = _of_sheet_name(sheet_name) | {name: said for name, said in found.items() if said}
    listed = [text for text in texts if not _LETTERHEAD.fullmatch(word_form(text))]
    return Places(**found, **_serving(_body([*listed, sheet_name])))


def _of_sheet_name(name: str) -> dict[str, str]:
    """Read a kecamatan or a TPS out of a sheet's name: "Plered", "1. Kec. Plered", "TPS 2"."""
    words = word_form(name)
    found = {"tps": tps} if (tps := _tps(words)) else {}
    for whole in (words, _without_ordinal(words)):
        bare = whole.removeprefix("KECAMATAN ").removeprefix("KEC ")
        if bare in regions.kecamatan_names():
            return found | {"kecamatan": bare.title()}
    return found


def _body(texts: list[str]) -> str:
    """Give the one body that titles and the sheet's name speak of, or ``""`` where they name more."""
    words = " | ".join(f" {word_form(text)} " for text in texts)
    named = {body for word, body in _BODIES.items() if f" {word} " in words}
    return named.pop() if len(named) == 1 else ""


def _serving(body: str) -> dict[str, str]:
    """Give what is known of all who serve in a body: the body, and their office where it has but one."""
    return {"body": body, "role": body if body in _OF_ONE_OFFICE else ""}


def _below_heading(places: Places, row: Row) -> Places:
    """Give the places that hold below a heading row: a new kecamatan has no desa yet, a new desa no TPS.

    What was said of offices holds no longer in another place or body.
    """
    text = _titles(row)[-1]
    found, office, body = _heading(text), _office(text), _body([text])
    desa = found.get("desa", "" if "kecamatan" in found else places.desa)
    tps = places.tps if desa == places.desa else ""
    serving = _serving(body or places.body) if found or body else {}
    told = {"tps": tps, **found, "desa": desa, **serving, **({"role": office} if office else {})}
    return replace(places, **told)
