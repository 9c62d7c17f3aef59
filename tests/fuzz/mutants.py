"""Good files, and what a stranger, a broken disk or another program may have made of them."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import xlsxwriter
from hypothesis import strategies as st

HEADER = [
    "NIK",
    "Nama Lengkap",
    "Tanggal Lahir",
    "L/P",
    "Jabatan",
    "Honor",
    "Tgl Mulai",
    "Tgl Selesai",
]
PEOPLE = [
    [f"32140112059{number:05}", f"Budi {number}", date(1990, 5, 12), "L", "Anggota KPPS", 850_000 + number,
     date(2024, 11, 7), date(2024, 12, 8)]
    for number in range(9001, 9007)
]  # fmt: skip

# Parts of XML and of tables, and what somebody may put in their place.
_TOKENS = (
    *(b"<c", b"</c>", b"<v>", b"</v>", b"<row", b"</row>", b"<is><t>", b"<f>", b"</f>", b"<t>", b"/>"),
    *(b' r="', b' t="', b' s="', b't="s"', b't="e"', b't="n"', b't="b"', b't="d"', b't="str"', b'"'),
    *(b'r="A1"', b'r="XFD1048576"', b'r="ZZZ9999999"', b'r="A0"', b"r='B2'", b'r="a3"', b'r=""'),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b"<!DOCTYPE x>", b"&amp;", b"&#0;", b"&x;"),
    *(b"0", b"-1", b"1e308", b"-1e300", b"NaN", b"INF", b"4294967296", b"1048577", b"#SPILL!", b"#REF!"),
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\x8b", b"\x1b[31m", b"\r", b"\n"),
    *(b"<mergeCell ref=\"A1:XFD1048576\"/>", b"[h]:mm", b'date1904="1"', b'hidden="1"', b"sheetData"),
)  # fmt: skip
_TABLE_TOKENS = (
    *(b",", b";", b"\t", b"|", b'"', b'""', b"\n", b"\r", b"\r\n", b"sep=;\n", b"=", b"'", b"\\"),
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xe9", b"\xc2\xa0", b"\xe2\x80\xa8", b"\x85"),
    *(b"NIK", b"Nama", b"3214011205909001", b"3.21E+15", b"JUMLAH", b"1", b" ", b"-"),
)  # fmt: skip


def workbooks() -> list[bytes]:
    """Return good workbooks: with shared and with inline strings, formulas, merged cells, two sheets."""
    plain, constant, formulas = BytesIO(), BytesIO(), BytesIO()
    for target, options in ((plain, {}), (constant, {"constant_memory": True})):
        with xlsxwriter.Workbook(target, options) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for name in ("KPPS", "PPS"):
                page = book.add_worksheet(name)
                for row, cells in enumerate([HEADER, *PEOPLE]):
                    for column, cell in enumerate(cells):
                        if isinstance(cell, date):
                            page.write_datetime(row, column, cell, day)
                        else:
                            page.write(row, column, cell)
    made = openpyxl.Workbook()
    made.active.append(["DAFTAR KPPS"])
    made.active.merge_cells("A1:H1")
    for row in [HEADER, *PEOPLE]:
        made.active.append(row)
    made.active["J1"] = "=COUNTA(A:A)"
    made.save(formulas)
    return [_undated(file) for file in (plain, constant, formulas)]


def _undated(file: BytesIO) -> bytes:
    """Return a workbook without the parts that tell the time, so that it is the same in each run."""
    target = BytesIO()
    with zipfile.ZipFile(file) as dated, zipfile.ZipFile(target, "w") as undated:
        for name in dated.namelist():
            if not name.startswith("docProps/"):
                undated.writestr(zipfile.ZipInfo(name), dated.read(name))
    return target.getvalue()


def tables() -> list[bytes]:
    """Return good CSV files of several countries."""
    found = []
    for mark, encoding in ((",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), (";", "utf-8-sig")):
        lines = [HEADER, *([str(cell) for cell in person] for person in PEOPLE)]
        text = "\r\n".join(mark.join(line) for line in lines).replace("Budi", "José")
        found.append((text + "\r\n").encode(encoding))
    return found


@st.composite
def mutated(draw: st.DrawFn, content: bytes, tokens: tuple[bytes, ...]) -> bytes:
    """Return bytes with a few changes: a token inserted or overwritten, a range cut, doubled or moved."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        end = min(at + draw(st.integers(1, 60)), len(content))
        change = draw(st.integers(0, 6))
        piece = content[at:end]
        other = draw(st.integers(0, len(content)))
        content = {
            0: lambda: content[:at] + draw(st.sampled_from(tokens)) + content[at:],  # noqa: B023
            1: lambda: content[:at] + draw(st.sampled_from(tokens)) + content[end:],  # noqa: B023
            2: lambda: content[:at] + content[end:],  # noqa: B023
            3: lambda: content[:at] + piece * draw(st.integers(2, 50)) + content[end:],  # noqa: B023
            4: lambda: content[:other] + piece + content[other:],  # noqa: B023
            5: lambda: content[:at] + bytes([draw(st.integers(0, 255))]) + content[at + 1 :],  # noqa: B023
            6: lambda: content[:at],  # noqa: B023
        }[change]()
    return content


# What of XML may be another without the whole being broken: a value, a text, an element and all in it.
_XML_PARTS = {
    re.compile(rb'(?<==")[^"<]*(?=")'): (
        *(
            b"A1",
            b"XFD1048576",
            b"XFE1",
            b"A0",
            b"a2",
            b"B7",
            b"AAAA1",
            b"",
            b" C3 ",
            b"0",
            b"1",
            b"-1",
        ),
        *(b"s", b"str", b"n", b"b", b"e", b"d", b"inlineStr", b"zz", b"9999", b"1048577", b"true"),
        *(
            b"[h]:mm",
            b"dd/mm/yyyy",
            b"hidden",
            b"veryHidden",
            b"../../etc/passwd",
            b"KPPS",
            b"UTF-16",
        ),
    ),
    re.compile(rb"(?<=>)[^<>]+(?=<)"): (
        *(
            b"",
            b"0",
            b"1",
            b"-1",
            b"5",
            b"60",
            b"1e308",
            b"-1e300",
            b"NaN",
            b"INF",
            b"1e10",
            b"2958466",
        ),
        *(
            b"3214011205909001",
            b"=1+1",
            b"#REF!",
            b"#SPILL!",
            b"TRUE",
            b"&#65;",
            b"_x0041_",
            b"abc",
            b" ",
        ),
    ),
    re.compile(rb"<c [^>]*(?:/>|>.*?</c>)"): (
        b"",
        b"<c/>",
        b"<c><v>1</v></c>",
        b"<c r='B3'><v>2</v></c>",
    ),
    re.compile(rb"<row [^>]*>.*?</row>"): (b"", b"<row/>", b"<row><c><v>3</v></c></row>"),
    re.compile(rb"<v>[^<]*</v>"): (
        b"",
        b"<v/>",
        b"<f>1+1</f>",
        b"<f>1+1</f><v>2</v>",
        b"<v>1</v><v>2</v>",
    ),
}


@st.composite
def mutated_xml(draw: st.DrawFn, part: bytes) -> bytes:
    """Return XML that is still well-formed, with a few values, texts, cells or rows that are others."""
    for _ in range(draw(st.integers(1, 4))):
        pattern = draw(st.sampled_from(list(_XML_PARTS)))
        found = list(pattern.finditer(part))
        if not found:
            continue
        at, other = draw(st.sampled_from(found)), draw(st.sampled_from(found))
        piece = draw(st.sampled_from([*_XML_PARTS[pattern], other[0], at[0] * 2]))
        part = part[: at.start()] + piece + part[at.end() :]
    return part


@st.composite
def mutants_of_workbooks(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Return a workbook of which a part has changed, or now and then the zip itself."""
    seed = draw(st.sampled_from(seeds))
    if draw(st.integers(0, 9)) == 0:
        return draw(mutated(seed, _TOKENS))
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(seed)) as good, zipfile.ZipFile(target, "w") as changed:
        names = good.namelist()
        # Shared texts stay: one of several runs is read in as many ways as there are readers.
        changing = [name for name in names if "Strings" not in name]
        weights = [name for name in changing if "sheet" in name.lower()]
        chosen = draw(st.sampled_from([*changing, *weights * 4]))
        for name in names:
            part = good.read(name)
            if name == chosen:
                part = draw(
                    mutated(part, _TOKENS) if draw(st.integers(0, 2)) == 0 else mutated_xml(part)
                )
            changed.writestr(zipfile.ZipInfo(name), part)
    return target.getvalue()


def mutants_of_tables(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """Return a CSV file that has changed."""
    return st.sampled_from(seeds).flatmap(lambda seed: mutated(seed, _TABLE_TOKENS))
