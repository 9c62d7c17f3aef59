"""Law files: where they lie, and what is said of one that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law import rates_folder
from pemilu_cover.law.rate_files import RateFileError, check_bounds, read_rate_file
from pemilu_cover.law.rates_folder import rates_dir
from pemilu_cover.law.roles import Roles


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the program as a checkout has it, and the program in it."""
    package = tmp_path / "src" / "pemilu_cover" / "law"
    package.mkdir(parents=True)
    monkeypatch.setattr(rates_folder, "__file__", str(package / "rates_folder.py"))
    return package


def test_rates_dir__checkout__is_beside_src(installed: Path, tmp_path: Path) -> None:
    assert not (installed / "rates").exists()
    assert rates_dir() == tmp_path / "rates"


def test_rates_dir__wheel__is_in_the_package(installed: Path) -> None:
    (installed / "rates").mkdir()
    assert rates_dir() == installed / "rates"


@pytest.mark.parametrize(("low", "high"), [(1, 1), (1, 2), (None, 1), (2, None), (None, None)])
def test_bounds_may_be_equal_or_unknown(low: int | None, high: int | None) -> None:
    check_bounds(low, high)


def test_check_bounds__wrong_order__raises() -> None:
    with pytest.raises(ValueError, match=r"^max is less than min$"):
        check_bounds(2, 1)


def refused(file: Path) -> RateFileError:
    with pytest.raises(RateFileError) as caught:
        read_rate_file(file, Roles)
    return caught.value


def test_read__missing_file__is_refused_as_missing(tmp_path: Path) -> None:
    message = refused(tmp_path / "roles.toml")
    assert (message.file, message.key) == (tmp_path / "roles.toml", "")
    assert str(message) == "roles.toml: there is no such file"


def test_read__file_that_the_system_refuses__cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise OSError

    monkeypatch.setattr(Path, "open", broken)
    assert str(refused(tmp_path / "roles.toml")) == (
        "roles.toml: cannot be read; check its permissions, or whether it is a folder"
    )


def test_error__reason_in_two_languages__is_a_message_in_english(tmp_path: Path) -> None:
    reason = LocalizedText("tidak dikenal", "is not known")
    error = RateFileError(tmp_path / "pks.toml", "payer", reason)
    assert str(error) == "pks.toml: payer: is not known"
    assert error.reason is reason
