"""Cells of a sheet in the one plain form that all programs write, matched in its XML without a parser."""

from __future__ import annotations

import re

# Cells of one row within the columns A to AZ that follow each other and are filled, all in plain form: none
# of their texts has markup, so that nothing else can be within. Or blank cells, anywhere.
LAST_PLAIN_COLUMN = 52
_TEXT = rb"[^<&\x00-\x08\x0b\x0c\x0e-\x1f]"
_FILLED_CELL = (
    rb'(?: s="[0-9]{1,5}+")?+(?: t="s"><v>[0-9]{1,7}+</v></c>'
    rb'|(?: t="(?:n|str|b)")?+><v>%b++</v></c>'
    rb'| t="inlineStr"><is><t(?: xml:space="preserve")?+>%b*+</t></is></c>)' % (_TEXT, _TEXT)
)
_BLANK = rb'[A-Z]{1,3}[1-9][0-9]{0,6}+"(?: s="[0-9]{1,5}+")?+/>'
# Each begins with a literal, which is matched ten times as fast.
PLAIN_CELLS = re.compile(
    rb'<c r="(?:A?[A-Z]([1-9][0-9]{0,6}+)"%b(?:<c r="A?[A-Z]\1"%b|<c r="%b)*+|%b(?:<c r="%b)*+)'
    % (_FILLED_CELL, _FILLED_CELL, _BLANK, _BLANK, _BLANK)
)
_ROW_ATTRIBUTES = (
    rb"(?: (?:s|spans|ht|customFormat|customHeight|thickBot|thickTop|x14ac:dyDescent)"
    rb'="[^"<>&]*+")*+'
)
# The rest of a row without its cells; and rows that were formatted and never filled, up to a million of them.
PLAIN_ROW = re.compile(rb'<row r="[1-9][0-9]{0,6}+"%b(?:/>|></row>)' % _ROW_ATTRIBUTES)
_BLANK_ROW = rb'<row r="[1-9][0-9]{0,6}+"%b(?:/>|>(?:<c r="%b)*+</row>)' % (_ROW_ATTRIBUTES, _BLANK)
EMPTY_TEXT = b"<is><t></t></is>"
_BLANK_ROWS = re.compile(rb"%b(?:%b)*+" % (_BLANK_ROW, _BLANK_ROW))
_PREFIXED = re.compile(rb"</[^\s<>/:]++:(?:v|is)[\s>]")


def has_only_elements(part: bytes) -> bool:
    """Return whether nothing in a part can hide a cell: no comment, CDATA or second instruction."""
    # The search for one character is much faster than for two.
    return not (b"!" in part and b"<!" in part) and (
        part.count(b"?") <= 2 or part.count(b"<?") <= 1  # noqa: PLR2004  those of the first
    )


def count_filled(part: bytes | bytearray) -> int:
    """Count the cells in XML that hold a value or a text, without those in the exact form of an empty one."""
    # An end tag may have a blank in it. Only the exact empty form counts: else a value may be before it.
    ends = part.count(b"</v") + part.count(b"</is")
    prefixed = len(_PREFIXED.findall(part)) if b":v" in part or b":is" in part else 0
    return ends + prefixed - part.count(b"<v></v>") - part.count(EMPTY_TEXT)


def without_blank_rows(xml: bytes) -> bytes:
    """Return the XML of a sheet without rows that were formatted and never filled."""
    return _BLANK_ROWS.sub(b"", xml)
