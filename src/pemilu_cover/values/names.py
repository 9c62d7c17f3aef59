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
# Behind the name: an abbreviation with points ("S.Pd.", "M. Si", "A.Md.Keb"), or one of those that are
# written without. A word that is neither is part of the name: "Sutisna, Dadang" is one person.
_AFTER_POINTED = re.compile(
    r"(?:S|M|A|B|D|Ph|Sp)(?:\.\s?[A-Z][A-Za-z]{0,5})+\.?|(?:S|M|A)\.\s?[A-Za-z]{1,5}\.?",
    re.IGNORECASE,
)
_AFTER_BARE = frozenset(
    "SE SH ST SS SAG SIP SKM SPD SPDI SSI SSOS SKOM SHUM SPSI SKED SKEP SFARM SAP SIKOM STR"
    " MM MH MT MA MPD MSI MAP MAG MKOM MSOS MKES MBA MSC MHUM AMD AMA AMDKEB BA BSC LC PHD NERS APT AK".split()
)
_FORMULA_START = ("=", "+", "@", "-", "\t", "\r")
_ODD = re.compile(r"[^\w\s.,'’`\-/()]|[\d_]")


def split_degree(name: str) -> tuple[str, str]:
    """Part a cleaned name from its degrees; the degrees come joined by commas, or as ``''``."""
    before = _BEFORE.match(name)
    titles = [before[0].strip()] if before else []
    core = name[before.end() :] if before else name
    core, *after = (part.strip() for part in core.split(","))
    if core and after and all(_is_degree(part) for part in after if part):
        return core, ", ".join(titles + [part for part in after if part])
    if before and core:
        return ", ".join([core, *after]), ", ".join(titles)
    return name, ""


def _is_degree(part: str) -> bool:
    bare = re.sub(r"[.\s]", "", part).upper()
    return _AFTER_POINTED.fullmatch(part) is not None or bare in _AFTER_BARE


def is_formula(text: str) -> bool:
    """Say whether Excel would take the text for a formula.

    >>> is_formula("=1+1"), is_formula("Budi")
    (True, False)
    """
    return text.startswith(_FORMULA_START)


def has_odd_characters(name: str) -> bool:
    """Say whether a name holds digits or signs that no identity card carries.

    >>> has_odd_characters("Budi 2"), has_odd_characters("Ma'ruf"), has_odd_characters("Nur'aini")
    (True, False, False)
    """
    return _ODD.search(name) is not None
