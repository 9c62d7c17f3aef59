"""How a person and their place of duty are shown where others may look on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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
    """
    tps = f"TPS {person['tps']}" if person["tps"] else None
    return ", ".join(filter(None, (tps, person["desa"], person["kecamatan"])))
