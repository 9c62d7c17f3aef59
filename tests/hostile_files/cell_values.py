"""Odd values in the cells of people: each has a finding at its address, and the neighbours are unaffected."""

from __future__ import annotations

from datetime import date

from hostile_files.builders import (
    COLUMNS,
    Odd,
    formula,
    letters,
    number,
    people,
    rows_of,
    serial,
    sheet,
    workbook,
)
from hostile_files.verdict import DAMAGED, HostileFile, Verdict, a_book, held, read, refused
from support.people import BORN, Cell

Value = tuple[Cell | Odd, str]  # the cell, and the code of its finding or ""


def values(
    name: str, column: str, *cells: Value, book: str = "", or_else: tuple[Verdict, ...] = ()
) -> HostileFile:
    """Return people with one odd cell each, between two good neighbours who must stay enrolled.

    The verdict is the finding of each cell, and any other correct one.
    """
    crowd = people(len(cells) + 2)
    for one, (value, _) in zip(crowd[1:], cells, strict=False):
        one[column] = _of(value, str(one["NIK"]))  # type: ignore[assignment]
    at = letters(COLUMNS.index(column) + 1)
    expected = [(code, f"{at}{row}") for row, (_, code) in enumerate(cells, start=3) if code]
    held_back = sum(_is_error(code) for code, _ in expected)
    verdict = (held if held_back else read)(*expected, enrolled=len(crowd) - held_back)
    return a_book(name, lambda: workbook(sheet(rows_of(crowd)), properties=book), verdict, *or_else)


def _of(value: Cell | Odd, nik: str) -> Cell | Odd:
    """Write the person's own NIK into an odd cell."""
    if isinstance(value, Odd):
        return Odd(value.xml.replace("{nik}", nik))
    return value.replace("{nik}", nik) if isinstance(value, str) else value


def _is_error(code: str) -> bool:
    return not set(code.split("|")) & WARNINGS


WARNINGS = frozenset(
    "formula-error-optional name-characters wage-default wage-low wage-ceiling start-default".split()
)

# Excel's errors; the last is none that Excel knows.
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!")
NEWER_ERRORS = ("#SPILL!", "#CALC!", "#GETTING_DATA", "#BLOCKED!", "#ENTAHLAH")
_BORN = serial(BORN)


def text(value: str, kind: str = "inlineStr") -> Odd:
    """Return a text in its XML form."""
    return Odd(f'<c r="{{at}}" t="{kind}"><is><t xml:space="preserve">{value}</t></is></c>')


def broken_formulas(code: str) -> list[Value]:
    """Return formulas that have failed or were never worked out."""
    return [
        *((number(error, kind="e"), code) for error in ERRORS),
        (formula("1/0", "#DIV/0!", "e"), code),
        (formula("VLOOKUP(A1,B:B,1,0)", "#N/A", "e"), code),
        (formula("500000+600000"), code),
        (formula("500000+600000", ""), code),
        (formula("[1]Sheet1!$A$1", "#REF!", "e"), code),
    ]


NIKS: list[Value] = [
    (number("9901010101900001"), "nik-number"),
    (number("3171010101900001"), "nik-number"),
    (number("3171010101900000"), "nik-number"),
    (number("3.17101010190000E+15"), "nik-number"),
    (number("3.17E+15"), "nik-number"),
    (number("9171010101900003"), "nik-number"),
    (number("171010101900001"), "nik-number"),
    (number("171010101900001", "sixteen zeros"), "nik-number"),
    (number("3171010101900001", "text"), "nik-number"),
    (number("3171010101900001.0"), "nik-number"),
    (number("317101010190000123"), "nik-number"),
    (number("-3171010101900001"), "nik-number"),
    (number("0"), "nik-number|nik-missing|nik-length"),
    (number("{nik}", kind="str"), ""),
    (formula('"32"&A1', "{nik}", "str"), ""),
    (formula("A1*1", "3171010101900001"), "nik-number"),
    (text("\u00a0{nik}\u00a0"), ""),
    (text("\ufeff{nik}\u200b"), ""),
    (text("'{nik}"), ""),
    (text("3214.0112.0590.9099"), ""),
    (text("３２１４０１１２０５９０９０９８"), ""),
    (text("٣١٧١٠١٠١٠١٩٠٠٠٠١"), "nik-letters"),
    (text("3,17101E+15"), "nik-number"),
    (text("317101O101900001"), "nik-letters"),
    (text("317101010190001"), "nik-length"),
    (text("31710101019000011"), "nik-length"),
    (text("9" * 32_767), "nik-length"),
    (text("9" * 32_768), "cell-too-long"),
    (text("3171010101900000"), "nik-serial"),
    (text("3171013201900001"), "nik-date"),
    (text("-"), "nik-missing"),
    (text("#REF!"), "nik-missing|formula-error"),
    (Odd('<c r="{at}" t="inlineStr"/>'), "nik-missing"),
    (number("1", kind="b"), "nik-letters"),
    (text("{nik}_x001B_"), "cell-control"),
    (text("{nik}\x7f"), "cell-control"),
    (text("\u202e{nik}"), ""),
]

WAGES: list[Value] = [
    *(
        (number("850000", style), "")
        for style in (
            "general",
            "accounting",
            "currency",
            "english currency",
            "plain Rp",
            "with a word",
            "red",
            "millions",
            "a month",
        )
    ),
    (number("850000", "escaped word"), ""),
    (number("850000.0000000001"), ""),
    (number("849999.9999999999"), ""),
    (number("850000.5"), ""),
    (number("8.5E5"), ""),
    (number("-850000"), "wage-not-positive"),
    (number("0"), "wage-not-positive"),
    (number("-0"), "wage-not-positive"),
    (number("1e308"), "wage-unreadable"),
    (number("1e999"), "formula-error"),
    (number("-1e999"), "formula-error"),
    (number("NaN"), "formula-error"),
    (number("inf"), "formula-error"),
    (number("5e-324"), "wage-unreadable|wage-not-positive"),
    (number("850000.555"), "wage-unreadable"),
    (number("850"), "wage-unreadable"),
    (number("9007199254740993"), "wage-unreadable"),
    (number("1", kind="b"), "wage-unreadable"),
    (number("850000", "date"), "wage-unreadable"),
    (Odd('<c r="{at}"><v></v></c>'), "wage-default"),
    (Odd('<c r="{at}"/>'), "wage-default"),
    (Odd('<c r="{at}" t="inlineStr"/>'), "wage-default"),
    (text("850.000"), ""),
    (text("Rp 850.000,-"), ""),
    (text("850,000"), ""),
    (text("1.100"), "wage-impossible"),
    (text("1,1 jt"), "wage-ceiling"),
    (text("(850.000)"), "wage-unreadable"),
    (text("85O.000"), "wage-unreadable"),
    (text("delapan ratus ribu"), "wage-unreadable"),
    (text("8.5E5"), "wage-unreadable"),
    (text("٨٥٠٠٠٠"), "wage-unreadable"),
    (text("９００．０００"), ""),
    (text("1" * 400), "wage-unreadable"),
    (formula("500000+350000", "850000"), ""),
    (formula("500000+350000", "1"), "wage-unreadable"),
    (formula("[1]Sheet1!$A$1", "850000"), ""),
]

_OUT = "birth-unreadable|birth-implausible"
BIRTHS: list[Value] = [
    *(
        (number(_BORN, style), "")
        for style in (
            "date",
            "general",
            "day and time",
            "east asian",
            "dd/mm/yyyy",
            "dd-mm-yyyy",
            "in words",
        )
    ),
    (number(_BORN + 0.75, "day and time"), ""),
    (number(f"{_BORN}.999999999", "day and time"), ""),
    (number("1990-05-12", kind="d"), ""),
    (number("1990-05-12T10:00:00Z", kind="d"), ""),
    (number("12/05/1990", kind="d"), ""),
    (number("", kind="d"), "birth-missing"),
    (number("0", "date"), _OUT),
    (number("1", "date"), _OUT),
    (number("59", "date"), _OUT),
    (number("60", "date"), _OUT),
    (number("61", "date"), _OUT),
    (number("2958465", "date"), "birth-implausible"),
    (number("2958466", "date"), _OUT),
    (number("-1", "date"), _OUT),
    (number("-700000", "date"), _OUT),
    (number("1.5", "duration"), _OUT),
    (number("0.5", "hours"), _OUT),
    (number("0.5", "minutes"), _OUT),
    (number("1990"), _OUT),
    (number("19900512"), _OUT),
    (number("12051990"), ""),
    (text("12/05/1990"), ""),
    (text("12 Mei 1990"), ""),
    (text("1990-05-12"), ""),
    (text("1/2/2024"), "birth-implausible"),
    (text("29-02-2023"), "birth-unreadable"),
    (text("13-05-90"), "birth-unreadable"),
    (text("12/13/1990"), "birth-unreadable"),
    (text("00-00-0000"), "birth-unreadable"),
    (text("12-05-10990"), "birth-unreadable"),
    (text("１２-０５-１９９０"), ""),
    (text("0" * 30_000), "birth-unreadable"),
    (number("1", kind="b"), "birth-unreadable"),
]

# Numbers and texts at which a reader of dates may stop altogether: each has a workbook of its own.
BEYOND: dict[str, Odd] = {
    "day-3500000.xlsx": number("3500000", "date"),
    "day-1e10.xlsx": number("1e10", "date"),
    "day-1e300.xlsx": number("1e300", "date"),
    "day-1e999.xlsx": number("1e999", "date"),
    "day-not-a-number.xlsx": number("NaN", "date"),
    "day-minus-1e300.xlsx": number("-1e300", "date"),
    "duration-1e15.xlsx": number("1e15", "duration"),
    "duration-minus-1e300.xlsx": number("-1e300", "duration"),
    "duration-not-a-number.xlsx": number("NaN", "duration"),
    "duration-1e999.xlsx": number("1e999", "duration"),
    "hours-1e300.xlsx": number("1e300", "hours"),
    "day-and-time-minus-1e9.xlsx": number("-1e9", "day and time"),
    "iso-day-of-junk.xlsx": number("lusa", kind="d"),
    "iso-day-of-month-13.xlsx": number("1990-13-12", kind="d"),
    "iso-day-of-a-far-year.xlsx": number("+99999-01-01", kind="d"),
}


def beyond(name: str, column: str, value: Odd, code: str) -> HostileFile:
    """Return a workbook with a value at which a reader may stop, with a refusal.

    What is beyond the calendar is a number all the same: a wage, if not one that is let through unseen.
    """
    stops = refused("reader-stopped", "file-damaged")
    counts = read(("wage-ceiling", "L3"), enrolled=3), held(("wage-not-positive", "L3"), enrolled=2)
    return values(
        name,
        column,
        (value, f"{code}|formula-error"),
        or_else=(stops, *(counts if column == "Honor" else ())),
    )


_FIRST_DAY = serial(date(2024, 11, 7))
STARTS: list[Value] = [
    (number(_FIRST_DAY, "date"), ""),
    (number(_FIRST_DAY), ""),
    (text("7 November 2024"), ""),
    (text("07-11-24"), ""),
    (text(""), "start-default"),
    (text("31-11-2024"), "start-unreadable"),
    (text("November"), "start-unreadable"),
    (number("3500000"), "start-unreadable"),
    (number("1e300"), "start-unreadable"),
    (number("-1"), "start-unreadable"),
    (number("NaN"), "formula-error"),
    (number("1", kind="b"), "start-unreadable"),
]
ENDS: list[Value] = [
    (number(serial(date(2024, 12, 8)), "date"), ""),
    (text("8 Desember 2024"), ""),
    (text("31-11-2024"), "end-unreadable"),
    (number("3500000"), "end-unreadable"),
    (number("2958466", "date"), "end-unreadable"),
    (number("2958465", "date"), "contract-too-long"),
    (number("1", "date"), "end-before-start|end-unreadable"),
    (number("inf"), "formula-error"),
]

NAMES: list[Value] = [
    (text("BUDI_x000D_ARIFIN"), ""),
    (text("BUDI_x0041_"), ""),
    (
        Odd(
            '<c r="{at}" t="inlineStr"><is><r><t>CEP</t></r><r><t>RI</t></r>'
            '<rPh sb="0" eb="1"><t>X</t></rPh></is></c>'
        ),
        "",
    ),
    (text("  WAHYU  "), ""),
    (Odd('<c r="{at}" t="inlineStr"><is><t>  DEWI  </t></is></c>'), ""),
    (text("EUIS\nKOMARIAH"), ""),
    (text("GUGUN 😀"), "name-characters"),
    (text("Jose\u0301 Rizal"), ""),
    (text("TATANG\u202egnp.exe"), ""),
    (text("NENG\u00a0YUYUN"), ""),
    (text("<![CDATA[OTONG]]>"), ""),
    (text("O&apos;NENG &amp; ANAK"), "name-characters"),
    (text("\U000e0041ARIS"), "name-characters"),
    (text("BUDI [/] [bold]"), "name-characters"),
    (text('=HYPERLINK("http://x.invalid","k")'), "name-formula|name-unreadable"),
    (text("+62812"), "name-formula|name-unreadable"),
    (text("@SUM(1)"), "name-formula|name-unreadable"),
    (text("-2+3"), "name-formula|name-unreadable"),
    (text("\t=1+1"), "name-formula|name-unreadable"),
    (text("＝1+1"), "name-formula|name-unreadable"),
    (text("\u200b=1+1"), "name-formula|name-unreadable"),
    (text("\u00a0"), "name-missing"),
    (text("\u200b\u2060"), "name-missing"),
    (text("A" * 32_768), "cell-too-long"),
    (text("😀" * 32_768), "cell-too-long"),
    (text("DADANG_x001B_[31m"), "cell-control"),
    (text("DADANG_x0000_"), "cell-control"),
    (text("DADANG\x7f"), "cell-control"),
    (text("_x0001_DADANG"), "cell-control"),
    (text("_x0004_DADANG"), "cell-control"),
    (number("1", kind="b"), ""),
    (number("12345"), "name-unreadable"),
    (formula('"a"&"b"', "AB HASAN", "str"), ""),
    (formula("cmd|'/C calc'!A0", "#REF!", "str"), "formula-error|name-missing"),
]

ROLES: list[Value] = [
    (text("anggota kpps"), ""),
    (text("ANGGOTA\u00a0KPPS"), ""),
    (text("Anggota KPPS_x001B_"), "cell-control"),
    (text("Astronot"), "role-unknown"),
    (text("KPPS" * 9_000), "cell-too-long"),
    (text("KPPS" * 8_000), "role-unknown"),
    (number("7"), "role-unknown|role-missing"),
    (text(""), "role-missing"),
]

# Cells that only SIPP needs: an error in them holds nobody back.
OPTIONAL = (
    *("Tempat Lahir", "L/P", "Alamat", "Kecamatan", "Desa/Kelurahan", "TPS", "Nama Ibu Kandung"),
    *("Status Kawin", "Gol. Darah", "Kode Pos", "No. HP", "Email"),
)
FROM_1904 = '<workbookPr date1904="1"/>'
_MAC = 1_462  # the days between the two calendars of Excel
FROM_1904_ON: list[Value] = [
    (number(_BORN - _MAC, "date"), ""),
    (number(_BORN - _MAC), ""),
    (text("12-05-1990"), ""),
    (number("0", "date"), _OUT),
    (number("-1", "date"), _OUT),
    (number("2957003", "date"), "birth-implausible"),
    (number("2957004", "date"), _OUT),
]

VALUES = [
    values("nik.xlsx", "NIK", *NIKS),
    values("wage.xlsx", "Honor", *WAGES),
    values("birth.xlsx", "Tanggal Lahir", *BIRTHS),
    values("start.xlsx", "Tgl Mulai", *STARTS),
    values("end.xlsx", "Tgl Selesai", *ENDS),
    values("name.xlsx", "Nama Lengkap", *NAMES),
    values("role.xlsx", "Jabatan", *ROLES),
    *(
        values(f"formulas-{column}.xlsx", header, *broken_formulas("formula-error"))
        for column, header in (
            ("nik", "NIK"),
            ("name", "Nama Lengkap"),
            ("birth", "Tanggal Lahir"),
            ("role", "Jabatan"),
            ("wage", "Honor"),
            ("start", "Tgl Mulai"),
            ("end", "Tgl Selesai"),
        )
    ),
    *(
        values(f"formulas-optional-{at}.xlsx", header, *broken_formulas("formula-error-optional"))
        for at, header in enumerate(OPTIONAL, start=1)
    ),
    values("formulas-in-no.xlsx", "No", *broken_formulas("")),
    *(
        values(
            f"error-{error.strip('#!').lower()}.xlsx",
            "NIK",
            (number(error, kind="e"), "formula-error"),
        )
        for error in NEWER_ERRORS
    ),
    *(
        beyond(f"{kind}-{name}", header, value, code)
        for kind, header, code in (
            ("birth", "Tanggal Lahir", _OUT),
            ("start", "Tgl Mulai", "start-unreadable"),
            ("wage", "Honor", "wage-unreadable"),
        )
        for name, value in BEYOND.items()
    ),
    values(
        "text-where-a-number-is.xlsx",
        "Honor",
        (number("abc"), "wage-unreadable"),
        or_else=(DAMAGED,),
    ),
    values("number-among-blanks.xlsx", "Honor", (number(" 850000 "), ""), or_else=(DAMAGED,)),
    values(
        "truth-in-words.xlsx",
        "Honor",
        (number("TRUE", kind="b"), "wage-unreadable"),
        or_else=(DAMAGED,),
    ),
    values(
        "truth-of-two.xlsx", "Honor", (number("2", kind="b"), "wage-unreadable"), or_else=(DAMAGED,)
    ),
    values("birth-1904.xlsx", "Tanggal Lahir", *FROM_1904_ON, book=FROM_1904),
]
