"""The same input gives the same bytes, in any folder, at any time and for any user."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from faults.processes import PROGRAM, environment, start
from support.paths import EXAMPLES

MESSY, AGREEMENT = "messy-2024.xlsx", "purwakarta-2024.toml"
HERE = {"TZ": "Asia/Jayapura", "LANG": "id_ID.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4294967295"}
OPTIONS = [
    (),
    (
        "--split-corrections-by",
        "kecamatan",
        "--auto-fix",
        "birth-swapped",
        "--payment-date",
        "2025-03-20",
    ),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in another folder, copied on another day."""
    folder = tmp_path_factory.mktemp("copied")
    for name in (MESSY, AGREEMENT):
        shutil.copy(EXAMPLES / name, folder / name)
        os.utime(folder / name, (1, 1))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file by its relative name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "by kecamatan"])
def test_output__different_time_zone_and_locale__has_the_same_bytes(
    options: tuple[str, ...], copied: Path, tmp_path: Path
) -> None:
    arguments = ("enrol", MESSY, "--agreement", AGREEMENT, "--out", tmp_path / "one")
    assert start(*PROGRAM, *arguments, *options, cwd=copied, **HERE).status == 1
    far = (EXAMPLES / MESSY, "--agreement", EXAMPLES / AGREEMENT, "--out", tmp_path / "two")
    done = subprocess.run(
        list(map(str, (*PROGRAM, "enrol", *far, *options))),
        capture_output=True,
        cwd="/",
        env=environment(**THERE),
        umask=0 if sys.platform != "win32" else -1,
        check=False,
    )
    assert done.returncode == 1
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    assert len(one) >= 4
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_output__any_file__has_no_timestamp(copied: Path, tmp_path: Path) -> None:
    assert start(*PROGRAM, "enrol", copied / MESSY, "--out", tmp_path / "out").status == 1
    for path in (tmp_path / "out").iterdir():
        if path.suffix == ".pdf":
            assert set(re.findall(rb"D:(\d{4})", path.read_bytes())) <= {b"1970"}
            continue
        if path.suffix in (".json", ".html"):
            assert not re.search(r"\d\d:\d\d", path.read_text(encoding="utf-8"))
            continue
        if path.suffix == ".parquet":
            continue  # the same bytes on another day, as the test above shows
        with ZipFile(path) as package:
            assert {entry.date_time[0] for entry in package.infolist()} == {1980}
            timestamps = re.findall(
                r"\d{4}-\d\d-\d\dT[^<]*", package.read("docProps/core.xml").decode()
            )
            assert set(timestamps) == {"2024-01-01T00:00:00Z"}
