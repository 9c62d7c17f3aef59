"""Random rosters have the same people, values, findings, rows and prices with workbooks and in batches."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from batches.random_rosters import batch_result, random_files, workbook_result
from hypothesis import given, settings
from hypothesis import strategies as st


# A whole roster comes from one seed: drawn cell by cell, it would take minutes.
@given(
    seed=st.integers(0, 2**32),
    rows=st.sampled_from([1, 2, 3, 5, 8]),
    lookahead=st.sampled_from([0, 1, 4]),
)
@settings(max_examples=6)
def test_random_rosters__workbook_and_batches__are_equal(
    seed: int, rows: int, lookahead: int
) -> None:
    with TemporaryDirectory() as folder:
        files = random_files(Random(seed), Path(folder))  # noqa: S311  no secret
        expected_result = workbook_result(files)
        batches = batch_result(files, Path(folder, "out"), rows, lookahead=lookahead)
        for name, expected in expected_result.items():
            assert batches[name] == expected, name
        kept = (
            len(expected_result["enrolled"])
            + len(expected_result["held_back"])
            + expected_result["excluded"]
        )
        assert expected_result["people"] == kept
