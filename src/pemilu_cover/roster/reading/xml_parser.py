"""The XML parser of the guard: it refuses constructs that no part of a workbook may have."""

from __future__ import annotations

from xml.parsers import expat

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localize

_ENCODINGS = frozenset({"UTF-8", "US-ASCII"})
# XML in UTF-16 without a byte order mark.
_UTF_16 = (b"<\0", b"\0<")
_START, _LONGEST_SHOWN = 4 << 10, 20


def make_parser() -> expat.XMLParserType:
    """Return a parser that refuses document types and other encodings than UTF-8."""
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _no_document_type
    return parser


def refuse_odd_start(part: bytes) -> None:
    """Refuse a document type or another encoding, which are before the first element of a part.

    Raise `RefusalError`. The rest of the part may be malformed; its parser detects that.
    """
    if part.startswith(_UTF_16):
        what = localize("reading.utf-16-without-mark")
        raise RefusalError("file-odd", what=what)
    begun: list[str] = []  # the names of elements
    parser = make_parser()
    parser.StartElementHandler = lambda name, _: begun.append(name)
    try:
        for start in range(0, len(part), _START):
            if begun:
                return
            parser.Parse(part[start : start + _START])
    except expat.ExpatError as error:
        raise RefusalError("file-damaged") from error
    except (LookupError, ValueError) as error:
        # Python's errors for an unknown encoding.
        raise odd_encoding("?") from error


def odd_encoding(name: str) -> RefusalError:
    """Return the refusal of a part in another encoding than those that Excel writes."""
    shown = name[:_LONGEST_SHOWN]
    return RefusalError("file-odd", what=localize("reading.encoding", shown=shown))


def _declared(_: str, encoding: str | None, __: int) -> None:
    if (encoding or "UTF-8").upper() not in _ENCODINGS:
        raise odd_encoding(str(encoding))


def _no_document_type(*_: object) -> None:
    what = localize("reading.doctype")
    raise RefusalError("file-odd", what=what)
