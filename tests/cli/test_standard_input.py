"""``-`` in place of a file is standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from support.paths import EXAMPLES
from support.people import person
from support.run import invoke, run_at_terminal
from support.workbooks import roster

UPAH, FORM_2A = EXAMPLES / "messy-2024-upah.xlsx", EXAMPLES / "messy-2024-rincian.pdf"
CSV = b"NIK;Nama;Jabatan;Honor\n1;BUDI;Anggota KPPS;850000\n"


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """A workbook with one good person and one whose NIK is faulty."""
    return roster(tmp_path / "roster.xlsx", person(1), person(2, NIK="1")).read_bytes()


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of the example, with its corrections."""
    out = tmp_path_factory.mktemp("listed") / "listed"
    invoke(
        "enrol",
        EXAMPLES / "messy-2024.xlsx",
        "--corrections",
        EXAMPLES / "messy-2024-filled.xlsx",
        "--out",
        out,
    )
    return out


def test_check__workbook_on_stdin__finds_what_it_finds_in_the_file(
    content: bytes, tmp_path: Path
) -> None:
    piped = invoke("check", "-", "--json", stdin=content)
    read = invoke("check", tmp_path / "roster.xlsx", "--json")
    assert piped.status == read.status == 1
    assert piped.json == json.loads(read.out.replace("roster.xlsx", "stdin"))


def test_check__csv_on_stdin__is_read(tmp_path: Path) -> None:
    done = invoke("check", "-", "--lang", "en", stdin=CSV, cwd=tmp_path)
    assert done.status == 1
    assert "stdin: 1 person in 1 sheet." in done.out
    assert "nik-length" in done.out


def test_enrol__workbook_on_stdin__is_written_beside_and_can_be_repeated(
    content: bytes, tmp_path: Path
) -> None:
    done = invoke("enrol", "-", "--lang", "en", stdin=content, cwd=tmp_path)
    assert done.status == 1
    assert (tmp_path / "stdin-enrolment" / "invoice.xlsx").is_file()
    assert "pemilu-cover enrol - " in done.out
    assert "./-" not in done.out


def test_enrol__each__has_standard_input_as_an_office(content: bytes, tmp_path: Path) -> None:
    command = ("enrol", "--each", "-", tmp_path / "roster.xlsx", "--out", tmp_path / "out")
    invoke(*command, stdin=content)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"stdin", "roster"}


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_check__annotated__is_a_copy_of_standard_input(content: bytes, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    assert invoke("check", "-", "--annotate", marked, stdin=content).status == 1
    again = invoke("check", tmp_path / "roster.xlsx", "--annotate", tmp_path / "other.xlsx")
    assert again.status == 1
    assert cells(marked) == cells(tmp_path / "other.xlsx")


def test_members__file_of_sipp_on_stdin__is_read(listed: Path) -> None:
    done = invoke("members", listed, "-", "--json", stdin=UPAH.read_bytes())
    assert (done.status, done.json["matched"]) == (1, 56)


@pytest.mark.parametrize("bill", [UPAH, FORM_2A], ids=["workbook", "pdf"])
def test_reconcile__bill_on_stdin__is_that_of_the_file(listed: Path, bill: Path) -> None:
    piped = invoke("reconcile", listed, "-", "--json", stdin=bill.read_bytes())
    read = invoke("reconcile", listed, bill, "--json")
    assert piped.status == read.status
    assert piped.json == json.loads(read.out.replace(bill.name, "stdin"))


def test_update__roster_on_stdin__is_read(listed: Path, tmp_path: Path) -> None:
    roster_bytes = (EXAMPLES / "messy-2024.xlsx").read_bytes()
    command = ("update", listed, "-", "--period", "2024-12", "--out", tmp_path / "next")
    done = invoke(*command, "--json", stdin=roster_bytes)
    assert done.status in (0, 1)
    assert done.json["stayed"] > 40


@pytest.mark.parametrize(
    ("arguments", "stdin", "status", "message"),
    [
        (("check", "-"), b"", 3, "stdin: the file is empty."),
        (("check", "-", "-"), CSV, 3, "-: named twice."),
        (("enrol", "-", "--output-format", "parquet"), CSV, 2, "cannot read standard input (-)"),
    ],
    ids=["empty", "twice", "batches"],
)
def test_stdin__that_cannot_be_used__is_refused(
    arguments: tuple[str, ...], stdin: bytes, status: int, message: str
) -> None:
    done = invoke(*arguments, "--lang", "en", stdin=stdin)
    assert (done.status, done.out) == (status, "")
    assert message in done.err


@pytest.mark.slow
def test_check__stdin_is_the_keyboard__says_that_it_waits() -> None:
    status, shown = run_at_terminal("check", "-", "--lang", "en", answers="NIK;Nama\n\x04")
    assert status == 3
    assert "Waiting for standard input (-)" in shown
