"""The letter with which each kecamatan gets its corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.paths import EXAMPLES
from support.pdf import letter_sizes_pt, page_sizes_pt, pdf_pages
from support.people import Row, nik, short_person
from support.run import invoke
from support.workbooks import roster

AGREEMENT = """
[employer]
name = "KPU Kabupaten Purwakarta"
location = "3214"
[letterhead]
address = ["Jalan Veteran Nomor 1 Purwakarta"]
[papers]
place = "Purwakarta"
[signatories.head]
name = "Rahayu Invensi"
nip = "198001012005011001"
"""
PEOPLE: tuple[Row, ...] = (
    short_person(1, NIK="123"),
    short_person(2, NIK="12345"),
    short_person(3, Honor="banyak"),
    short_person(4, Kode_Pos=None),
    short_person(5, Honor=1_100_000),
    short_person(6),
    short_person(7, Kecamatan="Sukatani", Gol_Darah=None),
    short_person(8, Kecamatan="Sukatani"),
    short_person(9, Kecamatan="Jl. Melati 3", NIK="9"),
)


def letters(
    folder: Path, *people: Row, agreement: str = AGREEMENT, split: bool = True
) -> dict[str, str]:
    """Return the text of each letter by name, in one line."""
    (folder / "pks.toml").write_text(agreement, encoding="utf-8")
    options = ["--split-corrections-by", "kecamatan"] if split else []
    source = roster(folder / "roster.xlsx", *people)
    invoke("enrol", source, "--agreement", folder / "pks.toml", "--out", folder / "out", *options)
    return texts(folder / "out")


def texts(out: Path) -> dict[str, str]:
    return {
        path.name: " ".join(" ".join(pdf_pages(path)).split())
        for path in (out / "surat-pengantar").glob("*")
    }


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return letters(tmp_path_factory.mktemp("letters"), *PEOPLE)


def test_letters__several_kecamatan__are_one_each_and_none_for_unknown_places(
    sent: Mapping[str, str],
) -> None:
    assert sorted(sent) == ["kec-purwakarta.pdf", "kec-sukatani.pdf"]


@pytest.mark.parametrize(
    "text",
    [
        "KPU KABUPATEN PURWAKARTA Jalan Veteran Nomor 1 Purwakarta",
        "Purwakarta, ……",
        "Nomor : ....",
        "Lampiran : 1 (satu) berkas: kec-purwakarta.xlsx",
        "Yth. Ketua Panitia Pemilihan Kecamatan (PPK) Kecamatan Purwakarta di tempat",
        "Petugas di daftar : 6 orang",
        "Datanya lengkap : 2 orang",
        "Terdaftar, isiannya kurang : 1 orang",
        "BELUM terdaftar : 3 orang",
        "3 orang belum terdaftar: mereka belum terlindungi",
        "NIK … digit, seharusnya 16. 2",
        "Honor tidak terbaca sebagai jumlah rupiah. 1",
        "Isian kosong: Kode Pos 1",
        "Sudah terdaftar, tetapi perlu diperiksa (sel kuning) 1",
        "Lembar Perbaikan: betulkan sel berwarna menurut kolom Yang harus dibetulkan",
        "Lembar Lengkapi: isi sel kuning",
        "Masa tugas paling awal dimulai 7 November 2024. Mohon berkas yang sudah diisi kami terima"
        " sebelum hari itu, paling lambat tanggal ……",
        "Rahayu Invensi NIP 19800101 200501 1 001",
    ],
)
def test_letter__people_of_all_kinds__says_it(text: str, sent: Mapping[str, str]) -> None:
    assert text in sent["kec-purwakarta.pdf"]


def test_letter__only_gaps__asks_for_these_alone(sent: Mapping[str, str]) -> None:
    letter = sent["kec-sukatani.pdf"]
    assert "BELUM terdaftar : 0 orang" in letter
    assert "Isian kosong: Gol. Darah 1" in letter
    assert "belum terlindungi" not in letter
    assert "Lembar Perbaikan" not in letter


def test_letters__names_and_niks__are_not_in_them(sent: Mapping[str, str]) -> None:
    for letter in sent.values():
        assert not any(str(person["Nama"]) in letter for person in PEOPLE)
        assert not re.search(nik(1)[:8], letter)


def test_letters__a_kecamatan_with_information_alone__gets_none(tmp_path: Path) -> None:
    people = short_person(1, NIK="1"), short_person(2, Kecamatan="Sukatani", Keterangan="PNS")
    assert [*letters(tmp_path, *people)] == ["kec-purwakarta.pdf"]
    assert (tmp_path / "out" / "corrections" / "kec-sukatani.xlsx").exists()


def test_letter__written_after_the_first_day__asks_for_haste(tmp_path: Path) -> None:
    late = AGREEMENT.replace("[papers]", "[papers]\nbill_date = 2024-11-20")
    (letter,) = letters(tmp_path, short_person(1, NIK="1"), agreement=late).values()
    assert "sudah dimulai 7 November 2024. Mohon berkas yang sudah diisi kami terima sece" in letter


def test_letter__no_agreement__has_dotted_lines(tmp_path: Path) -> None:
    (letter,) = letters(tmp_path, short_person(1, NIK="1"), agreement="").values()
    assert "(NAMA KANTOR)" in letter
    assert "NIP ……" in letter


def test_letters__corrections_in_one_file__are_not_written(tmp_path: Path) -> None:
    assert letters(tmp_path, short_person(1, NIK="1"), split=False) == {}


@pytest.mark.slow
def test_letters__supervisors_of_21_kecamatan__go_to_panwaslu_with_the_counts_of_json(
    tmp_path: Path,
) -> None:
    agreement, source = EXAMPLES / "ponorogo-2020.toml", EXAMPLES / "ponorogo-2020.xlsx"
    options = ["--agreement", agreement, "--split-corrections-by", "kecamatan"]
    done = invoke("enrol", source, *options, "--out", tmp_path / "out", "--json")
    sent = texts(tmp_path / "out")
    counts = {each["kecamatan"]: each for each in done.json["by_kecamatan"]}
    assert len(sent) == len(counts) == 21
    for name, one in counts.items():
        letter = sent[f"kec-{name.casefold()}.pdf"]
        assert f"(Panwaslu Kecamatan) Kecamatan {name}" in letter
        assert f"isiannya kurang : {one['incomplete']} orang" in letter


def test_letter__printed__is_one_a4_page_of_8_points_and_more(tmp_path: Path) -> None:
    letters(tmp_path, *PEOPLE)
    path = tmp_path / "out" / "surat-pengantar" / "kec-purwakarta.pdf"
    assert page_sizes_pt(path) == {(595, 842)}
    assert min(letter_sizes_pt(path)) >= 8
    assert len(pdf_pages(path)) == 1
