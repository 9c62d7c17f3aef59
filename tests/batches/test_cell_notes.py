"""Notes in cells about their person or column mean the same in batches as with workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches.random_rosters import batch_result, workbook_result

COLUMNS = (
    "Nama,NIK,Tempat Lahir,Tanggal Lahir,L,P,ASN/Non ASN,Kabupaten/Kota,Kecamatan,Desa,TPS,Jabatan,"
    "Jumlah Diterima,Masa Kerja,Keterangan"
).split(",")
PLACE = "Kabupaten Purwakarta,Plered,Citeko"
PAID = "807500,7 November s.d. 8 Desember 2024"
ROWS = [
    f"Asep Arifin,3214011205909001,Garut,12-05-1990,v,,Non ASN,{PLACE},-1,KPPS 2,{PAID},ketua",
    f"Imas Budiman,NIK: 3214014311889002,Garut,3-11-88,,√,v,{PLACE},1.5,KPPS 3,{PAID},periang",
    f"Dadan / Didi,3214042501959003,Garut,26-01-95,x,x,Ya,{PLACE},0,KPPS 4,{PAID},lincah",
    f"Gita Irawan,3214045708019004,Garut,17-Agt-01,,,ASN,{PLACE},TRUE,KPPS 5,{PAID},",
    f"Hendi Kusnadi,3214013006799005,Garut,30-06-1979,1,,,{PLACE},SDN 2,KPPS 6,"
    "807500,Nov-Des 2024,Linmas",
    f"Joko Rosidin,3214051412859007 (e-KTP),Garut,14-12-1985,,,-,{PLACE},004,KPPS 7,{PAID},rajin",
]
SAID = {
    *("tps-unreadable", "sex-unreadable", "asn-tick", "name-two", "remark-role", "remark-unread"),
    *("wage-other", "birth-unreadable", "asn-excluded"),
}


@pytest.mark.parametrize("rows", [1, 3])
def test_cell_notes__workbook_and_batches__are_equal(rows: int, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("\n".join([",".join(COLUMNS), *ROWS]) + "\n", encoding="utf-8")
    expected_result = workbook_result([roster])
    batches = batch_result([roster], tmp_path / "out", rows)
    for name, expected in expected_result.items():
        assert batches[name] == expected, name
    assert {code for *_, code, _, _, _, _ in expected_result["findings"]} >= SAID
