"""Pages as a browser reads them: checked for balanced tags, and taken apart into tables, links and texts."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

_VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "col"})

Attributes = list[tuple[str, str | None]]


class HtmlPage(HTMLParser):
    """A page: its tables by caption, each with its head, and its ids, links, tags and visible text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = text
        self.tables: dict[str, list[list[str]]] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.visible: list[str] = []
        self._open: list[str] = []
        self._rows: list[list[str]] = []
        self._text: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    @classmethod
    def read(cls, path: Path) -> HtmlPage:
        """Return the page in a file."""
        return cls(path.read_text(encoding="utf-8"))

    @property
    def text(self) -> str:
        """All visible text."""
        return " ".join(" ".join(self.visible).split())

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        named = dict(attrs)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td", "caption"):
            self._text = []
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag in ("th", "td"):
            self._rows[-1].append("".join(self._text).strip())
        elif tag == "caption":
            self._caption = "".join(self._text).strip()
        elif tag == "table":
            self.tables[self._caption] = self._rows

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._open and self._open[-1] != "style":
            self.visible.append(data)
