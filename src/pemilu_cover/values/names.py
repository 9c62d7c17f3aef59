"""Names of people, and the degrees that stand around them.

SIPP checks the name against the population register letter by letter and takes degrees in a column
of their own. One-word names are valid (Permendagri 73/2022 binds only new documents).

>>> split_degree("Endang Susanti, S.Pd.")
('Endang Susanti', 'S.Pd.')
>>> split_degree("Drs. Ujang Sutisna, M.Si"), split_degree("Umi")
(('Ujang Sutisna', 'Drs., M.Si'), ('Umi', ''))
"""

from __future__ import annotations

import re

# Academic and professional titles only. "H." and "Hj." stand on identity cards and stay in the name.
_BEFORE = re.compile(r"(?:(?:PROF|DR|DRS|DRA|DRG|DRH|IR|NS|APT)\.\s*)+", re.IGNORECASE)
# Degrees behind the name, without points and spaces. Only what stands here is one: "Sutisna, Dadang" is
# one person, and "Rahman, M. Arif" another. A degree that is missing here stays in the name.
_AFTER = frozenset(
    """
    SE SEI SH SHI ST STP STR STRKEB SS SAG SIP SKM SPD SPDI SPDSD SPDAUD SSI SSOS SSOSI SKOM SIKOM SHUM
    SPSI SKED SKEP SFARM SAP SAB SAK SAKUN SPT SPI SHUT SST SSTP SSY SFIL STH STHI SSN SDS SGZ SADM SIAN
    SKG SKH SPN SKPM SPAK SPAR SOR MM MH MHI MT MA MPD MPDI MSI MAP MAG MKOM MIKOM MSOS MKES MKEB MBA MSC
    MHUM MKN MAK MAB MIP MPSI MTH MTI MENG MFARM MKEP MED MAKS AMD AMDKEB AMDKEP AMDKOM AMDPD AMA AMAPD
    AMDKL BA BSC BE BENG BBA LC PHD NERS NS APT AK CA CPA DR DRS DRA IR SPOG SPA SPB SPPD SPOT SPJP DI DII
    DIII DIV
    """.split()
)
_FORMULA_START = ("=", "+", "@", "-", "\t", "\r")
_ODD = re.compile(r"[^\w\s.,'’`\-/()]|[\d_]")


def split_degree(name: str) -> tuple[str, str]:
    """Part a cleaned name from its degrees; the degrees come joined by commas, or as ``''``."""
    before = _BEFORE.match(name)
    titles = [before[0].strip()] if before else []
    core = name[before.end() :] if before else name
    core, *after = (part.strip() for part in core.split(","))
    if after and all(_is_degree(part) for part in after if part):
        return core, ", ".join(titles + [part for part in after if part])
    if before and core:
        return ", ".join([core, *after]), titles[0]
    return name, ""


def _is_degree(part: str) -> bool:
    return re.sub(r"[.\s]", "", part).upper() in _AFTER


def is_formula(text: str) -> bool:
    """Say whether Excel would take the text for a formula.

    >>> is_formula("=1+1"), is_formula("Budi")
    (True, False)
    """
    return text.startswith(_FORMULA_START)


def has_odd_characters(name: str) -> bool:
    """Say whether a name holds digits or signs that no identity card carries, or begins with one.

    >>> has_odd_characters("Budi 2"), has_odd_characters("Ma'ruf"), has_odd_characters("Nur'aini")
    (True, False, False)
    """
    return _ODD.search(name) is not None or not name[:1].isalpha()
