"""What a person reads first: who, what is to be mended and where, and what comes next, all of it true."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from support.examples import examples
from support.parameters import first
from support.paths import DATA, EXAMPLES
from support.people import Row, short_person
from support.run import in_process_reader, invoke
from support.workbooks import roster

from pemilu_cover.commands.enrol import evaluate
from pemilu_cover.enrolment.options import EnrolOptions
from pemilu_cover.i18n.text import Language
from pemilu_cover.reports.json.enrolment import check_report
from pemilu_cover.reports.text.enrolment import print_check, print_enrolment

MESSY = EXAMPLES / "messy-2024.xlsx"
PONOROGO = DATA / "ponorogo-2020.xlsx"
STATES = ("enrolled", "ready", "incomplete", "held_back", "excluded")
HELD, INCOMPLETE, ASN = {"NIK": "1"}, {"Gol Darah": None}, {"Jabatan": "Sekretaris PPS (PNS)"}


def sums(report: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(entry[name] for entry in report) for name in (*STATES, "people")}


def crowd(*places: tuple[str | None, dict[str, Any]]) -> list[Row]:
    """Return a person for each pair of a kecamatan and what is wrong."""
    return [
        short_person(number, Kecamatan=place) | changes
        for number, (place, changes) in enumerate(places, start=1)
    ]


def steps(out: str) -> list[str]:
    """Return the numbered steps at the end of what was printed."""
    _, _, following = out.partition("Langkah berikut:")
    return re.findall(r"^    \d+\. (.*)$", following, re.MULTILINE)


# ---- One by one ---------------------------------------------------------------------------------


def test_check__a_fault_of_many_successive_rows__has_one_line(tmp_path: Path) -> None:
    rows = [short_person(number) for number in range(1, 9)]
    for number in (1, 2, 3, 4, 6):
        rows[number]["NIK"] = None
    out = invoke("check", str(roster(tmp_path / "roster.xlsx", *rows))).out
    lines = re.findall(r"^  ([A-Z]\S+) .*NIK kosong.*\[nik-missing\]$", out, re.MULTILINE)
    assert lines == ["B3–B6", "B8"]
    assert "NIK kosong. (4 baris)" in out


# ---- By kecamatan -------------------------------------------------------------------------------


@examples(15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Plered", "PLERED", "Kec. Plered", "Bojong", "Tegalwaru", None]),
            st.sampled_from([{}, HELD, INCOMPLETE, ASN]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_sums_by_kecamatan_are_the_totals(
    places: Sequence[tuple[str | None, dict[str, Any]]],
) -> None:
    with TemporaryDirectory() as folder, in_process_reader():
        source = roster(Path(folder) / "roster.xlsx", *crowd(*places))
        for strict in (False, True):
            report = check_report(evaluate([source], EnrolOptions(strict=strict)), "id")
            by = report["by_kecamatan"]
            totals = {name: report[name] for name in STATES} | {"people": report["roster"]["rows"]}
            assert sums(by) == totals
            assert len({entry["kecamatan"] for entry in by}) == len(by)
            assert len(by) <= 4
            order = [(-entry["held_back"], -entry["incomplete"]) for entry in by]
            assert order == sorted(order)


@pytest.mark.parametrize("source", first(1, [MESSY, PONOROGO, EXAMPLES / "purwakarta-2024.xlsx"]))
def test_kecamatan_table__enrol_and_check__are_equal(source: Path, tmp_path: Path) -> None:
    enrolled = invoke("enrol", source, "--out", tmp_path / "out", "--json").json
    checked = invoke("check", source, "--json").json
    assert enrolled["by_kecamatan"] == checked["by_kecamatan"]
    assert sums(enrolled["by_kecamatan"])["people"] == enrolled["roster"]["rows"]


def test_one_kecamatan_however_it_is_spelled(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", *crowd(("Plered", {}), ("KEC. PLERED", HELD)))
    (only,) = invoke("check", source, "--json").json["by_kecamatan"]
    assert (only["kecamatan"], only["people"], only["held_back"]) == ("Plered", 2, 1)
    assert "Per kecamatan" not in invoke("check", source).out


def test_kecamatan_table__many_kecamatan__sorts_by_work_and_sums_the_rest(tmp_path: Path) -> None:
    source = roster(
        tmp_path / "r.xlsx",
        *crowd(
            ("Bojong", {}),
            ("Campaka", {}),
            ("Darangdan", INCOMPLETE),
            ("Plered", HELD),
            ("Plered", HELD),
            ("Tegalwaru", HELD),
            (None, {"Jabatan": "Tukang"}),
        ),
    )
    out = invoke("check", source).out
    _, _, table = out.partition("Per kecamatan")
    rows = [line.split() for line in table.partition("\n\n")[0].splitlines()[1:]]
    assert [(row[0], row[-1]) for row in rows] == [
        ("Plered", "2"),
        ("Tegalwaru", "1"),
        ("Darangdan", "0"),
        ("2", "0"),  # "2 kecamatan lain"
        ("(tanpa", "1"),  # "(tanpa kecamatan)"
    ]


def test_kecamatan_table__nothing_to_correct__is_not_shown(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", *crowd(("Bojong", {}), ("Plered", {})))
    assert "Per kecamatan" not in invoke("check", source).out


def test_a_nik_in_the_column_of_kecamatan_is_not_shown(tmp_path: Path) -> None:
    nik = "3214011507909077"
    source = roster(tmp_path / "r.xlsx", *crowd((nik, HELD), ("Plered", HELD)))
    for form in ("text", "json"):
        assert nik not in invoke("check", source, "--findings-format", form).out


@pytest.mark.parametrize("source", first(1, [MESSY, PONOROGO, DATA / "messy.xlsx"]))
def test_nothing_runs_over_the_edge_of_a_terminal(source: Path) -> None:
    done = evaluate([source])
    languages: tuple[Language, ...] = ("id", "en")
    for language in languages:
        for tell in (print_enrolment, partial(print_check, marked=None)):
            shown = StringIO()
            out = Console(file=shown, width=80, highlight=False, markup=False, emoji=False)
            tell(done, language, out)
            lines = shown.getvalue().splitlines()
            assert max(map(len, lines)) <= 80
            assert not any("│" in line for line in lines)


# ---- By reason ----------------------------------------------------------------------------------


def test_check_names_each_place_once(tmp_path: Path) -> None:
    """Findings are listed by sheet; below them a reason is counted, and its places are not repeated."""
    out = invoke("check", DATA / "messy.xlsx").out
    report = invoke("check", DATA / "messy.xlsx", "--json").json["findings"]
    listed, _, counted = out.partition("Didaftarkan dan ditagih")
    for finding in report:
        assert f"  {finding['cell']} " in listed
        assert f"!{finding['cell']}" not in counted
    assert re.search(r"^ +\d+  .*\[nik-length\]$", counted, re.MULTILINE)
    few = roster(tmp_path / "few.xlsx", short_person(1, NIK="1"), short_person(2))
    assert invoke("check", few).out.count("[nik-length]") == 1


def test_the_cells_that_lack_are_counted(tmp_path: Path) -> None:
    out = invoke("enrol", PONOROGO, "--out", tmp_path / "out").out
    for title in ("Status Kawin", "Gol. Darah", "Kode Pos"):
        assert re.search(rf"^ +1\.700  {re.escape(title)}$", out, re.MULTILINE)


# ---- What comes next ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "begins"),
    first(
        4,
        [
            ([{}, {}], "template_tk"),
            ([ASN, HELD], "corrections.xlsx ke kecamatan"),
            ([INCOMPLETE, {}], "lembar Lengkapi"),
            ([{"KPJ": "12345678901"}], "peserta_lanjutan.xlsx"),
            ([HELD, {}, {}], "corrections.xlsx ke kecamatan"),
            ([HELD, HELD], "corrections.xlsx ke kecamatan"),
            ([{"Honor": 5_000_000}, {}], "periksa peringatan"),
            ([ASN, ASN], "tidak ada yang perlu didaftarkan"),
        ],
    ),
)
def test_there_is_always_a_step_and_it_names_only_files_that_are_there(
    people: list[dict[str, Any]], begins: str, tmp_path: Path
) -> None:
    source = roster(tmp_path / "r.xlsx", *crowd(*(("Plered", changes) for changes in people)))
    out = tmp_path / "out"
    message = steps(invoke("enrol", source, "--out", out).out)
    assert begins in message[0]
    for name in ("corrections", "peserta_lanjutan", "template_tk_NPP"):
        report = any(name.removesuffix("_NPP") in step for step in message)
        assert not report or (out / f"{name}.xlsx").is_file()


@pytest.mark.parametrize(
    "people", first(2, [[{}, {}], [HELD, {}, {}], [INCOMPLETE, {}], [ASN, ASN]])
)
def test_check_and_strict_name_a_step_too(people: list[dict[str, Any]], tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", *crowd(*(("Plered", changes) for changes in people)))
    assert steps(invoke("check", source).out)
    assert steps(invoke("enrol", source, "--strict", "--out", tmp_path / "strict").out)


def test_summary__all_in_order__has_a_line(tmp_path: Path) -> None:
    clean = roster(tmp_path / "clean.xlsx", short_person(1), short_person(2))
    # Whole calendar months cover the last day of KPPS, 8 December.
    covered = tmp_path / "pks.toml"
    covered.write_text('proration = "calendar-month"\n', encoding="utf-8")
    for command in (("enrol", "--agreement", covered, "--out", tmp_path / "out"), ("check",)):
        assert "Semua sudah lengkap" in invoke(*command, clean).out
        assert "Everything is in order" in invoke(*command, clean, "--lang", "en", "--force").out
    for changes in (HELD, INCOMPLETE, ASN, {"Honor": 5_000_000}):
        faulty = roster(tmp_path / "faulty.xlsx", short_person(1) | changes)
        assert "Semua sudah lengkap" not in invoke("check", faulty).out


def elsewhere(*people: Row) -> list[Row]:
    """Return people whose NIKs come from everywhere: nothing tells the place of work."""
    regions = ("321401", "350201", "110101")
    return [
        one | {"NIK": f"{regions[number % 3]}{str(one['NIK'])[6:]}"}
        for number, one in enumerate(people)
    ]


@pytest.mark.parametrize("agreement", first(1, ['employer = { name = "KPU \\"X\\"" }\n', ""]))
@pytest.mark.parametrize("command", ["enrol", "check"])
def test_next_steps__unknown_place_of_work__has_agreement_lines_that_work(
    command: str, agreement: str, tmp_path: Path
) -> None:
    source = roster(tmp_path / "r.xlsx", *elsewhere(*(short_person(n) for n in (1, 2, 3))))
    pks = tmp_path / "pks.toml"
    pks.write_text(agreement, encoding="utf-8")
    given_now = ("--agreement", pks) if agreement else ()
    out = ("--out", tmp_path / "out", "--force") if command == "enrol" else ()
    shown = invoke(command, source, *given_now, *out).out
    assert ("lembar Lengkapi" in shown) == (command == "enrol")
    assert (tmp_path / "out" / "corrections.xlsx").exists() == (command == "enrol")
    assert ("simpan baris ini sebagai pks.toml" in shown) == (not agreement)
    (line,) = re.findall(r"^ +(employer = .*)$", shown, re.MULTILINE)
    pks.write_text(line, encoding="utf-8")
    refused = invoke(command, source, "--agreement", pks, *out)
    assert (refused.status, "employer" in refused.err) == (3, True)
    filled = re.sub(r"<NPP>", "AB123456", re.sub(r"<kode[^>]*>", "3214", line))
    pks.write_text(filled, encoding="utf-8")
    employer = tomllib.loads(filled)["employer"]
    assert employer.get("name", "") == ('KPU "X"' if agreement else "")
    report = invoke(command, source, "--agreement", pks, *out, "--json").json
    assert (report["ready"], report["incomplete"]) == (3, 0)


def test_next_steps__npp_line__has_the_known_location(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1), short_person(2))
    shown = invoke("enrol", source, "--out", tmp_path / "out").out
    assert 'employer = { npp = "<NPP>", location = "3214" }' in shown
