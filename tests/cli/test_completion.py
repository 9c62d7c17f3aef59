"""Completion: what the program answers to the scripts of the shells, and how they are installed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shellingham
from support.run import Run, invoke
from typer.main import get_command

from pemilu_cover.cli.completion.candidates import complete_word
from pemilu_cover.cli.registry import app
from pemilu_cover.estimates.inputs import parse_role
from pemilu_cover.explain.citations import UnknownTopicError, dated_values
from pemilu_cover.i18n.messages import messages
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reference.regions import regency_codes
from pemilu_cover.roster.corrections.auto_fixes import FIXES
from pemilu_cover.roster.tables.column_names import fields

PROGRAM: Any = get_command(app)
# Metavars of values that only the user knows.
FREE = frozenset("DATE DESA N NAME NIK NO NPP NUMBER RUPIAH SIZE TEXT TIME YYYY-MM".split())
FILES = frozenset({"FILE", "FOLDER", "RESULT", "ROSTER"})
Complete = Callable[..., Run]


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Return what the program answers to a shell."""

    def ask(shell: str, **environment: str) -> Run:
        monkeypatch.setenv("_PEMILU_COVER_COMPLETE", f"complete_{shell}")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return invoke()

    return ask


def values(*words: str, typed: str = "") -> list[str]:
    """Return the values that can follow complete words."""
    return [found.value for found in complete_word(PROGRAM, words, typed, "en") or ()]


def options() -> list[tuple[str, Any]]:
    """Return all options that take a value, with the names of their commands."""
    return [
        (command.name, param)
        for command in PROGRAM.commands.values()
        for param in command.params
        if param.param_type_name == "argument" or not param.is_flag
    ]


@pytest.mark.parametrize(
    ("command", "param"), options(), ids=lambda part: getattr(part, "name", part)
)
def test_value__each_option__is_known_or_a_file_or_free(command: str, param: Any) -> None:
    words = [command] if param.param_type_name == "argument" else [command, param.opts[0]]
    metavar = param.metavar.rstrip(".")
    found = complete_word(PROGRAM, words, "X=" if metavar == "COLUMN=FIELD" else "", "en")
    assert (found is None) == (metavar in FILES)
    # Another NAME: the topics of rates --history.
    assert (found == []) == (metavar in FREE and param.name != "history"), metavar


def test_values__names_of_the_law__are_those_that_commands_take() -> None:
    book = RateBook.load()
    roles = values("quote", "--role")
    assert {parse_role(role, None, book.roles) for role in roles} == set(book.roles.roles)
    assert set(values("enrol", "--election")) == set(book.elections)
    assert set(values("quote", "--proration")) == set(book.proration.rules)
    with pytest.raises(UnknownTopicError) as unknown:
        dated_values("?")
    assert values("rates", "--history") == unknown.value.known


def test_values__names_of_the_program__are_all_of_them() -> None:
    assert values("explain") == list(messages())
    assert values("check", "--auto-fix") == list(FIXES)
    assert values("check", "--column", typed="A b=") == [f"A b={name}" for name in fields()]
    codes = [code.replace(".", "") for code in values("template", "--regency")]
    assert set(codes) == regency_codes()


@pytest.mark.parametrize(
    ("words", "typed", "expected"),
    [
        ((), "qu", ["quote"]),
        (("--lang", "en"), "ver", ["verify"]),
        (("quote",), "--pro", ["--proration"]),
        (("quote", "--role", "PPS"), "--ro", []),  # used already
        (("enrol", "a.xlsx", "--column", "A=nik"), "--col", ["--column"]),  # may be repeated
        (("enrol", "--map"), "A=ni", ["A=nik", "A=nip"]),  # an alias
        (("quote",), "--segment=b", ["--segment=bpu"]),
        (("quote", "--role", "kpps", "--position"), "", ["ketua", "anggota"]),
        (("quote", "--role=pantarlih", "--position"), "", ["petugas"]),
        (("template", "--regency"), "Kota bandu", ["Kota Bandung"]),
        (("template", "--regency"), "purwak", ["Kabupaten Purwakarta"]),
        (("template", "--regency"), "bandung", []),  # a kabupaten and a kota
        (("template", "--regency"), "32.14", ["32.14"]),
        (("claim", "out", "--done"), "kk", ["kk1", "kk2"]),
        (("explain", "nik-length"), "", []),  # takes one code
        (("nothing",), "a", []),
    ],
)
def test_candidates__line__are_what_can_follow(
    words: tuple[str, ...], typed: str, expected: list[str]
) -> None:
    assert values(*words, typed=typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pemilu-cover|ben", "benefits"),
        ("pemilu-cover|--lang|=|", "id\nen"),
        ("pemilu-cover|--lang|=|e", "en"),
        ("pemilu-cover|budget|--people|PANTARLIH_", "PANTARLIH_LN="),
        ("pemilu-cover|check|--column|'A b'|=|ni", "nik\nnip"),
        ("pemilu-cover|check|--column|'A b=ni", "A b=nik\nA b=nip"),
        ("pemilu-cover|init|--regency|purwak", "Kabupaten\\ Purwakarta"),
        ("pemilu-cover|init|--regency|'kab. purwak", "Kabupaten Purwakarta"),
        ('pemilu-cover|init|--regency|"kabupaten purwak', "Kabupaten Purwakarta"),
    ],
)
def test_bash__words__are_answered_as_bash_splits_them(
    complete: Complete, typed: str, expected: str
) -> None:
    words = typed.split("|")
    done = complete("bash", COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1))
    assert (done.status, done.out.rstrip("\n"), done.err) == (0, expected, "")


@pytest.mark.parametrize(
    ("shell", "word", "expected"),
    [
        ("zsh", None, "32.14:Kabupaten Purwakarta"),
        ("fish", None, "32.14\tKabupaten Purwakarta"),
        ("powershell", "32.14", "32.14:::Kabupaten Purwakarta"),
        ("pwsh", "32.14", "32.14:::Kabupaten Purwakarta"),
    ],
)
def test_shell__line__is_answered_with_values_and_texts(
    complete: Complete, shell: str, word: str | None, expected: str
) -> None:
    line = {"_TYPER_COMPLETE_ARGS": "pemilu-cover template --regency 32.14"}
    done = complete(shell, **line, **({"_TYPER_COMPLETE_WORD_TO_COMPLETE": word} if word else {}))
    assert (done.status, done.out, done.err) == (0, f"{expected}\n", "")


def test_powershell__no_incomplete_word__lists_what_follows(complete: Complete) -> None:
    line = {"_TYPER_COMPLETE_ARGS": "pemilu-cover rates --list"}
    done = complete("powershell", **line, _TYPER_COMPLETE_WORD_TO_COMPLETE="")
    assert done.out == "roles:::roles\nelections:::elections\n"


@pytest.mark.parametrize(
    ("line", "environment", "expected"),
    [
        ("pemilu-cover verif", {}, "Periksa"),
        ("pemilu-cover --lang en verif", {}, "Check"),
        ("pemilu-cover verif", {"PEMILU_COVER_LANG": "en"}, "Check"),
        ("pemilu-cover explain nik-len", {}, "NIK … digit, seharusnya"),
        ("pemilu-cover explain --lang en nik-len", {}, "The NIK has"),
    ],
)
def test_texts__language__is_that_of_the_line_or_the_environment(
    complete: Complete, line: str, environment: dict[str, str], expected: str
) -> None:
    out = complete("fish", _TYPER_COMPLETE_ARGS=line, **environment).out
    assert out.partition("\t")[2].startswith(expected)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"COMP_WORDS": "pemilu-cover\nquote", "COMP_CWORD": "x"},
        {"COMP_WORDS": "pemilu-cover\nenrol\n", "COMP_CWORD": "2"},
    ],
    ids=["no variables", "no number", "a file"],
)
def test_answer__fault_or_file__is_silent_and_leaves_the_word_to_files(
    complete: Complete, environment: dict[str, str]
) -> None:
    assert complete("bash", **environment) == Run(1, "", "")


SCRIPTS = {
    "bash": (".local/share/bash-completion/completions/pemilu-cover", ".bashrc"),
    "zsh": (".local/share/zsh/site-functions/_pemilu-cover", ".zshrc"),
    "fish": (".config/fish/completions/pemilu-cover.fish", None),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without settings of any shell."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR", "SHELL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def in_shell(monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    """Run the program as if from a shell."""
    monkeypatch.setattr(shellingham, "detect_shell", lambda: (shell, f"/bin/{shell}"))


@pytest.mark.parametrize("shell", SCRIPTS)
def test_install__shell__writes_its_script_and_one_line_of_settings(
    shell: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_shell(monkeypatch, shell)
    shown = invoke("--show-completion").out
    script, settings = SCRIPTS[shell]
    if settings:
        (home / settings).write_text("alias ll='ls -l'", encoding="utf-8")
    first = invoke("--install-completion")
    again = invoke("--lang", "en", "--install-completion")
    assert (first.status, again.status) == (0, 0)
    assert (home / script).read_text(encoding="utf-8") == shown
    assert f"Ditulis: {home / script}\n" in first.out
    assert again.out.startswith(f"Written: {home / script}\nOpen a new {shell} terminal")
    if settings:
        assert f"Ditulis: {home / settings}\n" in first.out
        expected = f"alias ll='ls -l'\nsource {home / script}\n"
        assert (home / settings).read_text(encoding="utf-8") == expected


def test_install__powershell__shows_the_command_in_both_languages(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_shell(monkeypatch, "powershell")
    for language, text in (("id", "Ketik di PowerShell"), ("en", "Type in PowerShell")):
        done = invoke("--lang", language, "--install-completion")
        assert done.status == 0
        assert text in done.out
    assert list(home.iterdir()) == []
    assert "Register-ArgumentCompleter" in invoke("--show-completion").out


def test_install__home_cannot_be_written__exits_with_4(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_shell(monkeypatch, "fish")
    (home / ".config").write_text("", encoding="utf-8")
    done = invoke("--install-completion", "--lang", "en")
    assert (done.status, done.out) == (4, "")
    assert ".config" in done.err
    assert "bukan folder" in invoke("--install-completion", "--lang", "id").err


@pytest.mark.parametrize(
    ("language", "text"),
    [("id", "--show-completion: tidak ada pelengkapan untuk shell ini (tcsh)"), ("en", "no comp")],
)
def test_show__unknown_shell__is_refused(
    language: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise shellingham.ShellDetectionFailure

    monkeypatch.setattr(shellingham, "detect_shell", fail)
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    done = invoke("--lang", language, "--show-completion")
    assert (done.status, done.out) == (2, "")
    assert text in done.err
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert re.match("#compdef", invoke("--show-completion").out)
