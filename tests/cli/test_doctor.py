"""``doctor``: each thing that can be wrong with an installation is found, and named with what to do."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.run import invoke

from pemilu_cover.commands.doctor import HealthCheck, check_health
from pemilu_cover.documents import pdf
from pemilu_cover.law import rate_book
from pemilu_cover.roster.reading import reader

TODAY = date(2026, 11, 30)
NAMES = ["program", "libraries", "law", "papers", "readers", "folder", "disk", "screen"]


def faults(folder: Path, today: date = TODAY, encoding: str = "utf-8") -> dict[str, HealthCheck]:
    checks = check_health(folder, today, encoding)
    return {check.name: check for check in checks if check.status != "ok"}


def failing(message: str) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(message)

    return fail


def test_doctor__good_installation__has_no_fault_and_status_0(tmp_path: Path) -> None:
    assert faults(tmp_path) == {}
    done = invoke("doctor", "--out", tmp_path, "--json", "--lang", "en")
    assert done.status == 0
    assert [check["check"] for check in done.json["checks"]] == NAMES
    assert {check["status"] for check in done.json["checks"]} == {"ok"}


@pytest.mark.parametrize(("language", "end"), [("id", "Semua baik."), ("en", "All is well.")])
def test_doctor__good_installation__says_so(language: str, end: str, tmp_path: Path) -> None:
    done = invoke("doctor", "--out", tmp_path, "--lang", language)
    assert (done.status, done.out.splitlines()[-1]) == (0, end)


def test_doctor__folder_that_is_not_there__is_an_error_with_status_1(tmp_path: Path) -> None:
    done = invoke("doctor", "--out", tmp_path / "nowhere", "--lang", "en")
    assert done.status == 1
    assert "cannot be written: run from another folder" in done.out
    assert "Things that need attention: 1." in done.out


def test_doctor__law_of_more_than_a_year__is_a_warning(tmp_path: Path) -> None:
    found = faults(tmp_path, date(2028, 1, 1))
    assert [*found] == ["law"]
    assert found["law"].status == "warning"
    assert "ask for a newer version" in found["law"].text.en


def test_doctor__rate_files_that_are_missing__are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = rate_book.RateBook(tmp_path)
    monkeypatch.setattr(rate_book.RateBook, "load", lambda: empty)
    found = faults(tmp_path)
    assert [*found] == ["law"]
    assert "there is no such file" in found["law"].text.en


def test_doctor__library_that_cannot_be_loaded__is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = importlib.import_module

    def without_typst(name: str, *more: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return load(name, *more)

    monkeypatch.setattr(importlib, "import_module", without_typst)
    assert "libraries cannot be loaded: typst" in faults(tmp_path)["libraries"].text.en


def test_doctor__papers_or_readers_that_fail__are_errors_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "pdf_bytes", failing("no font"))
    monkeypatch.setattr(reader, "read_files", failing("no process"))
    found = faults(tmp_path)
    assert [*found] == ["papers", "readers"]
    assert "no font" in found["papers"].text.id
    assert "no process" in found["readers"].text.id


def test_doctor__little_space__is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5 << 20))
    text = faults(tmp_path)["disk"].text.en
    assert text == f"only 5 MB are free at {tmp_path}: make room"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "no-such-encoding"])
def test_doctor__screen_without_unicode__is_a_warning(encoding: str, tmp_path: Path) -> None:
    found = faults(tmp_path, encoding=encoding)
    assert [*found] == ["screen"]
    assert encoding in found["screen"].text.en


def test_doctor__nik_in_the_folder__is_masked(tmp_path: Path) -> None:
    (tmp_path / "3214015505909012").mkdir()
    for folder in ("3214015505909012", "3214015505909012/missing"):
        for options in ([], ["--json"]):
            done = invoke("doctor", "--out", folder, *options, cwd=tmp_path)
            assert "3214********9012" in done.out
            assert "3214015505909012" not in done.out
