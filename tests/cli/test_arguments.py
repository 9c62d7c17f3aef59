"""Arguments that no shell has prepared: wildcards, Excel's lock files, bytes that are no text."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import typer
from support.people import short_person
from support.run import invoke
from support.workbooks import roster

from pemilu_cover.cli.registry import app

UNDECODABLE = "KPU \udcff"
COMMANDS = typer.main.get_command(app).commands


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with two rosters; a name has brackets and a space, as a browser writes them."""
    roster(tmp_path / "kec-1.xlsx", short_person(1))
    roster(tmp_path / "kec-2 [salinan].xlsx", short_person(2))
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("kec-*.xlsx", 2),
        ("kec-?.xlsx", 1),
        ("*[salinan].xlsx", 1),
        ("kec-2 [salinan].xlsx", 1),
    ],
)
def test_rosters__wildcard_that_no_shell_has_expanded__is_expanded(
    pattern: str, files: int, here: Path
) -> None:
    done = invoke("check", pattern, "--json", cwd=here)
    assert done.status == 0, done.err
    assert done.json["roster"]["rows"] == files


def test_rosters__name_without_quotation_marks__is_one_file(here: Path) -> None:
    done = invoke("check", "kec-1.xlsx", "kec-2", "[salinan].xlsx", "--json", cwd=here)
    assert (done.status, done.json["roster"]["rows"]) == (0, 2)


def test_check__command_copied_from_a_document__is_read_as_typed(here: Path) -> None:
    words = ("“kec-2", "[salinan].xlsx”", "—election", "pilkada-2024", "–-json")
    done = invoke("check", *words, cwd=here)
    assert (done.status, done.json["roster"]["rows"]) == (0, 1)
    assert invoke("check", "no.xlsx", "—json", cwd=here).err.startswith("{")


@pytest.mark.parametrize("arguments", [("—lang", "en", "quote"), ("quote", "—lang", "en")])
def test_quote__lang_copied_from_a_document__is_the_language_of_errors(
    arguments: tuple[str, ...],
) -> None:
    assert "the role 'KPPX' is unknown" in invoke(*arguments, "--role", "KPPX").err


def test_rosters__name_with_typographic_marks__is_that_file(here: Path) -> None:
    for name in ("“kec”.xlsx", "–kec.xlsx"):
        shutil.copy(here / "kec-1.xlsx", here / name)
        done = invoke("check", name, cwd=here)
        assert (done.status, done.out.splitlines()[0]) == (0, f"{name}: 1 orang di 1 lembar.")


def test_rosters__words_that_are_no_name__are_refused_one_by_one(here: Path) -> None:
    done = invoke("check", "kec-1.xlsx", "kec-2", "[lain].xlsx", cwd=here)
    assert (done.status, "kec-2: tidak ada berkas" in done.err) == (3, True)


def test_rosters__wildcard_of_no_file__is_refused_as_it_is(here: Path) -> None:
    done = invoke("check", "desa-*.xlsx", cwd=here)
    assert (done.status, "desa-*.xlsx: tidak ada berkas" in done.err) == (3, True)


def test_rosters__file_with_a_star_in_its_name__is_that_file(here: Path) -> None:
    shutil.copy(here / "kec-1.xlsx", here / "kec-*.xlsx")
    assert invoke("check", "kec-*.xlsx", "--json", cwd=here).json["roster"]["rows"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a path, not a name")
def test_rosters__backslashes_and_brackets__are_printed_as_they_are(here: Path) -> None:
    name = "C:\\kec [bold]\\kec 1.xlsx"
    shutil.copy(here / "kec-1.xlsx", here / name)
    done = invoke("check", name, cwd=here)
    assert done.out.startswith(f"{name}: 1 orang")
    assert f"pemilu-cover enrol '{name}'" in done.out
    assert f"{name}x: tidak ada berkas" in invoke("check", f"{name}x", cwd=here).err


def test_corrections__wildcard__is_expanded(here: Path) -> None:
    def refusal() -> tuple[int, str]:
        done = invoke("enrol", "kec-1.xlsx", "--corrections", "kembali-*.xlsx", cwd=here)
        return done.status, done.err

    missing = "tidak ada berkas atau folder dengan nama ini. Periksa nama dan foldernya."
    assert refusal() == (3, f"pemilu-cover: kembali-*.xlsx: {missing}\n")
    (here / "kembali-1.xlsx").write_bytes(b"")
    empty = "berkas kosong. Minta atau salin ulang berkasnya."
    assert refusal() == (3, f"pemilu-cover: kembali-1.xlsx: {empty}\n")


def test_rosters__lock_file_beside_others__is_left_out_and_the_open_file_named(here: Path) -> None:
    (here / "~$kec-1.xlsx").write_bytes(b"\x07office")
    done = invoke("check", "*.xlsx", cwd=here)
    assert done.status == 0
    assert done.err == (
        "Masih terbuka di Excel: kec-1.xlsx. Perubahan yang belum disimpan tidak terbaca.\n"
    )
    assert invoke("check", "*.xlsx", "--json", cwd=here).err == ""


def test_rosters__lock_file_of_libreoffice__names_the_open_file(here: Path) -> None:
    (here / ".~lock.kec-1.xlsx#").write_bytes(b",office")
    done = invoke("check", "kec-1.xlsx", "--lang", "en", cwd=here)
    assert done.err == "Still open in Excel: kec-1.xlsx. What is not saved is not read.\n"


def test_rosters__lock_file_alone__is_refused(here: Path) -> None:
    (here / "~$kec-1.xlsx").write_bytes(b"\x07office")
    done = invoke("check", "~$kec-1.xlsx", cwd=here)
    assert (done.status, "Tutup Excel" in done.err) == (3, True)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("init", "--office", UNDECODABLE), "--office"),
        (("quote", "--role", UNDECODABLE), "--role"),
        (("benefits", "--role", UNDECODABLE), "--role"),
        (("budget", "--tps", UNDECODABLE), "--tps"),
        (("rates", "--on", UNDECODABLE), "--on"),
        (("explain", UNDECODABLE), "KODE"),
        (("check", "kec-1.xlsx", "--column", UNDECODABLE), "--column"),
        (("enrol", "kec-1.xlsx", "--election", UNDECODABLE), "--election"),
        (("claim", "out", "--place", UNDECODABLE), "--place"),
        (("update", "out", "--period", UNDECODABLE, "--out", "o"), "--period"),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_text__bytes_that_are_no_text__are_a_usage_error_of_the_option(
    command: tuple[str, ...], name: str, here: Path
) -> None:
    done = invoke(*command, cwd=here)
    assert done.status == 2
    assert done.err.startswith(f"pemilu-cover: {name}: "), done.err
    assert not list(here.glob("*.toml"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", sorted({*COMMANDS} - {"doctor"})
)  # it reports what it cannot do
def test_any_option__bytes_that_are_no_text__are_refused(command: str, here: Path) -> None:
    before = sorted(here.rglob("*"))
    for parameter in COMMANDS[command].params:
        if not getattr(parameter, "is_flag", False):
            option = [parameter.opts[0]] if parameter.param_type_name == "option" else []
            done = invoke(command, *option, UNDECODABLE, cwd=here)
            unused = (command, *option) == ("explain", "--rates")
            assert done.status in (2, 3, 4) or unused, (option, done.out)
    assert sorted(here.rglob("*")) == before
