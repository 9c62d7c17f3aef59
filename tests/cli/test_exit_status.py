"""Exit statuses, refusals, and the other commands: what a shell script relies on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import DATA, EXAMPLES, REPOSITORY
from support.run import invoke, run_process

from pemilu_cover.i18n.messages import messages

pytestmark = pytest.mark.slow

MESSY = EXAMPLES / "messy-2024.xlsx"


def test_check__errors_or_none__ends_with_1_or_0() -> None:
    assert run_process("check", MESSY).status == 1
    clean = run_process("check", EXAMPLES / "purwakarta-2024.xlsx", "--json")
    assert (clean.status, clean.json["findings"]) == (0, [])


def test_check_and_enrol_find_the_same(tmp_path: Path) -> None:
    checked = invoke("check", MESSY, "--json").json
    enrolled = invoke("enrol", MESSY, "--out", tmp_path / "out", "--json").json
    for key in ("roster", "held_back", "excluded", "findings"):
        assert checked[key] == enrolled[key]


def test_check_strict_counts_warnings_as_errors() -> None:
    lax, strict = (
        invoke("check", MESSY, "--json").json,
        invoke("check", MESSY, "--strict", "--json").json,
    )
    warned = {f["row"] for f in lax["findings"] if f["level"] == "warning"}
    assert warned
    assert {f["level"] for f in strict["findings"]} == {"error", "info"}
    assert strict["held_back"] > lax["held_back"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.xlsx", None, "file-missing"),
        ("empty.xlsx", b"", "file-empty"),
        ("~$roster.xlsx", b"x", "file-lock"),
        ("scan.xlsx", b"%PDF-1.7 ...", "file-no-table"),
        ("page.xls", b"<html><table>", "file-other-kind"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file-other-kind"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "file-damaged"),
        ("letter.csv", b"Dengan hormat,\nbersama ini kami kirim\n", "no-people"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_3(
    name: str, content: bytes | None, code: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for command in (("check",), ("enrol", "--out", tmp_path / "out")):
        done = invoke(*command, tmp_path / name, "--lang", "en")
        assert (done.status, done.out) == (3, "")
        assert done.err.count("\n") == 1
        expected = messages()[code].fix.en.format(file=name, kind="?")
        assert name in done.err
        assert expected.split("{")[0][:30] in done.err
    assert not (tmp_path / "out").exists()


TOO_LONG = "a" * 300


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", f"{TOO_LONG}/roster.xlsx"], 3),
        (["enrol", f"{TOO_LONG}.xlsx"], 4),
        (["enrol", f"{TOO_LONG}.xlsx", "--out", "out"], 3),
        (["enrol", f"{TOO_LONG}.xlsx", "--out", "out", "--each"], 4),
        (["update", TOO_LONG, MESSY, "--period", "2024-12", "--out", "out"], 3),
        (["enrol", MESSY, "--out", "out", "--corrections", TOO_LONG], 3),
        (["check", MESSY, "--annotate", f"{TOO_LONG}.xlsx"], 4),
        (["quote", "--role", "KPPS", "--days", 3, "--rates", TOO_LONG], 3),
        (["init", "--out", f"{TOO_LONG}.toml"], 4),
    ],
)
def test_path__system_refuses_to_look_for_it__is_refused(
    arguments: list[object], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does in a folder without permission, which tests of an administrator cannot have."""
    monkeypatch.chdir(tmp_path)
    done = invoke(*arguments)
    assert (done.status, TOO_LONG[:50] in done.err) == (status, True)


def test_a_folder_is_refused_as_a_roster(tmp_path: Path) -> None:
    assert run_process("check", tmp_path).status == 3


def test_the_folder_of_a_result_is_refused_as_a_roster(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").touch()
    done = invoke("check", tmp_path, "--lang", "en")
    assert done.status == 3
    assert "pemilu-cover verify" in done.err


def test_one_bad_file_among_good_ones_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    done = invoke("enrol", MESSY, tmp_path / "empty.csv", "--out", tmp_path / "out")
    assert done.status == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("colour = 1", "colour"),
        ('election = "pilkada-1999"', "election"),
        ("[roles.TUKANG]\nmonths = 1", "roles.TUKANG"),
        ("[roles.KPPS_KETUA]\nmonths = 0", "roles.KPPS_KETUA.months"),
        ('[base]\nkind = "flat"', "base"),
        ('segment = "jakon"', "segment"),
        ("number = ", "TOML"),
        ('employer = { npp = "12" }', "employer.npp"),
    ],
)
def test_a_faulty_agreement_is_refused_with_file_and_key(
    text: str, key: str, tmp_path: Path
) -> None:
    file = tmp_path / "pks.toml"
    file.write_text(text, encoding="utf-8")
    done = invoke("quote", "--role", "KPPS", "--agreement", file)
    assert done.status == 3
    assert "pks.toml" in done.err
    assert key in done.err


def test_an_existing_result_needs_force_and_is_not_touched_without(tmp_path: Path) -> None:
    out = tmp_path / "out"
    invoke("enrol", MESSY, "--out", out)
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    done = invoke("enrol", DATA / "messy.xlsx", "--out", out)
    assert (done.status, {f.name: f.read_bytes() for f in out.iterdir()}) == (4, before)
    assert "--force" in done.err
    assert invoke("enrol", DATA / "messy.xlsx", "--out", out, "--force").status == 1
    assert (out / "invoice.xlsx").read_bytes() != before["invoice.xlsx"]


def test_a_result_that_somebody_has_changed_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    invoke("enrol", MESSY, "--out", out)
    filled = out / "corrections.xlsx"
    filled.write_bytes(filled.read_bytes() + b"filled in")
    done = invoke("enrol", MESSY, "--out", out, "--force", "--lang", "en")
    assert (done.status, "corrections.xlsx" in done.err) == (4, True)
    assert filled.read_bytes().endswith(b"filled in")


def test_a_roster_is_never_overwritten_by_its_marks(tmp_path: Path) -> None:
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(MESSY.read_bytes())
    done = invoke("check", roster, "--annotate", tmp_path / "." / "roster.xlsx", "--force")
    assert (done.status, roster.read_bytes()) == (4, MESSY.read_bytes())
    assert invoke("check", roster, "--annotate", tmp_path / "marked.csv").status == 2


def test_one_roster_named_twice_is_refused() -> None:
    done = run_process("check", MESSY, MESSY)
    assert (done.status, "messy-2024.xlsx" in done.err) == (3, True)


def test_annotate_gives_the_roster_back_with_marks(tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    assert invoke("check", MESSY, "--annotate", target).status == 1
    assert target.is_file()
    assert invoke("check", MESSY, "--annotate", target).status == 4
    assert invoke("check", MESSY, "--annotate", target, "--force").status == 1
    both = (MESSY, DATA / "messy.xlsx")
    assert invoke("check", *both, "--annotate", target).status == 2


def test_every_code_has_a_page_in_both_languages() -> None:
    for code, message in messages().items():
        for text in (message.says, message.why, message.fix):
            assert min(len(text.id), len(text.en)) > 5, code
        assert message.level in {"error", "warning", "info", "refusal"}, code
        assert (message.level == "refusal") == bool(message.exit), code


def test_explain_shows_a_page_lists_all_and_knows_typing_errors() -> None:
    page = run_process("explain", "NIK-number", "--lang", "en")
    assert "15 digits" in page.out
    assert run_process("explain", "nik-number", "--json").json["level"] == "error"
    listed = run_process("explain").out
    assert [code for code in messages() if code not in listed] == []
    wrong = run_process("explain", "nik-lenght")
    assert wrong.status == 2
    assert "nik-length" in wrong.err


@pytest.mark.parametrize("language", ["id", "en"])
def test_explain_lists_the_codes_under_their_levels(language: str) -> None:
    blocks = run_process("explain", "--lang", language).out.strip().split("\n\n")
    levels = ("error", "warning", "info", "refusal")
    assert len(blocks) == len(levels)
    for level, block in zip(levels, blocks, strict=True):
        heading, *lines = block.splitlines()
        assert not heading.startswith(" ")
        codes = [code for code, page in messages().items() if page.level == level]
        assert [line.split()[0] for line in lines] == codes
    pages = run_process("explain", "--json").json["codes"]
    assert [page["code"] for page in pages] == list(messages())


def test_rates_of_a_day_carry_law_article_and_confidence() -> None:
    output = invoke("rates", "--on", "2024-11-27", "--json").json
    used = [rate for rate in output["rates"] if rate["election_bodies"]]
    assert [(rate["programme"], rate["rate"]) for rate in used] == [
        ("JKK", "0.0024"),
        ("JKM", "0.003"),
    ]
    for rate in output["rates"]:
        assert rate["law"]
        assert rate["article"]
        assert rate["confidence"] in {"regulation text", "secondary source", "inferred"}
    shown = invoke("rates", "--on", "2024-11-27", "--lang", "en").out
    assert "pasal 16 ayat (1) huruf a" in shown
    assert "regulation text" in shown


def test_no_rate_is_stretched_before_its_first_day() -> None:
    assert invoke("rates", "--on", "2015-06-30", "--json").json["rates"] == []
    assert len(invoke("rates", "--on", "2015-07-01", "--json").json["rates"]) == 6


def test_rates_warn_of_a_day_after_the_last_comparison_with_the_law() -> None:
    late, early = (
        invoke("rates", "--on", day, "--lang", "en").out for day in ("2031-01-01", "2024-01-01")
    )
    assert "check whether anything has changed" in late
    assert "check whether anything has changed" not in early


def test_another_folder_of_rates_can_be_used(tmp_path: Path) -> None:
    folder = tmp_path / "rates"
    shutil.copytree(REPOSITORY / "rates", folder)
    jkm = folder / "jkm.toml"
    jkm.write_text(jkm.read_text(encoding="utf-8").replace("0.30", "0.50"), encoding="utf-8")
    quote = run_process("quote", "--role", "KPPS", "--days", "30", "--rates", folder, "--json").json
    assert quote["jkm"] == "4250.00"
    jkm.write_text("programme = 'JKM'", encoding="utf-8")
    broken = run_process("quote", "--role", "KPPS", "--rates", folder)
    assert (broken.status, "jkm.toml" in broken.err) == (3, True)


def test_a_reader_that_stops_early_makes_no_noise() -> None:
    command = f"{sys.executable} -m pemilu_cover explain | head -n 1"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
    done = subprocess.run(  # noqa: S602  the pipe is what is tested
        command, shell=True, capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_stdout__full_disk__ends_with_4_and_one_line() -> None:
    command = f"{sys.executable} -m pemilu_cover explain > /dev/full"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
    done = subprocess.run(  # noqa: S602  the shell's redirection is what is tested
        command, shell=True, capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)


def test_a_console_that_lacks_a_character_goes_on() -> None:
    for encoding in ("cp1252", "ascii"):
        done = run_process("check", MESSY, PYTHONIOENCODING=encoding)
        assert (done.status, done.err) == (1, "")


def test_version_and_help_need_nothing() -> None:
    assert run_process("--version").out.startswith("pemilu-cover ")
    assert run_process("--help").status == run_process("-h").status == 0
    assert run_process("no-such-command").status == 2
