"""The guard of a sheet: what it counts, it counts alike however the XML is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import sheet_guard

# Cells as programs write them, and their numbers of values.
CELLS = {
    '<c r="{at}"><v>1</v></c>': 1,
    '<c r="{at}" s="4" t="s"><v>3</v></c>': 1,
    '<c r="{at}" t="str"><v>a &amp; b</v></c>': 1,
    '<c r="{at}" t="inlineStr"><is><t>abc</t></is></c>': 1,
    '<c r="{at}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>': 1,
    '<c r="{at}"><f>1+1</f><v>2</v></c>': 1,
    '<c r="{at}" t="e"><v>#REF!</v></c>': 1,
    '<c  r="{at}"><v>1</v ></c>': 1,
    '<x:c r="{at}"><x:v>5</x:v></x:c>': 1,
    '<c r="{at}" t="inlineStr"><is><t></t></is></c>': 0,
    '<c r="{at}"><v></v></c>': 0,
    '<c r="{at}"><v/></c>': 0,
    '<c r="{at}" s="1"/>': 0,
    "": 0,
}
NAMESPACES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:x="x"'


@given(
    rows=st.lists(st.lists(st.sampled_from(list(CELLS)), max_size=8), min_size=1, max_size=6),
    stretch=st.sampled_from([7, 13, 50, 200, 4 << 20]),
)
def test_scan_sheet__any_chunk_size__counts_the_same_filled_cells(
    rows: list[list[str]], stretch: int
) -> None:
    written = "".join(
        f'<row r="{row}">'
        + "".join(
            cell.format(at=f"{sheet_guard.column_letter(at)}{row}")
            for at, cell in enumerate(line, 1)
        )
        + "</row>"
        for row, line in enumerate(rows, 1)
    )
    part = f"<worksheet {NAMESPACES}><sheetData>{written}</sheetData></worksheet>".encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_guard, "_CHUNK", stretch)
        scan = sheet_guard.scan_sheet(part, "KPPS")
    assert scan.filled == sum(CELLS[cell] for line in rows for cell in line)


@pytest.mark.parametrize("blank", ["", '<row r="2" s="1"/>', '<row r="2"><c r="A2" s="1"/></row>'])
def test_scan_sheet__blank_rows__are_detected(blank: str) -> None:
    filled = '<row r="1"><c r="A1"><v>1</v></c></row>'
    part = f"<worksheet {NAMESPACES}><sheetData>{filled}{blank}</sheetData></worksheet>".encode()
    assert sheet_guard.scan_sheet(part, "KPPS").has_blank_rows == bool(blank)


DIVIDERS = {
    "a comment": "<!-- a -->",
    "an instruction": "<?x ?>",
    "marked text": "<![CDATA[]]>",
    "an element": "<x/>",
}


@pytest.mark.parametrize("divider", DIVIDERS.values(), ids=DIVIDERS)
@pytest.mark.parametrize("value", ["<v>8{}50000</v>", "<v>{}850000</v>", "<x:v>850000{}</x:v>"])
def test_scan_sheet__divided_value__is_refused(value: str, divider: str) -> None:
    cell = f'<c r="A1">{value.format(divider)}</c>'
    part = f'<worksheet {NAMESPACES}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    with pytest.raises(RefusalError) as refusal:
        sheet_guard.scan_sheet(part.encode(), "KPPS")
    assert refusal.value.code == "file-damaged"


@pytest.mark.parametrize("divider", DIVIDERS.values(), ids=DIVIDERS)
def test_scan_sheet__divider_beside_values__is_accepted(divider: str) -> None:
    cells = f'{divider}<c r="A1">{divider}<v>1</v>{divider}</c><c r="B1"/>{divider}'
    part = f'<worksheet {NAMESPACES}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    assert sheet_guard.scan_sheet(part.encode(), "KPPS").filled == 1
