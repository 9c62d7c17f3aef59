"""Quotation marks in CSV: cells of several lines are read, and no row vanishes between two stray marks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from batches.builders import enrol
from hypothesis import given
from hypothesis import strategies as st
from support.people import nik

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import csv_reader
from pemilu_cover.roster.reading.csv_quoting import unescaped
from pemilu_cover.roster.reading.sheet import Row

HEAD = ["NIK", "Nama", "Jabatan", "Tanggal Lahir", "Alamat"]


def person(number: int, address: str = "Kp. Krajan", name: str = "Asep") -> Row:
    """Return the cells of a person."""
    return [nik(number), name, "Anggota KPPS", "12-05-1990", address]


def written(rows: Sequence[Row], delimiter: str = ",") -> bytes:
    """Return rows as CSV."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode()


def read(content: bytes) -> list[Row]:
    """Return the rows of a CSV file, their cells without blanks around."""
    return [[cell.strip() for cell in row] for row in csv_reader.read(content).rows]


def test_accept_long_fields__short_file_last__keeps_the_larger_limit() -> None:
    limit = csv.field_size_limit()
    read(written([HEAD, person(1)]))
    assert csv.field_size_limit() == limit


LEGAL = {
    "commas and lines in the last column": "RT 1, RW 2,\nDesa Citeko, Kec. Plered, Kab. Purwakarta",
    "as many commas as columns in a line": "Kp. Krajan\nRT 1, RW 2, Desa Citeko, Kec. Plered, Jabar",
    "a NIK in a remark": f"Pengganti Budi\nNIK {nik(7)}",
    "a NIK alone in a line": f"Pengganti Budi\n{nik(7)}\nmulai 7 November",
    "quotation marks": 'Gang "Mawar",\nno. "7"',
    "blank lines": "Kp. Krajan\n\n\nRT 1",
    "carriage returns": "Kp. Krajan\rRT 1\r\nRW 2",
    "a list": "1, 2, 3, 4, 5\n1, 2, 3, 4, 5",
}


@pytest.mark.parametrize("name", LEGAL)
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("at", [1, 4])
def test_read__a_cell_of_several_lines_is_legal__keeps_it(
    name: str, delimiter: str, at: int
) -> None:
    rows = [HEAD, *(person(number) for number in range(1, 5))]
    rows[2][at] = LEGAL[name]
    assert read(written(rows, delimiter)) == rows


@pytest.mark.parametrize("cell", [f"\n{nik(2)}", f"{nik(2)}\n{nik(9)}", f"{nik(2)}\n"])
def test_read__niks_in_lines_of_the_first_column__keeps_them(cell: str) -> None:
    rows = [HEAD, *(person(number) for number in range(1, 5))]
    rows[2][0] = cell
    assert read(written(rows)) == [[text.strip() for text in row] for row in rows]


WORDS = st.text(st.sampled_from("abc ,\n\"'.-1"), max_size=30).map(str.strip)


@given(cells=st.lists(st.tuples(WORDS, WORDS), min_size=3, max_size=8))
def test_read__any_words_as_a_program_quotes_them__gives_them_back(
    cells: list[tuple[str, str]],
) -> None:
    rows = [HEAD, *(person(at, address, name) for at, (name, address) in enumerate(cells, 1))]
    assert read(written(rows)) == rows


@given(
    count=st.integers(4, 12),
    places=st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted),
    columns=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    addresses=st.sampled_from(["Kp. Krajan", "", "RT 1 RW 2"]),
)
def test_read__two_stray_marks__never_hide_a_person(
    count: int, places: list[int], columns: tuple[int, int], addresses: str
) -> None:
    first, last = (min(at, count) for at in places)
    rows = [HEAD, *(person(number, addresses) for number in range(1, count + 1))]
    rows[first][columns[0]] = '"' + rows[first][columns[0]]
    rows[last][columns[1]] += '"'
    content = "\r\n".join(",".join(row) for row in rows).encode()
    try:
        sheet = read(content)
    except RefusalError:
        return
    assert len(sheet) == len(rows)


def test_read__a_row_without_a_nik_is_swallowed__is_refused() -> None:
    rows = [HEAD, *(person(number) for number in range(1, 6))]
    rows[3][0] = "menyusul"
    rows[2][1], rows[3][1] = '"Asep', 'Budi"'
    with pytest.raises(RefusalError) as error:
        read("\n".join(",".join(row) for row in rows).encode())
    assert (error.value.code, error.value.detail) == ("csv-broken", {"row": 3})


def test_read__a_mark_is_never_closed__names_the_row() -> None:
    rows = [HEAD, *(person(number) for number in range(1, 6))]
    rows[4][1] = '"Asep'
    with pytest.raises(RefusalError) as error:
        read("\n".join(",".join(row) for row in rows).encode())
    assert error.value.detail == {"row": 5}


ESCAPED = {
    r'"Budi \"Bejo\" Santoso"': 'Budi "Bejo" Santoso',
    r'"\"Bejo\""': '"Bejo"',
    r'"Jl. Raya \\ Gang 2"': "Jl. Raya \\ Gang 2",
    r'"dua\nbaris"': "dua\nbaris",
    r"\N": "",
}


@pytest.mark.parametrize("cell", ESCAPED)
def test_read__marks_are_escaped_by_backslashes__gives_what_is_meant(cell: str) -> None:
    lines = [",".join(HEAD), *(",".join(person(number)) for number in range(1, 80))]
    lines += [",".join(person(80, r'"Gang \"Mawar\" 7"')), ",".join(person(81, cell))]
    sheet = read("\n".join(lines).encode())
    assert len(sheet) == 82
    assert [row[4] for row in sheet[-2:]] == ['Gang "Mawar" 7', ESCAPED[cell]]


def test_read__a_cell_ends_in_a_backslash__is_read_as_csv_has_it() -> None:
    rows = [HEAD, person(1, "C:\\"), person(2, 'Gang "7"\\')]
    assert read(written(rows)) == rows


@given(cell=st.text(st.sampled_from('ab"\\,\n'), max_size=12))
def test_unescaped__what_a_database_wrote__is_what_csv_means(cell: str) -> None:
    escaped = cell.replace("\\", "\\\\").replace('"', '\\"')
    rows = list(csv.reader(map(unescaped, io.StringIO(f'"{escaped}",1', newline="")), strict=True))
    assert rows == [[cell, "1"]]


@pytest.mark.parametrize(
    "line",
    [
        r'"Budi \"Bejo\" Santoso",KPPS',
        '"Budi\nSantoso, S.Pd",KPPS',
    ],
)
def test_stream__cells_of_several_lines_and_backslashes__read_as_at_the_desk(
    line: str, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    people = "".join(f'{nik(at)},Asep,Anggota KPPS,12-05-1990,"Gang, 7"\n' for at in range(1, 300))
    odd = line.replace("KPPS", "Anggota KPPS,12-05-1990,Jalan")
    path.write_text(f"{','.join(HEAD)}\n{people}{nik(300)},{odd}\n", encoding="utf-8", newline="")
    done = enrol(path, tmp_path / "o")
    assert done.json["roster"]["rows"] == 300
