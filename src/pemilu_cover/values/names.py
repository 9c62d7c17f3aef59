"""Names of people, and the degrees before and after them.

SIPP compares the name with the population register letter by letter and has a column for degrees. One-word
names are valid (Permendagri 73/2022 binds only new documents).

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

from pemilu_cover.values.lazy_pattern import lazy_pattern

# Academic and professional titles in front. "H." and "Hj." are on identity cards and stay in the name.
_TITLE = r"(?:(?:PROF|DR|DRS|DRA|DRG|DRH|IR|NS|APT|PDT)\.\s*|(?:PROF|DRS|DRA|DRG|DRH)\s+)"
_BEFORE = lazy_pattern(rf"{_TITLE}+", re.IGNORECASE)
# "H. Drs. Ujang": the title follows the part that stays.
_PILGRIM = lazy_pattern(rf"((?:H|HJ|KH)\.?\s+)({_TITLE}+)", re.IGNORECASE)
# Degrees after the name, without points and spaces. "Sutisna, Dadang" is one person, and
# "Rahman, M. Arif" another: what is neither here nor built like a degree stays in the name.
_KNOWN_DEGREES = frozenset(
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
_LETTERS = r"(?:[A-Z]{1,5})"
# With points: "S.Pd", "S.Tr.Kes", "S.E.Sy", "M.Tr.IP", "A.Md.Keb", "S.Pd.M.Pd", "Ph.D".
_DOTTED = lazy_pattern(
    rf"(?:(?:S|M|A|SP|B)\.(?:{_STEM}|[EHTPMSK])(?:\.{_LETTERS})*|PH\.D|D\.(?:I|II|III|IV)|L\.C|AMD\.{_LETTERS})\.?",
    re.IGNORECASE,
)
# Without a comma in front, two single letters may be initials: only common degrees are split off.
_TRAILING_DEGREE = lazy_pattern(
    rf"(?:(?:S|M|SP)\.{_STEM}(?:\.{_LETTERS})*|S\.[EHTP](?:\.SY)?|M\.[MHTE]|A\.M[AD](?:\.{_LETTERS})*|AMD\.{_LETTERS})\.?",
    re.IGNORECASE,
)
_STEMS_WITH_SPACE = lazy_pattern(rf"\b(S|M|A)\.\s+({_STEM})\b(?=[.,\s]|$)", re.IGNORECASE)
# Formed like a degree, but in no list: it may be one.
_POSSIBLE_DEGREE = lazy_pattern(
    r"(?:[A-Z][A-Za-z]{0,3}\.){1,3}[A-Za-z]{1,6}\.?|[A-Z]\.[A-Z]\.?|C?[A-Z]{2,4}"
)
# After a name, letters separated by points: "S.Xyz".
_UNKNOWN_DEGREE = lazy_pattern(
    r"(?:S|SP|AMD|A)\.[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})*\.?", re.IGNORECASE
)
# After a name without a comma, in capitals: names have none of these.
_CAPITAL_DEGREES = frozenset(
    """
    SE SH ST SPD SPDI SAG SIP SKM SKOM SSOS SSI SPSI SHI SEI STP SST SKEP SKEB SHUM SPT MM MH MT MSI MPD MPDI
    MKOM MKES AMD AMDKEB AMDKEP STR
    """.split()
)
_TITLES = frozenset(("DR", "IR"))
_SHORT_NAMES = frozenset("ST HJ MUH MOH MHD MUHD ABD KH TGK SY RR RD".split())
_FORMULA_START = ("=", "+", "@", "-", "\t", "\r")
_ODD = lazy_pattern(r"[^\w\s.,'’`\-/]|[\d_]")
# What separates the name of the identity card from a name in daily use.
TWO_NAMES = (
    r"[^\W\d_]\.?\s*/\s*[^\W\d_]"
    r"|(?i:\b(?:alias|als)\b|\b(?:al|dh)\.|\bd\.h\b|\b(?:panggilan|dipanggil|terkenal)\b)"
)
_TWO_NAMES = lazy_pattern(TWO_NAMES)
_DECEASED_MARKS = lazy_pattern(
    r"^\(?\s*(?:ALMH?|ALMARHUM(?:AH)?)\b[.)\s]+|[\s,]*\(\s*(?:ALMH?|ALMARHUM(?:AH)?)\.?\s*\)"
    r"|[\s,]+(?:ALMH?\.|ALMARHUM(?:AH)?\.?|ALMH?)$",
    re.IGNORECASE,
)


def split_degree(name: str) -> tuple[str, str]:
    """Split a cleaned name into the name and its degrees, which are joined by commas, or ``''``."""
    title, core = _title(name)
    head, *after = (part.strip() for part in core.split(","))
    if not _are_degrees(after):
        # A part after a comma is no degree: the name stays as it is, without its title.
        return core, title
    head, trailing = _split_trailing_degrees(head)
    degrees = [part for part in (title, *trailing, *after) if part]
    if not degrees or not (head or after):
        return name, ""
    return head, ", ".join(degrees)


def _title(name: str) -> tuple[str, str]:
    if before := _BEFORE.match(name):
        return before[0].strip(), name[before.end() :]
    if behind := _PILGRIM.match(name):
        return behind[2].strip(), behind[1] + name[behind.end() :]
    return "", name


def _are_degrees(parts: list[str]) -> bool:
    """Return whether the parts after the first comma are all degrees."""
    filled = [part for part in parts if part]
    unknown = [part for part in filled if not _is_degree(part)]
    # Beside a certain degree, a part of the same form is a degree too: "S.Pd., CPM".
    return not unknown or (unknown != filled and all(map(_POSSIBLE_DEGREE.fullmatch, unknown)))


def _is_degree(part: str) -> bool:
    words = _STEMS_WITH_SPACE.sub(r"\1.\2", part).split()
    return _is_known(part) or all(_DOTTED.fullmatch(word) or _is_known(word) for word in words)


def _is_known(text: str) -> bool:
    return re.sub(r"[.\s]", "", text).upper() in _KNOWN_DEGREES


def _split_trailing_degrees(head: str) -> tuple[str, list[str]]:
    """Split trailing degrees with points, without a comma, off a name: "Nana Gunawan S.Pd"."""
    words = _STEMS_WITH_SPACE.sub(r"\1.\2", head).split()
    at = len(words)
    while at > 1 and _TRAILING_DEGREE.fullmatch(words[at - 1]):
        at -= 1
    return " ".join(words[:at]).rstrip(" .") if words[at:] else head, words[at:]


def may_hold_degree(name: str) -> bool:
    """Return whether a name without its degrees may still contain one.

    >>> [may_hold_degree(name) for name in ("Budi Santoso SE", "Budi, CPM", "Dr Budi", "Budi S.Xyz")]
    [True, True, True, True]
    >>> [may_hold_degree(name) for name in ("Siti S. Aminah", "M. Said", "Sutisna, Dadang", "Se", "Umi SP")]
    [False, False, False, False, False]
    """
    head, *after = (part.strip() for part in name.split(","))
    words = head.split()
    return (
        any(map(_is_possible_degree, after))
        or (len(words) > 1 and (words[0].upper() in _TITLES or words[-1] in _CAPITAL_DEGREES))
        or any(map(_TRAILING_DEGREE.fullmatch, words[:1]))
        or any(map(_UNKNOWN_DEGREE.fullmatch, words[1:]))
    )


def _is_possible_degree(part: str) -> bool:
    return _POSSIBLE_DEGREE.fullmatch(part) is not None and part not in _SHORT_NAMES


def holds_two_names(name: str) -> bool:
    """Return whether a text holds two names of one person.

    >>> [holds_two_names(name) for name in ("Siti Aminah / Aminah", "Asep alias Acep", "Ujang d/h Udin")]
    [True, True, True]
    >>> [holds_two_names(name) for name in ("Ali Alsan", "Al Amin", "=cmd|' /C calc'!A0")]
    [False, False, False]
    """
    return _TWO_NAMES.search(name) is not None


def without_deceased(name: str) -> str:
    """Return a name without the mark of a deceased person.

    >>> [without_deceased(name) for name in ("Alm. Budi", "Budi (Alm)", "Siti Aminah Almh.", "Almira Sari")]
    ['Budi', 'Budi', 'Siti Aminah', 'Almira Sari']
    """
    return _DECEASED_MARKS.sub("", name).strip()


def is_formula(text: str) -> bool:
    """Return whether Excel would read the text as a formula.

    >>> is_formula("=1+1"), is_formula("Budi")
    (True, False)
    """
    return text.startswith(_FORMULA_START)


def has_odd_characters(name: str) -> bool:
    """Return whether a name holds digits or signs that no identity card has, or begins with one.

    >>> has_odd_characters("Budi 2"), has_odd_characters("Ma'ruf"), has_odd_characters("Nur'aini")
    (True, False, False)
    """
    return _ODD.search(name) is not None or not name[:1].isalpha()
