"""The RAB workbook: its cells are the budget's money, its formulas carry their values."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.paths import SIGNED_LATE
from support.run import invoke
from support.workbooks import Grid, grid, sen, texts

from pemilu_cover.values import terbilang

SHEETS = ["RAB", "Bulanan", "Skenario"]
UNITS = ("--kecamatan", 17, "--desa", 192, "--tps", 1462)
RELIEF = 'election = "pilkada-2020"\nparticipant_since = 2020-02-01\nproration = "daily"\n'


@pytest.fixture(scope="module", params=["plain", "agreement", "relief"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A budget and its workbook: of both bodies, of an agreement, and of months that cost not the same."""
    folder = tmp_path_factory.mktemp("rab")
    (folder / "relief.toml").write_text(RELIEF, encoding="utf-8")
    arguments: dict[str, tuple[object, ...]] = {
        "plain": ("--election", "pilkada-2024", "--minimum-wage", "4499768"),
        "agreement": (
            *("--agreement", SIGNED_LATE, "--body", "kpu"),
            *("--term", "KPU_KAB_KETUA=2024-11-01..2025-01-31"),
        ),
        "relief": ("--agreement", folder / "relief.toml"),
    }
    file = folder / "rab.xlsx"
    done = invoke("budget", *UNITS, *arguments[request.param], "--out", file, "--json")
    assert done.status == 0, done.err
    return done.json, file


def lines(page: Grid) -> list[list[Any]]:
    """Return the lines of RAB: those with a number and an amount."""
    return [row for row in page if isinstance(row[0], float | int) and len(row) > 9]


def total_of(report: Any) -> int:
    return int(Decimal(report["premium"]["total"]) * 100)


def test_the_sheets(written: Any) -> None:
    book = openpyxl.load_workbook(written[1])
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage or sheet.row_breaks.brk


def test_the_lines_are_the_roles_money(written: Any) -> None:
    report, file = written
    page = grid(file, "RAB")
    by_role: dict[str, int] = {}
    for row in lines(page):
        role, people, months, jkk, jkm, price, amount = (row[at] for at in (1, 3, 4, 6, 7, 8, 9))
        assert sen(price) == sen(jkk) + sen(jkm)
        assert sen(amount) == int(people) * int(months) * sen(price)
        role = role.split(",")[0]
        by_role[role] = by_role.get(role, 0) + sen(amount)
    assert by_role == {
        line["name"]: int(Decimal(line["total"]) * 100) for line in report["by_role"]
    }


def test_sections_and_total_are_the_bodies_money(written: Any) -> None:
    report, file = written
    page = grid(file, "RAB")
    sums = [sen(row[9]) for row in page if str(row[1]).startswith("Jumlah ")]
    assert sums == [int(Decimal(body["total"]) * 100) for body in report["by_body"]]
    [total] = [sen(row[9]) for row in page if row[1] == "JUMLAH SELURUHNYA"]
    assert total == total_of(report) == sum(sums)
    words = terbilang.in_rupiah(total)
    assert any(words[1:] in text for text in texts(page))


def test_products_and_sums_are_formulas(written: Any) -> None:
    report, file = written
    sheet = openpyxl.load_workbook(file)["RAB"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    numbered = len(lines(grid(file, "RAB")))
    assert sum(str(formula).startswith("=SUM(") for formula in formulas) == len(report["by_body"])
    assert sum(str(formula).count("*") == 2 for formula in formulas) == numbered


def test_months_have_their_money_and_due_days(written: Any) -> None:
    report, file = written
    page = grid(file, "Bulanan")[3:]
    shown = [row for row in page if row[1] in ("PU", "BPU")]
    assert [(int(row[2]), sen(row[3]), sen(row[4]), sen(row[5])) for row in shown] == [
        (
            month["people"],
            *(int(Decimal(month[name]) * 100) for name in ("jkk", "jkm", "total")),
        )
        for month in report["by_month"]
    ]
    assert [f"{row[6]:%Y-%m-%d}" for row in shown] == [month["due"] for month in report["by_month"]]
    [total] = [row for row in page if row[0] == "JUMLAH"]
    assert sen(total[5]) == total_of(report)


def test_rab__scenarios__are_columns(written: Any) -> None:
    report, file = written
    page = grid(file, "Skenario")
    rows = {row[0]: row[1:] for row in page if row[0]}
    for column, scenario in enumerate(report["scenarios"]):
        shown = rows["Iuran seluruhnya"][column]
        if scenario["total"] is None:
            assert shown == "–"
            continue
        assert sen(shown) == int(Decimal(scenario["total"]) * 100)
        more = rows["Selisih terhadap pilihan pertama"][column]
        assert sen(more) == int(Decimal(scenario["difference"]) * 100)
    titles = [at for at, row in enumerate(page) if str(row[0]).startswith("Santunan")]
    compared = report["scenarios"][0]["paid_at_death"]
    deaths = [row for at in titles for row in page[at + 1 : at + 1 + len(compared)]]
    assert [sen(row[1]) for row in deaths] == [
        int(Decimal(death[name]) * 100)
        for name in ("not_by_accident", "by_accident")
        for death in compared
    ]


def test_law_and_those_left_out_are_named(written: Any) -> None:
    report, file = written
    shown = " ".join(texts(grid(file, "RAB")))
    for rate in report["rates"]:
        assert rate["law"] in shown
    assert "Bendahara" not in shown
    assert "Kuasa Pengguna Anggaran" in shown
    for entry in report["not_counted"]:
        if entry["reasons"] != ["body"]:
            assert entry["name"] in shown
    assert "--" not in shown  # how the program is asked is of no use on paper


def test_the_office_and_its_agreement_are_the_agreements(tmp_path: Path) -> None:
    file, agreement = tmp_path / "rab.xlsx", SIGNED_LATE
    assert invoke("budget", "--tps", 1, "--agreement", agreement, "--out", file).status == 0
    shown = texts(grid(file, "RAB"))
    assert "Satuan kerja: KPU Kabupaten Purwakarta" in shown
    assert any("1/PKS/KPU-PWK/2024" in text for text in shown)


def test_rab__each_sheet__has_the_office(tmp_path: Path) -> None:
    file, agreement = tmp_path / "rab.xlsx", SIGNED_LATE
    assert invoke("budget", *UNITS, "--agreement", agreement, "--out", file).status == 0
    assert "Dibayar oleh: Pemerintah Kabupaten Purwakarta" in texts(grid(file, "RAB"))
    for name in SHEETS:
        shown = " ".join(texts(grid(file, name)))
        assert "KPU Kabupaten Purwakarta" in shown
        assert "Serentak 2024 (27 November 2024)" in shown
        assert "17 kecamatan, 192 desa/kelurahan, 1.462 TPS" in shown


def test_segments_payers_and_the_minimum_wage_are_named(tmp_path: Path) -> None:
    file, agreement = tmp_path / "rab.xlsx", tmp_path / "pks.toml"
    agreement.write_text(
        'election = "pilkada-2024"\nnumber = "7/PKS"\npayer = { name = "Pemkab Contoh" }\n'
        '[roles.PANTARLIH]\nsegment = "bpu"\n',
        encoding="utf-8",
    )
    asking = ("--tps", 4, "--minimum-wage", "2.249.113", "--agreement", agreement, "--out", file)
    assert invoke("budget", *asking).status == 0
    page = grid(file, "RAB")
    assert [row[1] for row in lines(page) if "BPU" in row[1]] == ["Pantarlih (BPU)"]
    assert "Dibayar oleh: Pemkab Contoh" in texts(page)
    assert any("perjanjian 7/PKS (PU + BPU)" in text for text in texts(page))
    assert "PU, upah minimum Rp2.249.113" in texts(grid(file, "Skenario"))


def test_rab__self_paying_members__are_named_as_payers(tmp_path: Path) -> None:
    file, agreement = tmp_path / "rab.xlsx", tmp_path / "pks.toml"
    agreement.write_text(
        'payer = { fund = "self" }\n[roles.PANTARLIH]\nsegment = "bpu"\n', encoding="utf-8"
    )
    asking = ("--election", "pilkada-2024", "--tps", 4, "--agreement", agreement, "--out", file)
    assert invoke("budget", *asking).status == 0
    [payers] = [text for text in texts(grid(file, "RAB")) if text.startswith("Dibayar oleh")]
    assert payers.endswith("… (PU); peserta sendiri (BPU)")


def test_rab__signatures__are_on_one_page(tmp_path: Path) -> None:
    file = tmp_path / "rab.xlsx"
    asking = ("--election", "pilkada-2024", *UNITS, "--out", file)
    assert invoke("budget", *asking).status == 0
    sheet = openpyxl.load_workbook(file)["RAB"]
    signed = [
        cell.row
        for row in sheet.iter_rows(min_col=2, max_col=2)
        for cell in row
        if str(cell.value).startswith(("Menyetujui,", "NIP"))
    ]
    breaks = [at.id for at in sheet.row_breaks.brk]
    assert len(signed) == 2
    assert breaks
    assert not [row for row in breaks if signed[0] <= row < signed[1]]


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    for file in files:
        assert invoke("budget", *UNITS, "--out", file).status == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_an_existing_file_needs_force(tmp_path: Path) -> None:
    file = tmp_path / "rab.xlsx"
    file.write_text("somebody's", encoding="utf-8")
    done = invoke("budget", "--tps", 1, "--out", file)
    assert (done.status, done.out, file.read_text(encoding="utf-8")) == (4, "", "somebody's")
    assert "--force" in done.err
    assert invoke("budget", "--tps", 1, "--out", file, "--force").status == 0
    assert openpyxl.load_workbook(file).sheetnames == SHEETS


def test_what_cannot_be_written_ends_with_status_4(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    done = invoke("budget", "--tps", 1, "--out", tmp_path / "taken" / "rab.xlsx")
    assert (done.status, done.out) == (4, "")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_name_from_the_agreement_is_never_a_formula(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('employer = { name = "=1+1" }\nnumber = "=2+2"\n', encoding="utf-8")
    file = tmp_path / "rab.xlsx"
    assert invoke("budget", "--tps", 1, "--agreement", agreement, "--out", file).status == 0
    sheet = openpyxl.load_workbook(file)["RAB"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not any("1+1" in str(formula) or "2+2" in str(formula) for formula in formulas)
    assert any("=1+1" in text for text in texts(grid(file, "RAB")))
