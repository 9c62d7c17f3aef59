"""The reader as a process: the same answers as within the test process, where other tests read rosters."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.paths import DATA, EXAMPLES
from support.run import in_process_reader

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import series_reader
from pemilu_cover.roster.reading.reader import read_files, run_reader
from pemilu_cover.roster.reading.series_reader import SeriesReader
from pemilu_cover.roster.reading.sheet import RosterFile

pytestmark = pytest.mark.reader_process

SHAPES = Path(__file__).parent / "shapes" / "files"
QUICK = [DATA / "messy.xlsx", SHAPES / "gform.csv", SHAPES / "parquet_nik_int64.parquet"]
SLOW = sorted({*SHAPES.iterdir(), *EXAMPLES.glob("*.xlsx"), *DATA.glob("*.xlsx")} - {*QUICK})


def answer(path: Path) -> list[RosterFile] | tuple[str, object]:
    """Return what is read of a file, or its refusal."""
    try:
        return read_files([path])
    except RefusalError as refusal:
        return refusal.code, refusal.detail


@pytest.mark.parametrize(
    "path",
    [*QUICK, *(pytest.param(path, marks=pytest.mark.slow) for path in SLOW)],
    ids=lambda path: path.name,
)
def test_reader_process__any_file__answers_as_the_reader_in_this_process(path: Path) -> None:
    of_process = answer(path)
    with in_process_reader():
        assert answer(path) == of_process


def test_reader_process__ended_by_ctrl_c__interrupts_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / "interrupted_reader.py").write_text(module, encoding="ascii")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run_reader("interrupted_reader", b"")


def test_series_reader__each_file__answers_as_a_process_of_its_own(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(QUICK[0].read_bytes()[:-200])
    with SeriesReader() as reader:
        with pytest.raises(RefusalError) as refused:
            reader.read(damaged, damaged.name)
        assert refused.value.code == "file-damaged"
        for path in QUICK:
            assert [reader.read(path, path.name)] == read_files([path])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each file has a process of its own")
def test_series_reader__its_process_ends__refuses_the_file() -> None:
    path = QUICK[0]
    with SeriesReader() as reader:
        reader.read(path, path.name)
        assert reader._process
        reader._process.kill()
        with pytest.raises(RefusalError) as refused:
            reader.read(path, path.name)
    assert refused.value.code == "reader-stopped"


def test_series_reader__ended_by_ctrl_c__interrupts_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / "interrupted_series.py").write_text(module, encoding="ascii")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(series_reader, "_READER", "interrupted_series")
    with SeriesReader() as reader, pytest.raises(KeyboardInterrupt):
        reader.read(QUICK[0], QUICK[0].name)
