"""The same XML as other programs write it: other encodings, forms and places of its content."""

from __future__ import annotations

import re
from collections.abc import Callable

from workbook_variants.linked_parts import both, utf16
from workbook_variants.parts import (
    BOOK,
    BOOK_RELS,
    DECLARED,
    MAIN,
    OFFICE,
    ROOT,
    SHEET,
    TEXTS,
    TYPES,
    Parts,
    at_end,
    behind_data,
    in_book,
    put,
    sub,
    swap,
)
from workbook_variants.sheet_types import absolute

Change = Callable[[Parts], object]
_MS = "http://schemas.microsoft.com/office/"
_STRICT = "http://purl.oclc.org/ooxml"
_TEXT = re.compile(r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?) t="s"><v>([0-9]+)</v></c>')


def in_all(change: Callable[[str], str]) -> Change:
    """Change the text of each part of XML."""

    def each(parts: Parts) -> None:
        for name in (BOOK, SHEET, TEXTS, "xl/styles.xml"):
            parts[name] = change(parts[name].decode()).encode()

    return each


def prefixed(text: str) -> str:
    """Return XML whose names all have a prefix."""
    text = text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return re.sub(r"<(/?)(?=[A-Za-z])(?!\?)(?![a-z0-9]+:)", r"<\1x:", text)


def pretty(text: str) -> str:
    """Return XML with an element on each line."""
    return re.sub(r"(?<=>)(?=<(?!/t>))", "\n  ", text)


def strict(parts: Parts) -> None:
    """Make it a workbook of the strict kind."""
    for name in parts:
        if name.endswith((".xml", ".rels")) and name != TYPES:
            text = parts[name].decode()
            text = text.replace(
                f"{OFFICE[:-1]}/extended-properties",
                f"{_STRICT}/officeDocument/relationships/extendedProperties",
            )
            text = text.replace(OFFICE[:-1], f"{_STRICT}/officeDocument/relationships")
            text = text.replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                f"{_STRICT}/spreadsheetml/main",
            )
            text = text.replace(
                "http://schemas.openxmlformats.org/drawingml/2006/main", f"{_STRICT}/drawingml/main"
            )
            parts[name] = text.encode()
    sub(parts, BOOK, "<workbook ", '<workbook conformance="strict" ', 1)


def inlined(parts: Parts, cell: str = '<c r="{0}"{1} t="inlineStr"><is>{2}</is></c>') -> None:
    """Write each text into its cell."""
    texts = re.findall(r"<si>(.*?)</si>", parts.pop(TEXTS).decode())
    sub(parts, TYPES, r'<Override PartName="/xl/sharedStrings.xml"[^>]*/>', "")
    sub(parts, BOOK_RELS, r'<Relationship [^>]*sharedStrings.xml"/>', "")
    xml = parts[SHEET].decode()
    xml = _TEXT.sub(lambda match: cell.format(match[1], match[2], texts[int(match[3])]), xml)
    parts[SHEET] = xml.encode()


def as_results(parts: Parts) -> None:
    """Let each text be the result of a formula."""
    inlined(parts)
    sub(
        parts,
        SHEET,
        r't="inlineStr"><is><t(?: [^>]*)?>(.*?)</t></is>',
        r't="str"><f>T("x")</f><v>\1</v>',
    )


def phonetic(parts: Parts) -> None:
    sub(
        parts,
        TEXTS,
        r"</t></si>",
        '</t><rPh sb="0" eb="1"><t>フリガナ</t></rPh><phoneticPr fontId="1"/></si>',
    )


def in_runs(parts: Parts) -> None:
    sub(
        parts,
        TEXTS,
        r"<si><t>([^<&])([^<]*)</t></si>",
        r'<si><r><rPr><b/></rPr><t>\1</t></r><r><t xml:space="preserve">\2</t></r></si>',
    )


def in_cdata(parts: Parts) -> None:
    sub(parts, TEXTS, r"<t>([^<&]+)</t>", r"<t><![CDATA[\1]]></t>")


def spread(parts: Parts) -> None:
    """Have more shared texts than are used, with odd counts."""
    swap(parts, TEXTS, "</sst>", "<si><t>3214011507909999</t></si><si><t/></si><si/></sst>")
    sub(parts, TEXTS, r' count="\d+" uniqueCount="\d+"', ' count="99999" uniqueCount="3"')


def shared_formulas(parts: Parts) -> None:
    sub(
        parts,
        SHEET,
        r'<c r="A2"([^>]*)>',
        r'<c r="A2"\1><f t="shared" ref="A2:A6" si="0">ROW()-1</f>',
    )
    sub(parts, SHEET, r'<c r="A([3-6])"([^>]*)>', r'<c r="A\1"\2><f t="shared" si="0"/>')


def without(pattern: str, *names: str) -> Change:
    """Remove the matches of a pattern."""
    return lambda parts: [sub(parts, name, pattern, "") for name in names]


def without_part(name: str) -> Change:
    """Leave out a part and what leads to it."""

    def leave(parts: Parts) -> None:
        del parts[name]
        sub(parts, TYPES, rf'<Override PartName="/{name}"[^>]*/>', "")
        rels, target = (BOOK_RELS, name[3:]) if name.startswith("xl/") else (ROOT, name)
        sub(parts, rels, rf'<Relationship [^>]*"{target}"/>', "")

    return leave


def without_styles(parts: Parts) -> None:
    """Leave out the styles; days are then texts, as such programs write them."""
    without_part("xl/styles.xml")(parts)
    sub(parts, SHEET, r' s="\d+"', "")
    days = {"33005": "12-05-1990", "45603": "07-11-2024", "45634": "08-12-2024"}
    for number, day in days.items():
        sub(
            parts,
            SHEET,
            rf'<c r="([A-Z]+\d+)"><v>{number}</v></c>',
            rf'<c r="\1" t="str"><v>{day}</v></c>',
        )


def extended(parts: Parts) -> None:
    """Have what newer versions of Excel add to each element."""
    space = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr"'
        f' xmlns:x14ac="{_MS}spreadsheetml/2009/9/ac" xmlns:xr="{_MS}spreadsheetml/2014/revision"'
    )
    sub(parts, SHEET, "<worksheet ", f'<worksheet {space} xr:uid="{{1}}" ', 1)
    sub(parts, SHEET, "<row ", '<row x14ac:dyDescent="0.25" ')
    sub(parts, BOOK, "<workbook ", f"<workbook {space} ", 1)
    swap(
        parts,
        BOOK,
        "<bookViews>",
        '<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\"'
        f' xmlns:x15ac="{_MS}spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent><bookViews>',
    )
    at_end(
        parts,
        f'<extLst><ext uri="{{78C0D931}}" xmlns:x14="{_MS}spreadsheetml/2009/9/main">'
        "<x14:conditionalFormattings/></ext></extLst>",
    )


def foreign(parts: Parts) -> None:
    """Have comments and instructions in the XML."""
    swap(parts, SHEET, "<sheetData>", "<!-- rows --><sheetData><!-- first -->")
    for name in (BOOK, SHEET, TEXTS):
        swap(parts, name, "?>\n", "?>\n<!-- by an office <sheetData> -->\n<?office sheetData?>\n")


FORMS: dict[str, Change] = {
    "names with a prefix": in_all(prefixed),
    "an element on each line": in_all(pretty),
    "single quotes": in_all(lambda text: re.sub(r'="([^"\']*)"', r"='\1'", text)),
    "no declaration": in_all(lambda text: text.removeprefix(DECLARED)),
    "a mark of UTF-8": in_all(lambda text: f"\ufeff{text}"),
    "no standalone": in_all(lambda text: text.replace(' standalone="yes"', "")),
    "blanks in tags": in_all(lambda text: text.replace("/>", " />").replace('" r="', '"\n r="')),
    "empty elements opened and closed": in_all(
        lambda text: re.sub(r"<(\w+)( [^<>]*)?/>", r"<\1\2></\1>", text)
    ),
    "references for signs": in_all(lambda text: text.replace(">Plered<", ">&#80;l&#x65;red<")),
    "all in UTF-16": lambda parts: parts.update(
        {
            name: utf16(part.decode().removeprefix(DECLARED))
            for name, part in parts.items()
            if name.endswith(".xml") and name != TYPES
        }
    ),
    "texts in UTF-16": lambda parts: parts.update(
        {TEXTS: utf16(parts[TEXTS].decode().removeprefix(DECLARED), "be")}
    ),
    "the sheet in UTF-16": lambda parts: parts.update(
        {SHEET: utf16(parts[SHEET].decode().removeprefix(DECLARED))}
    ),
    "strict": strict,
    "strict with absolute targets": both(strict, absolute),
    "texts in cells": inlined,
    "texts of formulas": as_results,
    "phonetic texts": phonetic,
    "texts in runs": in_runs,
    "texts in CDATA": in_cdata,
    "texts that nobody uses": spread,
    "shared formulas": shared_formulas,
    "no addresses of rows": without(r'(?<=<row) r="\d+"', SHEET),
    "no addresses of cells": both(without(r' r="[A-Z]+\d+"(?= )|(?<=<c) r="[A-Z]+\d+"', SHEET)),
    "no spans": without(r' spans="[0-9:]+"', SHEET),
    "no dimension": without(r"<dimension [^>]*/>", SHEET),
    "a wrong dimension": lambda parts: sub(
        parts, SHEET, r'<dimension ref="[^"]*"', '<dimension ref="A1"'
    ),
    "no views": without(r"<sheetViews>.*</sheetViews>", SHEET),
    "no counts": without(r' count="\d+" uniqueCount="\d+"', TEXTS),
    "no theme": without_part("xl/theme/theme1.xml"),
    "no properties": both(without_part("docProps/app.xml"), without_part("docProps/core.xml")),
    "no styles": without_styles,
    "no calculation": without(r"<calcPr [^>]*/>", BOOK),
    "no views of the workbook": without(r"<bookViews>.*</bookViews>", BOOK),
    "no version": without(r"<fileVersion [^>]*/>", BOOK),
    "what newer versions add": extended,
    "comments and instructions": foreign,
    "protected ranges": lambda parts: behind_data(
        parts,
        '<sheetProtection sheet="1" algorithmName="SHA-512" hashValue="AA==" saltValue="AA==" spinCount="1"/>'
        '<protectedRanges><protectedRange sqref="L2:L9" name="Honor"/></protectedRanges>',
    ),
    "views of several people": lambda parts: behind_data(
        parts,
        '<customSheetViews><customSheetView guid="{00000000-0000-0000-0000-000000000001}"'
        ' showPageBreaks="1"/></customSheetViews>',
    ),
    "consolidation": lambda parts: behind_data(parts, "<dataConsolidate/>"),
    "watched cells": lambda parts: at_end(
        parts,
        '<cellWatches><cellWatch r="L2"/></cellWatches>'
        '<ignoredErrors><ignoredError sqref="A1:T9" numberStoredAsText="1"/></ignoredErrors>',
    ),
    "a pane on a far cell": lambda parts: sub(
        parts,
        SHEET,
        r"<sheetView ([^>]*)/>",
        r'<sheetView \1><selection activeCell="XFD1048576" sqref="XFD1048576"/></sheetView>',
    ),
    "names from elsewhere": lambda parts: in_book(
        parts,
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        "'DATA ADHOC'!$A$1:$T$6</definedName><definedName name=\"Lama\">[9]Sheet1!$A$1</definedName>"
        '<definedName name="Rusak">#REF!</definedName></definedNames>',
    ),
    "a protected workbook": lambda parts: in_book(
        parts,
        '<workbookProtection workbookPassword="CC1A" lockStructure="1"/>',
        before="<bookViews",
    ),
    "a reserved workbook": lambda parts: in_book(
        parts,
        '<fileSharing readOnlyRecommended="1" userName="Kasubag" reservationPassword="CC1A"/>',
        before="<workbookPr",
    ),
    "a repaired workbook": lambda parts: swap(
        parts, BOOK, "</workbook>", '<fileRecoveryPr repairLoad="1"/></workbook>'
    ),
    "a code name": lambda parts: sub(
        parts, BOOK, r"<workbookPr ", '<workbookPr codeName="ThisWorkbook" '
    ),
    "bins of print": lambda parts: put(
        parts, "xl/printerSettings/p.bin", b"\0", "application/x", "bin"
    ),
}
