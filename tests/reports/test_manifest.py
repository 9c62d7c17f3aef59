"""The manifest: how a result came about, for an auditor who has only the files."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.parameters import first
from support.paths import DATA, EXAMPLES, REPOSITORY, SIGNED_LATE
from support.people import short_person
from support.run import Run, invoke, run_process
from support.workbooks import content, enrolled, roster, sheets

from pemilu_cover import __version__

KEYS = (
    "schema program election agreement law inputs read changed defaults counts premium by_role schedule"
    " uncovered before_agreement outputs"
).split()

PURWAKARTA = EXAMPLES / "purwakarta-2024.xlsx", SIGNED_LATE
MESSY = (EXAMPLES / "messy-2024.xlsx",)
PONOROGO = (DATA / "ponorogo-2020.xlsx",)
INPUTS = {"purwakarta": PURWAKARTA, "messy": MESSY, "ponorogo": PONOROGO}


def manifest_of(out: Path) -> Any:
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(params=INPUTS)
def result(request: pytest.FixtureRequest) -> tuple[Run, Path, Path]:
    """Each of the results in turn: the run, the roster, the folder."""
    done, out = request.getfixturevalue(request.param)
    return done, INPUTS[request.param][0], out


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# ---- What it tells ------------------------------------------------------------------------------


def test_it_has_every_part_and_no_other(result: tuple[Run, Path, Path]) -> None:
    assert list(manifest_of(result[2])) == KEYS


def test_it_names_the_program_and_its_version(result: tuple[Run, Path, Path]) -> None:
    assert manifest_of(result[2])["program"] == {"name": "pemilu-cover", "version": __version__}


def test_it_has_the_hash_of_the_roster(result: tuple[Run, Path, Path]) -> None:
    _, source, out = result
    (entry,) = manifest_of(out)["inputs"]
    assert (entry["file"], entry["sha256"]) == (source.name, sha256(source))


def test_it_has_the_hash_of_every_other_file_of_the_folder(
    result: tuple[Run, Path, Path],
) -> None:
    out = result[2]
    matches = {
        path.relative_to(out).as_posix(): {"sha256": sha256(path), "bytes": path.stat().st_size}
        for path in out.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert manifest_of(out)["outputs"] == matches
    assert "invoice.xlsx" in matches


def test_it_counts_the_people_of_each_sheet(result: tuple[Run, Path, Path]) -> None:
    done, source, out = result
    (entry,) = manifest_of(out)["inputs"]
    names = sheets(source)
    assert [sheet["sheet"] for sheet in entry["sheets"]] == names
    people = sum(table["people"] for sheet in entry["sheets"] for table in sheet["tables"])
    assert people == done.json["roster"]["rows"]


def test_it_counts_as_the_summary_does(result: tuple[Run, Path, Path]) -> None:
    done, _, out = result
    manifest, output = manifest_of(out), done.json
    counts = manifest["counts"]
    for name in ("enrolled", "ready", "incomplete", "held_back", "excluded"):
        assert counts[name] == output[name]
    assert counts["findings"] == Counter(finding["code"] for finding in output["findings"])
    assert (manifest["premium"], manifest["by_role"]) == (output["premium"], output["by_role"])
    assert manifest["election"]["id"] == output["election"]


def test_nobody_is_lost_between_the_roster_and_the_counts(result: tuple[Run, Path, Path]) -> None:
    manifest = manifest_of(result[2])
    counts = manifest["counts"]
    assert manifest["read"]["rows"] == (
        counts["enrolled"] + counts["held_back"] + counts["excluded"]
    )
    assert counts["enrolled"] == counts["ready"] + counts["incomplete"]


def test_manifest__rates__have_law_and_article(result: tuple[Run, Path, Path]) -> None:
    rates = manifest_of(result[2])["law"]["rates"]
    assert [(rate["programme"], rate["rate"], rate["law"], rate["article"]) for rate in rates] == [
        ("JKK", "0.0024", "PP 44/2015", "pasal 16 ayat (1) huruf a"),
        ("JKM", "0.003", "PP 44/2015", "pasal 18 ayat (1)"),
    ]
    assert {rate["from"] for rate in rates} == {"2015-07-01"}
    assert {rate["confidence"] for rate in rates} == {"regulation text"}


@pytest.mark.parametrize("rule", ["risk_class", "rounding", "base", "due"])
def test_every_other_rule_is_cited_too(rule: str, result: tuple[Run, Path, Path]) -> None:
    cited = manifest_of(result[2])["law"][rule]
    assert cited["law"].startswith("PP 44/2015")
    assert cited["article"]
    assert cited["confidence"]


def test_the_rule_for_months_is_named_with_what_it_rests_on(
    result: tuple[Run, Path, Path],
) -> None:
    rules = manifest_of(result[2])["law"]["proration"]
    assert list(rules) == ["contract-month"]
    assert rules["contract-month"]["forgiven_tail_days"] == 3
    assert rules["contract-month"]["article"]


def test_the_agreement_is_there_as_it_was_written(purwakarta: tuple[Run, Path]) -> None:
    agreement = manifest_of(purwakarta[1])["agreement"]
    assert agreement["number"] == "1/PKS/KPU-PWK/2024"
    assert agreement["date"] == "2024-11-20"
    assert agreement["employer"] == {
        "name": "KPU Kabupaten Purwakarta",
        "npp": "00000000",
        "location": "3214",
    }
    assert agreement["payer"] == {"name": "Pemerintah Kabupaten Purwakarta"}
    assert agreement["roles"]["KPPS_KETUA"] == {"months": 1}
    assert agreement["roles"]["PPK_KETUA"] == {"start": "2024-11-20"}


def test_manifest__no_agreement__is_null(messy: tuple[Run, Path]) -> None:
    manifest = manifest_of(messy[1])
    assert manifest["agreement"] is None
    assert manifest["election"]["because"] == "from the contract dates"
    people = manifest["counts"]["enrolled"] + manifest["counts"]["held_back"]
    people += manifest["counts"]["excluded"]
    assert [share["people"] for share in manifest["election"]["of_contracts"]] == [people]


def test_manifest__uncovered_days__are_listed(purwakarta: tuple[Run, Path]) -> None:
    uncovered = manifest_of(purwakarta[1])["uncovered"]
    days = {"role": "Sekretaris PPS", "from": "2025-01-27", "days": 1, "people": 192}
    assert days in uncovered


def test_it_lists_the_rows_that_are_no_people(ponorogo: tuple[Run, Path]) -> None:
    not_people = manifest_of(ponorogo[1])["read"]["not_people"]
    names = sheets(PONOROGO[0])
    totals = [row["sheet"] for row in not_people if row["reason"] == "total"]
    assert totals == names
    assert {row["file"] for row in not_people} == {PONOROGO[0].name}


def test_it_is_utf_8_that_a_person_can_read(messy: tuple[Run, Path]) -> None:
    raw = (messy[1] / "manifest.json").read_bytes()
    assert raw.endswith(b"}\n")
    assert len(raw.splitlines()) > 100


# ---- Defaults -----------------------------------------------------------------------------------


def test_manifest__fixed_cells__are_listed(messy: tuple[Run, Path]) -> None:
    assert manifest_of(messy[1])["defaults"]["fixed"] == {
        "JENIS_IDENTITAS": "KTP",
        "SURAT_MENYURAT_KE": "S",
        "KODE_NEGARA": "ID",
        "STATUS_PEGAWAI": "Y",
    }


def test_each_use_of_a_default_is_counted(tmp_path: Path) -> None:
    crowd = [
        short_person(1),
        short_person(2, Kode_Pos=None),
        short_person(3, Kode_Pos=None, Gol_Darah=None),
        short_person(4, Kode_Pos="-", Status_Kawin="?"),
    ]
    defaults = '[defaults]\npostal_code = "41111"\nblood = "O"\nidentity_valid_until = 2090-01-01\n'
    out = enrolled(tmp_path, *crowd, agreement=defaults)
    assert manifest_of(out)["defaults"]["filled"] == {
        "identity_valid_until": {"cells": 4, "because": "from the agreement"},
        "blood": {"cells": 1, "because": "from the agreement"},
        "postal_code": {"cells": 3, "because": "from the agreement"},
    }


def test_the_date_of_a_lifelong_card_is_a_default_too(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), short_person(2))
    assert manifest_of(out)["defaults"]["filled"] == {
        "identity_valid_until": {"cells": 2, "because": "identity cards are valid for life"}
    }


def test_manifest__default_wages_and_dates__are_counted_by_source(
    tmp_path: Path,
) -> None:
    crowd = [short_person(1), short_person(2, Honor=None), short_person(3, Honor=None, Mulai=None)]
    defaults = "[roles.KPPS_ANGGOTA]\nend = 2024-12-08\n"
    out = enrolled(tmp_path, *crowd, agreement=defaults)
    assert manifest_of(out)["defaults"]["not_from_cells"] == {
        "wage": {"default": 2},
        "start": {"default": 1},
        "end": {"agreement": 3},
    }


LOCATIONS = [
    ('[employer]\nlocation = "3502"\n', {"code": "3502", "because": "from the agreement"}),
    ("", {"code": "3214", "because": "from the region code of most NIKs"}),
]


@pytest.mark.parametrize(("agreement", "location"), LOCATIONS)
def test_manifest__place_of_work__has_its_source(
    agreement: str, location: dict[str, str], tmp_path: Path
) -> None:
    out = enrolled(tmp_path, short_person(1), agreement=agreement)
    assert manifest_of(out)["defaults"]["location"] == location


# ---- The same input gives the same bytes --------------------------------------------------------

ELSEWHERE = {
    "TZ": "Asia/Jayapura",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "4711",
    "POLARS_MAX_THREADS": "3",
    "COLUMNS": "40",
}


@pytest.mark.parametrize("example", first(1, ["messy", "purwakarta", "ponorogo"]))
def test_another_folder_clock_locale_and_hash_seed_give_the_same_bytes(
    example: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    _, out = request.getfixturevalue(example)
    place = tmp_path / "other place, île ✓"
    place.mkdir()
    source, *agreement = [shutil.copy(file, place) for file in INPUTS[example]]
    options = [part for file in agreement for part in ("--agreement", Path(file).name)]
    again = run_process(
        "enrol", Path(source).name, *options, "--out", "x", "-q", cwd=place, **ELSEWHERE
    )
    assert again.status in (0, 1), again.err
    assert content(place / "x") == content(out)


def test_manifest__equal_counts__are_in_a_stable_order(tmp_path: Path) -> None:
    rows = [
        short_person(
            n, Kecamatan=("Plered", None)[n % 2], Honor=(None, 850_000)[n % 2], TPS=f"{n:03d}"
        )
        for n in range(1, 13)
    ]
    fixed = "[roles.KPPS_KETUA]\nstart = 2024-11-07\n"
    crowd = [*rows[:6], *(row | {"Jabatan": "Ketua KPPS", "Honor": 900_000} for row in rows[6:])]
    (tmp_path / "pks.toml").write_text(fixed, encoding="utf-8")
    source = roster(tmp_path / "ties.xlsx", *crowd)
    options: list[object] = ["--agreement", tmp_path / "pks.toml", "-q"]
    assert invoke("enrol", source, *options, "--out", tmp_path / "here").status == 0
    assert (
        run_process(
            "enrol", source, *options, "--out", tmp_path / "there", cwd=None, **ELSEWHERE
        ).status
        == 0
    )
    assert content(tmp_path / "here") == content(tmp_path / "there")


def test_the_manifest_names_no_folder_user_or_day_of_today(
    result: tuple[Run, Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = (result[2] / "manifest.json").read_text(encoding="utf-8")
    for private in (tmp_path_factory.getbasetemp(), REPOSITORY, Path.home()):
        assert f"{private}/" not in text
    assert date.today().isoformat() not in text.replace(
        f'"checked_on": "{date.today().isoformat()}"', ""
    )


def test_a_changed_cell_changes_the_manifest_and_what_it_lists(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), short_person(2))
    first = manifest_of(out)
    source = roster(tmp_path / "roster.xlsx", short_person(1), short_person(2, Honor=850_000.01))
    assert invoke("enrol", source, "--out", out, "--force").status == 0
    second = manifest_of(out)
    assert first["inputs"][0]["sha256"] != second["inputs"][0]["sha256"] == sha256(source)
    assert first["outputs"]["invoice.xlsx"] != second["outputs"]["invoice.xlsx"]


def test_manifest__two_rosters_of_one_name__have_distinct_labels(tmp_path: Path) -> None:
    sources = []
    for number, name in enumerate(("kec-a", "kec-b"), start=1):
        (tmp_path / name).mkdir()
        sources.append(roster(tmp_path / name / "kpps.xlsx", short_person(number)))
    out = tmp_path / "out"
    assert invoke("enrol", *sources, "--out", out).status == 0
    inputs = manifest_of(out)["inputs"]
    assert [entry["sha256"] for entry in inputs] == [sha256(source) for source in sources]
    assert [entry["file"] for entry in inputs] == ["kec-a/kpps.xlsx", "kec-b/kpps.xlsx"]
