"""How a person and their place of duty are shown where others may look on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pemilu_cover.i18n.text import translate
from pemilu_cover.reference.regions import kecamatan_names, region_name
from pemilu_cover.values.text import mask_niks, normal_form

# The file of people without a known kecamatan.
NO_KECAMATAN = "tanpa-kecamatan"


def mask_name(name: str) -> str:
    """Return a name with the first letter of each word alone.

    >>> mask_name("Siti Aminah, S.Pd.")
    'S*** A***** S P*'
    """
    words = "".join(sign if sign.isalnum() or sign == "'" else " " for sign in name).split()
    return " ".join(f"{word[0]}{'*' * (len(word) - 1)}" for word in words)


def place_of_duty(person: Mapping[str, Any]) -> str:
    """Return polling station, desa and kecamatan, as far as they are known.

    >>> place_of_duty({"tps": "007", "desa": "Ciwangi", "kecamatan": "Bungursari"})
    'TPS 007, Ciwangi, Bungursari'
    >>> place_of_duty({"tps": None, "desa": None, "kecamatan": "Bungursari"})
    'Kecamatan Bungursari'
    """
    tps, desa, kecamatan = person["tps"], person["desa"], person["kecamatan"]
    if kecamatan and not (tps or desa):
        kecamatan = translate("coverage.whole-kecamatan", name=kecamatan)
    return mask_niks(", ".join(filter(None, (tps and f"TPS {tps}", desa, kecamatan))))


def seat_label(person: Mapping[str, Any]) -> str:
    r"""Return role and unit in two lines, as sheets for the office show them.

    >>> seat_label({"role_name": "Anggota KPPS", "tps": "3", "desa": "Ciwangi", "kecamatan": "Plered"})
    'Anggota KPPS\nTPS 3, Ciwangi, Plered'
    """
    tps = f"TPS {person['tps']}" if person["tps"] else None
    unit = ", ".join(filter(None, (tps, person["desa"], person["kecamatan"])))
    return "\n".join(filter(None, (person["role_name"], unit)))


def kecamatan_file_stem(kecamatan: str | None) -> str:
    """Return the name of a kecamatan's file without its ending; cells that name none share one.

    >>> kecamatan_file_stem("KEC. PLERED"), kecamatan_file_stem("Jl. Melati 3")
    ('kec-plered', 'tanpa-kecamatan')
    """
    words = normal_form(kecamatan or "").removeprefix("KECAMATAN ").removeprefix("KEC ")
    if words not in kecamatan_names():
        return NO_KECAMATAN
    return f"kec-{words.lower().replace(' ', '-')}"


def regency_label(code: str | None) -> str:
    """Return the name of a regency, its code where it has none.

    >>> regency_label("3214"), regency_label(None)
    ('Kabupaten Purwakarta', '')
    """
    return region_name(code) or code if code else ""


def roster_place(person: Mapping[str, Any]) -> str:
    """Return where the roster has a person.

    >>> roster_place({"file": "kpps.xlsx", "sheet": "DATA", "row": 7})
    'kpps.xlsx › DATA!7'
    """
    return mask_niks(f"{person['file']} › {person['sheet']}!{person['row']}")
