"""The rate book that comes with the program, copies of it that a test may spoil, and agreements."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rates_folder import rates_dir

Edited = Callable[..., RateBook]
Agreed = Callable[[str], Agreement]


@pytest.fixture(scope="session")
def book() -> RateBook:
    """The rate book of the program."""
    return RateBook.load()


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return a book whose folder is a copy of the rates with one text in one file replaced."""

    def edit(name: str, old: str, new: str) -> RateBook:
        folder = tmp_path / "rates"
        shutil.copytree(rates_dir(), folder)
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r} to replace"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return RateBook.load(folder)

    return edit


@pytest.fixture
def agreed(tmp_path: Path, book: RateBook) -> Agreed:
    """Return the agreement of a TOML text, read from a file as the command does."""

    def agree(text: str) -> Agreement:
        file = tmp_path / "pks.toml"
        file.write_text(text, encoding="utf-8")
        return read_agreement(file, book)

    return agree
