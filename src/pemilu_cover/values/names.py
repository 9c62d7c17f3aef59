"""Names of people, and the degrees that stand around them.

SIPP checks the name against the population register letter by letter and takes degrees in a column
of their own. One-word names are valid (Permendagri 73/2022 binds only new documents).

>>> split_degree("Endang Susanti, S.Pd.")
('Endang Susanti', 'S.Pd.')
>>> split_degree("Drs. Ujang Sutisna, M.Si"), split_degree("Umi")
(('Ujang Sutisna', 'Drs., M.Si'), ('Umi', ''))
>>> split_degree("Budi Santoso, S.Tr.Kes., Gr."), split_degree("Nana Gunawan S.Pd")
(('Budi Santoso', 'S.Tr.Kes., Gr.'), ('Nana Gunawan', 'S.Pd'))
>>> split_degree("H. Drs. Ujang Sutisna"), split_degree("Ani Lestari, S.Pd., CPM")
(('H. Ujang Sutisna', 'Drs.'), ('Ani Lestari', 'S.Pd., CPM'))
"""

from __future__ import annotations

import re

# Academic and professional titles in front. "H." and "Hj." stand on identity cards and stay in the name.
_TITLE = r"(?:(?:PROF|DR|DRS|DRA|DRG|DRH|IR|NS|APT|PDT)\.\s*|(?:PROF|DRS|DRA|DRG|DRH)\s+)"
_BEFORE = re.compile(rf"{_TITLE}+", re.IGNORECASE)
# "H. Drs. Ujang": the title follows the part that stays.
_PILGRIM = re.compile(rf"((?:H|HJ|KH)\.?\s+)({_TITLE}+)", re.IGNORECASE)
# Degrees after the name, without points and spaces. "Sutisna, Dadang" is one person, and
# "Rahman, M. Arif" another: what is neither here nor built like a degree stays in the name.
_KNOWN = frozenset(
    """
    SE SEI SH SHI ST STP STR STRKEB SS SAG SIP SKM SPD SPDI SPDSD SPDAUD SSI SSOS SSOSI SKOM SIKOM SHUM
    SPSI SKED SKEP SKEB SFARM SAP SAB SAK SAKUN SP SPT SPI SHUT SST SSTP SSY SESY SFIL STH STHI SSN SDS SGZ
    SADM SIAN SKG SKH SPN SKPM SPAK SPAR SOR SUD SARS SM MM ME MH MHI MT MA MPD MPDI MSI MAP MAG MKOM MIKOM
    MSOS MKES MKEB MBA MSC MHUM MKN MAK MAB MIP MPSI MTH MTI MENG MFARM MKEP MED MAKS MTRIP AMD AMDKEB AMDKEP
    AMDKOM AMDPD AMA AMAPD AMDKL AMDT AMDAK BA BSC BE BENG BBA LC PHD NERS NS BD APT AK GR CA CPA DR DRS DRA
    IR SPOG SPA SPB SPPD SPOT SPJP DI DII DIII DIV
    """.split()
)
# What follows "S.", "M.", "A." and "Sp." in a degree; none of them is a name.
_STEM = (
    r"(?:PD(?:I|SD|AUD)?|KOM|IKOM|KES|KEB|KEP|KED|SOS(?:I)?|AG|IP|TR|FARM|HUM|PSI|PT|PI|AK|AKUN|AP|AB|ARS|DS|SN"
    r"|UD|FIL|TH|THI|HUT|TP|STP|GZ|KM|KG|KH|KN|ADM|STAT|MAT|LI|OR|SY|EI|HI|HK|SI|SC|MD|MA|ENG|BNS|BIO|KIM|FIS"
    r"|LING|PAR|TK|TEK|GEO|TA|BA|B|OG|PB|JP|AN|RAD|BD)"
)
_MORE = r"(?:[A-Z]{1,5})"
# With points: "S.Pd", "S.Tr.Kes", "S.E.Sy", "M.Tr.IP", "A.Md.Keb", "S.Pd.M.Pd", "Ph.D".
_DOTTED = re.compile(
    rf"(?:(?:S|M|A|SP|B)\.(?:{_STEM}|[EHTPMSK])(?:\.{_MORE})*|PH\.D|D\.(?:I|II|III|IV)|L\.C|AMD\.{_MORE})\.?",
    re.IGNORECASE,
)
# Without a comma in front, two single letters may be initials: only the degrees that are common are parted.
_TRAILING = re.compile(
    rf"(?:(?:S|M|SP)\.{_STEM}(?:\.{_MORE})*|S\.[EHTP](?:\.SY)?|M\.[MHTE]|A\.M[AD](?:\.{_MORE})*|AMD\.{_MORE})\.?",
    re.IGNORECASE,
)
_STEMS_WITH_SPACE = re.compile(rf"\b(S|M|A)\.\s+({_STEM})\b(?=[.,\s]|$)", re.IGNORECASE)
# Of a form that degrees have, but that no list knows: the name may hold one.
_MAY_BE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.){1,3}[A-Za-z]{1,6}\.?|[A-Z]\.[A-Z]\.?|C?[A-Z]{2,4}")
_UNKNOWN_DEGREE = re.compile(r"(?:S|SP|AMD|A)\.[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})*\.?", re.IGNORECASE)
# After a name without a comma, in capitals: names have none of these.
_BARE = frozenset(
    """
    SE SH ST SPD SPDI SAG SIP SKM SKOM SSOS SSI SPSI SHI SEI STP SST SKEP SKEB SHUM SPT MM MH MT MSI MPD MPDI
    MKOM MKES AMD AMDKEB AMDKEP STR
    """.split()
)
_INITIALS = frozenset("M A ST H HJ MUH MOH MHD MUHD ABD KH TGK SY R RR RD".split())
_FORMULA_START = ("=", "+", "@", "-", "\t", "\r")
_ODD = re.compile(r"[^\w\s.,'’`\-/]|[\d_]")
# What parts the name of the identity card from the one by which somebody is called.
TWO_NAMES = (
    r"[^\W\d_]\.?\s*/\s*[^\W\d_]"
    r"|(?i:\b(?:alias|als)\b|\b(?:al|dh)\.|\bd\.h\b|\b(?:panggilan|dipanggil|terkenal)\b)"
)
_TWO_NAMES = re.compile(TWO_NAMES)
_DECEASED = re.compile(
    r"^\(?\s*(?:ALMH?|ALMARHUM(?:AH)?)\b[.)\s]+|[\s,]*\(\s*(?:ALMH?|ALMARHUM(?:AH)?)\.?\s*\)"
    r"|[\s,]+(?:ALMH?\.|ALMARHUM(?:AH)?\.?|ALMH?)$",
    re.IGNORECASE,
)


def split_degree(name: str) -> tuple[str, str]:
    """Part a cleaned name from its degrees; the degrees come joined by commas, or as ``''``."""
    titles, core = _titles(name)
    head, *after = (part.strip() for part in core.split(","))
    degrees = _degrees(after)
    if degrees is None:
        # A part after a comma is no degree: the name is left as it is, without its title.
        return (core, ", ".join(titles)) if titles and core else (name, "")
    head, trailing = _trailing(head)
    found = [*titles, *([trailing] if trailing else []), *degrees]
    if not found or (not head and titles and not after):
        return name, ""
    return head, ", ".join(found)


def _titles(name: str) -> tuple[list[str], str]:
    if before := _BEFORE.match(name):
        return [before[0].strip()], name[before.end() :]
    if behind := _PILGRIM.match(name):
        return [behind[2].strip()], behind[1] + name[behind.end() :]
    return [], name


def _degrees(parts: list[str]) -> list[str] | None:
    """Return the degrees after the first comma, or None where a part of them is none."""
    filled = [part for part in parts if part]
    sure = [_is_degree(part) for part in filled]
    if all(sure):
        return filled
    # After a certain degree, a part of the same form is a degree too: "S.Pd., CPM".
    if any(sure) and all(
        is_one or _MAY_BE.fullmatch(part) for is_one, part in zip(sure, filled, strict=True)
    ):
        return filled
    return None


def _is_degree(part: str) -> bool:
    if re.sub(r"[.\s]", "", part).upper() in _KNOWN:
        return True
    words = _STEMS_WITH_SPACE.sub(r"\1.\2", part).split()
    return bool(words) and all(
        _DOTTED.fullmatch(word) or re.sub(r"\.", "", word).upper() in _KNOWN for word in words
    )


def _trailing(head: str) -> tuple[str, str]:
    """Part a name from the degrees with points that end it without a comma: "Nana Gunawan S.Pd"."""
    words = _STEMS_WITH_SPACE.sub(r"\1.\2", head).split()
    at = len(words)
    while at > 1 and _TRAILING.fullmatch(words[at - 1]):
        at -= 1
    if at == len(words):
        return head, ""
    return " ".join(words[:at]).rstrip(" .,"), ", ".join(words[at:])


def may_hold_degree(name: str) -> bool:
    """Return whether a name, its degrees parted from it, still looks as if it held one.

    >>> [may_hold_degree(name) for name in ("Budi Santoso SE", "Budi, CPM", "Dr Budi", "Budi S.Xyz")]
    [True, True, True, True]
    >>> [may_hold_degree(name) for name in ("Siti S. Aminah", "M. Said", "Sutisna, Dadang", "Se", "Umi SP")]
    [False, False, False, False, False]
    """
    head, *after = (part.strip() for part in name.split(","))
    if any(
        _MAY_BE.fullmatch(part) and part.upper() not in _INITIALS
        for part in map(_bare_point, after)
    ):
        return True
    words = head.split()
    if len(words) > 1 and words[0].upper() in {"DR", "IR"}:
        return True
    tail = words[-1] if len(words) > 1 else ""
    if tail.isupper() and tail in _BARE:
        return True
    return bool(words and _TRAILING.fullmatch(words[0])) or any(map(_is_unknown_degree, words[1:]))


def _bare_point(part: str) -> str:
    """Return a part without the point of a single initial or title: "H." is no degree."""
    return part.rstrip(".") if part.rstrip(".").upper() in _INITIALS else part


def _is_unknown_degree(word: str) -> bool:
    """Return whether a word after a name is letters separated by points, as degrees are: "S.Xyz"."""
    return _UNKNOWN_DEGREE.fullmatch(word) is not None


def holds_two_names(name: str) -> bool:
    """Return whether a name holds another by which the same person is called.

    >>> [holds_two_names(name) for name in ("Siti Aminah / Aminah", "Asep alias Acep", "Ujang d/h Udin")]
    [True, True, True]
    >>> [holds_two_names(name) for name in ("Ali Alsan", "Al Amin", "=cmd|' /C calc'!A0")]
    [False, False, False]
    """
    return _TWO_NAMES.search(name) is not None


def without_deceased(name: str) -> str:
    """Return a name without the word that its bearer has died.

    >>> [without_deceased(name) for name in ("Alm. Budi", "Budi (Alm)", "Siti Aminah Almh.", "Almira Sari")]
    ['Budi', 'Budi', 'Siti Aminah', 'Almira Sari']
    """
    return _DECEASED.sub("", name).strip()


def is_formula(text: str) -> bool:
    """Return whether Excel would take the text for a formula.

    >>> is_formula("=1+1"), is_formula("Budi")
    (True, False)
    """
    return text.startswith(_FORMULA_START)


def has_odd_characters(name: str) -> bool:
    """Return whether a name holds digits or signs that no identity card carries, or begins with one.

    >>> has_odd_characters("Budi 2"), has_odd_characters("Ma'ruf"), has_odd_characters("Nur'aini")
    (True, False, False)
    """
    return _ODD.search(name) is not None or not name[:1].isalpha()
