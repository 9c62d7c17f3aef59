"""Roles by name: every way in which they are written finds its code, and nothing is guessed."""

from __future__ import annotations

import pytest

from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.roles import Roles, role_form


@pytest.fixture(scope="session")
def roles(book: RateBook) -> Roles:
    return book.roles


# Read in the press and in rosters, misprints included (PPKD in Pacitan, PPDK in Denpasar, PDK in Gresik).
SEEN = {
    "Panwascam": "PANWASCAM_ANGGOTA",
    "Panwaslucam": "PANWASCAM_ANGGOTA",
    "Panwaslu Kecamatan": "PANWASCAM_ANGGOTA",
    "Panwas Kecamatan": "PANWASCAM_ANGGOTA",
    "PKD": "PKD",
    "PPL": "PKD",
    "PPKD": "PKD",
    "PPDK": "PKD",
    "PDK": "PKD",
    "Panwasdes": "PKD",
    "PTPS": "PTPS",
    "Pengawas TPS": "PTPS",
    "Panwas TPS": "PTPS",
    "TPTS": "PTPS",
    "PPDP": "PANTARLIH",
    "PPDB": "PANTARLIH",
    "Pantarlih": "PANTARLIH",
    "Linmas": "LINMAS_TPS",
    "Satlinmas": "LINMAS_TPS",
    "Pam TPS": "LINMAS_TPS",
    "pengaman TPS": "LINMAS_TPS",
    "Petugas Ketertiban TPS": "LINMAS_TPS",
    "KPPS Kedua": "KPPS_ANGGOTA",
    "KPPS Ketiga": "KPPS_ANGGOTA",
    "KKPS": "KPPS_ANGGOTA",
}

# Plain variants of what was read: abbreviations, numbers, codes.
WRITTEN = {
    "Angg. KPPS": "KPPS_ANGGOTA",
    "ANGG.  KPPS": "KPPS_ANGGOTA",
    "AGT KPPS": "KPPS_ANGGOTA",
    "anggota kpps": "KPPS_ANGGOTA",
    "KPPS (Anggota)": "KPPS_ANGGOTA",
    "ＫＰＰＳ": "KPPS_ANGGOTA",
    "Angg. KPPS 4": "KPPS_ANGGOTA",
    "Anggota KPPS 1": "KPPS_ANGGOTA",
    "Anggota KPPS VII": "KPPS_ANGGOTA",
    "Anggota KPPS ke-4": "KPPS_ANGGOTA",
    "KPPS 2": "KPPS_ANGGOTA",
    "KPPS-7": "KPPS_ANGGOTA",
    "KPPS III": "KPPS_ANGGOTA",
    "KPPS keempat": "KPPS_ANGGOTA",
    "KPPS 1": "KPPS_KETUA",
    "KPPS I": "KPPS_KETUA",
    "KPPS pertama": "KPPS_KETUA",
    "KET. KPPS": "KPPS_KETUA",
    "KTUA KPPS": "KPPS_KETUA",
    "Ketua KPPS": "KPPS_KETUA",
    "KPPS_KETUA": "KPPS_KETUA",
    "kpps ketua": "KPPS_KETUA",
    "PPS 2": "PPS_ANGGOTA",
    "Anggota PPS 1": "PPS_ANGGOTA",
    "Ket. PPS": "PPS_KETUA",
    "SEKR. PPS": "PPS_SEKRETARIS",
    "Sek PPK": "PPK_SEKRETARIS",
    "STAFF PPK": "PPK_STAF",
    "Staff Sekretariat PPS": "PPS_STAF",
    "PPK": "PPK_ANGGOTA",
    "PPK II": "PPK_ANGGOTA",
    "Linmas 1": "LINMAS_TPS",
    "Linmas 2": "LINMAS_TPS",
    "Petugas Ketertiban TPS 2": "LINMAS_TPS",
    "PKD 1": "PKD",
    "Ketua KPU": "KPU_KAB_KETUA",
    "Komisioner KPU": "KPU_KAB_ANGGOTA",
    "Kasubbag": "KPU_KAB_SEKRETARIAT",
    "KPPSLN": "KPPSLN_ANGGOTA",
}


@pytest.mark.parametrize(("written", "code"), (SEEN | WRITTEN).items())
def test_find__spellings_of_a_role__return_its_code(roles: Roles, written: str, code: str) -> None:
    assert roles.find(written) == code


UNRESOLVED = {
    "the first of the PPS: chair or member": "PPS 1",
    "the first of the PPK": "PPK I",
    "the first of the Panwascam": "Panwascam 1",
    "a second chair": "Ketua KPPS 2",
    "a second chair, counted": "Ketua KPPS ke-2",
    "number 0": "KPPS 0",
    "a number alone": "4",
    "another occupation": "Tukang Parkir",
    "nothing": "",
    "punctuation": "-",
    "two roles": "KPPS dan Linmas",
    "a longer word": "KPPSS",
}


@pytest.mark.parametrize("written", UNRESOLVED.values(), ids=UNRESOLVED.keys())
def test_what_names_no_one_role_is_not_guessed(roles: Roles, written: str) -> None:
    assert roles.find(written) is None


# Words that say nothing without the sheet's title.
AMBIGUOUS = {
    "KETUA": {"Ketua PPK", "Ketua PPS", "Ketua KPPS"},
    "Anggota": {"Anggota PPK", "Anggota PPS", "Anggota KPPS"},
    "Komisioner": {"Anggota KPU Kabupaten/Kota", "Anggota Bawaslu Kabupaten/Kota"},
    "Kordiv": {"Anggota KPU Kabupaten/Kota", "Anggota Bawaslu Kabupaten/Kota"},
    "SEKRETARIAT": {"Staf Sekretariat PPK", "Staf Sekretariat PPS"},
    "Sekr.": {"Sekretaris PPK", "Sekretaris PPS"},
    "Bendahara": {"Staf Sekretariat PPK", "Staf Sekretariat PPS"},
    "PPNPN": {"Pegawai Non-ASN Sekretariat KPU Kabupaten/Kota"},
    "Staff Non PNS": {"Pelaksana Teknis Non-PNS Sekretariat Panwaslu Kecamatan"},
    "Staf Pelaksana Non PNS": {"Pelaksana Teknis Non-PNS Sekretariat Panwaslu Kecamatan"},
    "Kepala Sekretariat": {"Kepala Sekretariat Panwaslu Kecamatan"},
    "Pengawas": {"Pengawas TPS", "Anggota Panwaslu Kecamatan"},
    "Staf KPU": {"Pegawai ASN Sekretariat KPU Kabupaten/Kota"},
}


@pytest.mark.parametrize(("written", "among"), AMBIGUOUS.items())
def test_an_ambiguous_word_is_not_resolved_but_its_meanings_are_named(
    roles: Roles, written: str, among: set[str]
) -> None:
    assert roles.find(written) is None
    meanings = roles.meanings(written)
    assert among <= set(meanings)
    assert len(set(meanings)) == len(meanings) >= 2


@pytest.mark.parametrize("written", ["Ketua KPPS", "Tukang Parkir", ""])
def test_a_clear_or_an_unknown_word_has_no_list_of_meanings(roles: Roles, written: str) -> None:
    assert roles.meanings(written) == ()


def test_every_ambiguous_word_is_matched_in_its_own_form(roles: Roles) -> None:
    assert [word for word in roles.ambiguous if word != role_form(word)] == []
    assert [word for word in roles.ambiguous if roles.find(word)] == []


def test_find__name_or_code__returns_the_code(roles: Roles) -> None:
    themselves = {code: code for code in roles.roles}
    assert {code: roles.find(role.name) for code, role in roles.roles.items()} == themselves
    assert {code: roles.find(code.lower()) for code in roles.roles} == themselves


def test_a_family_has_each_position_once(roles: Roles) -> None:
    positions = [(role.family, role.position) for role in roles.roles.values()]
    assert len(positions) == len(set(positions)) == 38


NEAREST = {
    "Angota KPPS": "Anggota KPPS",
    "Ketua KPSS": "Ketua KPPS",
    "Pantarli": "Pantarlih",
    "Pengawas TPSS": "Pengawas TPS",
    "Sekretaris PPKK": "Sekretaris PPK",
}


@pytest.mark.parametrize(("written", "name"), NEAREST.items())
def test_a_misprint_is_answered_with_a_suggestion_only(
    roles: Roles, written: str, name: str
) -> None:
    assert roles.find(written) is None
    assert roles.nearest(written) == name


@pytest.mark.parametrize("written", ["Tukang Parkir", "", "12345"])
def test_a_word_like_no_role_has_no_suggestion(roles: Roles, written: str) -> None:
    assert roles.nearest(written) is None


NAMED = [
    ("KPPS", None, "KPPS_ANGGOTA"),
    ("kpps", None, "KPPS_ANGGOTA"),
    ("KPPS", "ketua", "KPPS_KETUA"),
    ("KPPS", " Ketua ", "KPPS_KETUA"),
    ("PPK", "sekretaris", "PPK_SEKRETARIS"),
    ("PPS", "staf", "PPS_STAF"),
    ("KPU_KAB", "ketua", "KPU_KAB_KETUA"),
    ("kpu kab", "anggota", "KPU_KAB_ANGGOTA"),
    ("KPU-KAB", None, "KPU_KAB_ANGGOTA"),
    ("LINMAS", None, "LINMAS_TPS"),
    ("LINMAS", "petugas", "LINMAS_TPS"),
    ("Linmas LN", None, "LINMAS_LN"),
    ("PANTARLIH", None, "PANTARLIH"),
    ("PKD", "petugas", "PKD"),
    ("PTPS", None, "PTPS"),
    ("PANWASCAM", "staf_nonpns", "PANWASCAM_STAF_NONPNS"),
    ("KPPS_KETUA", None, "KPPS_KETUA"),
    ("Ketua KPPS", None, "KPPS_KETUA"),
    ("Angg. KPPS 4", None, "KPPS_ANGGOTA"),
    ("KPPS", "bendahara", None),
    ("KPPS", "", None),
    ("KETUA", None, None),
    ("Tukang Parkir", None, None),
    ("Tukang Parkir", "ketua", None),
]


@pytest.mark.parametrize(("family", "position", "code"), NAMED)
def test_a_clerk_names_a_role_by_its_family_and_position(
    roles: Roles, family: str, position: str | None, code: str | None
) -> None:
    assert roles.find_by_position(family, position) == code


def test_the_order_of_the_words_does_not_change_the_member(roles: Roles) -> None:
    assert roles.find("KPPS Anggota 1") == roles.find("Anggota KPPS 1")
