"""Random rosters, enrolled whole and piece by piece: the same people, values, findings, rows and prices."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from batches.random_rosters import by_desk, by_pieces, random_files
from hypothesis import given, settings
from hypothesis import strategies as st


# A whole roster comes from one seed: drawn cell by cell, it would take minutes.
@given(seed=st.integers(0, 2**32), rows=st.sampled_from([1, 2, 3, 5, 8]))
@settings(max_examples=6)
def test_random_rosters__workbook_and_batches__are_equal(seed: int, rows: int) -> None:
    with TemporaryDirectory() as folder:
        files = random_files(Random(seed), Path(folder))  # noqa: S311  no secret
        desk = by_desk(files)
        pieces = by_pieces(files, Path(folder, "out"), rows)
        for name, expected in desk.items():
            assert pieces[name] == expected, name
        kept = len(desk["enrolled"]) + len(desk["held_back"]) + desk["excluded"]
        assert desk["people"] == kept
