"""Files that need more memory or time than there is, and files that only seem to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from hostile_files.builders import (
    COLUMNS,
    FIRST_SHEET,
    MIB,
    SHARED,
    Member,
    Odd,
    Parts,
    archive,
    cell,
    letters,
    members_of,
    number,
    people,
    repeated_member,
    row,
    rows_of,
    shared_strings,
    sheet,
    styles,
    workbook,
)
from hostile_files.verdict import (
    ADDRESS,
    CLEAN,
    ODD,
    READ,
    STRETCHED,
    SWELLS,
    a_book,
    a_file,
    alone,
    big,
    held,
    refused,
)
from hostile_files.workbooks import a_sheet, beside, good, put, without
from support.people import Cell, person

FAR = '<c r="XFD1048576"><v>1</v></c>'
EMPTY_CELLS = '<c r="A3"/>'


def blank_rows(first: int, last: int, columns: int) -> str:
    """Return rows of cells that are coloured or bordered, and empty."""
    named = [letters(column) for column in range(1, columns + 1)]
    pattern = "".join(f'<c r="{name}@" s="1"/>' for name in named)
    return "".join(
        f'<row r="{at}">{pattern.replace("@", str(at))}</row>' for at in range(first, last + 1)
    )


def with_name(name: Cell | Odd) -> Parts:
    """Return a workbook in which the second of two people has another name."""
    first, second = people(2)
    return workbook(sheet(rows_of([first, {**second, "Nama Lengkap": name}])))


def billion_laughs() -> str:
    """Return a document type whose entity ``z`` is a thousand million words."""
    deeper = "".join(
        f'<!ENTITY {letter} "{f"&{below};" * 10}">'
        for below, letter in zip("rstuvwxy", "stuvwxyz", strict=True)
    )
    return f'<!DOCTYPE t [<!ENTITY r "haha haha haha haha">{deeper}]>'


def typed(doctype: str, entity: str) -> Parts:
    """Return a workbook whose sheet has a document type and a name that is an entity."""
    named = Odd(f'<c r="{{at}}" t="inlineStr"><is><t>{entity}</t></is></c>')
    second = {**person(2), "Nama Lengkap": named}
    return workbook(sheet(rows_of([person(1), second]), doctype=doctype))


def with_repeated_part(part: str, before: str, unit: str, size: int, after: str) -> bytes:
    """Write a good workbook, one part of which unpacks to so many bytes."""
    parts = without(beside(), part)
    return archive([*members_of(parts), repeated_member(part, before, unit, size, after)])


def sheet_around(unit: str, size: int, *, before: str = "", after: str = "") -> bytes:
    """Write a workbook whose sheet has one unit again and again below its person."""
    start, end = sheet(rows_of(people(1))).split("</sheetData>")
    return with_repeated_part(FIRST_SHEET, start + before, unit, size, f"{after}</sheetData>{end}")


def with_wrong_size(declared: int, true_size: int) -> bytes:
    """Return a workbook whose sheet decompresses to another size than its directory declares."""
    start, end = sheet(rows_of(people(1))).split("</sheetData>")
    member = repeated_member(FIRST_SHEET, start, " ", true_size, f"</sheetData>{end}")
    parts = without(beside(), FIRST_SHEET)
    return archive([*members_of(parts), replace(member, size=declared)])


def many_members(count: int) -> bytes:
    """Return a good workbook with this many empty members."""
    return archive([*members_of(beside()), *(Member(f"xl/media/{at}.png") for at in range(count))])


def overlapping(count: int, size: int) -> bytes:
    """Write a good workbook with many members that all claim the bytes of one."""
    first = repeated_member("xl/media/0.xml", "<a>", " ", size, "</a>")
    copies = (replace(first, name=f"xl/media/{at}.xml", like=first.name) for at in range(1, count))
    return archive([*members_of(beside()), first, *copies])


def one_long_line() -> Iterator[bytes]:
    """Return 300 MB without a line end behind a header."""
    yield ",".join(COLUMNS).encode() + b"\r\n"
    for _ in range(300):
        yield b"A" * MIB


def same_text(size: int, rows: int = 0) -> bytes:
    """Return a Parquet file of one column with one repeated text: a few KB on disk."""
    import polars as pl  # noqa: PLC0415

    target = BytesIO()
    rows = rows or size // 1_000
    pl.select(Catatan=pl.repeat("A" * (size // rows), rows)).write_parquet(target)
    return target.getvalue()


FAR_CELLS = {
    "far-cell.xlsx": f'<row r="1048576">{FAR}</row>',
    "far-cell-within-reach.xlsx": '<row r="200000"><c r="ZZ200000"><v>1</v></c></row>',
    "far-cell-in-single-quotes.xlsx": "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "far-cell-spaces-around-equals.xlsx": '<row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row>',
    "far-cell-lines-around-equals.xlsx": '<row\nr\t=\n"1048576"><c\nr\t=\r\n"XFD1048576"><v>1</v></c></row>',
    "far-cell-behind-a-sign.xlsx": '<row r="1048576"><c cm=">" r="XFD1048576"><v>1</v></c></row>',
    "far-cell-after-a-style.xlsx": '<row ht="9" r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>',
    "far-cell-small-letters.xlsx": '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "far-cell-row-without-number.xlsx": f"<row>{FAR}</row>",
    "far-cell-without-address.xlsx": f'<row r="1048576">{"<c><v>1</v></c>" * 16_384}</row>',
    "far-cell-formula.xlsx": '<row r="1048576"><c r="XFD1048576"><f>1+1</f></c></row>',
    "far-cell-text.xlsx": f'<row r="1048576">{cell("XFD1048576", "x")}</row>',
    "far-cell-after-a-comment-in-cdata.xlsx": f'<![CDATA[<!--]]><row r="1048576">{FAR}</row><!-- -->',
    "far-cell-between-instructions.xlsx": f'<?a <!-- ?><row r="1048576">{FAR}</row><?a --> ?>',
    "far-cell-after-an-odd-comment.xlsx": f'<!--> <row r="9"> --><row r="1048576">{FAR}</row>',
    "far-cell-after-a-blank-million.xlsx": f"{'<row/>' * 1_048_573}<row>{FAR}</row>",
}

IMPOSSIBLE = {
    "row-4294967295.xlsx": '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>',
    "row-4294967295-by-the-row-alone.xlsx": '<row r="4294967295"><c><v>1</v></c></row>',
    "row-4294967297.xlsx": '<row r="4294967297"><c r="A4294967297"><v>1</v></c></row>',
    "row-1048577.xlsx": '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
    "row-of-thirty-digits.xlsx": f'<row r="{"9" * 30}"><c r="A{"9" * 30}"><v>1</v></c></row>',
    "row-0.xlsx": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "row-negative.xlsx": '<row r="-1"><c r="A-1"><v>1</v></c></row>',
    "row-in-other-digits.xlsx": '<row r="3"><c r="A٣"><v>1</v></c></row>',
    "column-xfe.xlsx": '<row r="3"><c r="XFE3"><v>1</v></c></row>',
    "column-zzzzzzzzzzzz.xlsx": '<row r="3"><c r="ZZZZZZZZZZZZ3"><v>1</v></c></row>',
    "letters-alone.xlsx": '<row r="3"><c r="A"><v>1</v></c></row>',
    "digits-alone.xlsx": '<row r="3"><c r="3"><v>1</v></c></row>',
    "address-empty.xlsx": '<row r="3"><c r=""><v>1</v></c></row>',
    "address-backwards.xlsx": '<row r="3"><c r="3A"><v>1</v></c></row>',
    "address-a-word.xlsx": '<row r="3"><c r="Honor"><v>1</v></c></row>',
    "address-a-range.xlsx": '<row r="3"><c r="A3:B3"><v>1</v></c></row>',
    "sixty-thousand-without-address.xlsx": f'<row r="3">{"<c><v>1</v></c>" * 60_000}</row>',
    "one-beyond-xfd-without-address.xlsx": f'<row r="3"><c r="XFD3"/>{"<c><v>1</v></c>" * 2}</row>',
    "wide-and-deep-without-address.xlsx": (
        f'<row r="3">{"<c><v>1</v></c>" * 60_000}</row><row r="1000000"><c><v>1</v></c></row>'
    ),
    "one-beyond-the-last-row.xlsx": '<row r="1048576"/><row><c><v>1</v></c></row>',
}

ENTITIES = {
    "billion-billion_laughs-in-the-sheet.xlsx": lambda: typed(billion_laughs(), "&z;"),
    "billion-billion_laughs-in-shared-strings.xlsx": lambda: put(
        with_name(number(0, kind="s")),
        shared=shared_strings("<si><t>&z;</t></si>", doctype=billion_laughs()),
    ),
    "quadratic-entity.xlsx": lambda: typed(
        f'<!DOCTYPE t [<!ENTITY a "{"A" * 100_000}">]>', "&a;" * 5_000
    ),
    "entity-of-a-file.xlsx": lambda: typed(
        '<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"
    ),
    "entity-of-the-web.xlsx": lambda: typed(
        '<!DOCTYPE t [<!ENTITY a SYSTEM "http://198.51.100.7/a">]>', "&a;"
    ),
    "doctype-outside.xlsx": lambda: typed('<!DOCTYPE t SYSTEM "http://198.51.100.7/a.dtd">', "a"),
    "doctype-alone.xlsx": lambda: typed("<!DOCTYPE worksheet>", "a"),
    "doctype-in-the-workbook.xlsx": lambda: put(
        beside(), book=beside()["xl/workbook.xml"].replace("<workbook", "<!DOCTYPE t><workbook")
    ),
    "doctype-in-the-styles.xlsx": lambda: (
        beside()
        | {"xl/styles.xml": styles().replace("<styleSheet", f"{billion_laughs()}<styleSheet")}
    ),
}

RESOURCE = alone(
    a_sheet("dimension-giant.xlsx", "", READ, before='<dimension ref="A1:XFD1048576"/>'),
    a_sheet(
        "merge-of-the-whole-sheet.xlsx",
        "",
        READ,
        after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    ),
    a_sheet(
        "merge-below-the-people.xlsx",
        "",
        READ,
        after='<mergeCells><mergeCell ref="A9:XFD1048576"/></mergeCells>',
    ),
    a_sheet(
        "merge-impossible.xlsx",
        "",
        CLEAN,
        after='<mergeCells><mergeCell ref="A0:ZZZZ9"/></mergeCells>',
    ),
    *(a_sheet(name, rows, STRETCHED) for name, rows in FAR_CELLS.items()),
    *(a_sheet(name, rows, ADDRESS) for name, rows in IMPOSSIBLE.items()),
    *(a_book(name, parts, ODD) for name, parts in ENTITIES.items()),
    a_sheet("far-cell-blank.xlsx", '<row r="1048576"><c r="XFD1048576" s="1"/></row>', READ),
    a_sheet(
        "far-cell-blank-and-impossible.xlsx",
        '<row r="3"><c r="ZZZ9999999" s="1"/></row>',
        READ,
        ADDRESS,
    ),
    a_sheet("far-cell-in-a-comment.xlsx", f'<!-- <row r="1048576">{FAR}</row> -->', READ),
    a_sheet("far-cell-in-cdata.xlsx", f'<![CDATA[<row r="1048576">{FAR}</row>]]>', READ),
    a_sheet("far-cell-in-an-instruction.xlsx", f"<?a {FAR} ?>", READ),
    a_sheet(
        "far-cell-outside-the-rows.xlsx",
        "",
        READ,
        STRETCHED,
        after=f'<extLst><ext><row r="1048576">{FAR}</row></ext></extLst>',
    ),
    a_sheet(
        "address-twice-in-a-cell.xlsx",
        '<row r="3"><c r="A3" r="XFD1048576"><v>1</v></c></row>',
        refused("file-damaged", "file-odd", "sheet-address", "sheet-stretched"),
    ),
    a_sheet(
        "address-with-an-entity.xlsx",
        '<row r="3"><c r="&#65;3"><v>1</v></c></row>',
        refused("file-damaged", "file-odd", "sheet-address"),
    ),
    a_sheet(
        "far-address-with-an-entity.xlsx",
        '<row r="1048576"><c r="XFD104857&#54;"><v>1</v></c></row>',
        refused("file-damaged", "file-odd", "sheet-address", "sheet-stretched"),
    ),
    a_book(
        "ten-thousand-columns.xlsx",
        lambda: workbook(
            sheet(
                row(1, [*COLUMNS, *(f"k{at}" for at in range(10_000))])
                + row(2, [*person(1).values(), *range(10_000)])
            )
        ),
        READ,
    ),
    a_book("million-styled-empty-rows.xlsx", lambda: beside(blank_rows(3, 1_000_000, 1)), READ),
    a_book(
        "four-million-styled-empty-cells.xlsx", lambda: beside(blank_rows(3, 200_000, 20)), READ
    ),
    a_book(
        "million-styles.xlsx",
        lambda: beside() | {"xl/styles.xml": styles('<xf numFmtId="14"/>' * 1_000_000)},
        READ,
    ),
    a_book("cell-20-mb.xlsx", lambda: with_name("A" * 20_000_000), held(("cell-too-long", "C3"))),
    a_book(
        "shared-string-20-mb.xlsx",
        lambda: put(
            with_name(number(0, kind="s")),
            shared=shared_strings(f"<si><t>{'A' * 20_000_000}</t></si>"),
        ),
        held(("cell-too-long", "C3")),
    ),
    a_book(
        "deep-nesting.xlsx",
        lambda: with_name(
            Odd(
                f'<c r="{{at}}" t="inlineStr"><is>{"<r>" * 200_000}<t>Budi</t>{"</r>" * 200_000}</is></c>'
            )
        ),
        CLEAN,
    ),
    a_book(
        "deep-nesting-in-the-workbook.xlsx",
        lambda: put(
            beside(),
            book=str(beside()["xl/workbook.xml"]).replace(
                "<sheets>", f"{'<a>' * 200_000}{'</a>' * 200_000}<sheets>"
            ),
        ),
        CLEAN,
    ),
    a_file("bomb-blanks.xlsx", lambda: sheet_around(" ", 512 * MIB), SWELLS),
    a_file(
        "bomb-in-a-picture.xlsx",
        lambda: with_repeated_part("xl/media/1.png", "", "A", 512 * MIB, ""),
        SWELLS,
    ),
    a_file(
        "bomb-below-its-size.xlsx",
        lambda: with_wrong_size(10, 300 * MIB),
        refused("file-swells", "file-damaged"),
    ),
    a_file(
        "bomb-above-its-size.xlsx",
        lambda: with_wrong_size(0xFFFFFFF0, 1 * MIB),
        refused("file-swells", "file-damaged"),
    ),
    a_file("members-100000.xlsx", lambda: many_members(100_000), SWELLS),
    a_file("members-10001.xlsx", lambda: many_members(10_001), SWELLS),
    a_file("members-2000.xlsx", lambda: many_members(2_000), READ),
    a_file(
        "bomb-overlapping.xlsx",
        lambda: overlapping(600, 1 * MIB),
        refused("file-swells", "file-odd", "file-damaged"),
    ),
    a_file("overlapping-harmless.xlsx", lambda: overlapping(3, 1 * MIB), CLEAN),
)

# Cells without addresses: 16 in each row of a full sheet.
_SIXTEEN = f"<row>{'<c><v>1</v></c>' * 16}</row>"
_BOOK_START = '<?xml version="1.0"?><workbook xmlns:r="r"><!--'

BIG = big(
    a_file(
        "bomb-empty-cells.xlsx",
        lambda: sheet_around(EMPTY_CELLS, 512 * MIB, before='<row r="3">', after="</row>"),
        SWELLS,
    ),
    a_file(
        "bomb-shared-strings.xlsx",
        lambda: archive(
            [
                *members_of(with_name(number(0, kind="s"))),
                repeated_member(
                    SHARED, "<sst>", f"<si><t>{'A' * 200}</t></si>", 512 * MIB, "</sst>"
                ),
            ]
        ),
        SWELLS,
    ),
    a_file(
        "bomb-comment.xlsx",
        lambda: with_repeated_part(
            "xl/workbook.xml", _BOOK_START, "A", 512 * MIB, "--><sheets/></workbook>"
        ),
        SWELLS,
    ),
    a_file(
        "bomb-in-two-halves.xlsx",
        lambda: archive(
            [
                *members_of(beside()),
                *(
                    repeated_member(f"xl/media/{at}.xml", "<a>", " ", 140 * MIB, "</a>")
                    for at in (1, 2)
                ),
            ]
        ),
        SWELLS,
    ),
    a_file("sixteen-million-cells.xlsx", lambda: sheet_around(_SIXTEEN, 270 * MIB), SWELLS),
    a_file("twelve-million-cells.xlsx", lambda: sheet_around(_SIXTEEN, 200 * MIB), SWELLS),
    a_file("blanks-just-within.xlsx", lambda: sheet_around(" ", 120 * MIB), READ),
    a_file(
        "thirty-million-empty-cells.xlsx",
        lambda: sheet_around("<c/>", 120 * MIB, before='<row r="3">', after="</row>"),
        ADDRESS,
        READ,
        refused("reader-stopped"),
    ),
    a_file("comments-just-within.xlsx", lambda: sheet_around("<!-- -->", 120 * MIB), READ),
    a_file("one-long-line.csv", one_long_line, refused("file-too-large")),
    a_file(
        "quarter-gigabyte.xlsx", lambda: [good(), *([bytes(MIB)] * 257)], refused("file-too-large")
    ),
    a_file(
        "same-text-200-mb.parquet",
        lambda: same_text(200_000_000),
        refused("no-people", "file-swells"),
    ),
    a_file("same-text-2-gb.parquet", lambda: same_text(2_000_000_000), SWELLS),
    a_file("one-cell-of-300-mb.parquet", lambda: same_text(300 * MIB, rows=1), SWELLS),
)
