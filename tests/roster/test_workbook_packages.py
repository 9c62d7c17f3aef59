"""Workbooks as packages: packages that Excel opens are read, and unneeded parts are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from hostile_files.builders import (
    FIRST_SHEET,
    MAIN,
    STRICT,
    Member,
    archive,
    members_of,
    people,
    rows_of,
    sheet,
    workbook,
    zipped,
)
from hostile_files.workbooks import beside
from support.run import invoke

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import zip_archive as archives
from pemilu_cover.roster.reading.file_type import read_sheets
from pemilu_cover.roster.reading.sheet import Sheet
from pemilu_cover.roster.reading.zip_archive import Archive

Parts = Mapping[str, str | bytes]
BOOK, LINKS, ROOT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BOMB = sheet(FAR)
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'
CACHED = (
    '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook>'
    '<sheetDataSet><sheetData sheetId="0"><row r="2"><cell r="B2"><v>1</v></cell><cell r="C2"><v>2</v></cell>'
    '</row></sheetData><sheetData sheetId="1"/></sheetDataSet></externalBook></externalLink>'
)


def good() -> dict[str, str]:
    """Return the parts of a workbook of two people."""
    return {name: str(part) for name, part in workbook(sheet(rows_of(people(2)))).items()}


def changed(part: str, old: str, new: str, **more: str | bytes) -> Parts:
    """Return the parts of a good workbook with a text in one replaced."""
    parts = good()
    assert old in parts[part]
    return {**parts, part: parts[part].replace(old, new), **more}


def linked(kind: str, target: str, part: str = LINKS, namespace: str = OFFICE) -> Parts:
    """Return the parts of a good workbook with one more relationship."""
    link = f'<Relationship Id="rId77" Type="{namespace}/{kind}" Target="{target}"/></Relationships>'
    return changed(part, "</Relationships>", link)


def listed(entry: str) -> Parts:
    """Return the parts of a good workbook that lists one more sheet."""
    return changed(BOOK, "</sheets>", f"{entry}</sheets>")


def with_sheet(kind: str, part: str, namespace: str = OFFICE) -> Parts:
    """Return the parts of a good workbook that lists one more sheet of a kind."""
    parts = linked(kind, part, namespace=namespace)
    book = listed('<sheet name="Lain" sheetId="77" r:id="rId77"/>')[BOOK]
    return {**parts, BOOK: book, f"xl/{part}": BOMB}


def moved(folder: str, name: str, target: str) -> Parts:
    """Return the parts of a good workbook whose workbook part is in another folder."""
    parts = good()
    return {
        ROOT: parts[ROOT].replace('Target="xl/workbook.xml"', f'Target="{target}"'),
        f"{folder}{name}": parts[BOOK],
        f"{folder}_rels/{name}.rels": parts[LINKS],
        f"{folder}worksheets/sheet1.xml": parts[FIRST_SHEET],
        f"{folder}styles.xml": parts["xl/styles.xml"],
    }


def in_utf_16(parts: Parts, encoding: str, mark: bytes) -> dict[str, str | bytes]:
    """Return parts in UTF-16 with a byte order mark."""
    return {
        name: mark + str(part).replace('"UTF-8"', '"UTF-16"').encode(encoding)
        for name, part in parts.items()
    }


def in_strict() -> Parts:
    """Return a good workbook in the strict form of the standard."""
    return {
        name: part.replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE)
        for name, part in good().items()
    }


def with_prefix() -> Parts:
    """Return a good workbook whose list of sheets has names with a prefix."""
    book = good()[BOOK].replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    return {**good(), BOOK: book.replace("<x:?", "<?").replace(" xmlns=", " xmlns:x=")}


LE, BE = ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")
MERGES = "</sheetData><mergeCells>{}</mergeCells>"
READ: dict[str, Parts] = {
    "external link with cached sheets": {
        **linked("externalLink", "externalLinks/externalLink1.xml"),
        "xl/externalLinks/externalLink1.xml": CACHED,
    },
    "query in UTF-16": {**good(), "customXml/item1.xml": "<DataMashup/>".encode("utf-16")},
    "document type in a part beside": {**good(), "customXml/item1.xml": DOCTYPE},
    "broken part beside": {**good(), "xl/drawings/vmlDrawing1.xml": "<xml><br>"},
    "properties in Latin-1": {
        **good(),
        "docProps/app.xml": '<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
    },
    "sheet beside that no workbook lists": {**good(), "xl/worksheets/sheet9.xml": BOMB},
    "sheet without an identifier": listed('<sheet name="Modul1" sheetId="9"/>'),
    "sheet of an empty identifier": listed('<sheet name="Modul1" sheetId="9" r:id=""/>'),
    "macro sheet": with_sheet("xlMacrosheet", "macrosheets/sheet1.xml", MICROSOFT),
    "macro sheet of another language": with_sheet(
        "xlIntlMacrosheet", "macrosheets/a.xml", MICROSOFT
    ),
    "chart sheet": with_sheet("chartsheet", "chartsheets/sheet1.xml"),
    "dialog sheet": with_sheet("dialogsheet", "dialogsheets/sheet1.xml"),
    "merge of whole columns": changed(
        FIRST_SHEET, "</sheetData>", MERGES.format('<mergeCell ref="X:Y"/>')
    ),
    "merge of whole rows": changed(
        FIRST_SHEET, "</sheetData>", MERGES.format("<mergeCell ref='9:10'/>")
    ),
    "merge with signs": changed(
        FIRST_SHEET, "</sheetData>", MERGES.format('<mergeCell a=">" ref="$X$9:$Y$10"/>')
    ),
    "dimension of whole columns": changed(
        FIRST_SHEET, "<sheetData>", '<dimension ref="A:R"/><sheetData>'
    ),
    "dimension of nothing": changed(FIRST_SHEET, "<sheetData>", '<dimension ref=""/><sheetData>'),
    "workbook in the root": moved("", "wb.xml", "wb.xml"),
    "workbook in another folder": moved("isi/buku/", "roster.xml", "/isi/buku/roster.xml"),
    "workbook by a detour": moved("isi/", "wb.xml", "xl/../isi/./wb.xml"),
    "workbook of a name with a blank": moved("isi/", "buku saya.xml", "isi/buku%20saya.xml"),
    "sheet by an absolute target": changed(
        LINKS, '"worksheets/sheet1.xml"', '"/xl/worksheets/sheet1.xml"'
    ),
    "sheet by capital letters": changed(
        LINKS, '"worksheets/sheet1.xml"', '"Worksheets/Sheet1.XML"'
    ),
    "strict form": in_strict(),
    "names with a prefix": with_prefix(),
    "all parts in UTF-16": in_utf_16(good(), *LE),
    "all parts in UTF-16 of the other order": in_utf_16(good(), *BE),
    "document relationship without a package's own": {
        name: part for name, part in good().items() if name != ROOT
    },
}


def people_in(sheets: list[Sheet]) -> int:
    """Count the rows below the header of the sheets."""
    return sum(len(sheet.rows) - 1 for sheet in sheets if sheet.rows)


@pytest.mark.parametrize("name", READ)
def test_workbook__parts_that_no_reader_needs_are_odd__is_read(name: str) -> None:
    assert people_in(read_sheets(zipped(READ[name]))) == 2


REFUSED: dict[str, tuple[Parts, str]] = {
    "two workbooks": (
        linked("officeDocument", "xl/other.xml", ROOT) | {"xl/other.xml": good()[BOOK]},
        "file-odd",
    ),
    "two parts of texts": (
        {
            **changed(
                LINKS,
                "</Relationships>",
                f'<Relationship Id="a" Type="{OFFICE}/sharedStrings" Target="a.xml"/>'
                f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="b.xml"/></Relationships>',
            ),
            "xl/a.xml": "<sst/>",
            "xl/b.xml": "<sst/>",
        },
        "file-odd",
    ),
    "one identifier twice": (
        changed(
            LINKS,
            "</Relationships>",
            f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="a.xml"/></Relationships>',
        ),
        "file-odd",
    ),
    "one sheet listed twice": (listed('<sheet name="Lain" sheetId="9" r:id="rId1"/>'), "file-odd"),
    "one name twice": (listed('<sheet name="data" sheetId="9" r:id=""/>'), "file-odd"),
    "one part by two spellings": ({**good(), "xl/worksheets/sheet%31.xml": BOMB}, "file-odd"),
    "one part by a detour": ({**good(), "xl/a/../worksheets/sheet1.xml": BOMB}, "file-odd"),
    "an identifier that leads nowhere": (
        listed('<sheet name="Lain" sheetId="9" r:id="rId99"/>'),
        "file-damaged",
    ),
    "a sheet of an unknown kind": (
        changed(LINKS, f"{OFFICE}/worksheet", "http://example.invalid/worksheet"),
        "file-damaged",
    ),
    "a worksheet that is missing": (
        {name: part for name, part in good().items() if name != FIRST_SHEET},
        "file-damaged",
    ),
    "a worksheet outside the package": (
        changed(LINKS, '"worksheets/sheet1.xml"', '"http://a.invalid/a" TargetMode="External"'),
        "file-damaged",
    ),
    "a far cell in UTF-16": (
        in_utf_16(changed(FIRST_SHEET, "</sheetData>", f"{FAR}</sheetData>"), *LE),
        "sheet-stretched",
    ),
    "a document type in UTF-16": (
        in_utf_16(changed(FIRST_SHEET, "<worksheet", "<!DOCTYPE a><worksheet"), *BE),
        "file-odd",
    ),
    "UTF-16 that says UTF-8": (
        {**good(), FIRST_SHEET: b"\xff\xfe" + good()[FIRST_SHEET].encode("utf-16-le")},
        "file-odd",
    ),
    "UTF-16 of half a character": (
        {**good(), FIRST_SHEET: in_utf_16(good(), *LE)[FIRST_SHEET] + b"\n"},
        "file-damaged",
    ),
    "a document type in the relationships": (
        changed(LINKS, "<Relationships", "<!DOCTYPE a><Relationships"),
        "file-odd",
    ),
    "relationships in another encoding": (changed(LINKS, '"UTF-8"', '"UTF-7"'), "file-odd"),
    "a workbook that is no XML": ({**good(), BOOK: b"\x89PNG"}, "file-damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_workbook__a_needed_part_is_odd_or_missing__is_refused(name: str) -> None:
    parts, code = REFUSED[name]
    with pytest.raises(RefusalError) as error:
        read_sheets(zipped(parts))
    assert error.value.code == code


@pytest.mark.parametrize(
    "parts",
    [
        # An attribute and an element of other namespaces, which Excel passes over.
        changed(BOOK, 'r:id="rId1"', 'xmlns:q="q" q:id="rId9" r:id="rId1"')
        | linked("worksheet", "worksheets/sheet9.xml"),
        changed(
            BOOK, "</sheets>", '<q:sheet xmlns:q="q" name="X" sheetId="9" r:id="rId9"/></sheets>'
        ),
        changed(
            BOOK,
            "<sheets>",
            '<q:sheets xmlns:q="q"><sheet name="X" r:id="rId9"/></q:sheets><sheets>',
        ),
        linked("officeDocument", "xl/other.xml", ROOT, "http://example.invalid"),
    ],
    ids=["attribute", "sheet", "sheets", "officeDocument"],
)
def test_workbook__decoys_of_other_namespaces__are_passed_over(parts: Parts) -> None:
    hidden = {**parts, "xl/worksheets/sheet9.xml": BOMB, "xl/other.xml": "<workbook/>"}
    assert [sheet.name for sheet in read_sheets(zipped(hidden))] == ["DATA"]


def test_sheets__workbook_counts_from_1904_in_utf_16__keep_their_days() -> None:
    parts = workbook(sheet(rows_of(people(1))), properties='<workbookPr date1904="true"/>')
    (read,) = read_sheets(zipped(in_utf_16(parts, *LE)))
    assert read.since_1904


def test_merged__full_columns__are_the_columns_of_the_sheet() -> None:
    (read,) = read_sheets(zipped(READ["merge of whole columns"]))
    assert (0, 23, 1_048_575, 24) in read.merged


def test_unused_part__duplicate__is_ignored() -> None:
    twice = [Member("xl/media/image1.png", b"a"), Member("xl/media/image1.png", b"b")]
    assert people_in(read_sheets(archive([*members_of(good()), *twice]))) == 2


def test_pictures__are_as_large_packed_as_unpacked__decide_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 40_000)
    picture = Member("xl/media/image1.jpeg", bytes(60_000), method=0)
    assert people_in(read_sheets(archive([*members_of(good()), picture]))) == 2
    swelling = Member("xl/media/image1.xml", bytes(60_000))
    with pytest.raises(RefusalError) as error:
        Archive(archive([*members_of(good()), swelling]))
    assert error.value.code == "file-swells"


def test_parts__those_needed_are_large_together__are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = [Member(name, part.encode(), method=0) for name, part in good().items()]
    assert people_in(read_sheets(archive(stored))) == 2
    monkeypatch.setattr(archives, "MOST_UNPACKED", 2_000)
    with pytest.raises(RefusalError) as error:
        read_sheets(archive(stored))
    assert error.value.code == "file-swells"


@pytest.mark.parametrize("language", ["id", "en"])
def test_check__a_sheet_is_no_worksheet__is_named(tmp_path: Path, language: str) -> None:
    path = tmp_path / "roster.xlsm"
    path.write_bytes(zipped(READ["macro sheet"]))
    shown = invoke("check", path, "--lang", language)
    assert shown.status == 0
    assert ("Lain (lembar makro)" if language == "id" else "Lain (a macro sheet)") in shown.out
    passed_over = invoke("check", path, "--json").json["roster"]["passed_over"]
    place = {"file": "roster.xlsm", "sheet": "Lain"}
    assert passed_over == [{**place, "rows": 0, "reason": "xlMacrosheet"}]


def test_archive__a_zip_of_rosters__is_called_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kecamatan.zip"
    with ZipFile(path, "w") as target:
        target.writestr("plered.xlsx", zipped(beside()))
    with pytest.raises(RefusalError) as error:
        read_sheets(path.read_bytes())
    assert (error.value.code, error.value.detail["kind"]) == ("file-other-kind", ".zip")
