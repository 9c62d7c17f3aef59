"""A document as a sequence of blocks, in one language; `pdf` and `docx` write it.

Texts are plain: a writer never reads them as markup. What is empty is for the office to fill in, and
printed as a dotted line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ParagraphStyle = Literal["body", "right", "strong", "small", "framed"]
FieldLayout = Literal["wide", "compact", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above a part of a document."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``framed`` is bold in a frame, ``strong`` stays on the page of what follows.

    ``right`` is aligned to the right margin.
    """

    text: str
    style: ParagraphStyle = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items in their order, with numbers if the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values; ``compact`` has narrow labels, ``right`` is on the right half of the page."""

    rows: tuple[tuple[str, str], ...]
    layout: FieldLayout = "wide"


@dataclass(frozen=True, slots=True)
class RunningTotals:
    """Totals of the last columns of a table, which each page carries to the next.

    ``after_rows`` has the totals after each row. ``brought_forward`` labels them above the first row of a
    page, ``carried_forward`` below its last row, ``total`` below the last row of the table.
    """

    brought_forward: str
    carried_forward: str
    total: str
    after_rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page.

    ``widths`` are shares of the line, ``right_aligned`` the numbers of columns from 0; the last ``totals``
    rows are printed bold.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right_aligned: frozenset[int] = frozenset()
    totals: int = 0
    running: RunningTotals | None = None


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Something to tick off, with a remark; ``is_done`` ticks it."""

    text: str
    remark: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items with boxes."""

    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Dotted lines to write on."""

    number: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the office above the signature, the name below, and another line such as the NIP.

    ``stamp`` is printed in a box beside the signature, where a stamp is put.
    """

    office: str
    name: str = ""
    line: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures beside each other; ``place_and_date`` is printed above the last one.

    ``statement`` is what they sign, so that a page with the signatures alone says it, too.
    """

    signatures: tuple[Signature, ...]
    place_and_date: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows is on a new page, below letterhead and title again ``with_head``."""

    with_head: bool = False


Block = (
    Heading
    | Paragraph
    | Bullets
    | Fields
    | Table
    | Checklist
    | WritingLines
    | Signatures
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office at the top of the first page: its name, and lines such as its address.

    ``logo`` is a PNG or JPEG file.
    """

    name: str
    lines: tuple[str, ...] = ()
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Document:
    """A document on A4; one without a title is a letter.

    ``page_label`` has the placeholders ``{page}`` and ``{pages}``; ``footer`` is printed beside it on each
    page.
    """

    title: str
    blocks: tuple[Block, ...]
    page_label: str
    language: Literal["id", "en"] = "id"
    subtitle: str = ""
    letterhead: Letterhead | None = None
    footer: str = ""
    landscape: bool = False
