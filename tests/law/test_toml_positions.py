"""Where a key of a TOML file is, however it is written."""

from __future__ import annotations

import pytest

from pemilu_cover.law.toml_positions import find_key

TEXT = """\
number = "1"  # nomor = "2"
employer = { name = "KPU, = x", npp = "1" }

[payer]
name = "APBD"

  [ roles . "KPPS_KETUA" ]
months=2
base.kind = "flat"

[[rates]]
percent = 1

[[rates]]
percent = 2

[[rates.steps]]
first = 1

[[rates.steps]]
first = 2
"""


@pytest.mark.parametrize(
    ("path", "position"),
    [
        (("number",), (1, 1)),
        (("employer",), (2, 1)),
        (("employer", "name"), (2, 14)),
        (("employer", "npp"), (2, 33)),
        (("payer",), (4, 2)),
        (("payer", "name"), (5, 1)),
        (("roles", "KPPS_KETUA"), (7, 5)),
        (("roles", "KPPS_KETUA", "months"), (8, 1)),
        (("roles", "KPPS_KETUA", "base", "kind"), (9, 1)),
        (("rates", 0, "percent"), (12, 1)),
        (("rates", 1, "percent"), (15, 1)),
        (("rates", 1, "steps", 0, "first"), (18, 1)),
        (("rates", 1, "steps", 1, "first"), (21, 1)),
        (("rates", 1, "law"), (14, 3)),
        (("payer", "fund"), (4, 2)),
        (("nothing", "at", "all"), None),
        ((), None),
    ],
)
def test_find_key__any_way_to_write_it__is_its_line_and_column(
    path: tuple[str | int, ...], position: tuple[int, int] | None
) -> None:
    assert find_key(TEXT, path) == position


@pytest.mark.parametrize("quote", ['"""', "'''"])
def test_find_key__text_of_several_lines__holds_no_keys(quote: str) -> None:
    text = f"number = {quote}\n[employer]\nnpp = 1\n{quote}\n[employer]\nnpp = 2\n"
    assert find_key(text, ("employer", "npp")) == (6, 1)


def test_find_key__separator_that_ends_no_line__is_not_counted() -> None:
    assert find_key("number = '\u2028'\nnpp = 1", ("npp",)) == (2, 1)
