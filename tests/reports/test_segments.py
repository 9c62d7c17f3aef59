"""Members without a wage (BPU), reliefs by who pays, and late payment: bill, lists, schedule, manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from roster.builders import roster
from support.people import LINMAS, Row, person
from support.run import Run, invoke
from support.workbooks import grid, table, texts

HEAD = 'number = "7/PKS/2024"\nelection = "pilkada-2024"\n'
GUARDS_BPU = HEAD + '[roles.LINMAS_TPS]\nsegment = "bpu"\n'


def enrolled(
    folder: Path, agreement: str, people: Sequence[Row] | None = None, *options: object
) -> tuple[Run, Path]:
    """Enrol a KPPS member and a guard, or others; give the run and the folder."""
    file = folder / "pks.toml"
    file.write_text(agreement, encoding="utf-8")
    path = roster(folder, people or [person(1), person(2, **LINMAS)])
    out = folder / "out"
    done = invoke("enrol", path, "--agreement", file, "--out", out, *options)
    assert done.status == 0, done.err
    return done, out


def manifest_of(out: Path) -> Any:
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def guards(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """A KPPS member who is paid a wage and a guard who is insured as BPU."""
    return enrolled(tmp_path_factory.mktemp("guards"), GUARDS_BPU)


# PP 44/2015 art. 20 and Lampiran II: 10,000 and 6,800 for an income below 1,100,000.
def test_bill__bpu_and_pu__have_their_own_lines(guards: tuple[Run, Path]) -> None:
    people = table(grid(guards[1] / "invoice.xlsx", "Rincian"), "No", "Nama")[:2]
    assert [
        (row["Upah sebulan"], row["Dasar iuran"], row["JKK"], row["JKM"]) for row in people
    ] == [
        (850_000, 850_000, 2_040, 2_550),
        (650_000, 1_000_000, 10_000, 6_800),
    ]


def test_bill__bpu__has_segment_and_law(guards: tuple[Run, Path]) -> None:
    message = texts(grid(guards[1] / "invoice.xlsx", "Tagihan"))
    assert any(
        "(bukan penerima upah): Rp10.000 sebulan (penghasilan s.d. Rp1.099.000)" in text
        for text in message
    )
    assert any(
        "Jatuh tempo bukan penerima upah (BPU) tanggal 15 bulan iuran itu sendiri" in text
        for text in message
    )
    assert any(
        "Jatuh tempo penerima upah (PU) tanggal 15 bulan berikutnya" in text for text in message
    )
    assert any("pasal 20 ayat (3)" in text for text in message)


def test_each_segment_has_its_line_in_the_schedule(guards: tuple[Run, Path]) -> None:
    rows = table(grid(guards[1] / "invoice.xlsx", "Jadwal"), "Bulan iuran", "Segmen")[:2]
    assert [(row["Segmen"], row["Jumlah"], row["Jatuh tempo"]) for row in rows] == [
        ("BPU", 16_800, date(2024, 11, 15)),
        ("PU", 4_590, date(2024, 12, 16)),
    ]


def test_bpu_member__ready__is_on_the_bpu_list_only(guards: tuple[Run, Path]) -> None:
    _, out = guards
    sipp = table(grid(out / "template_tk_NPP.xlsx", "data_tk_baru"), "NO_PEGAWAI", "NAMA_LENGKAP")
    assert [row["UPAH"] for row in sipp] == ["850000"]
    [member] = table(grid(out / "peserta_bpu.xlsx", "BPU"), "NIK", "NAMA_LENGKAP")
    assert (member["PENGHASILAN"], member["DASAR_IURAN"]) == ("650000.00", "1000000.00")
    assert (member["NAMA_IBU_KANDUNG"], member["MULAI"]) == ("Siti Aminah", "07-11-2024")
    assert texts(grid(out / "peserta_bpu.xlsx", "BPU"))[1].startswith("BERISI DATA PRIBADI")


def test_bill__bpu__is_marked_on_both_sheets(guards: tuple[Run, Path]) -> None:
    lines = table(grid(guards[1] / "invoice.xlsx", "Tagihan"), "No", "Jabatan")[:2]
    assert [row["Jabatan"] for row in lines] == ["Anggota KPPS", "Petugas Ketertiban TPS (BPU)"]
    people = table(grid(guards[1] / "invoice.xlsx", "Rincian"), "No", "Nama")[:2]
    assert [row["Segmen"] for row in people] == ["PU", "BPU"]


def test_who_lacks_a_cell_is_not_counted_as_ready_for_bpu(tmp_path: Path) -> None:
    people = [person(1), person(2, **{"Gol. Darah": ""})]
    done, out = enrolled(tmp_path, HEAD + 'segment = "bpu"\n', people)
    assert re.search(r"siap untuk layanan BPU +1\n", done.out)
    assert re.search(r"perlu dilengkapi +1\n", done.out)
    assert len(table(grid(out / "peserta_bpu.xlsx", "BPU"), "NIK", "NAMA_LENGKAP")) == 1


def test_the_summary_and_the_next_steps_name_bpu(guards: tuple[Run, Path]) -> None:
    assert "siap untuk layanan BPU" in guards[0].out
    assert "peserta_bpu.xlsx melalui kantor cabang" in guards[0].out


def test_where_all_are_bpu_there_is_no_upload_for_sipp(tmp_path: Path) -> None:
    done, out = enrolled(tmp_path, HEAD + 'segment = "bpu"\n')
    assert not list(out.glob("template_tk_*"))
    assert "Upload TK" not in done.out
    assert manifest_of(out)["premium"]["total"] == "33600.00"
    header = next(row for row in grid(out / "invoice.xlsx", "Jadwal") if "Bulan iuran" in row)
    assert "Segmen" not in header


IN_2026 = {"Tgl Mulai": date(2026, 5, 1), "Tgl Selesai": date(2026, 5, 31)}


# PP 50/2025 art. 3(4), 3(5): half for BPU, not where a public budget pays, nor for honorary staff (inferred).
@pytest.mark.parametrize(
    ("who", "total", "notice"),
    [
        ('payer = { fund = "self" }', "8400.00", "dibayar 50,00 % dari iuran untuk Mei 2026"),
        ('payer = { name = "Korpri", fund = "other" }', "8400.00", "Korpri (dana lain"),
        ('payer = { fund = "apbd" }', "16800.00", "dibayar melalui APBN atau APBD"),
        ('payer = { name = "KPU", fund = "apbn" }', "16800.00", "dibayar melalui APBN atau APBD"),
        ("", "16800.00", "PP 50/2025 belum dihitung"),
        (
            'honorer = true\npayer = { fund = "self" }',
            "16800.00",
            "tidak menjangkau tenaga honorer",
        ),
    ],
)
def test_enrol__relief_of_2026__follows_who_pays(
    who: str, total: str, notice: str, tmp_path: Path
) -> None:
    done, out = enrolled(tmp_path, f'{HEAD}segment = "bpu"\n{who}\n', [person(1, **IN_2026)])
    assert manifest_of(out)["premium"]["total"] == total
    assert notice in " ".join(texts(grid(out / "invoice.xlsx", "Tagihan")))
    if total == "16800.00":
        assert notice in " ".join(done.out.split())


# ---- late payment ---------------------------------------------------------------------------------


# PP 44/2015 art. 22: due on 16 December 2024; 17 January 2025 is in the second month of delay.
def test_paying_late_is_shown_in_the_schedule(tmp_path: Path) -> None:
    done, out = enrolled(tmp_path, HEAD, None, "--payment-date", "2025-01-17")
    cells = grid(out / "invoice.xlsx", "Jadwal")
    [month] = table(cells, "Bulan iuran", "Orang")[:1]
    assert (month["Bulan terlambat"], month["Denda"], month["Iuran dan denda"]) == (2, 324, 8_424)
    message = " ".join(texts(cells))
    assert "Bila seluruhnya dibayar pada 17 Januari 2025" in message
    assert "Hukum tidak mengatur bagian bulan" in message
    assert "Rp324 (lihat Jadwal)" in done.out
    bill = " ".join(texts(grid(out / "invoice.xlsx", "Tagihan")))
    assert "16 Desember 2024" in bill
    assert "Bila dibayar pada 17 Januari 2025, ditambah denda Rp324: Rp8.424" in bill
    schedule = manifest_of(out)["schedule"]
    assert (schedule["paid_on"], schedule["penalty"]) == ("2025-01-17", "324.00")
    assert schedule["months"] == [
        {
            "month": "2024-11",
            "segment": "pu",
            "people": 2,
            "total": "8100.00",
            "due": "2024-12-16",
            "months_late": 2,
            "penalty": "324.00",
        }
    ]


def test_paying_in_time_costs_nothing_more(tmp_path: Path) -> None:
    _, out = enrolled(tmp_path, HEAD, None, "--payment-date", "16-12-2024", "--json")
    assert manifest_of(out)["schedule"]["penalty"] == "0.00"


def test_schedule__no_payment_date__has_no_penalty(guards: tuple[Run, Path]) -> None:
    header = next(row for row in grid(guards[1] / "invoice.xlsx", "Jadwal") if "Bulan iuran" in row)
    assert "Denda" not in header
    schedule = manifest_of(guards[1])["schedule"]
    assert (schedule["paid_on"], schedule["penalty"]) == (None, None)
    assert "Denda bila" not in guards[0].out


# PP 44/2015 art. 24 names no penalty; art. 39 and 42 take the benefits away after three months.
def test_schedule__bpu__has_no_penalty_and_a_note_on_cover(tmp_path: Path) -> None:
    _, out = enrolled(tmp_path, HEAD + 'segment = "bpu"\n', None, "--payment-date", "2025-06-01")
    schedule = manifest_of(out)["schedule"]
    assert (schedule["penalty"], schedule["months"][0]["months_late"]) == ("0.00", 7)
    message = " ".join(texts(grid(out / "invoice.xlsx", "Jadwal")))
    assert "Lebih dari 3 bulan: tidak ada hak" in message
    assert "Bukan penerima upah: tanpa denda (PP 44/2015, pasal 24" in message


def test_a_day_of_payment_that_is_none_is_misuse(tmp_path: Path) -> None:
    path = roster(tmp_path, [person(1)])
    done = invoke("enrol", path, "--out", tmp_path / "out", "--payment-date", "soon")
    assert (done.status, "--payment-date" in done.err) == (2, True)
    assert not (tmp_path / "out").exists()


# ---- what the premium buys ------------------------------------------------------------------------


# PP 82/2019 art. 34 and Lampiran III: 42 million; 48 x 850,000 and 48 x 1,000,000, and 22 million each.
def test_bill__cover__is_one_line(guards: tuple[Run, Path]) -> None:
    message = texts(grid(guards[1] / "invoice.xlsx", "Tagihan"))
    [line] = [text for text in message if "ahli waris menerima" in text]
    assert "Rp42.000.000 (JKM)" in line
    assert "Rp62.800.000 – Rp70.000.000" in line


# Permenaker 1/2025 (press): under three months the funeral grant is all that JKM pays for a BPU member.
def test_the_bill_warns_of_what_a_short_bpu_membership_leaves(tmp_path: Path) -> None:
    done, out = enrolled(tmp_path, HEAD + 'segment = "bpu"\n', [person(1, **IN_2026)])
    message = " ".join(texts(grid(out / "invoice.xlsx", "Tagihan")))
    assert "ahli waris menerima Rp10.000.000 (JKM)" in message
    assert "sebelum 3 bulan kepesertaan, ahli waris hanya menerima biaya pemakaman" in message
    assert "sebelum 3 bulan kepesertaan, ahli waris hanya menerima biaya pemakaman" in done.out


# What a death leaves at the least and at the most, on the days of a contract: JKM in millions.
COVERS = {
    "two months of 2026": ("2026-01-10", 2, "Rp10.000.000 (JKM)", True),
    "eight months of 2026": ("2026-01-10", 8, "Rp10.000.000 – Rp42.000.000 (JKM)", True),
    "over the first day of the rule": ("2025-02-10", 2, "Rp10.000.000 – Rp42.000.000 (JKM)", True),
    "a member of three months on that day": ("2024-12-01", 6, "Rp42.000.000 (JKM)", False),
    "before the rule": ("2024-11-07", 1, "Rp42.000.000 (JKM)", True),
}


@pytest.mark.parametrize(("start", "months", "cover", "warned"), COVERS.values(), ids=COVERS.keys())
def test_quote__bpu__has_the_cover(start: str, months: int, cover: str, warned: bool) -> None:
    query = ("quote", "--role", "KPPS", "--start", start, "--months", months, "--lang", "en")
    quote = invoke(*query, "--segment", "bpu", "--json").json
    assert f"receives {cover}" in quote["cover"]
    assert any("before 3 months of membership" in text for text in quote["cautions"]) is warned


# PP 82/2019 holds from 2 December 2019: 24 million before, 42 million after.
def test_cover_over_a_change_of_the_law_is_a_range() -> None:
    span = ("--start", "2019-11-10", "--end", "2020-01-05", "--wage", "500000")
    quote = invoke("quote", "--role", "KPPS", *span, "--json", "--lang", "en").json
    assert "Rp24.000.000 – Rp42.000.000 (JKM)" in quote["cover"]


# Whether Permenaker 1/2025 reaches wage earners, too, is disputed; the quotation says by whom.
@pytest.mark.parametrize(
    ("start", "number"), [("2025-03-08", 1), ("2025-04-01", 1), ("2025-02-01", 0)]
)
def test_quote__short_contract__has_the_caution_of_the_dispute(start: str, number: int) -> None:
    query = ("quote", "--role", "KPPS", "--start", start, "--months", 1, "--lang", "en", "--json")
    cautions = invoke(*query).json["cautions"]
    assert sum("Permenaker 1/2025" in text for text in cautions) == number


# ---- who pays, and by which law -------------------------------------------------------------------


def test_members_who_pay_themselves_are_named_as_payers(tmp_path: Path) -> None:
    office = 'employer = { name = "KPU Kabupaten Contoh" }\n'
    roles = '[roles.LINMAS_TPS]\nsegment = "bpu"\n'
    _, out = enrolled(tmp_path, HEAD + office + 'payer = { fund = "self" }\n' + roles)
    message = " ".join(texts(grid(out / "invoice.xlsx", "Tagihan")))
    assert "KPU Kabupaten Contoh (PU); peserta sendiri (BPU)" in message


def test_a_payer_is_not_the_employer_of_the_law(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('payer = { name = "Pemkab Contoh" }', encoding="utf-8")
    query = ("quote", "--role", "KPPS", "--days", 30, "--agreement", agreement)
    segment = invoke(*query, "--explain", "--json", "--lang", "en").json["explanation"]["steps"][1]
    payers = {step["step"]: step["value"] for step in segment["steps"]}
    assert payers["who pays"] == "Pemkab Contoh"
    assert payers["who pays by law"] == "the employer"


def test_a_bill_of_bpu_alone_names_their_law_and_no_other(tmp_path: Path) -> None:
    _, out = enrolled(tmp_path, HEAD + 'segment = "bpu"\n')
    message = texts(grid(out / "invoice.xlsx", "Tagihan"))
    assert any("pasal 20 dan 24, Lampiran II" in text for text in message)
    assert not any("penerima upah" in text and "PP 49/2023" in text for text in message)
    assert not any("pasal 16, 18, 19" in text for text in message)


def test_bill__cover__has_its_first_day(guards: tuple[Run, Path]) -> None:
    message = " ".join(texts(grid(guards[1] / "invoice.xlsx", "Tagihan")))
    assert "sejak nomor kepesertaan dikeluarkan" in message
    assert "pasal 6 ayat (2) dan (3)" in message
    assert "pasal 11 ayat (4) dan (5)" in message


# ---- dates of another election ---------------------------------------------------------------------

IN_APRIL_2025 = {"Tgl Mulai": date(2025, 4, 1), "Tgl Selesai": date(2025, 4, 30)}


def test_enrol__named_election_that_the_dates_do_not_fit__says_which_one_does(
    tmp_path: Path,
) -> None:
    done, out = enrolled(tmp_path, HEAD, [person(1, **IN_APRIL_2025)])
    notice = "di luar masa kerja pilkada-2024, tetapi cocok dengan psu-2025"
    assert notice in " ".join(done.out.split())
    assert notice in " ".join(texts(grid(out / "invoice.xlsx", "Tagihan")))
    fits = tmp_path / "fits"
    fits.mkdir()
    done, _ = enrolled(fits, HEAD, [person(1)])
    assert "cocok dengan" not in done.out
