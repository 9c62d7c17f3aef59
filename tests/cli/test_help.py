"""Help pages and usage errors: in the language of the run, and about the option that was typed."""

from __future__ import annotations

import re
import shlex

import pytest
from support.run import invoke

from pemilu_cover.cli.command_table import CommandTable

COMMANDS = list(CommandTable())
LANGUAGES = {
    "by default": ((), {}, "Pemakaian:"),
    "by option": (("--lang", "en"), {}, "Usage:"),
    "by one word": (("--lang=en",), {}, "Usage:"),
    "by environment": ((), {"PEMILU_COVER_LANG": "en"}, "Usage:"),
    "by option before environment": (("--lang", "id"), {"PEMILU_COVER_LANG": "en"}, "Pemakaian:"),
    "by an environment that is unknown": ((), {"PEMILU_COVER_LANG": "fr"}, "Pemakaian:"),
}


@pytest.mark.parametrize(
    ("options", "environment", "usage"), LANGUAGES.values(), ids=LANGUAGES.keys()
)
@pytest.mark.parametrize("command", [(), ("quote",)])
def test_help__each_way_to_name_a_language__is_in_that_language(
    command: tuple[str, ...],
    options: tuple[str, ...],
    environment: dict[str, str],
    usage: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert invoke(*command, *options, "--help").out.startswith(usage)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help__each_command__has_a_text_and_a_metavar_for_each_option(
    command: str, language: str
) -> None:
    shown = invoke(command, "--help", "--lang", language)
    assert shown.status == 0
    for unfinished in ("help.", "<", "{", "None"):
        assert unfinished not in shown.out.replace("<roster>", "").replace("<daftar>", "")
    assert max(map(len, shown.out.splitlines())) <= 80
    assert not re.search(r"\w-$|\u2011", shown.out, re.MULTILINE)


def test_help__without_a_command__lists_all_commands_in_full() -> None:
    done = invoke("--lang", "en")
    assert (done.status, done.out) == (2, "")
    assert "..." not in done.err.split("Rosters:")[1]
    for command in COMMANDS:
        assert f"\n  {command} " in done.err


def test_environment__names_english__findings_and_errors_are_in_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PEMILU_COVER_LANG", "en")
    assert "wage a month" in invoke("quote", "--role", "KPPS").out
    assert "upah sebulan" in invoke("quote", "--role", "KPPS", "--lang", "id").out
    assert "is missing" in invoke("quote").err


@pytest.mark.parametrize("language", ["id", "en"])
def test_help__as_a_command__shows_the_page_of_the_command(language: str) -> None:
    for command in ((), ("enrol",)):
        page = invoke("--lang", language, *command, "--help")
        assert invoke("--lang", language, "help", *command) == page
    assert "enrol?" in invoke("help", "enroll", "--lang", language).err


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help__behind_wrong_arguments__shows_the_page(flag: str) -> None:
    page = invoke("quote", "--help")
    assert page.status == 0
    for wrong in (("--dayz", "3"), ("--role",), ("KPPS", "--days", "x")):
        assert invoke("quote", *wrong, flag) == page


def test_help__example_that_is_too_long__goes_on_in_the_next_line() -> None:
    page = invoke("claim", "--help").out
    command = re.sub(r" \\\n +", " ", page).strip().splitlines()[-1]
    assert command.split()[0] == "Contoh:"
    assert shlex.split(command)[-4:] == ["--at", "2024-11-27 22:10", "--out", "kasus-1"]


KPPS = ("quote", "--role", "KPPS")
ERRORS = {
    ("quote",): ("--role: belum diisi", "--role: is missing"),
    ("check",): ("DAFTAR belum diisi.", "ROSTER is missing."),
    (*KPPS, "--dayz", "3"): ("Tidak ada opsi --dayz. Maksud", "no option --dayz. Did you mean"),
    ("periksa", "a.xlsx"): ("Maksud Anda check?", "Did you mean check?"),
    ("a b.xlsx",): ("pemilu-cover enrol 'a b.xlsx'", "pemilu-cover enrol 'a b.xlsx'"),
    ("--strict", "enrol"): ("pemilu-cover enrol … --strict", "pemilu-cover enrol … --strict"),
    ("verify", "--strict"): ("melainkan opsi enrol, check.", "but of enrol, check."),
    ("quot",): ("Tidak ada perintah quot. Maksud Anda quote?", "Did you mean quote?"),
    (*KPPS, "--wage"): ("--wage harus diikuti nilainya.", "--wage must be followed by its value."),
    (*KPPS, "--json=1"): ("--json dipakai tanpa nilai.", "--json does not take a value."),
    (*KPPS, "KPPS"): ("KPPS: kata ini berlebih.", "KPPS: unexpected."),
    (*KPPS, "--days", "x"): (
        "--days: 'x' bukan bilangan bulat",
        "--days: 'x' is not a whole number",
    ),
    (*KPPS, "--days", "0"): (
        "--days: 0 terlalu kecil; paling sedikit 1.",
        "--days: 0 is too small; the least is 1.",
    ),
    ("benefits", "--employers", "12"): (
        "--employers: 12 terlalu besar; paling banyak 9.",
        "the most is 9.",
    ),
    ("check", "a.csv", "--auto-fix", "all"): (
        "pilihannya birth-swapped",
        "is unknown; choose from birth-",
    ),
    (*KPPS, "--days", "100000"): ("--days: lebih lama", "--days: is longer than 60 months"),
    (*KPPS, "--months", "100"): ("--months: lebih lama", "--months: is longer than 60 months"),
    (*KPPS, "--start", "2024-11-07", "--end", "2034-11-07"): ("--end: lebih", "--end: is longer"),
    (*KPPS, "--start", "2014-11-07"): ("--start: lebih lama", "--start: is longer than"),
    ("rates", "--on", "soon"): ("--on: 'soon' bukan tanggal", "--on: 'soon' is not a valid date"),
}


@pytest.mark.parametrize(("arguments", "texts"), ERRORS.items(), ids=map(" ".join, ERRORS))
def test_usage_error__each_kind__names_what_was_typed_in_both_languages(
    arguments: tuple[str, ...], texts: tuple[str, str]
) -> None:
    for language, text in zip(("id", "en"), texts, strict=True):
        # An option that lacks its value would take --lang for it.
        done = invoke("--lang", language, *arguments)
        assert (done.status, done.out) == (2, "")
        assert text in done.err
        assert done.err.count("\n") == 3
