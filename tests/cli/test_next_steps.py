"""The next steps: each command can be pasted into a shell as it is."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest
from cli.test_corrections_roundtrip import fill, table
from roster.builders import roster
from support.paths import EXAMPLES
from support.people import nik, people, person
from support.run import Run, invoke

if sys.platform == "win32":
    pytest.skip("reads the commands as a shell of POSIX does", allow_module_level=True)

NAME = "daftar Bu Sri's (1).xlsx"


def commands(done: Run) -> list[list[str]]:
    """Return the commands of the next steps, as a shell parts them."""
    _, _, following = re.split(r"(Langkah berikut:|Next steps:)", done.out, maxsplit=1)
    lines = re.findall(r"^ {9}(pemilu-cover .*)$", following, re.MULTILINE)
    return [shlex.split(line)[1:] for line in lines]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["id", "en"])
def test_enrol__people_held_back__gives_the_command_that_merges(here: Path, language: str) -> None:
    roster(here, [person(1), person(2, NIK="12")], name=NAME)
    options = (
        "--election",
        "pilkada-2024",
        "--auto-fix",
        "birth-swapped",
        "--column",
        "No. HP=phone",
    )
    done = invoke("enrol", NAME, *options, "--out", "hasil kita", "--lang", language)
    merging = next(command for command in commands(done) if "--corrections" in command)
    assert merging[:2] == ["enrol", NAME]
    assert merging[merging.index("--corrections") + 1] == "hasil kita/corrections.xlsx"
    for name in ("--election", "--auto-fix", "--out"):
        assert name in merging
    title = {"id": "No. HP", "en": "Mobile number"}[language]
    assert merging[merging.index("--column") + 1] == f"No. HP={title}"
    # Nothing is filled in yet: that is said, and nothing else is wrong with the command.
    again = invoke(*merging)
    assert again.status == 1
    assert "[complete-nothing]" in again.out


def test_enrol__corrections_by_kecamatan__gives_their_folder(here: Path) -> None:
    roster(here, [person(1), person(2, NIK="12")])
    done = invoke("enrol", "roster.xlsx", "--split-corrections-by", "kecamatan", "--out", "o")
    merging = next(command for command in commands(done) if "--corrections" in command)
    assert merging[merging.index("--corrections") + 1] == "o/corrections"
    assert merging[merging.index("--split-corrections-by") + 1] == "kecamatan"
    assert invoke(*merging).status == 1


def test_check__errors_and_gaps__enrols_with_one_command(here: Path) -> None:
    roster(here, [person(1, NIK="12"), person(2, **{"Gol. Darah": None})])
    done = invoke("check", "roster.xlsx", "--lang", "id")
    first, *others = commands(done)
    assert first == ["check", "roster.xlsx", "--annotate", "roster-ditandai.xlsx"]
    english = invoke("check", "roster.xlsx", "--lang", "en")
    assert "roster-marked.xlsx" in commands(english)[0]
    assert [command for command in others if command[0] == "enrol"] == [["enrol", "roster.xlsx"]]
    roster(here, [person(3, NIK="12")], name="lain.xlsx")
    several = invoke("check", "roster.xlsx", "lain.xlsx", "--lang", "id")
    assert commands(several)[0] == ["check", "roster.xlsx", "lain.xlsx"]
    assert "betulkan sel yang salah di daftar petugas, lalu periksa lagi" in several.out


def test_check__text_file__warns_of_excel(here: Path) -> None:
    (here / "r.csv").write_text("NIK;Nama;Tgl Lahir;Jabatan\n32;Budi;12-05-1991;KPPS\n")
    done = invoke("check", "r.csv", "--election", "pilkada-2024", "--lang", "id")
    assert "jangan dengan Excel" in done.out
    assert commands(done)[0] == ["check", "r.csv", "--election", "pilkada-2024"]


def test_check__unused_column_and_field_that_nobody_has__shows_how_to_name_it(here: Path) -> None:
    roster(here, [person(n, **{"Gol. Darah": None, "Darahnya": "O"}) for n in (1, 2)])
    done = invoke("check", "roster.xlsx", "--lang", "id")
    assert '--column "Darahnya=<Gol. Darah>"' in done.out
    named = invoke("check", "roster.xlsx", "--column", "Darahnya=Gol. Darah")
    assert named.status == 0
    assert commands(named) == [["enrol", "roster.xlsx", "--column", "Darahnya=Gol. Darah"]]


def test_check__unused_column_and_field_that_some_lack__has_no_step_for_it(here: Path) -> None:
    roster(here, [person(1, Hobi="catur"), person(2, Hobi="voli", **{"Gol. Darah": None})])
    assert commands(invoke("check", "roster.xlsx")) == [["enrol", "roster.xlsx"]]


def test_check__unknown_headers__gives_the_command_that_reads_them(here: Path) -> None:
    rows = [person(number) for number in (1, 2, 3)]
    roster(here, [{"No. Induk" if key == "NIK" else key: row[key] for key in row} for row in rows])
    done = invoke("check", "roster.xlsx", "--lang", "id")
    first = commands(done)[0]
    assert first == ["check", "roster.xlsx", "--column", "No. Induk=NIK"]
    assert "[nik-missing]" not in invoke(*first).out
    enrolled = commands(invoke("enrol", "roster.xlsx", "--out", "o"))[0]
    assert enrolled == [
        "enrol",
        "roster.xlsx",
        "--column",
        "No. Induk=NIK",
        "--out",
        "o",
        "--force",
    ]
    assert invoke(*enrolled).status == 0


def test_enrol__one_kecamatan_of_two_sent_its_file_back__waits_for_the_other(here: Path) -> None:
    roster(here, [person(1, NIK="12"), person(2, NIK="12", Kecamatan="Sukatani")])
    options = ("--split-corrections-by", "kecamatan", "--out", "o")
    invoke("enrol", "roster.xlsx", *options)
    file = Path("o/corrections/kec-sukatani.xlsx")
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)), file)
    again = ("--corrections", "o/corrections", "--force", "--lang", "id")
    done = invoke("enrol", "roster.xlsx", *options, *again)
    (waiting,) = set(re.findall(r"^(\S+): tidak ada isian\.$", done.out, re.MULTILINE))
    assert waiting != "kec-sukatani.xlsx"
    assert "complete-nothing" not in done.out
    assert "betulkan berkas perbaikan" not in done.out


def test_enrol__people_to_correct_in_four_kecamatan__splits_before_it_merges(here: Path) -> None:
    names = ("Plered", "KEC. PLERED", "Bungursari", "Sukatani", "Maniis", "Jl. Melati 3")
    faulty = [person(n, NIK="12", Kecamatan=name) for n, name in enumerate(names, start=1)]
    roster(here, [*faulty, person(9, Kecamatan="Purwakarta")])
    done = invoke("enrol", "roster.xlsx", "--out", "o")
    assert "corrections.xlsx memuat 4 kecamatan" in done.out
    split, merging = (each for each in commands(done) if "--split-corrections-by" in each)
    assert split == [
        *("enrol", "roster.xlsx", "--out", "o", "--split-corrections-by", "kecamatan", "--force")
    ]
    again = invoke(*split)
    letters = {path.stem for path in Path("o/surat-pengantar").iterdir()}
    assert letters >= {"kec-bungursari", "kec-maniis", "kec-plered", "kec-sukatani"}
    assert merging in commands(again)
    assert invoke(*merging).status == 1


def test_check__faults__gives_commands_that_run(here: Path) -> None:
    roster(here, [*people(2), person(3, NIK="12", **{"Gol. Darah": ""})], name=NAME)
    for command in commands(invoke("check", NAME)):
        assert invoke(*command).status in (0, 1), command
    assert (here / "daftar Bu Sri's (1)-ditandai.xlsx").is_file()
    assert list(here.glob("*-enrolment"))


def test_enrol__all_excluded__says_what_to_do_and_where_it_was_stated(here: Path) -> None:
    roster(here, people(2, Jabatan="Sekretaris PPS (PNS)"))
    done = invoke("enrol", "roster.xlsx", "--out", "o")
    assert "tidak ada yang perlu didaftarkan" in done.out
    assert commands(done) == [["enrol", "roster.xlsx", "--out", "o", "--force"]]
    assert invoke(*commands(done)[0]).status == done.status


def test_enrol__strict__gives_the_command_with_and_without_it(here: Path) -> None:
    roster(here, [*people(2), person(3, NIK="12")])
    done = invoke("enrol", "roster.xlsx", "--out", "o", "--strict")
    assert commands(done) == [
        ["enrol", "roster.xlsx", "--out", "o", "--strict"],
        ["enrol", "roster.xlsx", "--out", "o"],
    ]


def test_enrol__place_of_work_unknown__is_filled_in_once_in_lengkapi(here: Path) -> None:
    regions = ("321401", "327301", "330101")
    crowd = [person(n, Kecamatan="X", NIK=nik(n, region=r)) for n, r in enumerate(regions, start=1)]
    roster(here, crowd)
    done = invoke("enrol", "roster.xlsx", "--out", "o")
    rows = table(shutil.copy("o/corrections.xlsx", here / "sent.xlsx"), "Lengkapi")
    assert [row["Kabupaten/Kota"] for row in rows] == [None] * 3
    book = openpyxl.load_workbook("o/corrections.xlsx")
    page = book["Lengkapi"]
    (column,) = (c.column for row in page.iter_rows() for c in row if c.value == "Kabupaten/Kota")
    page.cell(page.max_row, column).value = "Kabupaten Purwakarta"
    book.save("o/corrections.xlsx")
    merging = next(command for command in commands(done) if "--corrections" in command)
    again = invoke(*merging, "--json").json
    assert (again["ready"], again["incomplete"]) == (3, 0)


@pytest.mark.parametrize(
    ("command", "file", "name"),
    [
        ("members", "messy-2024-upah.xlsx", "template_upah_00000000.xlsx"),
        ("reconcile", "messy-2024-rincian.pdf", "rincian.pdf"),
    ],
)
def test_after_enrolment__each_shown_command__runs_as_shown(
    command: str, file: str, name: str, here: Path
) -> None:
    shutil.copy(EXAMPLES / "messy-2024.xlsx", here / "daftar kami.xlsx")
    shutil.copy(EXAMPLES / file, here / name)
    invoke("enrol", "daftar kami.xlsx", "--out", "hasil kami")
    shown = commands(invoke(command, "hasil kami", name))
    assert shown
    for arguments in shown:
        assert "hasil kami" in arguments
        done = invoke(*arguments)
        assert done.status in {0, 1}, done.err
