"""Desa: all are there, under their kecamatan, and two regencies as another list has them."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache

import pytest
from support.paths import EXAMPLES, REPOSITORY

from pemilu_cover.reference import regions, villages


@cache
def everywhere() -> dict[str, str]:
    return dict(villages.rows())


def listed() -> dict[str, set[tuple[str, str]]]:
    """The desa of the example offices by regency, from a list of their own."""
    found = defaultdict(set)
    with (EXAMPLES / "regions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["code"][:5].replace(".", "")].add((row["kecamatan"], row["desa"]))
    return found


def test_all_desa_and_kelurahan_are_there() -> None:
    # Kepmendagri 300.2.2-2138/2025; the fifth digit from the end tells a kelurahan from a desa.
    kinds = Counter(code[6] for code in everywhere())
    assert len(everywhere()) == 83_762
    assert (kinds["1"], kinds["2"] + kinds["3"]) == (8_496, 75_266)


def test_every_kecamatan_has_a_desa_and_every_desa_a_kecamatan() -> None:
    assert {code[: regions.KECAMATAN] for code in everywhere()} == regions.kecamatan_codes()
    assert len({code[: regions.REGENCY] for code in everywhere()}) == 514
    assert len({code[: regions.PROVINCE] for code in everywhere()}) == 38


@pytest.mark.parametrize("regency", ["3214", "3502"])
def test_two_regencies_are_as_another_list_has_them(regency: str) -> None:
    named = villages.villages_by_kecamatan(regency)
    pairs = {(kecamatan, name) for kecamatan, names in named.items() for name in names}
    assert pairs == listed()[regency]


def test_names_stand_in_order_and_once() -> None:
    named = villages.villages_by_kecamatan(
        "1201"
    )  # Sorkam Kanan is a desa and a kelurahan of one kecamatan
    assert list(named) == sorted(named)
    for names in named.values():
        assert list(names) == sorted(set(names))


def test_names_are_safe_in_a_formula() -> None:
    names = {*everywhere().values(), *map(str, map(regions.region_name, regions.kecamatan_codes()))}
    assert not [name for name in names if set(name) & set('*?~"') or name[0] in "=+-@<>"]


def test_the_list_is_small() -> None:
    assert (REPOSITORY / "src/pemilu_cover/reference/villages.csv.gz").stat().st_size < 1_000_000


def test_quote_does_not_read_it() -> None:
    program = (
        "import sys; sys.argv = ['pemilu-cover', 'quote', '--role', 'KPPS', '--days', '30'];"
        "from pemilu_cover.cli.registry import app; app(standalone_mode=False);"
        "sys.exit('pemilu_cover.reference.villages' in sys.modules)"
    )
    path = {"PYTHONPATH": str(REPOSITORY / "src"), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=path, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


REGENCIES = {
    "32.14": "3214",
    " 3214 ": "3214",
    "Kabupaten Purwakarta": "3214",
    "kab. ponorogo": "3502",
    "Kota Bandung": "3273",
}


@pytest.mark.parametrize(("text", "code"), REGENCIES.items())
def test_a_regency_is_known_by_code_or_name(text: str, code: str) -> None:
    assert regions.regency_by_code_or_name(text) == code


@pytest.mark.parametrize("text", ["", "32", "321401", "3299", "Purwakarta", "Kabupaten Atlantis"])
def test_what_is_no_regency_has_no_code(text: str) -> None:
    assert regions.regency_by_code_or_name(text) is None


LIKE = {
    "Purwakarta": ["Kabupaten Purwakarta (3214)"],
    "Kabupaten Purwakatra": ["Kabupaten Purwakarta (3214)"],
    "bandung": ["Kabupaten Bandung (3204)", "Kota Bandung (3273)"],
    "321401": ["Kabupaten Purwakarta (3214)"],
    "Kalimantan Timur": [],  # a province, and no regency's name is near it
    "Atlantis": [],
    "": [],
}


@pytest.mark.parametrize(("text", "names"), LIKE.items())
def test_what_may_be_meant_is_offered(text: str, names: list[str]) -> None:
    assert regions.suggest_regencies(text) == names
