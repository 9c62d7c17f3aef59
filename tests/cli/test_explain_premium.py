"""Every rupiah explained: `quote --explain` and `explain --of RESULT --row NO`, as a tree and as JSON."""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from roster.builders import roster
from support.people import person
from support.run import Run, invoke

from pemilu_cover.enrolment.register.schema import FILE, VERSION, VERSION_KEY

KPPS = ("quote", "--role", "KPPS", "--start", "2024-11-07", "--end", "2024-12-08")


def steps(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return a step and all below it."""
    yield tree
    for inner in tree.get("steps", []):
        yield from steps(inner)


def named(tree: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the one step of a name."""
    [matches] = [step for step in steps(tree) if step["step"] == name]
    return matches


def explained(*arguments: object) -> dict[str, Any]:
    report = invoke(*arguments, "--explain", "--json", "--lang", "en").json
    tree: dict[str, Any] = report["explanation"]
    return tree


# ---- quote --explain ------------------------------------------------------------------------------


def test_explain__kpps_member__has_each_step() -> None:
    tree = explained(*KPPS, "--people", 8772)
    assert (tree["step"], tree["value"]) == ("Anggota KPPS", "Rp4.590")
    assert named(tree, "wage a month")["value"] == "Rp850.000"
    assert "honorarium by Surat Menteri Keuangan" in named(tree, "wage a month")["why"]
    assert named(tree, "base")["article"] == "pasal 19 ayat (1) dan (2)"
    assert named(tree, "risk class")["value"] == "I"
    months = named(tree, "months")
    assert months["value"] == "1"
    assert "1 full month to 2024-12-07; 1 day behind is not counted (at most 3)" in months["why"]
    assert named(tree, "NOT covered") == {
        "step": "NOT covered",
        "value": "1 day",
        "why": "from 2024-12-08",
    }
    jkk = named(tree, "JKK (Jaminan Kecelakaan Kerja)")
    assert jkk["value"] == "Rp2.040"
    assert named(jkk, "rate")["article"] == "pasal 16 ayat (1) huruf a"
    assert named(jkk, "2024-11")["why"] == "Rp850.000 × 0,24 % = Rp2.040"
    assert named(jkk, "rounding")["confidence"] == "secondary source"
    assert named(tree, "sum per person")["why"] == "Rp2.040 + Rp2.550"
    assert named(tree, "sum of all")["value"] == "Rp40.263.480"


COUNTED = {
    "a started month": (
        ("--end", "2024-12-12"),
        "2",
        "1 full month to 2024-12-07 and 5 days behind",
    ),
    "one day": (("--end", "2024-11-07"), "1", "less than a month (1 day)"),
    "all but a month": (("--end", "2024-12-06"), "1", "less than a month (30 days)"),
    "whole months": (("--end", "2025-01-07"), "2", "2 full months to 2025-01-07"),
    "calendar months": (("--proration", "calendar-month"), "2", "touches 2 calendar months"),
    "days": (("--proration", "daily"), "32/30", "32 days over 30"),
    "asked for": (("--months", "3"), "3", "the number of months was asked for"),
    "30-day months": (("--days", "61"), "2", "2 full months; 1 day behind is not counted"),
}


@pytest.mark.parametrize(("options", "months", "why"), COUNTED.values(), ids=COUNTED.keys())
def test_explain__months__has_the_rule(options: tuple[str, ...], months: str, why: str) -> None:
    begun = ("quote", "--role", "KPPS", "--start", "2024-11-07")
    ends = () if {"--end", "--months", "--days"} & set(options) else ("--end", "2024-12-08")
    step = named(explained(*begun, *ends, *options), "months")
    assert step["value"] == months
    assert why in step["why"]


def test_explain__equal_months__are_one_step_and_reliefs_have_their_law(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text("participant_since = 2020-02-01", encoding="utf-8")
    span = ("--start", "2020-06-14", "--end", "2021-01-31", "--wage", "1900000")
    tree = explained("quote", "--role", "PANWASCAM", *span, "--agreement", agreement)
    jkk = named(tree, "JKK (Jaminan Kecelakaan Kerja)")
    assert named(jkk, "2020-06 to 2020-07")["value"] == "2 × Rp4.560 = Rp9.120"
    assert named(jkk, "2020-08 to 2021-01")["value"] == "6 × Rp45,60 = Rp273,60"
    assert named(jkk, "2020-08 to 2021-01")["why"] == "Rp1.900.000 × 0,24 % × 1,00 % = Rp45,60"
    assert named(jkk, "relief")["law"] == "PP 49/2020"
    assert "Juli 2020" in named(jkk, "on condition")["value"]
    assert named(named(tree, "months"), "2020-06 to 2021-01")["value"] == "8"
    assert "reliefs that do not apply" not in [step["step"] for step in steps(tree)]


REFUSED = {
    "the joining day is not known": (
        ("--start", "2020-09-01", "--months", "2"),
        "Penyesuaian iuran selama bencana nonalam Covid-19",
        "participant_since is not said",
    ),
    "a public budget pays": (
        ("--start", "2026-05-01", "--months", "1", "--segment", "bpu", "--paid-by", "apbd"),
        "Keringanan 50 % JKK dan JKM bagi peserta bukan penerima upah",
        "not for contributions that are paid through APBN or APBD",
    ),
    "an employer pays": (
        ("--start", "2026-05-01", "--months", "1"),
        "Keringanan 50 % JKK dan JKM bagi peserta bukan penerima upah",
        "not for this segment",
    ),
    "another industry": (
        ("--start", "2025-03-01", "--months", "1"),
        "Relief of 50 % of JKK for labour-intensive industries",
        "only for six labour-intensive industries with at least 50 workers",
    ),
}


@pytest.mark.parametrize(("options", "name", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_explain__denied_relief__has_the_reason(
    options: tuple[str, ...], name: str, why: str
) -> None:
    assert named(explained("quote", "--role", "KPPS", *options), name)["why"] == why


def test_explain__daily_rule__is_rounded_once() -> None:
    tree = explained(*KPPS, "--wage", "1234567", "--proration", "daily")
    jkk = named(tree, "JKK (Jaminan Kecelakaan Kerja)")
    assert named(jkk, "2024-11")["why"] == "24/30 × Rp1.234.567 × 0,24 % = Rp2.370,36864"
    assert named(jkk, "rounding")["value"] == "once: Rp3.160,49152 becomes Rp3.160,49"


BASES = {
    "flat": ("flat", "1000000", "Rp1.000.000", "Rp1.000.000, whatever the wage"),
    "floor": ("floor", "900000", "Rp900.000", "the wage, at least Rp900.000"),
    "minimum wage": ("minimum-wage", "2190000", "Rp2.190.000", "the minimum wage, Rp2.190.000"),
    "per head": ("per-head", "5400", "Rp5.400", "Rp5.400 a month for each head"),
}


@pytest.mark.parametrize(("kind", "amount", "base", "why"), BASES.values(), ids=BASES.keys())
def test_explain__base__has_the_agreement(
    kind: str, amount: str, base: str, why: str, tmp_path: Path
) -> None:
    agreement = tmp_path / "pks.toml"
    text = f'number = "7/PKS"\nbase = {{ kind = "{kind}", amount = {amount} }}'
    agreement.write_text(text, encoding="utf-8")
    step = named(explained(*KPPS, "--agreement", agreement), "base")
    assert step["value"] == base
    assert step["why"].startswith(why)
    assert step["why"].endswith("(agreement 7/PKS)")
    assert "law" not in step


def test_explain__bpu__has_the_income_band() -> None:
    tree = explained(*KPPS, "--segment", "bpu", "--wage", "1250000")
    band = named(tree, "band of income")
    assert band["value"] == "Rp1.100.000 to Rp1.299.000"
    assert band["article"] == "pasal 20 ayat (1) dan (2), Lampiran II"
    assert named(tree, "base")["value"] == "Rp1.200.000"


def test_explain__income_between_bands__has_the_rule() -> None:
    band = named(explained(*KPPS, "--segment", "bpu", "--wage", "1099500"), "band of income")
    assert band["value"] == "to Rp1.099.000"
    assert (band["confidence"], "tidak mengatur" in band["article"]) == ("inferred", True)


def test_the_tree_is_readable_in_both_languages() -> None:
    report = invoke(*KPPS, "--explain").out
    assert report.startswith("Anggota KPPS: Rp4.590\n├── upah sebulan: Rp850.000")
    assert (
        "1 bulan penuh sampai 7 Desember 2024; 1 hari sesudahnya tidak dihitung (paling banyak 3)"
        in report
    )
    assert "(naskah peraturan)" in report
    assert "├── wage a month: Rp850.000" in invoke(*KPPS, "--explain", "--lang", "en").out


def test_without_it_the_json_has_no_explanation() -> None:
    assert "explanation" not in invoke(*KPPS, "--json").json


# ---- explain --of ---------------------------------------------------------------------------------


def test_a_billed_person_is_explained_from_the_result_alone(purwakarta: tuple[Run, Path]) -> None:
    _, out = purwakarta
    report = invoke("explain", "--of", out, "--row", 1, "--json", "--lang", "en").json
    assert report["agrees"] is True
    assert report["notes"] == []
    assert report["from"]["file"] == "purwakarta-2024.xlsx"
    assert report["nik"].count("*") == 8
    whole, _, sen = report["billed"]["total"].partition(".")
    assert report["explanation"]["value"] == f"Rp{int(whole):,}".replace(",", ".") + f",{sen}"


def test_every_contract_of_an_agreement_is_explained_as_it_was_billed(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text(
        'number = "1/PKS"\nelection = "pilkada-2024"\nproration = "daily"\n'
        'base = { kind = "floor", amount = 900_000.50 }\n'
        "[roles.KPPS_ANGGOTA]\nmonths = 2\nwage = 1_000_000\n"
        '[roles.LINMAS_TPS]\nsegment = "bpu"\nstart = 2024-11-20\n',
        encoding="utf-8",
    )
    guard = {"Jabatan": "Linmas", "Honor": 650_000}
    chair = {"Jabatan": "Ketua KPPS", "Honor": 850_000.75}
    path = roster(tmp_path, [person(1), person(2, **guard), person(3, **chair)])
    out = tmp_path / "out"
    assert invoke("enrol", path, "--agreement", agreement, "--out", out).status == 0
    report = [
        invoke("explain", "--of", out, "--row", n, "--json", "--lang", "en").json for n in (1, 2, 3)
    ]
    assert [(one["role"], one["agrees"], one["notes"]) for one in report] == [
        ("KPPS_ANGGOTA", True, []),
        ("LINMAS_TPS", True, []),
        ("KPPS_KETUA", True, []),
    ]
    member = report[0]["explanation"]
    assert named(member, "wage a month")["why"] == "fixed by the agreement"
    assert named(member, "months")["why"].endswith("fixed by the agreement")
    assert named(report[1]["explanation"], "months")["why"].startswith(
        "daily, 2024-11-20 to 2024-12-08"
    )
    assert "from the roster" in named(report[2]["explanation"], "wage a month")["why"]


@pytest.fixture(scope="module")
def two_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of two people."""
    folder = tmp_path_factory.mktemp("two")
    path = roster(folder, [person(1), person(2)])
    assert invoke("enrol", path, "--out", folder / "out").status == 0
    return folder / "out"


@pytest.fixture
def result(two_people: Path, tmp_path: Path) -> Path:
    """A copy of the result of two people, to be changed."""
    return shutil.copytree(two_people, tmp_path / "out")


def test_explain_of__heading__has_no_name(result: Path) -> None:
    done = invoke("explain", "--of", result, "--row", 2, "--lang", "en")
    assert done.out.startswith("Details No 2: NIK 3214********9002, from ")
    assert "Anggota KPPS: Rp4.590\n├── wage a month" in done.out
    assert "CUCU" not in done.out.upper()


def forge(result: Path, version: int = VERSION, **changes: object) -> None:
    """Change the first person of a result's register, and the manifest with it."""
    file, listed = result / FILE, result / "manifest.json"
    register = pl.read_parquet(file)
    first = pl.col("id") == 1
    register.with_columns(
        pl.when(first).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in changes.items()
    ).write_parquet(file, metadata={VERSION_KEY: str(version)})
    manifest = json.loads(listed.read_text(encoding="utf-8"))
    manifest["outputs"][FILE]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    listed.write_text(json.dumps(manifest), encoding="utf-8")


def test_explain_of__invoice_changed__says_so_and_explains_the_register(result: Path) -> None:
    (result / "invoice.xlsx").write_bytes(b"other")
    report = invoke("explain", "--of", result, "--row", 1, "--json", "--lang", "en").json
    assert report["agrees"] is True
    assert "invoice.xlsx was changed" in report["notes"][0]
    (result / "invoice.xlsx").unlink()
    assert invoke("explain", "--of", result, "--row", 1, "--json", "--lang", "en").json == report


def test_explain_of__other_amount__names_both(result: Path) -> None:
    forge(result, wage_sen=90_000_000)
    report = invoke("explain", "--of", result, "--row", 1, "--json", "--lang", "en").json
    assert report["agrees"] is False
    assert "Billed was Rp4.590 (JKK Rp2.040 + JKM Rp2.550)" in report["notes"][0]
    assert "now it is Rp4.860" in report["notes"][0]
    assert "Tertagih Rp4.590" in invoke("explain", "--of", result, "--row", 1).out


def test_explain_of__wage_not_in_the_roster__says_where_it_comes_from(tmp_path: Path) -> None:
    path = roster(tmp_path, [person(1), person(2, Honor=None)])
    assert invoke("enrol", path, "--out", tmp_path / "out").status == 0
    report = [
        invoke("explain", "--of", tmp_path / "out", "--row", n, "--json", "--lang", "en").json
        for n in (1, 2)
    ]
    why = [named(one["explanation"], "wage a month")["why"] for one in report]
    assert why[0].startswith("from the roster: ")
    assert why[1].startswith("the election's honorarium; not written in the roster: ")


MISUSED = {
    "a row that is not there": (("--row", "3"), "1 to 2"),
    "no row": ((), "go together"),
    "row 0": (("--row", "0"), "--row"),
    "a code too": (("--row", "1", "nik-length"), "choose one"),
}


@pytest.mark.parametrize(("options", "hint"), MISUSED.values(), ids=MISUSED.keys())
def test_explain__misuse__names_the_accepted_values(
    options: tuple[str, ...], hint: str, result: Path
) -> None:
    done = invoke("explain", "--of", result, *options, "--lang", "en")
    assert (done.status, hint in done.err) == (2, True)


def test_a_row_without_a_result_is_misuse() -> None:
    assert invoke("explain", "--row", "1").status == 2


def test_a_folder_that_is_no_result_is_refused(tmp_path: Path) -> None:
    done = invoke("explain", "--of", tmp_path, "--row", 1, "--lang", "en")
    assert (done.status, "not a result of pemilu-cover enrol" in done.err) == (3, True)
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    assert invoke("explain", "--of", tmp_path, "--row", 1).status == 3


def test_explain_of__register_missing_or_changed__is_refused(result: Path) -> None:
    (result / FILE).write_bytes(b"PAR1")
    done = invoke("explain", "--of", result, "--row", 1, "--lang", "en")
    assert (done.status, f"{FILE} was changed since it was written" in done.err) == (3, True)
    (result / FILE).unlink()
    assert invoke("explain", "--of", result, "--row", 1).status == 3


def test_explain_of__register_of_another_version__is_refused(result: Path) -> None:
    forge(result, version=VERSION + 1)
    assert invoke("explain", "--of", result, "--row", 1).status == 3


def test_explain_of__result_without_register__is_refused(result: Path) -> None:
    listed = result / "manifest.json"
    manifest = json.loads(listed.read_text(encoding="utf-8"))
    del manifest["outputs"][FILE]
    listed.write_text(json.dumps(manifest), encoding="utf-8")
    assert invoke("explain", "--of", result, "--row", 1).status == 3


# What somebody could do to a manifest, and what is then said.
TAMPERED = {
    "no outputs": {"outputs": None},
    "outputs in a list": {"outputs": []},
    "no law": {"law": "none"},
    "an agreement in words": {"agreement": "the usual"},
    "an amount in words": {"agreement": {"base": {"kind": "flat", "amount": "abc"}}},
    "an amount without end": {"agreement": {"base": {"kind": "flat", "amount": "Infinity"}}},
    "an unknown rule": {"agreement": {"proration": "weekly"}},
    "an end before its start": {
        "agreement": {"roles": {"KPPS_ANGGOTA": {"start": "2024-11-07", "end": "2024-11-06"}}}
    },
    "roles in a list": {"agreement": {"roles": []}},
    "an unknown key": {"agreement": {"discount": "10"}},
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_manifest_that_was_tampered_with_is_refused(
    change: dict[str, object], result: Path
) -> None:
    file = result / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(manifest | change), encoding="utf-8")
    done = invoke("explain", "--of", result, "--row", 1, "--lang", "en")
    assert (done.status, "not a result of pemilu-cover enrol" in done.err) == (3, True), done.err


def test_explain_of__programmes_swapped__does_not_agree(result: Path) -> None:
    forge(result, jkk_sen=255_000, jkm_sen=204_000)
    assert invoke("explain", "--of", result, "--row", 1, "--json").json["agrees"] is False


def test_explain_of__role_of_other_rate_files__is_named(result: Path) -> None:
    forge(result, role="KPPS_MEMBER", role_name="KPPS member")
    done = invoke("explain", "--of", result, "--row", 1, "--lang", "en")
    assert (done.status, "The role KPPS member is not known" in done.err) == (3, True)


def test_explain_of__nik_in_a_file_name__is_masked(tmp_path: Path) -> None:
    path = roster(tmp_path, [person(1)]).rename(tmp_path / "3214010107800001.xlsx")
    assert invoke("enrol", path, "--out", tmp_path / "out").status == 0
    for options in ((), ("--json",)):
        report = invoke("explain", "--of", tmp_path / "out", "--row", 1, *options).out
        assert "3214010107800001" not in report
        assert "3214********0001.xlsx" in report


def test_columns_of_an_agreement_may_have_the_names_of_its_amounts(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('[columns]\n"Amount" = "wage"\n', encoding="utf-8")
    clean = person(1)
    path = roster(tmp_path, [{("Amount" if k == "Honor" else k): v for k, v in clean.items()}])
    done = invoke("enrol", path, "--agreement", agreement, "--out", tmp_path / "out")
    assert done.status == 0, done.err
    report = invoke("explain", "--of", tmp_path / "out", "--row", 1, "--json").json
    assert report["agrees"] is True


def test_a_reader_who_goes_away_changes_no_status(result: Path) -> None:
    program = [sys.executable, "-m", "pemilu_cover", "explain", "--of", str(result), "--row", "1"]
    piped = f"{shlex.join(program)} | head -1 > /dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", piped], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
