"""``corrections.xlsx``: what goes back to the kecamatan to be mended, and comes back filled in.

**Petunjuk** says what to do. **Perbaikan** has every row with a finding, as it was typed, the cells
marked, with the reason and what may be meant. **Lengkapi** has the people who are billed but lack a
cell that SIPP demands, with just those cells to fill, and those who are not enrolled yet and lack one, so
that one round is enough. **Orang baru** takes people who are not in the roster. **Diubah** lists the cells
that count otherwise than the roster has them, **Dikecualikan** who is neither enrolled nor billed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import polars as pl
from xlsxwriter.format import Format

from pemilu_cover.reports.xlsx.corrections import layout, newcomers
from pemilu_cover.reports.xlsx.corrections.layout import (
    ADDRESS_WIDTHS,
    LEVELS,
    LINE_HEIGHT,
    MOST_HEIGHT,
    level_color,
)
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import (
    ALTERED,
    COLUMNS,
    EXCLUDED,
    UNREAD,
    AlteredCell,
    ColumnNote,
    ExcludedPerson,
    RecordingSheet,
    UnreadEntry,
    write_altered,
    write_columns,
    write_excluded,
    write_sent_rows,
    write_unread,
)
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.fast_rows import CellColumn
from pemilu_cover.xlsx.workbook import AMBER, GREY, RED, TEXT, YELLOW, SheetBuilder, WorkbookBuilder

_REASON_WIDTH, _SUGGESTION_WIDTH, _INSTRUCTION_WIDTH = 50, 20, 110
_WHO = frozenset("no nik name role kecamatan desa tps".split())
_KNOWN = ("nik", "name", "role_name", "kecamatan", "desa", "tps")
_LISTS = {
    "sex": ("L", "P"),
    "marital": ("Y", "T"),
    "blood": ("A", "B", "AB", "O"),
}
_WIDTHS = {
    "no": 6,
    "nik": 19,
    "name": 26,
    "address": 30,
    "role": 24,
    "mother": 24,
    "tps": 7,
    "sex": 5,
}
_CODE_WIDTH = 24
_FAINT = "#7F7F7F"
_STANDINGS = {True: "belum terdaftar", False: "sudah ditagih"}
_BLOOD = (
    "Gol. darah belum diketahui? Lihat kartu donor, buku KIA, atau rekam medis, atau periksakan di Puskesmas"
    " atau Unit Donor Darah PMI. Jangan menebak: kosongkan dan beri tahu kantor."
)
_REGENCY = (
    "Kabupaten/Kota: tempat bertugas, misalnya Kabupaten Purwakarta. Jika sama untuk semua orang, cukup satu"
    " baris diisi."
)
_INSTRUCTIONS = "Petunjuk"


class FindingMark(NamedTuple):
    """One finding of a row, as the sheet shows it; ``column`` is what the roster calls the field."""

    field: str
    column: str
    level: str
    reason: str
    suggestion: str


class FaultyRow(NamedTuple):
    """One row with findings: its address and code, its cells as typed by field, its marks."""

    address: tuple[str, str, str, str]
    typed: Mapping[str, str]
    marks: Sequence[FindingMark]


class ColumnTitles(NamedTuple):
    """How sheets and columns are headed: the address, what is said of a row, the reasons, each field.

    ``strike`` marks a row that is thrown out, ``successor`` names who replaces its person. ``reasons`` are
    level, reason and suggestion. ``sent`` is the name of the hidden sheet with the cells of Perbaikan as
    they are sent, ``told_sent`` of the one with the sheets that only tell; ``told`` heads who somebody is in
    Lengkapi, and ``standing`` whether they are enrolled.
    ``came_from`` heads the address of rows that are only told of: what comes back is not read for them.
    """

    instructions: str
    mending: str
    lacking: str
    choices: str
    sent: str
    told_sent: str
    address: Sequence[str]
    came_from: Sequence[str]
    strike: str
    successor: str
    reasons: tuple[str, str, str]
    told: Sequence[str]
    standing: str
    titles: Mapping[str, str]
    never_shown: frozenset[str]
    newcomers: newcomers.NewcomerTitles

    @property
    def reason(self) -> str:
        """How the column of reasons is headed."""
        return self.reasons[1]


class CorrectionsData(NamedTuple):
    """What a workbook holds.

    ``incomplete`` has the address and code of each person, who they are, ``missing``, the fields to be
    filled, and ``kept_out``, whether they are not enrolled yet. ``roles`` are the names that the column of
    roles offers.
    """

    faulty: Sequence[FaultyRow]
    incomplete: pl.DataFrame
    altered: Sequence[AlteredCell]
    excluded: Sequence[ExcludedPerson]
    roles: Sequence[str]
    unread: Sequence[UnreadEntry] = ()
    columns: Sequence[ColumnNote] = ()


def write(contents: CorrectionsData, heads: ColumnTitles) -> bytes:
    """Write the workbook; give its bytes."""
    book = WorkbookBuilder("Perbaikan dan kelengkapan roster")
    told = {name: RecordingSheet(book.sheet(name)) for name in [_INSTRUCTIONS]}
    _write_instructions(told[_INSTRUCTIONS], contents, heads)
    roles = f"='{heads.choices}'!$A$1:$A${max(len(contents.roles), 1)}"
    if contents.faulty:
        _write_faulty_rows(book, contents, heads, roles)
    if contents.incomplete.height:
        _write_incomplete(book.sheet(heads.lacking), contents.incomplete, heads)
    newcomers.write(book, heads.newcomers, roles, _LISTS)
    book.listed(heads.choices, contents.roles)
    if contents.altered:
        told[ALTERED] = write_altered(book, contents.altered, heads.came_from)
    if contents.columns:
        told[COLUMNS] = write_columns(book, contents.columns, heads.came_from)
    if contents.unread:
        told[UNREAD] = write_unread(book, contents.unread, heads.came_from)
    if contents.excluded:
        told[EXCLUDED] = write_excluded(book, contents.excluded, heads.came_from, heads.titles)
    write_sent_rows(book, heads.told_sent, told)
    return book.content()


def _write_instructions(
    recorded: RecordingSheet, contents: CorrectionsData, heads: ColumnTitles
) -> None:
    sheet = recorded.sheet
    sheet.widths([4, _INSTRUCTION_WIDTH])
    recorded.text(0, 0, heads.instructions, bold=True, font_size=12)
    recorded.text(1, 0, workbook_text("privacy.corrections"), italic=True, font_size=9)
    row = 3
    for number, line in enumerate(_instructions(contents, heads), start=1):
        recorded.text(row, 0, f"{number}.", valign="top")
        recorded.text(row, 1, line, text_wrap=True, valign="top")
        sheet.raw.set_row(row, LINE_HEIGHT * (1 + len(line) // _INSTRUCTION_WIDTH))
        row += 1
    sheet.for_a4(landscape=True)


def _instructions(contents: CorrectionsData, heads: ColumnTitles) -> list[str]:
    """Return the steps, in the words of who has to take them."""
    lines = []
    if contents.faulty:
        lines += [
            f"Lembar {heads.mending} ({len(contents.faulty)} orang): sel MERAH harus dibetulkan, orang itu "
            "BELUM terdaftar. Sel KUNING diperiksa; orangnya sudah terdaftar.",
            "Arahkan kursor ke sel berwarna untuk membaca alasannya. Ketik isian yang benar di sel itu "
            "juga. Jika sel kuning sudah benar, biarkan.",
            f"{heads.strike}: pilih Y pada baris yang harus dibuang, yaitu jika satu orang tertulis dua kali,"
            " atau orang itu tidak jadi bertugas. Jika ia sempat bertugas, jangan dihapus: betulkan Tgl"
            " Selesai menjadi hari terakhirnya.",
            f"{heads.successor}: jika orang itu diganti sebelum bertugas, tulis NIK penggantinya di sini, dan"
            f" tulis penggantinya di lembar {heads.newcomers.sheet}. Jangan mengetik nama pengganti di atas"
            " nama orang yang diganti.",
        ]
    if contents.unread:
        lines.append(
            f"Lembar {UNREAD} ({len(contents.unread)} tempat): di sel roster itu mungkin ada orang yang "
            "BELUM terdaftar. Betulkan rosternya, bukan lembar ini."
        )
    if contents.columns:
        held = any(note.level == "error" for note in contents.columns)
        who = " Selama belum jelas, orang di tabel itu BELUM terdaftar." if held else ""
        lines.append(
            f"Lembar {COLUMNS} ({len(contents.columns)} kolom): yang dinilai seluruh kolom roster, bukan"
            f" satu orang.{who} Betulkan rosternya, bukan lembar ini."
        )
    if contents.incomplete.height:
        lines.append(_about_lacking(contents.incomplete, heads))
        if "blood" in contents.incomplete["missing"].explode().to_list():
            lines.append(_BLOOD)
        if "regency" in contents.incomplete["missing"].explode().to_list():
            lines.append(_REGENCY)
    return [
        *lines,
        f"Lembar {heads.newcomers.sheet}: untuk orang yang belum ada di roster, satu baris satu orang. Jika"
        f" ia menggantikan seseorang, tulis NIK orang yang diganti di kolom {heads.newcomers.replaces}.",
        "NIK: 16 angka, seperti di KTP. Tanggal: hari-bulan-tahun, misalnya 12-05-1990.",
        f"Jangan mengubah kolom {', '.join(heads.address)}, judul kolom, dan nama lembar; dari situ "
        "diketahui baris siapa yang diisi. Baris boleh diurutkan dan disaring asal SELURUH barisnya, tetapi "
        "jangan disalin.",
        "Keterangan yang ditulis di luar kolom yang tersedia tidak dapat dipakai; kantor akan menanyakannya.",
        "Jika ada yang belum benar, kantor mengirim berkas baru yang hanya berisi sisanya. Isi berkas yang "
        "terbaru; isian terbaru menggantikan isian sebelumnya.",
        "Simpan sebagai .xlsx dan kirim kembali ke kantor. Kantor menjalankan: pemilu-cover enrol "
        "<roster> --corrections <berkas ini> --force",
    ]


def _about_lacking(people: pl.DataFrame, heads: ColumnTitles) -> str:
    """Return what is to be filled in, and what it is for."""
    kept_out = int(people["kept_out"].sum())
    text = f"Lembar {heads.lacking} ({people.height} orang): isi sel kuning dari KTP dan KK."
    if billed := people.height - kept_out:
        text += f" {billed} orang sudah ditagih, tetapi baru dapat diunggah ke SIPP setelah sel itu terisi."
    if kept_out:
        text += (
            f" {kept_out} orang belum terdaftar: betulkan juga selnya di lembar {heads.mending}, agar cukup"
            " satu kali kirim."
        )
    return text


def _write_faulty_rows(
    book: WorkbookBuilder, contents: CorrectionsData, heads: ColumnTitles, roles: str
) -> None:
    """Write rows as they were typed, the address in front and the reasons behind."""
    sheet, faulty = book.sheet(heads.mending), contents.faulty
    fields = _fields(faulty, heads)
    titles = [heads.titles[name] for name in fields]
    columns = [*heads.address, *titles, heads.strike, heads.successor, *heads.reasons]
    lines = (
        "Merah: harus dibetulkan, orang ini BELUM terdaftar. Kuning: periksa, orang ini sudah terdaftar.",
        "Betulkan sel yang diwarnai di lembar ini, simpan, lalu kirim kembali (lihat lembar Petunjuk).",
    )
    top = layout.write_head(sheet, "DAFTAR PERBAIKAN", lines, columns)
    widths = [_WIDTHS.get(name, 16) for name in fields]
    sheet.widths([*ADDRESS_WIDTHS, *widths, 8, 19, 11, _REASON_WIDTH, _SUGGESTION_WIDTH])
    last = _write_people(sheet, top + 1, faulty, fields, heads)
    offered: dict[str, str | list[str]] = {name: list(values) for name, values in _LISTS.items()}
    offered["role"] = roles
    for column, name in enumerate(fields, start=len(heads.address)):
        if name in offered:
            _offer(sheet, (top + 1, column, last, column), offered[name])
    strike = len(heads.address) + len(fields)
    _offer(sheet, (top + 1, strike, last, strike), ["Y"])
    layout.write_foot(sheet, top, last, columns)
    _write_sent(book, faulty, fields, heads)


def _write_sent(
    book: WorkbookBuilder, faulty: Sequence[FaultyRow], fields: Sequence[str], heads: ColumnTitles
) -> None:
    """Keep the cells as they are sent on a hidden sheet: what comes back is compared with them."""
    sheet = book.sheet(heads.sent)
    sheet.raw.very_hidden()
    shown = [name for name in fields if name not in heads.never_shown]
    sheet.texts(0, (*heads.address, *(heads.titles[name] for name in shown), *heads.reasons))
    told = [_reasons(person, fields) for person in faulty]
    rows = [
        (*person.address, *(person.typed.get(name, "") for name in shown), *said[:3])
        for person, said in zip(faulty, told, strict=True)
    ]
    look = book.format(num_format=TEXT)
    columns = (pl.Series(cells, dtype=pl.String) for cells in zip(*rows, strict=True))
    sheet.fill(1, [CellColumn(at, cells, look) for at, cells in enumerate(columns)])


def _fields(faulty: Sequence[FaultyRow], heads: ColumnTitles) -> list[str]:
    """Return the fields to show: who the person is, and the cells that are marked."""
    marked = {mark.field for row in faulty for mark in row.marks}
    return [
        name
        for name in heads.titles
        if name in marked or (name in _WHO and any(row.typed.get(name) for row in faulty))
    ]


def _offer(sheet: SheetBuilder, area: tuple[int, int, int, int], source: str | list[str]) -> None:
    """Offer values, or the cells of a formula, in a drop-down; another one is let through with a question.

    Excel takes no more than 255 characters of values in the cell's own rule: roles stand on a sheet.
    """
    sheet.raw.data_validation(
        *area,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "Pilihan",
            "error_message": "Isian ini tidak ada di daftar pilihan.",
        },
    )


def _write_people(
    sheet: SheetBuilder,
    first: int,
    faulty: Sequence[FaultyRow],
    fields: Sequence[str],
    heads: ColumnTitles,
) -> int:
    """Write the rows: address, cells, the mark to strike it, and why it is here; give the last of them."""
    looks = {
        color: sheet.book.format(
            border=1, num_format=TEXT, **({"bg_color": color} if color else {})
        )
        for color in ("", RED, AMBER, GREY)
    }
    faint = sheet.book.format(border=1, num_format=TEXT, font_color=_FAINT)
    bare, wrapped = sheet.book.format(border=1), sheet.book.format(border=1, text_wrap=True)
    addresses = zip(*(person.address for person in faulty), strict=True)
    cells = [_column(at, texts, faint) for at, texts in enumerate(addresses)]
    for column, name in enumerate(fields, start=len(cells)):
        marks = [[mark for mark in person.marks if mark.field == name] for person in faulty]
        colors = [
            level_color(mark.level for mark in of_cell) if of_cell else "" for of_cell in marks
        ]
        shown = [
            "" if name in heads.never_shown else person.typed.get(name, "") for person in faulty
        ]
        for color in dict.fromkeys(colors):
            own = (text if of == color else None for text, of in zip(shown, colors, strict=True))
            cells.append(_column(column, own, looks[color]))
        for row, of_cell in enumerate(marks, start=first):
            if of_cell:
                _comment(sheet, row, column, of_cell)
    last = len(heads.address) + len(fields)
    reasons = [_reasons(person, fields) for person in faulty]
    cells += [_column(at, ("" for _ in faulty), looks[""]) for at in (last, last + 1)]
    cells += [
        _column(last + 2, (told.level for told in reasons), bare),
        _column(last + 3, (told.reasons for told in reasons), wrapped),
        _column(last + 4, (told.suggestions for told in reasons), wrapped),
    ]
    heights = pl.Series([told.height for told in reasons], dtype=pl.Float64)
    return sheet.fill(first, cells, heights)


def _column(at: int, texts: Iterable[str | None], look: Format) -> CellColumn:
    return CellColumn(at, pl.Series(list(texts), dtype=pl.String), look, keeps_empty=True)


def _comment(sheet: SheetBuilder, row: int, column: int, marks: Sequence[FindingMark]) -> None:
    text = "\n".join(
        mark.reason + (f" Saran: {mark.suggestion}" if mark.suggestion else "") for mark in marks
    )
    sheet.raw.write_comment(row, column, text, {"author": "pemilu-cover", "x_scale": 2})


class _Reasons(NamedTuple):
    """Why a row is here: the worst level, the reasons, what is suggested, and the height that they take."""

    level: str
    reasons: str
    suggestions: str
    height: int


def _reasons(person: FaultyRow, fields: Sequence[str]) -> _Reasons:
    levels = {mark.level for mark in person.marks}
    level = next(text for name, text in LEVELS.items() if name in levels)
    several = len(person.marks) > 1
    said = [_reason(mark, fields) for mark in person.marks]
    reasons = "\n".join(
        f"{number}. {reason}" if several else reason for number, reason in enumerate(said, start=1)
    )
    suggestions = "\n".join(mark.suggestion for mark in person.marks if mark.suggestion)
    lines = max(_lines(reasons, _REASON_WIDTH), _lines(suggestions, _SUGGESTION_WIDTH))
    return _Reasons(level, reasons, suggestions, min(LINE_HEIGHT * lines, MOST_HEIGHT))


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes at most in a column of a width."""
    return sum(1 + len(line) // width for line in text.split("\n"))


def _reason(mark: FindingMark, fields: Sequence[str]) -> str:
    """Return the reason; it names the cell where the sheet has no column in which it is marked."""
    return mark.reason if mark.field in fields else f"{mark.column}: {mark.reason}"


def _write_incomplete(sheet: SheetBuilder, people: pl.DataFrame, heads: ColumnTitles) -> None:
    """Write who lacks what, by kecamatan, the cells to be filled in yellow."""
    lacking = set(people["missing"].explode().to_list())
    wanted = [name for name in heads.titles if name in lacking]
    # Where all are alike nobody has to be told apart.
    standing = [heads.standing] if people["kept_out"].any() else []
    lines = [
        "Isi hanya sel kuning, dari KTP dan KK. Jangan mengubah kolom lain maupun susunannya.",
        "Tanpa isian ini seseorang belum dapat diunggah ke SIPP, juga bila ia sudah ditagih.",
        *([_BLOOD] if "blood" in wanted else []),
        *([_REGENCY] if "regency" in wanted else []),
    ]
    columns = [*heads.address, *heads.told, *standing, *(heads.titles[name] for name in wanted)]
    top = layout.write_head(sheet, "DAFTAR YANG PERLU DILENGKAPI", lines, columns)
    widths = [_WIDTHS.get(name, 16) for name in wanted]
    address = [*ADDRESS_WIDTHS[:-1], _CODE_WIDTH]
    sheet.widths([*address, 19, 26, 24, 16, 18, 7, *(16 for _ in standing), *widths])
    _write_gaps(sheet, people, top + 1, wanted, tells_standing=bool(standing))
    last, first = top + people.height, len(columns) - len(wanted)
    for column, name in enumerate(wanted, start=first):
        if name in _LISTS:
            _offer(sheet, (top + 1, column, last, column), list(_LISTS[name]))
    layout.write_foot(sheet, top, last, columns)


def _write_gaps(
    sheet: SheetBuilder,
    people: pl.DataFrame,
    row: int,
    wanted: Sequence[str],
    *,
    tells_standing: bool,
) -> None:
    """Write each person with their empty cells: what is to be filled yellow, what is not grey."""
    plain, empty, filled = (
        sheet.book.format(border=1, num_format=TEXT, **look)
        for look in ({}, {"bg_color": YELLOW}, {"bg_color": GREY})
    )
    ordered = people.sort("kecamatan", maintain_order=True, nulls_last=True)
    known = [pl.col(name).fill_null("") for name in _KNOWN]
    cells = ordered.select(
        "file", "sheet", pl.col("row").cast(pl.String), "code", *known, "kept_out", "missing"
    )
    for at, (*texts, kept_out, missing) in enumerate(cells.iter_rows(), start=row):
        if tells_standing:
            texts.append(_STANDINGS[kept_out])
        for column, text in enumerate(texts):
            sheet.raw.write_string(at, column, text, plain)
        for column, name in enumerate(wanted, start=len(texts)):
            sheet.raw.write_blank(at, column, None, empty if name in missing else filled)
