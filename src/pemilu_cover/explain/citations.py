"""Every cited value of the rate files: when each held, by which law, how sure it is, when it was compared.

The walk is over the models themselves, so that a value that is added to a file is listed without a word here.
`pemilu_cover.reports.text.rate_history` shows it on the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from typing_extensions import TypedDict

from pemilu_cover.explain.law_text import confidence_label
from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.law.dated_values import Citation, Confidence, DatedValue
from pemilu_cover.law.law_texts import LawTexts
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values.json_types import DatesInForce, Day
from pemilu_cover.values.text_layout import align

# A value of this confidence was read in the text of the law itself.
READ: Confidence = "regulation text"
_CONFIDENCES: tuple[Confidence, ...] = (READ, "secondary source", "inferred")


class CitedValue(NamedTuple):
    """One cited value: its file, its place in the file, and the value."""

    file: str
    place: str
    value: Citation

    @property
    def since(self) -> date | None:
        """The first day on which the value holds; None for one that has no days."""
        return self.value.valid_from if isinstance(self.value, DatedValue) else None

    @property
    def facts(self) -> dict[str, Any]:
        """What the value says, without its citation; money is decimal text in rupiah."""
        known = {*DatedValue.model_fields, *Citation.model_fields}
        dumped = self.value.model_dump(
            mode="json", by_alias=True, exclude=known, exclude_defaults=True
        )
        return {key: fact for key, fact in dumped.items() if not _is_cited(fact)}


class CitedValueJson(DatesInForce):
    """A cited value: its place in the rate files, what it says, its days if it has any, and its citation."""

    file: str
    place: str
    value: dict[str, Any]
    law: str
    article: str
    confidence: Confidence
    note: str
    read_in: list[str]


class HistoryJson(TypedDict):
    """The document of ``rates --history``."""

    schema: Literal["pemilu-cover/rates-history/1"]
    topic: str
    values: list[CitedValueJson]


class CheckedFileJson(TypedDict):
    """A rate file: when it was last compared with the law, and how sure its values are."""

    file: str
    checked_on: Day
    days_ago: int
    by_confidence: dict[Confidence, int]


class UnreadLawJson(TypedDict):
    """A law that was not read, or not in full."""

    law: str
    text: str


class RateFileCheckJson(TypedDict):
    """The document of ``rates --check``."""

    schema: Literal["pemilu-cover/rates-check/1"]
    on: Day
    known_until: Day
    unread: list[UnreadLawJson]
    values: int
    by_confidence: dict[Confidence, int]
    files: list[CheckedFileJson]
    to_compare: list[CitedValueJson]


class UnknownTopicError(LookupError):
    """A topic without a single value, and those that have some."""

    def __init__(self, topic: str, known: Sequence[str]) -> None:
        super().__init__(topic)
        self.known = known


def cited_values(book: RateBook) -> Iterator[CitedValue]:
    """Return every cited value of a rate book, file by file in the order of the files."""
    for name, model in book.files.items():
        for place, value in _walk(model, ""):
            yield CitedValue(name, place, value)


def count_by_confidence(model: BaseModel) -> Counter[Confidence]:
    """Count the cited values within a file, or any part of one, by how sure they are."""
    return Counter(value.confidence for _, value in _walk(model, ""))


def dated_values(topic: str, folder: Path | None = None) -> list[CitedValue]:
    """Return all dated values of a topic, file by file and the earliest first.

    A topic is a file (``relief``) or a programme (``jkk``: its rates, and what of BPU,
    reliefs and benefits concerns it). Raise `UnknownTopicError` for one that is none.
    """
    name = topic.strip().lower().removesuffix(".toml")
    dated = [cited for cited in cited_values(RateBook.load(folder)) if cited.since]
    values = [cited for cited in dated if name in _topics(cited)]
    if not values:
        raise UnknownTopicError(topic, sorted({_stem(cited.file) for cited in dated}))
    return sorted(values, key=lambda cited: (cited.since or date.min, cited.file != f"{name}.toml"))


def history_json(topic: str, values: Sequence[CitedValue], laws: LawTexts) -> HistoryJson:
    """Return dated values as ``rates --history --json`` prints them."""
    return {
        "schema": "pemilu-cover/rates-history/1",
        "topic": topic,
        "values": [_json(cited, laws) for cited in values],
    }


class RateFileCheck:
    """How well the rate files are founded."""

    def __init__(self, folder: Path | None = None) -> None:
        self.book = RateBook.load(folder)

    @cached_property
    def values(self) -> list[CitedValue]:
        """Every cited value; a file with one that lacks its citation does not load at all."""
        return list(cited_values(self.book))

    def as_json(self, today: date) -> RateFileCheckJson:
        """Return the check as ``rates --check --json`` prints it."""
        return {
            "schema": "pemilu-cover/rates-check/1",
            "on": today.isoformat(),
            "known_until": self.book.laws.known.until.isoformat(),
            "unread": [
                {"law": entry.name, "text": entry.text.en} for entry in self.book.laws.unread
            ],
            "values": len(self.values),
            "by_confidence": dict(Counter(cited.value.confidence for cited in self.values)),
            "files": [
                {
                    "file": name,
                    "checked_on": checked.isoformat(),
                    "days_ago": (today - checked).days,
                    "by_confidence": {sure: count[sure] for sure in _CONFIDENCES if count[sure]},
                }
                for name, checked, count in self._files()
            ],
            "to_compare": [
                _json(cited, self.book.laws)
                for cited in self.values
                if cited.value.confidence != READ
            ],
        }

    def as_text(self, today: date, language: Language) -> str:
        """Return the check as a person reads it: files, then what was not read in the law itself."""
        counted = localize("rates.check-founded", values=len(self.values))
        to_compare = localize("rates.check-unread")
        lines = [*unread_lines(self.book.laws, language), ""]
        lines += [counted.in_language(language), *align(self._count_rows(today, language))]
        lines += ["", to_compare.in_language(language), *align(list(self._unread(language)))]
        return "\n".join(lines)

    def _count_rows(self, today: date, language: Language) -> list[tuple[str, ...]]:
        """Return, by file, the values of each confidence and the day of the last check."""
        file, checked, everything = (
            text.in_language(language)
            for text in (
                localize("rates.check-file"),
                localize("rates.check-checked"),
                localize("rates.check-all"),
            )
        )
        rows = [(file, *(confidence_label(sure, language) for sure in _CONFIDENCES), checked)]
        for name, day, count in self._files():
            age = localize("rates.check-days", days=(today - day).days).in_language(language)
            rows.append((name, *(str(count[sure]) for sure in _CONFIDENCES), f"{day} ({age})"))
        total = Counter(cited.value.confidence for cited in self.values)
        return [*rows, (everything, *(str(total[sure]) for sure in _CONFIDENCES), "")]

    def _files(self) -> Iterator[tuple[str, date, Counter[Confidence]]]:
        for name, file in self.book.files.items():
            yield name, file.checked_on, count_by_confidence(file)

    def _unread(self, language: Language) -> Iterator[tuple[str, ...]]:
        """Return what is not from the law's own text, values of one source together."""
        unread = [cited for cited in self.values if cited.value.confidence != READ]

        def source(cited: CitedValue) -> tuple[str, str, Confidence]:
            return cited.file, cited.value.reference, cited.value.confidence

        for (file, law, sure), group in groupby(sorted(unread, key=source), key=source):
            count = localize("rates.check-values", count=len(list(group))).in_language(language)
            yield file, count, confidence_label(sure, language), law


def unread_lines(laws: LawTexts, language: Language) -> list[str]:
    """Return which changes are known and list the texts that were not read."""
    known = laws.known.text
    rows = [(entry.name, entry.text.in_language(language)) for entry in laws.unread]
    return [
        known.in_language(language),
        localize("rates.check-not-read").in_language(language),
        *align(rows),
    ]


def _walk(value: object, place: str) -> Iterator[tuple[str, Citation]]:
    if isinstance(value, Citation):
        yield place, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), f"{place}.{name}".lstrip("."))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _walk(inner, f"{place}[{number}]")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{place}.{key}")


def _topics(cited: CitedValue) -> set[str]:
    """Return the topics to which a value belongs: its file, and the programmes that it names."""
    value = cited.value
    programmes = getattr(value, "programmes", ()) or (getattr(value, "programme", None),)
    part = cited.place.partition("[")[0].partition(".")[0]
    return {_stem(cited.file), part, *(str(name).lower() for name in programmes if name)}


def _stem(file: str) -> str:
    return Path(file).stem


def _is_cited(fact: object) -> bool:
    return isinstance(fact, dict) and "law" in fact


def _json(cited: CitedValue, laws: LawTexts) -> CitedValueJson:
    value = cited.value
    last = value.valid_to if isinstance(value, DatedValue) else None
    return {
        "file": cited.file,
        "place": cited.place,
        "value": cited.facts,
        "from": cited.since.isoformat() if cited.since else None,
        "to": last.isoformat() if last else None,
        "law": value.law,
        "article": value.article,
        "confidence": value.confidence,
        "note": value.note,
        "read_in": list(laws.text_sources(value)),
    }
