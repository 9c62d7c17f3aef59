"""The schemas that editors use are those of the models, and every rate file names its own."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from support.paths import EXAMPLES, REPOSITORY

from pemilu_cover.law import rates_folder, schema
from pemilu_cover.law.schema import MODELS, schemas

RATES = REPOSITORY / "rates"


def test_the_written_schemas_are_those_of_the_models() -> None:
    assert {file.stem for file in (RATES / "schema").glob("*.json")} == set(MODELS)
    for name, text in schemas().items():
        assert (RATES / "schema" / f"{name}.json").read_text(encoding="utf-8") == text


def test_schema_module__run__writes_the_schemas_next_to_the_rates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates_folder, "rates_dir", lambda: tmp_path)
    for _ in ("where there are none", "over older ones"):
        runpy.run_path(schema.__file__, run_name="__main__")
        written = {file.stem: file.read_text("utf-8") for file in (tmp_path / "schema").iterdir()}
        assert written == schemas()


def test_every_law_file_names_a_schema_that_exists() -> None:
    files = [*RATES.rglob("*.toml"), *EXAMPLES.glob("*.toml")]
    assert len(files) >= 10
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#:schema ")
        assert (file.parent / first.removeprefix("#:schema ")).is_file()
