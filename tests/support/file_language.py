"""Sentences of the other language in files that the program wrote.

The catalogue has every text in two languages. A file is in one language if it holds no text of the catalogue
that the other language alone has.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pypdfium2
from docx import Document

Language = Literal["id", "en"]
_ROOT = Path(__file__).parents[2]
_CATALOGUE = _ROOT / "src/pemilu_cover/i18n"
_PLACEHOLDER = re.compile(r"\{\w+(?::[^}]*)?\}")
_ARTICLE = re.compile(r'^article = "(.*)"$', re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{2,}")
# Words without which hardly a sentence is written, and which the other language does not have.
_FUNCTION_WORDS: dict[Language, str] = {
    "id": "yang untuk dari dengan adalah oleh harus sebagai bila karena belum sudah akan menjadi bukan",
    "en": "the of and is with for who from this that are not has have",
}


def foreign_texts(file: Path, language: Language) -> list[str]:
    """Return the texts of the other language that a file holds."""
    other: Language = "en" if language == "id" else "id"
    cells = [_plain(text) for text in file_texts(file)]
    page = " ".join(cells)
    whole = {text for text in cells if text in _whole_texts(other)}
    return sorted(whole | {part for part in _fragments(other) if part in page})


def foreign_words(file: Path, language: Language) -> list[str]:
    """Return the passages of a file that have a function word of the other language.

    Catches what is in no catalogue. Quoted text is left out: it may be what somebody typed.
    """
    words = _FUNCTION_WORDS["en" if language == "id" else "id"].replace(" ", "|")
    passage = re.compile(rf"(?<![\w-])(?:[^\W\d_]+ ){{0,4}}(?:{words})\b(?![\w-]).{{0,40}}")
    texts = (_own_words(" ".join(text.split())) for text in file_texts(file))
    return sorted({found.group() for text in texts for found in passage.finditer(text)})


def _own_words(text: str) -> str:
    """Return a text without what is in quotes, and without articles of the law."""
    for article in _articles():
        text = text.replace(article, "")
    return re.sub(r'"[^"]*"|“[^”]*”', "", text.replace("\u2011", "-"))


@cache
def _articles() -> tuple[str, ...]:
    """Return the articles that rate files cite, which are in Indonesian in both languages."""
    files = (_ROOT / "rates").rglob("*.toml")
    cited = {text for file in files for text in _ARTICLE.findall(file.read_text("utf-8"))}
    return tuple(sorted(cited, key=len, reverse=True))


def file_texts(file: Path) -> Iterator[str]:
    """Yield the texts of a file: the cells of a workbook, the pages of a paper, what a page shows."""
    if file.suffix == ".xlsx":
        yield from _workbook_texts(file)
    elif file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            yield from (page.get_textpage().get_text_bounded() for page in document)
    elif file.suffix == ".docx":
        document = Document(str(file))
        yield from (text.text or "" for text in document.element.body.iter() if text.text)
    elif file.suffix == ".html":
        parser = _Texts()
        parser.feed(file.read_text(encoding="utf-8"))
        yield from parser.texts
    elif file.suffix in (".csv", ".txt"):
        yield file.read_text(encoding="utf-8")


def _workbook_texts(file: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(file)
    yield from (text for text in (book.properties.title, book.properties.description) if text)
    for sheet in book.worksheets:
        yield sheet.title
        yield from filter(None, (sheet.oddFooter.left.text, sheet.oddFooter.right.text))
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    yield cell.value
                if cell.comment:
                    yield cell.comment.text
        for rule in sheet.data_validations.dataValidation:
            yield from filter(None, (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error))
            if rule.type == "list" and rule.formula1.startswith('"'):
                yield from rule.formula1.strip('"').split(",")


class _Texts(HTMLParser):
    """What a page shows: texts, titles, labels for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")
        self.texts += [
            value for name, value in attrs if value and name in ("aria-label", "title", "alt")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


@cache
def catalogue() -> tuple[tuple[str, str], ...]:
    """Return every text in Indonesian and in English: of the catalogue, of findings, columns and the law."""
    files = sorted([*(_CATALOGUE / "texts").glob("*.toml"), *(_ROOT / "rates").rglob("*.toml")])
    pairs = [pair for file in files for pair in _pairs(tomllib.loads(file.read_text("utf-8")))]
    pages = tomllib.loads((_CATALOGUE / "messages.toml").read_text("utf-8")).values()
    for page in pages:
        pairs += [(page[f"{part}id"], page[f"{part}en"]) for part in ("", "why_", "fix_")]
    columns = _ROOT / "src/pemilu_cover/roster/tables/columns.toml"
    titles = tomllib.loads(columns.read_text("utf-8")).values()
    return (*pairs, *((entry["title"], entry["title_en"]) for entry in titles))


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        texts = value.get("id"), value.get("en")
        if all(isinstance(text, str) for text in texts):
            yield texts  # type: ignore[misc]
        for inner in value.values():
            yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


@cache
def _whole_texts(language: Language) -> frozenset[str]:
    """Return the texts without placeholders that a language alone has."""
    at = 0 if language == "id" else 1
    others = {_plain(pair[1 - at]) for pair in catalogue()}
    texts = {_plain(pair[at]) for pair in catalogue()}
    return frozenset(text for text in texts - others if text and not _PLACEHOLDER.search(text))


@cache
def _fragments(language: Language) -> frozenset[str]:
    """Return the parts of sentences, of three words or more, that a language alone has."""
    at = 0 if language == "id" else 1
    others = "\n".join(_plain(pair[1 - at]) for pair in catalogue())
    parts = (_plain(part) for pair in catalogue() for part in _PLACEHOLDER.split(pair[at]))
    return frozenset(part for part in parts if len(_WORD.findall(part)) > 2 and part not in others)


def _plain(text: str) -> str:
    return " ".join(text.replace("\ufffe", "").split()).strip(" .,:;()")
