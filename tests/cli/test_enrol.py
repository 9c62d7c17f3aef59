"""The main job through the command line, as an office and its scripts use it."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from support.parameters import first
from support.paths import DATA, EXAMPLES, REPOSITORY
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import roster

WHOLE_NIK = re.compile(r"\b\d{16}\b")


@pytest.fixture(scope="module")
def by_dates(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run of `enrol` on the example of 14,456 people, without an agreement."""
    out = tmp_path_factory.mktemp("by-dates") / "out"
    return invoke("enrol", EXAMPLES / "purwakarta-2024.xlsx", "--out", out, "--json")


def test_enrol__purwakarta_example__everybody_is_ready(by_dates: Run) -> None:
    done = by_dates
    report = done.json
    assert done.status == 0
    assert report["roster"]["files"] == ["purwakarta-2024.xlsx"]
    assert (report["roster"]["rows"], report["roster"]["sheets"]) == (14_456, 1)
    assert not any(report["roster"][name] for name in ("not_understood", "passed_over"))
    assert (report["enrolled"], report["ready"]) == (14_456, 14_456)
    assert (report["incomplete"], report["held_back"], report["excluded"]) == (0, 0, 0)
    assert report["findings"] == []
    assert report["election"] == "pilkada-2024"
    assert [Path(name).name for name in report["files"]] == [
        "template_tk_NPP.xlsx",
        "template_tk_NPP.xlsx",
        "people.parquet",
        "invoice.xlsx",
        "tagihan.pdf",
        "kuitansi.pdf",
        "ringkasan.html",
        "manifest.json",
    ]


def test_the_amounts_of_purwakarta_are_those_of_its_structure(by_dates: Run) -> None:
    """17 kecamatan × 8, 192 desa × 6, 1,462 TPS × 9, 10 at the regency, at the ceilings of S-647."""
    done = by_dates
    per_month = {  # role: (people, wage, months by contract-month)
        "KPU_KAB_KETUA": (1, 12_823_000, 3),
        "KPU_KAB_ANGGOTA": (4, 11_573_000, 3),
        "KPU_KAB_NONASN": (5, 2_800_000, 3),
        "PPK_KETUA": (17, 2_500_000, 9),
        "PPK_ANGGOTA": (68, 2_200_000, 9),
        "PPK_SEKRETARIS": (17, 1_850_000, 9),
        "PPK_STAF": (34, 1_300_000, 9),
        "PPS_KETUA": (192, 1_500_000, 8),
        "PPS_ANGGOTA": (384, 1_300_000, 8),
        "PPS_SEKRETARIS": (192, 1_150_000, 8),
        "PPS_STAF": (384, 1_050_000, 8),
        "KPPS_KETUA": (1_462, 900_000, 1),
        "KPPS_ANGGOTA": (8_772, 850_000, 1),
        "LINMAS_TPS": (2_924, 650_000, 1),
    }
    report = {entry["role"]: entry for entry in done.json["by_role"]}
    assert set(report) == set(per_month)
    for role, (people, wage, months) in per_month.items():
        assert report[role]["people"] == people
        assert report[role]["person_months"] == people * months
        assert Decimal(report[role]["jkk"]) == people * months * wage * Decimal("0.0024")
        assert Decimal(report[role]["jkm"]) == people * months * wage * Decimal("0.0030")
    total = sum(p * w * m for p, w, m in per_month.values()) * Decimal("0.0054")
    assert Decimal(done.json["premium"]["total"]) == total


def test_ponorogo_is_read_from_21_sheets_and_nobody_is_lost(tmp_path: Path) -> None:
    source = DATA / "ponorogo-2020.xlsx"
    done = invoke(
        "enrol", source, "--election", "pilkada-2020", "--out", tmp_path / "out", "--json"
    )
    report = done.json
    assert done.status == 0
    assert (report["roster"]["rows"], report["roster"]["sheets"]) == (1_700, 21)
    assert (report["enrolled"], report["ready"], report["incomplete"]) == (1_700, 0, 1_700)
    assert not [finding for finding in report["findings"] if finding["level"] == "error"]


def test_messy_holds_back_exactly_the_rows_of_its_truth(tmp_path: Path) -> None:
    done = invoke("enrol", DATA / "messy.xlsx", "--out", tmp_path / "out", "--json")
    with (DATA / "messy.truth.csv").open(encoding="utf-8") as file:
        truth = {int(row["sheet_row"]): row["level"] for row in csv.DictReader(file)}
    report = done.json
    rows = {
        level: {f["row"] for f in report["findings"] if f["level"] == level}
        for level in ("error", "warning")
    }
    assert done.status == 1
    assert rows["error"] == {row for row, level in truth.items() if level == "error"}
    assert rows["warning"] == {row for row, level in truth.items() if level == "warning"}
    assert report["held_back"] == len(rows["error"])
    assert report["enrolled"] == 606 - len(rows["error"])


def test_what_the_agreement_fixes_is_seen_in_the_amounts(purwakarta: tuple[Run, Path]) -> None:
    """`SIGNED_LATE` starts PPK's cover on 20 November: 3 months instead of 9."""
    report = {entry["role"]: entry for entry in purwakarta[0].json["by_role"]}
    assert report["PPK_KETUA"]["person_months"] == 17 * 3
    assert report["PPK_SEKRETARIS"]["person_months"] == 17 * 9


def test_months_wage_and_dates_of_the_agreement_replace_those_of_the_roster(tmp_path: Path) -> None:
    fixed = tmp_path / "fixed.toml"
    fixed.write_text(
        "[roles.KPPS_ANGGOTA]\nmonths = 2\nwage = 1_000_000\n"
        "[roles.PKD]\nend = 2024-12-31\n"
        "[roles.PPS_STAF]\nstart = 2024-12-01\nend = 2024-12-31\n",
        encoding="utf-8",
    )
    staff_of_pps = short_person(3, Jabatan="Staf Sekretariat PPS", Honor=1_050_000)
    source = roster(tmp_path / "roster.xlsx", short_person(1), short_person(2), staff_of_pps)
    done = invoke("enrol", source, "--agreement", fixed, "--out", tmp_path / "out", "--json")
    fixed_by_role = {entry["role"]: entry for entry in done.json["by_role"]}
    kpps, staff = fixed_by_role["KPPS_ANGGOTA"], fixed_by_role["PPS_STAF"]
    assert (kpps["person_months"], kpps["jkk"]) == (4, f"{2 * 2 * 2_400}.00")
    assert (staff["person_months"], staff["jkm"]) == (1, "3150.00")


@pytest.mark.parametrize(
    ("rule", "months"),
    [("contract-month", 15), ("calendar-month", 30), ("daily", 16)],
)
def test_the_agreement_chooses_how_months_are_counted(
    rule: str, months: int, tmp_path: Path
) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text(f'proration = "{rule}"\n', encoding="utf-8")
    source = roster(tmp_path / "roster.xlsx", *map(short_person, range(1, 16)))
    done = invoke("enrol", source, "--agreement", agreement, "--out", tmp_path / "out", "--json")
    (kpps,) = done.json["by_role"]
    assert kpps["person_months"] == months
    assert Decimal(kpps["total"]) == months * 4_590


def test_several_rosters_are_one_run(tmp_path: Path) -> None:
    rosters = (EXAMPLES / "messy-2024.xlsx", DATA / "messy.xlsx")
    report = invoke("enrol", *rosters, "--out", tmp_path / "out", "--json").json
    assert report["roster"]["files"] == ["messy-2024.xlsx", "messy.xlsx"]
    assert (report["roster"]["rows"], report["roster"]["sheets"]) == (667, 3)
    assert report["enrolled"] + report["held_back"] + report["excluded"] == 667
    assert {finding["file"] for finding in report["findings"]} == {"messy-2024.xlsx", "messy.xlsx"}


def test_enrol__two_files_of_one_name__have_distinct_labels(tmp_path: Path) -> None:
    for folder in ("bojong", "campaka"):
        (tmp_path / folder).mkdir()
        source = EXAMPLES / "messy-2024.xlsx"
        (tmp_path / folder / "roster.xlsx").write_bytes(source.read_bytes())
    rosters = (tmp_path / "bojong" / "roster.xlsx", tmp_path / "campaka" / "roster.xlsx")
    report = invoke("check", *rosters, "--json").json
    assert report["roster"]["files"] == ["bojong/roster.xlsx", "campaka/roster.xlsx"]


def test_enrol__without_out__writes_beside_the_roster(tmp_path: Path) -> None:
    source = tmp_path / "kec-plered.xlsx"
    source.write_bytes((EXAMPLES / "messy-2024.xlsx").read_bytes())
    invoke("enrol", source)
    assert (tmp_path / "kec-plered-enrolment" / "invoice.xlsx").is_file()


def test_summary__enrolment__has_counts_premium_and_next_steps(tmp_path: Path) -> None:
    arguments = ("enrol", EXAMPLES / "messy-2024.xlsx", "--out", tmp_path / "out", "--force")
    indonesian, english = invoke(*arguments), invoke(*arguments, "--lang", "en")
    for report in (
        "61 orang",
        "BELUM terdaftar, harus dibetulkan",
        "Rp400.680",
        "nik-length",
        "corrections.xlsx",
    ):
        assert report in indonesian.out
    for report in ("61 people", "NOT enrolled yet", "Rp400.680", "Next steps:", "corrections.xlsx"):
        assert report in english.out
    assert indonesian.err == english.err == ""


def test_enrol__quiet__prints_nothing_and_sets_the_status(tmp_path: Path) -> None:
    done = invoke("enrol", EXAMPLES / "messy-2024.xlsx", "--out", tmp_path / "out", "--quiet")
    assert (done.status, done.out, done.err) == (1, "", "")


def test_strict_writes_nothing_unless_all_is_in_order(tmp_path: Path) -> None:
    strict = ("--strict", "--out", tmp_path / "out")
    held_back = roster(tmp_path / "held-back.xlsx", short_person(1), short_person(2, NIK="1"))
    incomplete = roster(
        tmp_path / "incomplete.xlsx", short_person(1), short_person(2, Gol_Darah=None)
    )
    for source in (held_back, incomplete):
        done = invoke("enrol", source, *strict)
        assert done.status == 1
        assert "--strict" in done.out
        assert not (tmp_path / "out").exists()
        report = invoke("enrol", source, *strict, "--json")
        assert (report.status, report.json["files"]) == (1, [])
        assert invoke("check", source, "--strict").status == 1
    complete = roster(tmp_path / "whole.xlsx", short_person(1), short_person(2))
    assert invoke("enrol", complete, *strict).status == 0
    assert (tmp_path / "out" / "invoice.xlsx").is_file()


@pytest.mark.parametrize("language", first(1, ["id", "en"]))
def test_enrol__any_output__masks_niks(language: str, tmp_path: Path) -> None:
    arguments = (DATA / "messy.xlsx", "--lang", language)
    runs = [
        invoke("enrol", *arguments, "--out", tmp_path / "a"),
        invoke("enrol", *arguments, "--out", tmp_path / "b", "--json"),
        invoke("check", *arguments),
        invoke("check", *arguments, "--json"),
    ]
    for done in runs:
        assert not WHOLE_NIK.search(done.out)
        assert done.err == ""


@pytest.mark.parametrize("name", ["purwakarta-2024.toml", "ponorogo-2020.toml"])
def test_the_agreements_of_the_examples_are_read(name: str) -> None:
    year = "2020" if "2020" in name else "2024"
    role = "PTPS" if year == "2020" else "KPPS"
    done = invoke("quote", "--role", role, "--agreement", EXAMPLES / name, "--json")
    assert (done.status, done.json["election"]) == (0, f"pilkada-{year}")


def test_the_examples_hold_no_path_of_a_machine() -> None:
    for file in [*EXAMPLES.glob("*.toml"), *EXAMPLES.glob("*.md"), *EXAMPLES.glob("*.py")]:
        assert str(REPOSITORY) not in file.read_text(encoding="utf-8")
