"""``members``: numbers by NIK into a result, and everything that does not agree is said."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from reconciliation.conftest import AGREEMENT
from support.parameters import first
from support.paths import EXAMPLES, REPOSITORY
from support.people import short_person
from support.run import invoke
from support.sipp_downloads import (
    MASKS,
    NPP,
    SippPerson,
    people_of,
    with_numbers,
    write_koreksi,
    write_upah,
)
from support.workbooks import content, enrolled, roster

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation import members_file
from pemilu_cover.reconciliation.members import MEMBERS_FILE, MEMBERS_SCHEMA, read_members
from pemilu_cover.storage import result_folder

STRANGER = SippPerson(
    "3214011507909099", "ORANG LAIN", date(1990, 7, 15), "24099999999", "219999999999999"
)


def numbers(result: Path) -> dict[str, str | None]:
    """Return the number of each NIK in members.parquet."""
    return dict(read_members(result).select("nik", "kpj").iter_rows())


def upah(tmp_path: Path, people: list[SippPerson], **options: object) -> Path:
    return write_upah(tmp_path / "upah.xlsx", people, **options)  # type: ignore[arg-type]


# ---- All agrees ---------------------------------------------------------------------------------


def test_everybody_listed__all_numbers__are_saved(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    manifest = (result / "manifest.json").read_bytes()
    done = invoke("members", result, upah(tmp_path, listed), "--json")
    assert done.status == 0
    counts = {key: done.json[key] for key in ("matched", "without_number", "unknown", "differing")}
    assert counts == {"matched": 5, "without_number": 0, "unknown": 0, "differing": 0}
    assert done.json["findings"] == []
    assert numbers(result) == {one.nik: one.kpj for one in listed}
    file = result / MEMBERS_FILE
    assert pl.read_parquet_schema(file) == MEMBERS_SCHEMA
    assert file.stat().st_mode & 0o777 == 0o600
    assert (result / "manifest.json").read_bytes() == manifest


def test_second_run__same_files__changes_no_byte(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    files = [upah(tmp_path, listed), write_koreksi(tmp_path / "koreksi.xlsx", listed)]
    assert invoke("members", result, *files).status == 0
    before = content(result)
    assert invoke("members", result, *reversed(files)).status == 0
    assert content(result) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_current_folder__as_result__is_written(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    assert invoke("members", ".", upah(tmp_path, listed), cwd=result).status == 0
    assert len(numbers(result)) == 5


def test_koreksi_alone__has_the_numbers_too(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    done = invoke("members", result, write_koreksi(tmp_path / "k.xlsx", listed), "--json")
    assert (done.status, done.json["matched"]) == (0, 5)


@pytest.mark.parametrize("form", first(1, ["parquet", "csv"]))
def test_result_in_batches__all_numbers__are_saved(form: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    source = EXAMPLES / "two-regencies-2024.csv"
    invoke("enrol", source, "--out", out, "--output-format", form)
    people = people_of(pl.concat(map(pl.read_parquet, sorted((out / "people").iterdir()))))
    files = upah(tmp_path, people, npp="24100000")
    assert invoke("members", out, files, "--json").json["matched"] == len(people)
    before = numbers(out)
    assert invoke("enrol", source, "--out", out, "--output-format", form, "--force").status == 1
    assert numbers(out) == before
    assert invoke("verify", out).status == 0


# ---- Who has no number --------------------------------------------------------------------------


def test_not_posted_yet__nobody_has_a_number__ends_with_0_and_says_so(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    new = [replace(one, kpj="") for one in listed]
    done = invoke("members", result, upah(tmp_path, new), "--lang", "en")
    assert done.status == 0
    assert "on SIPP's list, number not issued yet" in done.out
    assert "5  Purwakarta" in done.out
    posted = invoke("members", result, upah(tmp_path, with_numbers(new)), "--json")
    assert (posted.json["matched"], posted.json["without_number"]) == (5, 0)


def test_absent__person_who_is_billed_for_that_month__has_no_cover(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    for file in (upah(tmp_path, listed[1:]), write_koreksi(tmp_path / "k.xlsx", listed[1:])):
        done = invoke("members", result, file, "--json")
        assert (done.status, done.json["without_number"], done.json["absent"]) == (1, 1, 1)
    shown = invoke("members", result, upah(tmp_path, listed[1:]), "--lang", "en").out
    assert "Billed here, NOT on SIPP's list: without cover." in shown


def test_absent__person_with_a_number__has_no_cover_either(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    invoke("members", result, upah(tmp_path, listed))
    done = invoke("members", result, upah(tmp_path, listed[1:]), "--json")
    assert (done.status, done.json["matched"], done.json["absent"]) == (1, 5, 1)


def test_month_that_is_not_billed__neither_misses_nor_hides_anybody(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    """From 7 November to 8 December is one month: SIPP bills December unless people are taken out."""
    december = upah(tmp_path, listed[1:], period=date(2024, 12, 1))
    done = invoke("members", result, december, "--json")
    assert (done.status, done.json["absent"], done.json["not_billed"]) == (0, 0, 4)
    assert "before Hitung Iuran" in invoke("members", result, december, "--lang", "en").out


def test_later_file__without_a_person__keeps_their_number(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    invoke("members", result, upah(tmp_path, listed))
    later = upah(tmp_path, [replace(listed[0], kpj=""), *listed[2:]], period=date(2024, 12, 1))
    assert invoke("members", result, later, "--json").json["matched"] == 5
    assert numbers(result) == {one.nik: one.kpj for one in listed}


def test_members_without_a_wage__are_counted_apart(tmp_path: Path) -> None:
    agreement = AGREEMENT + '[roles.PANTARLIH]\nsegment = "bpu"\n'
    people = [short_person(1), short_person(2, Jabatan="Pantarlih", Honor=1_000_000)]
    out = enrolled(tmp_path, *people, agreement=agreement)
    listed = people_of(pl.read_parquet(out / "people.parquet"))
    done = invoke("members", out, upah(tmp_path, listed), "--json")
    assert (done.status, done.json["matched"], done.json["outside_sipp"]) == (0, 1, 1)
    shown = invoke("members", out, upah(tmp_path, listed), "--lang", "en").out
    assert "BPU (not in SIPP's files)" in shown


def test_many_people_and_kecamatan__are_summed_up(tmp_path: Path) -> None:
    names = (
        "Babakancikao Bojong Bungursari Campaka Cibatu Darangdan Jatiluhur Kiarapedes Maniis Pasawahan "
        "Plered Pondoksalam Purwakarta Sukasari"
    ).split()
    people = [short_person(n, Kecamatan=name) for n, name in enumerate(names, start=1)]
    out = enrolled(tmp_path, *people, agreement=AGREEMENT)
    listed = people_of(pl.read_parquet(out / "people.parquet"), numbered=False)
    shown = invoke("members", out, upah(tmp_path, listed), "--lang", "en").out
    assert "2  (2 other kecamatan)" in shown
    assert "and 9 more" in shown


# ---- Who is unknown -----------------------------------------------------------------------------


def test_unknown__each_reason__is_reported(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    register = pl.read_parquet(result / "people.parquet")
    held_back = register.filter(pl.col("status") == "held_back").row(0, named=True)
    people = [
        replace(listed[0], nik="3214011507909098"),
        *listed[1:],
        STRANGER,
        replace(STRANGER, nik=held_back["nik"], kpj=""),
    ]
    invoke("members", result, upah(tmp_path, listed))
    done = invoke("members", result, upah(tmp_path, people), "--json")
    assert (done.status, done.json["unknown"]) == (1, 3)
    reasons = [entry["reason"] for entry in done.json["findings"] if entry["code"] == "unknown"]
    assert reasons == ["held_back", "other_nik", "not_in_rosters"]
    shown = invoke("members", result, upah(tmp_path, people), "--lang", "en")
    assert shown.status == 1
    assert "held back in this result by an error" in shown.out
    assert "roster.xlsx › DATA!7" in shown.out


def test_nobody_matches__file_of_another_regency__saves_nothing_and_says_so(
    result: Path, tmp_path: Path
) -> None:
    done = invoke("members", result, upah(tmp_path, [STRANGER]), "--lang", "en")
    assert done.status == 1
    assert "may belong to another office or regency" in done.out
    assert not (result / MEMBERS_FILE).exists()


# ---- Whose data differ --------------------------------------------------------------------------


def test_differing__each_field__has_both_values_unless_they_are_personal(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    people = [
        replace(listed[0], birth_date=date(1991, 7, 15)),
        replace(listed[1], wage=900_000),
        replace(listed[2], kpj="", name="NO TI TI"),
        *listed[3:],
    ]
    done = invoke("members", result, upah(tmp_path, people), "--json")
    assert (done.status, done.json["differing"]) == (1, 3)
    found = {entry["code"]: (entry["ours"], entry["sipp"]) for entry in done.json["findings"]}
    assert found == {
        "birth_date": (None, None),
        "wage": ("850000.00", "900000.00"),
        "name": (None, None),
    }
    assert numbers(result)[listed[0].nik] == listed[0].kpj
    shown = invoke("members", result, upah(tmp_path, people)).out
    assert "1990" not in shown.replace(listed[0].nik, "")
    assert "1991" not in shown


def test_wage__of_another_contract_in_that_month__is_no_difference(tmp_path: Path) -> None:
    later = {"Jabatan": "Pantarlih", "Honor": 1_000_000}
    people = [
        short_person(1),
        short_person(1, Mulai=date(2024, 6, 24), Selesai=date(2024, 7, 25), **later),
    ]
    out = enrolled(tmp_path, *people)
    (listed,) = people_of(pl.read_parquet(out / "people.parquet"))
    for period, wage, status in (
        (date(2024, 11, 1), 850_000, 0),
        (date(2024, 7, 1), 1_000_000, 0),
        (date(2024, 11, 1), 1_000_000, 1),
    ):
        file = upah(tmp_path, [replace(listed, wage=wage)], period=period)
        assert invoke("members", out, file).status == status, (period, wage)


def test_names__masked_in_any_way__are_not_compared(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    masks = [mask for mask in MASKS if mask != "none"]
    people = [replace(one, mask=masks[n % len(masks)]) for n, one in enumerate(listed)]
    assert invoke("members", result, upah(tmp_path, people)).status == 0
    assert read_members(result)["name_is_masked"].all()


def test_one_nik_with_two_numbers__neither_is_taken(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    twice = upah(tmp_path, [*listed, replace(listed[0], kpj="24088888888")])
    done = invoke("members", result, twice, "--json")
    assert (done.status, done.json["matched"], done.json["differing"]) == (1, 4, 1)
    (entry,) = done.json["findings"]
    assert (entry["code"], entry["sipp"]) == ("nik_with_two_kpj", "*******0001, *******8888")
    assert numbers(result)[listed[0].nik] is None


def test_one_nik_on_two_rows__is_billed_twice(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    done = invoke("members", result, upah(tmp_path, [*listed, listed[1]]), "--json")
    assert (done.status, done.json["matched"], done.json["differing"]) == (1, 5, 1)
    assert [(entry["code"], entry["row"]) for entry in done.json["findings"]] == [
        ("listed_twice", 7)
    ]


def test_one_number_with_two_niks__is_not_taken(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    shared = upah(tmp_path, [*listed, replace(STRANGER, kpj=listed[0].kpj)])
    done = invoke("members", result, shared, "--json")
    codes = [entry["code"] for entry in done.json["findings"]]
    assert codes.count("kpj_with_two_niks") == 2
    assert numbers(result)[listed[0].nik] is None


@pytest.mark.parametrize(("period", "taken"), [(11, False), (12, True)])
def test_changed_number__counts_only_in_a_later_period(
    period: int, taken: bool, result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    invoke("members", result, upah(tmp_path, listed))
    changed = [replace(listed[0], kpj="24088888888"), *listed[1:]]
    done = invoke(
        "members", result, upah(tmp_path, changed, period=date(2024, period, 1)), "--json"
    )
    assert (done.status, done.json["differing"]) == (1, 1)
    assert done.json["findings"][0]["code"] == "kpj_earlier"
    assert numbers(result)[listed[0].nik] == ("24088888888" if taken else listed[0].kpj)


def test_number_of_the_roster__differs__is_reported(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1) | {"No KPJ": "99000000123"})
    people = people_of(pl.read_parquet(out / "people.parquet"))
    done = invoke("members", out, upah(tmp_path, people), "--json")
    assert (done.status, done.json["findings"][0]["code"]) == (1, "kpj")
    assert done.json["findings"][0]["ours"] == "*******0123"


def test_unreadable_cell__is_reported_and_the_others_are_saved(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    file = upah(tmp_path, listed)
    book = openpyxl.load_workbook(file)
    book["data_upah"]["A2"] = "32140"
    book.save(file)
    done = invoke("members", result, file, "--lang", "en")
    assert done.status == 1
    assert "upah.xlsx › data_upah!2 NIK" in done.out
    assert len(numbers(result)) == 4


# ---- NPP and period -----------------------------------------------------------------------------


def test_wrong_npp__is_refused_and_nothing_written(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    for file in (
        upah(tmp_path, listed, npp="24108888"),
        write_koreksi(tmp_path / "template_koreksi_tk_24108888.xlsx", listed),
    ):
        done = invoke("members", result, file, "--lang", "en")
        assert (done.status, done.out) == (3, "")
        assert f"NPP 24108888, but this result belongs to NPP {NPP}" in done.err
    assert not (result / MEMBERS_FILE).exists()


def test_result_without_npp__records_that_of_the_file(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1))
    people = people_of(pl.read_parquet(out / "people.parquet"))
    done = invoke("members", out, upah(tmp_path, people), "--lang", "en")
    assert f"NPP {NPP} of SIPP's file was recorded" in done.out
    assert members_file.read_members_file((out / MEMBERS_FILE).read_bytes()).npp == NPP
    assert invoke("members", out, upah(tmp_path, people, npp="24108888")).status == 3


@pytest.mark.parametrize("month", [date(2024, 10, 1), date(2025, 3, 1)])
def test_period__outside_the_contracts__is_refused_and_nothing_written(
    month: date, result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    done = invoke("members", result, upah(tmp_path, listed, period=month), "--lang", "en")
    assert done.status == 3
    assert "outside the contracts of this result (2024-11 to 2024-12)" in done.err
    assert not (result / MEMBERS_FILE).exists()


def test_period__of_the_exits_after_the_last_contract__is_read(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    done = invoke("members", result, upah(tmp_path, listed, period=date(2025, 1, 1)))
    assert done.status == 0
    assert read_members(result)["nik"].sort().to_list() == sorted(one.nik for one in listed)


def test_period__other_than_asked_for__is_refused_and_nothing_written(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    file = upah(tmp_path, listed, period=date(2024, 12, 1))
    done = invoke("members", result, file, "--period", "2024-11", "--lang", "en")
    assert (done.status, "not 2024-11 as asked for" in done.err) == (3, True)
    assert not (result / MEMBERS_FILE).exists()
    assert invoke("members", result, file, "--period", "2024-12").status == 0


def test_period__that_is_no_month__is_misuse(result: Path, tmp_path: Path) -> None:
    done = invoke("members", result, tmp_path / "x.xlsx", "--period", "2024-13", "--lang", "en")
    assert (done.status, "is not a month" in done.err) == (2, True)


# ---- The result ---------------------------------------------------------------------------------


def test_enrol_again__with_force__keeps_the_numbers_for_people_who_come_in(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    late = replace(listed[0], nik="3214011507909006", kpj="24077777777")
    invoke("members", result, upah(tmp_path, [*listed, late]))
    corrected = roster(tmp_path / "roster.xlsx", *(short_person(number) for number in range(1, 7)))
    agreement = tmp_path / "pks.toml"
    done = invoke("enrol", corrected, "--out", result, "--agreement", agreement, "--force")
    assert done.status == 0, done.err
    assert numbers(result)[late.nik] == late.kpj
    assert invoke("verify", result).status == 0
    assert invoke("members", result, upah(tmp_path, listed), "--json").json["matched"] == 6


def test_enrol_again__over_a_damaged_members_file__refuses(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    invoke("members", result, upah(tmp_path, listed))
    frame = pl.read_parquet(result / MEMBERS_FILE)
    frame.write_parquet(result / MEMBERS_FILE)
    done = invoke("enrol", tmp_path / "roster.xlsx", "--out", result, "--force", "--lang", "en")
    assert (done.status, "members.parquet was changed" in done.err) == (3, True)
    done = invoke("members", result, upah(tmp_path, listed), "--lang", "en")
    assert (done.status, "members.parquet was changed" in done.err) == (3, True)


def test_result__replaced_by_another_run_meanwhile__gets_no_members_of_the_earlier(
    result: Path,
) -> None:
    with pytest.raises(RefusalError) as caught:
        result_folder.write_members(result, b"new", b"the manifest that was read", None)
    assert (caught.value.code, caught.value.detail["name"]) == ("out-changed", "manifest.json")
    assert not (result / MEMBERS_FILE).exists()


def test_members__written_by_another_run_meanwhile__are_not_replaced_by_members(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    invoke("members", result, upah(tmp_path, listed))
    before, manifest = content(result), (result / "manifest.json").read_bytes()
    with pytest.raises(RefusalError) as caught:
        result_folder.write_members(result, b"new", manifest, None)
    assert (caught.value.code, caught.value.detail["name"]) == ("out-changed", MEMBERS_FILE)
    assert content(result) == before


def test_members__written_by_another_run_meanwhile__are_not_replaced_by_enrol(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    earlier = result_folder.read_members_file(result)
    invoke("members", result, upah(tmp_path, listed))
    before = content(result)
    with pytest.raises(RefusalError) as caught:
        result_folder.write_folder(result, {"manifest.json": b"{}"}, force=True, members=earlier)
    assert (caught.value.code, caught.value.detail["name"]) == ("out-changed", MEMBERS_FILE)
    assert content(result) == before


def test_members_file__in_a_folder_that_is_no_result__is_somebody_elses(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / MEMBERS_FILE).write_bytes(b"mine")
    file = roster(tmp_path / "roster.xlsx", short_person(1))
    done = invoke("enrol", file, "--out", other, "--force")
    assert (done.status, (other / MEMBERS_FILE).read_bytes()) == (4, b"mine")


def test_folder__that_is_no_result_or_has_no_register__is_refused(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    file = upah(tmp_path, listed)
    assert invoke("members", tmp_path / "nowhere", file).status == 3
    shutil.copytree(result, tmp_path / "copy")
    (tmp_path / "copy" / "people.parquet").unlink()
    done = invoke("members", tmp_path / "copy", file, "--lang", "en")
    assert (done.status, "people.parquet is missing" in done.err) == (3, True)


def test_screen_and_json__show_no_name_no_nik_no_number(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    people = [
        replace(listed[0], name="NAMA RAHASIA", mask="none", birth_date=date(1970, 1, 1)),
        *listed[2:],
        STRANGER,
        replace(listed[3], kpj="24088888888"),
    ]
    for options in ((), ("--json",), ("--lang", "en")):
        shown = invoke("members", result, upah(tmp_path, people), *options).out
        for secret in ("RAHASIA", "ORANG LAIN", *(s for one in people for s in (one.nik, one.kpj))):
            assert secret not in shown


def test_docs__have_the_table_of_columns() -> None:
    page = (REPOSITORY / "docs" / "members.md").read_text(encoding="utf-8")
    assert members_file.column_table() in page
    assert f"at present {members_file.VERSION}" in page


def test_manifest__names_no_members_file(
    result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    invoke("members", result, upah(tmp_path, listed))
    manifest = json.loads((result / "manifest.json").read_text(encoding="utf-8"))
    assert MEMBERS_FILE not in manifest["outputs"]
