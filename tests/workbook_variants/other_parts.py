"""All other parts that packages have, and parts that lead nowhere."""

from __future__ import annotations

from workbook_variants.features import png
from workbook_variants.linked_parts import Change, both, utf16
from workbook_variants.parts import (
    BOOK_RELS,
    DECLARED,
    EXCEL,
    MAIN,
    ROOT,
    SHEET_RELS,
    Parts,
    put,
    relate,
)

_MS = "http://schemas.microsoft.com/office/"


def beside(  # noqa: PLR0917  one part on a line
    name: str,
    content: str | bytes,
    type_: str,
    kind: str,
    rels: str = BOOK_RELS,
    ending: str = "",
) -> Change:
    """Add one part of any kind that something is related to."""

    def add(parts: Parts) -> None:
        put(parts, name, content, type_, ending)
        folder = {ROOT: "", BOOK_RELS: "xl/", SHEET_RELS: "xl/worksheets/"}[rels]
        target = name.removeprefix(folder)
        relate(parts, rels, kind, target if name.startswith(folder) else f"/{name}")

    return add


EXTRAS: dict[str, Change] = {
    "a chain of calculation": beside(
        "xl/calcChain.xml",
        f'<calcChain xmlns="{MAIN}"><c r="A2" i="1"/></calcChain>',
        f"{EXCEL}calcChain+xml",
        "calcChain",
    ),
    "metadata": beside(
        "xl/metadata.xml",
        f'<metadata xmlns="{MAIN}"/>',
        f"{EXCEL}sheetMetadata+xml",
        "sheetMetadata",
    ),
    "volatile dependencies": beside(
        "xl/volatileDependencies.xml",
        f'<volTypes xmlns="{MAIN}"/>',
        f"{EXCEL}volatileDependencies+xml",
        "volatileDependencies",
    ),
    "a shared workbook": both(
        beside(
            "xl/revisions/revisionHeaders.xml",
            f'<headers xmlns="{MAIN}" guid="{{1}}"/>',
            f"{EXCEL}revisionHeaders+xml",
            "revisionHeaders",
        ),
        beside(
            "xl/revisions/userNames.xml",
            f'<users xmlns="{MAIN}" count="0"/>',
            f"{EXCEL}userNames+xml",
            "usernames",
        ),
    ),
    "maps of XML": beside(
        "xl/xmlMaps.xml",
        f'<MapInfo xmlns="{MAIN}" SelectionNamespaces=""/>',
        "application/xml",
        "xmlMaps",
    ),
    "a ribbon": beside(
        "customUI/customUI.xml",
        f'<customUI xmlns="{_MS}2006/01/customui"/>',
        "application/xml",
        f"{_MS}2006/relationships/ui/extensibility",
        ROOT,
    ),
    "a thumbnail": beside(
        "docProps/thumbnail.wmf",
        b"\xd7\xcd\xc6\x9a",
        "image/x-wmf",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
        ROOT,
        "wmf",
    ),
    "labels": beside(
        "docMetadata/LabelInfo.xml",
        "<clbl/>",
        "application/vnd.ms-office.classificationlabels+xml",
        f"{_MS}2020/02/relationships/classificationlabels",
        ROOT,
    ),
    "a signature": beside(
        "_xmlsignatures/origin.sigs",
        b"",
        "application/vnd.openxmlformats-package.digital-signature-origin",
        "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
        ROOT,
        "sigs",
    ),
    "settings of a printer": beside(
        "xl/printerSettings/printerSettings1.bin",
        b"\0\1" * 400,
        f"{EXCEL}printerSettings",
        "printerSettings",
        SHEET_RELS,
        "bin",
    ),
    "a control": beside(
        "xl/ctrlProps/ctrlProp1.xml",
        f'<formControlPr xmlns="{_MS}spreadsheetml/2009/9/main" objectType="CheckBox"/>',
        "application/vnd.ms-excel.controlproperties+xml",
        "ctrlProp",
        SHEET_RELS,
    ),
    "an ActiveX": beside(
        "xl/activeX/activeX1.xml",
        f'<ax:ocx xmlns:ax="{_MS}2006/activeX"/>',
        "application/vnd.ms-office.activeX+xml",
        "control",
        SHEET_RELS,
    ),
    "a slicer": beside(
        "xl/slicers/slicer1.xml",
        f'<slicers xmlns="{_MS}spreadsheetml/2009/9/main"/>',
        "application/vnd.ms-excel.slicer+xml",
        f"{_MS}2007/relationships/slicer",
        SHEET_RELS,
    ),
    "a timeline": beside(
        "xl/timelines/timeline1.xml",
        f'<timelines xmlns="{_MS}spreadsheetml/2010/11/main"/>',
        "application/vnd.ms-excel.timeline+xml",
        f"{_MS}2011/relationships/timeline",
        SHEET_RELS,
    ),
    "values of data types": beside(
        "xl/richData/rdrichvalue.xml",
        f'<rvData xmlns="{_MS}spreadsheetml/2017/richdata" count="0"/>',
        "application/vnd.ms-excel.rdrichvalue+xml",
        f"{_MS}2017/06/relationships/rdRichValue",
    ),
    "a data model": beside(
        "xl/model/item.data",
        b"\0" * 999,
        "application/vnd.openxmlformats-officedocument.model+data",
        f"{_MS}2006/relationships/powerPivotData",
        BOOK_RELS,
        "data",
    ),
    "a web extension": beside(
        "xl/webextensions/taskpanes.xml",
        f'<wetp:taskpanes xmlns:wetp="{_MS}webextensions/taskpanes/2010/11"/>',
        "application/vnd.ms-office.webextensiontaskpanes+xml",
        f"{_MS}2011/relationships/webextensiontaskpanes",
        ROOT,
    ),
    "pictures": beside(
        "xl/media/image1.png", png().getvalue(), "image/png", "image", SHEET_RELS, "png"
    ),
    "a link to a picture that is away": lambda parts: relate(
        parts, SHEET_RELS, "image", "file:///C:/ttd.png", mode="External"
    ),
    "a part that nothing knows": lambda parts: put(
        parts, "xl/sisa.xml", f'<x xmlns="{MAIN}"><sheetData/></x>', "application/xml"
    ),
    "a part in UTF-16 that nothing knows": lambda parts: put(
        parts, "xl/sisa.xml", utf16("<x/>"), "application/xml"
    ),
    "a file that nothing knows": lambda parts: parts.update({"[trash]/0000.dat": b"\xff" * 512}),
    "a relationship to nothing": lambda parts: relate(parts, SHEET_RELS, "image", "NULL"),
    "properties in UTF-16": lambda parts: parts.update(
        {"docProps/app.xml": utf16(parts["docProps/app.xml"].decode().removeprefix(DECLARED))}
    ),
}
