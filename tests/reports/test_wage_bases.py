"""What an agreement makes of the wage: on the bill, person by person, and in the file for SIPP."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from roster.builders import roster
from support.parameters import first
from support.people import LINMAS, PPK, person
from support.run import invoke
from support.workbooks import grid, table, texts

HEAD = 'number = "7/PKS/2024"\nelection = "pilkada-2024"\n'
# Base, then of a KPPS member of Rp850,000 and of a guard of Rp650,000: the base, JKK and JKM in rupiah.
BASES = {
    "flat": ("amount = 1_000_000", (1_000_000, 2_400, 3_000), (1_000_000, 2_400, 3_000)),
    "floor": ("amount = 700_000", (850_000, 2_040, 2_550), (700_000, 1_680, 2_100)),
    "minimum-wage": ("amount = 2_190_000", (2_190_000, 5_256, 6_570), (2_190_000, 5_256, 6_570)),
    "per-head": ("amount = 5_400", (850_000, 2_400, 3_000), (650_000, 2_400, 3_000)),
}


def enrolled(folder: Path, agreement: str) -> Path:
    file = folder / "pks.toml"
    file.write_text(HEAD + agreement, encoding="utf-8")
    path = roster(folder, [person(1), person(2, **LINMAS)])
    done = invoke("enrol", path, "--agreement", file, "--out", folder / "out")
    assert done.status == 0, done.err
    return folder / "out"


@pytest.mark.parametrize("kind", first(2, BASES))
def test_base__agreement__is_on_bill_and_sipp_sheet(kind: str, tmp_path: Path) -> None:
    amount, *expected = BASES[kind]
    out = enrolled(tmp_path, f'base = {{ kind = "{kind}", {amount} }}')
    people = table(grid(out / "invoice.xlsx", "Rincian"), "No", "Nama")[:2]
    assert [(row["Dasar iuran"], row["JKK"], row["JKM"]) for row in people] == expected
    assert [row["Upah sebulan"] for row in people] == [850_000, 650_000]
    report = table(grid(out / "template_tk_NPP.xlsx", "data_tk_baru"), "NO_PEGAWAI", "NAMA_LENGKAP")
    assert [row["UPAH"] for row in report] == [str(base) for base, _, _ in expected]
    message = texts(grid(out / "invoice.xlsx", "Tagihan"))
    assert any("Semua jabatan: " in text and "7/PKS/2024" in text for text in message)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["agreement"]["base"]["kind"] == kind


def test_the_base_of_a_role_wins_over_that_of_all(tmp_path: Path) -> None:
    out = enrolled(
        tmp_path,
        'base = { kind = "floor", amount = 1_000_000 }\n'
        '[roles.KPPS_ANGGOTA]\nbase = { kind = "honor" }\n',
    )
    people = table(grid(out / "invoice.xlsx", "Rincian"), "No", "Nama")[:2]
    assert [row["Dasar iuran"] for row in people] == [850_000, 1_000_000]
    message = texts(grid(out / "invoice.xlsx", "Tagihan"))
    assert any(
        "Petugas Ketertiban TPS: honor sebulan, sekurangnya Rp1.000.000" in t for t in message
    )


def test_without_a_base_the_bill_has_no_column_for_it(tmp_path: Path) -> None:
    out = enrolled(tmp_path, "")
    header = next(row for row in grid(out / "invoice.xlsx", "Rincian") if "Nama" in row)
    assert "Dasar iuran" not in header


def test_quote__base_of_the_agreement__is_used(tmp_path: Path) -> None:
    file = tmp_path / "pks.toml"
    file.write_text('base = { kind = "per-head", amount = 16_800 }', encoding="utf-8")
    query = ("quote", "--role", "PPK", "--position", "ketua", "--months", "1", "--agreement", file)
    priced = invoke(*query, "--json").json
    assert (priced["jkk"], priced["jkm"], priced["total"]) == ("7466.67", "9333.33", "16800.00")
    assert priced["base"] == {
        "kind": "per-head",
        "amount": "2500000.00",
        "agreed": "16800.00",
    }
    assert "dasar iuran" in invoke(*query).out
    assert PPK["Honor"] == 2_500_000


def test_the_relief_of_2020_is_billed_by_month_and_named(tmp_path: Path) -> None:
    supervisor = {
        "Jabatan": "Anggota Panwascam",
        "Honor": 1_900_000,
        "Tgl Mulai": date(2020, 6, 14),
        "Tgl Selesai": date(2021, 1, 31),
    }
    path = roster(tmp_path, [person(1, **supervisor)])
    file = tmp_path / "pks.toml"
    file.write_text("participant_since = 2020-02-01", encoding="utf-8")
    out = tmp_path / "out"
    done = invoke("enrol", path, "--agreement", file, "--out", out, "--json")
    assert done.json["premium"]["total"] == "21135.60"
    months = [row["Jumlah"] for row in table(grid(out / "invoice.xlsx", "Jadwal"), "Bulan iuran")]
    assert months[:8] == [10_260, 10_260, *[102.6] * 6]
    message = texts(grid(out / "invoice.xlsx", "Tagihan"))
    assert any("1,00 %" in text and "PP 49/2020" in text for text in message)
    law = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["law"]
    assert [relief["law"] for relief in law["reliefs"]] == ["PP 49/2020"]
    unsaid = invoke("enrol", path, "--no-agreement", "--out", tmp_path / "other", "--json")
    assert unsaid.json["premium"]["total"] == "82080.00"
    assert any(
        "PERHATIAN" in text and "participant_since di perjanjian" in text
        for text in texts(grid(tmp_path / "other" / "invoice.xlsx", "Tagihan"))
    )
