"""The copies of the laws that were read, known changes, and texts that were not read."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from pydantic import Field

from pemilu_cover.law.dated_values import Citation
from pemilu_cover.law.rate_files import NonEmptyText, RateFile, StrictModel

# The confidence of values that were read in the law itself.
_FROM_LAW_TEXT = "regulation text"


class KnownChanges(Citation):
    """The day up to which changes of the law are known, and the source."""

    until: date
    text: NonEmptyText


class LawText(StrictModel):
    """A law and the copies in which it was read."""

    name: str = Field(min_length=1)
    read: tuple[str, ...] = Field(min_length=1)


class UnreadText(StrictModel):
    """A law that was not read, or not in full."""

    name: str = Field(min_length=1)
    text: NonEmptyText


class LawTexts(RateFile):
    """The texts behind all rate files."""

    known: KnownChanges
    texts: tuple[LawText, ...]
    unread: tuple[UnreadText, ...]

    @cached_property
    def _copies(self) -> dict[str, tuple[str, ...]]:
        return {text.name: text.read for text in self.texts}

    def text_sources(self, value: Citation) -> tuple[str, ...]:
        """Return the sources of a value: its own, else the copies of the laws that it cites.

        >>> from pemilu_cover.law.rate_book import RateBook
        >>> book = RateBook.load()
        >>> book.laws.text_sources(book.jkm.rates[0])[0].rpartition("/blob/")[2]
        '6f3fa07/pp/2015/44/fulltext.md'
        """
        if value.source or value.confidence != _FROM_LAW_TEXT:
            return value.source
        laws = [law.strip() for part in value.law.split(";") for law in part.split(" jo. ")]
        return tuple(copy for law in laws for copy in self._copies.get(law, ()))
