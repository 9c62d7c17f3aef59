"""A start by double click: the program explains itself, and its window stays until Enter is pressed."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from support.people import short_person
from support.workbooks import roster

from pemilu_cover import cli
from pemilu_cover.cli import window

OWN, SHELL = ["pemilu-cover.exe"], ["cmd.exe", "pemilu-cover.exe"]


class Keyboard(io.StringIO):
    """A keyboard on which Enter is pressed; it counts how often it is read."""

    reads = 0

    def readline(self, size: int | None = -1) -> str:
        self.reads += 1
        return super().readline(-1 if size is None else size)


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    keyboard = Keyboard("\n")
    monkeypatch.setattr(sys, "stdin", keyboard)
    for name in ("ensure_stdio", "install_signal_handlers", "ignore_signals"):
        monkeypatch.setattr(cli, name, lambda: None)
    return keyboard


def start(
    programs: list[str], *arguments: str, monkeypatch: pytest.MonkeyPatch
) -> int | str | None:
    """Start the program in a console that these programs share, and return its status."""
    keep_open = window.keep_window_open
    monkeypatch.setattr(cli, "keep_window_open", lambda words: keep_open(words, lambda: programs))
    monkeypatch.setattr(sys, "argv", ["pemilu-cover", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code


def test_double_click__without_arguments__explains_itself_and_waits(
    keyboard: Keyboard, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start(OWN, monkeypatch=monkeypatch)
    out = capsys.readouterr().out
    assert "seret berkas daftar petugas" in out
    assert out.endswith("Tekan Enter untuk menutup jendela ini.\n")
    assert keyboard.reads == 1


def test_dropped_roster__without_a_command__is_checked_and_nothing_is_written(
    keyboard: Keyboard,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = roster(tmp_path / "kec 1.xlsx", short_person(1, NIK="12"))
    assert start(OWN, str(file), monkeypatch=monkeypatch) == 1
    out = capsys.readouterr().out
    assert "nik-length" in out
    assert f"pemilu-cover enrol '{file}'" in out
    assert keyboard.reads == 1
    assert [path.name for path in tmp_path.iterdir()] == ["kec 1.xlsx"]


def test_dropped_file__that_is_no_roster__is_refused_in_a_window_that_stays(
    keyboard: Keyboard,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "surat.docx").write_bytes(b"")
    assert start(OWN, str(tmp_path / "surat.docx"), monkeypatch=monkeypatch) == 3
    assert "surat.docx" in capsys.readouterr().err
    assert keyboard.reads == 1


@pytest.mark.parametrize(
    ("programs", "arguments"),
    [(SHELL, ()), ([], ()), (OWN, ("rates",)), (OWN, ("--version",)), (SHELL, ("rates",))],
)
def test_window__of_a_shell_or_of_a_task__is_not_kept(
    programs: list[str],
    arguments: tuple[str, ...],
    keyboard: Keyboard,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start(programs, *arguments, monkeypatch=monkeypatch)
    assert "Enter" not in capsys.readouterr().out
    assert keyboard.reads == 0


def test_crash__in_a_window_of_its_own__is_reported_before_the_window_waits(
    keyboard: Keyboard, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pemilu_cover.cli.registry.run", fail)
    assert start(OWN, monkeypatch=monkeypatch) == 70
    assert "RuntimeError" in capsys.readouterr().err
    assert keyboard.reads == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has consoles to ask")
def test_console_programs__outside_windows__are_none() -> None:
    assert window.console_programs() == []
