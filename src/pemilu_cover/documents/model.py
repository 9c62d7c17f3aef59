"""A document as a sequence of blocks, in one language; `pdf` and `docx` write it.

Texts are plain: a writer never reads them as markup. What is empty is for the office to fill in, and
printed as a dotted line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ParagraphStyle = Literal["body", "strong", "small", "warning"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above a part of a document."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``warning`` is framed, ``strong`` stays on the page of what follows."""

    text: str
    style: ParagraphStyle = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items in their order, with numbers if the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values."""

    rows: tuple[tuple[str, str], ...]


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
    """Who signs: the office above the signature, the name below, and another line such as the NIP."""

    office: str
    name: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures beside each other; ``place_and_date`` is printed above the last one."""

    signatures: tuple[Signature, ...]
    place_and_date: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows is on a new page."""


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
    """The office at the top of the first page: its name, and lines such as its address."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document on A4.

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
