"""Plain text in lines: paragraphs, columns, cells that wrap side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values.text_layout import align, wrap, wrap_cells

WORDS = st.text(alphabet="abc-", min_size=1, max_size=6)


@given(st.lists(WORDS).map(" ".join))
def test_wrap__any_paragraph__splits_no_word(text: str) -> None:
    lines = wrap(text, 10)
    assert " ".join(lines) == text
    assert all(len(line) <= 10 for line in lines)


def test_wrap__hanging_not_given__indents_all_lines_alike() -> None:
    assert wrap("one two three", 8, indent="  ") == ["  one", "  two", "  three"]


def test_wrap__empty_hanging__indents_first_line_only() -> None:
    assert wrap("one two three", 8, indent="  ", hanging="") == ["  one", "two", "three"]


ROWS = [["KPPS", "7", "1", "12"], ["PPK", "12", "10", "7"]]
ALIGNMENTS = {
    "<": ["  KPPS  7   1   12", "  PPK   12  10  7"],
    ">": ["  KPPS   7   1  12", "   PPK  12  10   7"],
    "<>": ["  KPPS   7   1  12", "  PPK   12  10   7"],
    "<<>": ["  KPPS  7    1  12", "  PPK   12  10   7"],
    "<><": ["  KPPS   7  1   12", "  PPK   12  10  7"],
}


@pytest.mark.parametrize(("alignment", "lines"), ALIGNMENTS.items())
def test_align__few_sides__repeats_the_last(alignment: str, lines: list[str]) -> None:
    assert align(ROWS, alignment) == lines


def test_align__no_sides__aligns_left() -> None:
    assert align(ROWS) == ALIGNMENTS["<"]


def test_align__gap_and_indent__separate_columns() -> None:
    assert align([["a", "b"], ["aa", "bb"]], gap=" | ", indent="> ") == ["> a  | b", "> aa | bb"]


def test_align__no_rows__returns_no_lines() -> None:
    assert align([]) == []


def test_align__rows_of_different_length__raises() -> None:
    with pytest.raises(ValueError, match="zip"):
        align([["a", "b"], ["a"]])


def test_align__more_sides_than_columns__raises() -> None:
    with pytest.raises(ValueError, match="zip"):
        align([["a", "b"]], "<<>")


def test_wrap_cells__cells_of_different_height__fills_columns() -> None:
    assert wrap_cells(["a", "one two", "1"], [2, 4, 3]) == ["  a   one   1", "      two"]


def test_wrap_cells__few_sides__repeats_the_last() -> None:
    assert wrap_cells(["a", "b", "c"], [2, 2, 2], "<>") == ["  a    b   c"]


def test_wrap_cells__hyphen__does_not_break() -> None:
    assert wrap_cells(["KPU kab-kota"], [9]) == ["  KPU", "  kab-kota"]


def test_wrap_cells__more_than_max_lines__ends_in_ellipsis() -> None:
    assert wrap_cells(["one two three", "a"], [5, 1], max_lines=2) == ["  one    a", "  two …"]


def test_wrap_cells__no_max_lines__shows_all_text() -> None:
    assert wrap_cells(["one two three"], [5]) == ["  one", "  two", "  three"]


def test_wrap_cells__more_cells_than_widths__raises() -> None:
    with pytest.raises(ValueError, match="zip"):
        wrap_cells(["a", "b"], [1])
