"""Region codes: all are there, and offices are known by their names."""

from __future__ import annotations

import pytest

from pemilu_cover.reference import regions


def test_all_kecamatan_are_known() -> None:
    # Kepmendagri 300.2.2-2138/2025, as two independent data sets count them.
    assert len(regions.kecamatan_codes()) == 7_285
    assert {len(code) for code in regions.kecamatan_codes()} == {6}


def test_all_regencies_are_known() -> None:
    assert len(regions.regency_codes()) == 514
    assert {code[:4] for code in regions.kecamatan_codes()} == regions.regency_codes()


# The kecamatan of the two example offices, counted by the press and by Kemendagri.
@pytest.mark.parametrize(("regency", "kecamatan"), [("3214", 17), ("3502", 21)])
def test_the_example_offices_have_their_kecamatan(regency: str, kecamatan: int) -> None:
    assert sum(code.startswith(regency) for code in regions.kecamatan_codes()) == kecamatan


NAMES = {
    "32": "Jawa Barat",
    "3214": "Kabupaten Purwakarta",
    "3502": "Kabupaten Ponorogo",
    "321401": "Purwakarta",
    "3673": "Kota Serang",
    "65": "Kalimantan Utara",
    "96": "Papua Barat Daya",
}


@pytest.mark.parametrize(("code", "name"), NAMES.items())
def test_a_code_has_its_official_name(code: str, name: str) -> None:
    assert regions.region_name(code) == name


@pytest.mark.parametrize("code", ["", "9", "00", "9999", "321499", "3214 01", "Jawa Barat"])
def test_what_is_no_code_has_no_name(code: str) -> None:
    assert regions.region_name(code) is None


@pytest.mark.parametrize("code", sorted(regions.kecamatan_codes())[::500])
def test_a_kecamatan_lies_in_a_regency_and_a_province(code: str) -> None:
    assert regions.region_name(code[:4]) is not None
    assert regions.region_name(code[:2]) is not None


AS_WRITTEN = {
    "Kabupaten Purwakarta": "3214",
    "KABUPATEN PONOROGO": "3502",
    "Kab. Purwakarta": "3214",
    "KAB PONOROGO": "3502",
    "Kota Bandung": "3273",
    "Kab. Bandung": "3204",
    "kota  bandung": "3273",
}


@pytest.mark.parametrize(("text", "code"), AS_WRITTEN.items())
def test_a_regency_is_known_by_its_full_name(text: str, code: str) -> None:
    assert regions.regency_by_name(text) == code


@pytest.mark.parametrize("text", ["Bandung", "Purwakarta", "Kabupaten", "Kota Atlantis", ""])
def test_half_a_name_names_no_regency(text: str) -> None:
    assert regions.regency_by_name(text) is None


def test_kecamatan_names_are_in_the_form_of_headers() -> None:
    assert {"PURWAKARTA", "PONOROGO"} <= regions.kecamatan_names()
    assert all(name == name.upper() for name in regions.kecamatan_names())
