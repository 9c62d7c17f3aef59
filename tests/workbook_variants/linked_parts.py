"""Parts of workbooks besides their sheets: links, queries, macros, pivots, threaded comments."""

from __future__ import annotations

from collections.abc import Callable

from workbook_variants.features import OLE
from workbook_variants.parts import (
    BOOK,
    BOOK_RELS,
    EXCEL,
    MAIN,
    OFFICE,
    SHEET,
    SHEET_RELS,
    TYPES,
    Parts,
    at_end,
    in_book,
    put,
    relate,
    swap,
)

Change = Callable[[Parts], object]
_R = f'xmlns:r="{OFFICE[:-1]}"'
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_MS = "http://schemas.microsoft.com/office/"


def link(
    *sheets: str, target: str = "tahun%20lalu.xlsx", cells: int = 2, mode: str = "External"
) -> Change:
    """Link to another workbook, of which some values are cached."""

    def add(parts: Parts) -> None:
        number = 1 + sum(name.startswith("xl/externalLinks/external") for name in parts)
        part = f"externalLinks/externalLink{number}.xml"
        names = "".join(f'<sheetName val="{name}"/>' for name in sheets)
        values = "".join(
            f'<cell r="A{row}" t="str"><v>321401150790{row:04}</v></cell>'
            for row in range(1, cells + 1)
        )
        data = "".join(
            f'<sheetData sheetId="{at}"><row r="1">{values}</row></sheetData>'
            for at in range(len(sheets))
        )
        xml = (
            f'<externalLink xmlns="{MAIN}"><externalBook {_R} r:id="rId1"><sheetNames>{names}</sheetNames>'
            f"<sheetDataSet>{data}</sheetDataSet></externalBook></externalLink>"
        )
        put(parts, f"xl/{part}", xml, f"{EXCEL}externalLink+xml")
        relate(
            parts,
            f"xl/externalLinks/_rels/externalLink{number}.xml.rels",
            "externalLinkPath",
            target,
            "rId1",
            mode=mode,
        )
        id_ = relate(parts, BOOK_RELS, "externalLink", part)
        if b"<externalReferences>" in parts[BOOK]:
            swap(
                parts,
                BOOK,
                "</externalReferences>",
                f'<externalReference r:id="{id_}"/></externalReferences>',
            )
        else:
            before = "<definedNames" if b"<definedNames" in parts[BOOK] else "<calcPr"
            in_book(
                parts,
                f'<externalReferences><externalReference r:id="{id_}"/></externalReferences>',
                before=before,
            )

    return add


def both(*changes: Change) -> Change:
    """Make several changes."""
    return lambda parts: [change(parts) for change in changes]


def dde(parts: Parts) -> None:
    xml = (
        f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="Excel" ddeTopic="a"><ddeItems><ddeItem name="b">'
        "<values><value><val>1</val></value></values></ddeItem></ddeItems></ddeLink></externalLink>"
    )
    put(parts, "xl/externalLinks/externalLink1.xml", xml, f"{EXCEL}externalLink+xml")
    id_ = relate(parts, BOOK_RELS, "externalLink", "externalLinks/externalLink1.xml")
    in_book(parts, f'<externalReferences><externalReference r:id="{id_}"/></externalReferences>')


def item(content: bytes, number: int = 1) -> Change:
    """Add a part of somebody else's XML."""

    def add(parts: Parts) -> None:
        name = f"customXml/item{number}.xml"
        put(parts, name, content)
        put(parts, "xl/x.xml", "<x/>", "application/xml", "xml")
        del parts["xl/x.xml"]
        relate(parts, BOOK_RELS, "customXml", f"../{name}")
        props = f"customXml/itemProps{number}.xml"
        xml = f'<ds:datastoreItem xmlns:ds="{_CUSTOM}" ds:itemID="{{0}}"/>'
        put(parts, props, xml, f"{EXCEL.replace('spreadsheetml.', '')}customXmlProperties+xml")
        relate(
            parts,
            f"customXml/_rels/item{number}.xml.rels",
            "customXmlProps",
            f"itemProps{number}.xml",
        )

    return add


MASHUP = f'<DataMashup xmlns="{_MS}2006/DataMashup">AAAAAA==</DataMashup>'


def utf16(text: str, endian: str = "le") -> bytes:
    """Return XML in UTF-16 with its mark."""
    mark = "\ufeff"
    return f'{mark}<?xml version="1.0" encoding="utf-16"?>{text}'.encode(f"utf-16-{endian}")


def connected(parts: Parts) -> None:
    """Add connections and a table that is filled by a query."""
    xml = (
        f'<connections xmlns="{MAIN}"><connection id="1" name="Query - Kecamatan" type="5">'
        '<dbPr connection="Provider=Microsoft.Mashup.OleDb.1" command="[Kecamatan]"/>'
        '</connection><connection id="2" name="csv" type="6"><textPr sourceFile="C:\\a.csv"><textFields>'
        "<textField/></textFields></textPr></connection></connections>"
    )
    put(parts, "xl/connections.xml", xml, f"{EXCEL}connections+xml")
    relate(parts, BOOK_RELS, "connections", "connections.xml")
    query = f'<queryTable xmlns="{MAIN}" name="ExternalData_1" connectionId="1"/>'
    put(parts, "xl/queryTables/queryTable1.xml", query, f"{EXCEL}queryTable+xml")
    relate(parts, SHEET_RELS, "queryTable", "../queryTables/queryTable1.xml")


def power_query(parts: Parts) -> None:
    connected(parts)
    item(utf16(MASHUP))(parts)


def macros(parts: Parts) -> None:
    """Add macros, signed."""
    put(parts, "xl/vbaProject.bin", OLE, "application/vnd.ms-office.vbaProject", "bin")
    relate(parts, BOOK_RELS, f"{_MS}2006/relationships/vbaProject", "vbaProject.bin")
    put(parts, "xl/vbaProjectSignature.bin", b"\0" * 99)
    relate(
        parts,
        "xl/_rels/vbaProject.bin.rels",
        f"{_MS}2006/relationships/vbaProjectSignature",
        "vbaProjectSignature.bin",
    )
    swap(
        parts,
        TYPES,
        f"{EXCEL}sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


def main_type(type_: str) -> Change:
    """Return that the workbook is of another type."""
    return lambda parts: swap(parts, TYPES, f"{EXCEL}sheet.main+xml", type_)


def pivot(parts: Parts) -> None:
    """Add a pivot over the people, with its cache."""
    fields = '<cacheField name="Kecamatan"><sharedItems count="1"><s v="Plered"/></sharedItems></cacheField>'
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}" {_R} r:id="rId1" recordCount="1">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:T6" sheet="DATA ADHOC"/></cacheSource>'
        f'<cacheFields count="1">{fields}</cacheFields>'
        "</pivotCacheDefinition>"
    )
    folder = "xl/pivotCache"
    put(parts, f"{folder}/pivotCacheDefinition1.xml", cache, f"{EXCEL}pivotCacheDefinition+xml")
    records = f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><x v="0"/></r></pivotCacheRecords>'
    put(parts, f"{folder}/pivotCacheRecords1.xml", records, f"{EXCEL}pivotCacheRecords+xml")
    relate(
        parts,
        f"{folder}/_rels/pivotCacheDefinition1.xml.rels",
        "pivotCacheRecords",
        "pivotCacheRecords1.xml",
        "rId1",
    )
    id_ = relate(parts, BOOK_RELS, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    swap(
        parts,
        BOOK,
        "</workbook>",
        f'<pivotCaches><pivotCache cacheId="7" r:id="{id_}"/></pivotCaches></workbook>',
    )
    table = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="PivotTable1" cacheId="7" dataCaption="Values">'
        '<location ref="X3:Y5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>'
    )
    put(parts, "xl/pivotTables/pivotTable1.xml", table, f"{EXCEL}pivotTable+xml")
    relate(parts, SHEET_RELS, "pivotTable", "../pivotTables/pivotTable1.xml")
    relate(
        parts,
        "xl/pivotTables/_rels/pivotTable1.xml.rels",
        "pivotCacheDefinition",
        "../pivotCache/pivotCacheDefinition1.xml",
    )


def threaded(parts: Parts) -> None:
    """Add comments of today, with the people who wrote them."""
    space = f"{_MS}spreadsheetml/2018/threadedcomments"
    persons = (
        f'<personList xmlns="{space}"><person displayName="Kasubag" id="{{1}}" userId="k"'
        ' providerId="None"/></personList>'
    )
    put(parts, "xl/persons/person.xml", persons, "application/vnd.ms-excel.person+xml")
    relate(parts, BOOK_RELS, f"{_MS}2017/10/relationships/person", "persons/person.xml")
    xml = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="C2" dT="2024-11-07T08:00:00"'
        ' personId="{1}" id="{2}"><text>periksa lagi</text></threadedComment></ThreadedComments>'
    )
    put(
        parts,
        "xl/threadedComments/threadedComment1.xml",
        xml,
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    relate(
        parts,
        SHEET_RELS,
        f"{_MS}2017/10/relationships/threadedComment",
        "../threadedComments/threadedComment1.xml",
    )


def embedded(parts: Parts) -> None:
    """Add a document that is embedded in the sheet."""
    put(
        parts,
        "xl/embeddings/oleObject1.bin",
        OLE,
        "application/vnd.openxmlformats-officedocument.oleObject",
        "bin",
    )
    id_ = relate(parts, SHEET_RELS, "oleObject", "../embeddings/oleObject1.bin")
    swap(parts, SHEET, "<worksheet ", f'<worksheet xmlns:q="{OFFICE[:-1]}" ')
    at_end(
        parts,
        f'<oleObjects><oleObject progId="Word.Document.12" shapeId="1025" q:id="{id_}"/></oleObjects>',
    )


CHANGES: dict[str, Change] = {
    "a link to a sheet": link("Sheet1"),
    "a link to a sheet of many values": link("Sheet1", cells=300),
    "a link to two sheets": link("Sheet1", "Sheet2"),
    "a link without values": link("Sheet1", cells=0),
    "two links": both(link("A"), link("B", "C")),
    "a link to a server": link("A", target="https://example.org/a.xlsx"),
    "a link to a disk": link("A", target="file:///C:/Users/a/b.xlsx"),
    "a link by DDE": dde,
    "connections": connected,
    "a Power Query": power_query,
    "a Power Query, big end first": both(connected, item(utf16(MASHUP, "be"))),
    "somebody's XML": item(b"<a xmlns='urn:x'><sheetData><c r='ZZZ1'/></sheetData></a>"),
    "somebody's XML of another encoding": item(
        '<?xml version="1.0" encoding="windows-1252"?><a>é</a>'.encode("cp1252")
    ),
    "two pieces of XML": both(item(b"<a/>"), item(utf16("<b/>"), 2)),
    "signed macros": macros,
    "macros and links": both(macros, link("A", "B")),
    "a template": main_type(f"{EXCEL}template.main+xml"),
    "a template of macros": main_type("application/vnd.ms-excel.template.macroEnabled.main+xml"),
    "an add-in": main_type("application/vnd.ms-excel.addin.macroEnabled.main+xml"),
    "a pivot": pivot,
    "a pivot and a link": both(pivot, link("A", "B")),
    "comments of today": threaded,
    "an embedded document": embedded,
}
