"""Who is excluded and why: civil servants are insured elsewhere, other rows were struck out by the office.

Exclusions are listed by statement, as prominently as who is not enrolled, and counted by kind for the bill.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from pemilu_cover.i18n.messages import Language, LocalizedText
from pemilu_cover.roster.checks.duplicates import has_sure_nik
from pemilu_cover.roster.corrections.changes import SUCCEEDED
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.validation import ValidatedRoster

_STRUCK = "struck"
_DUPLICATE = "duplicate"
_OFFICE = "office"
_REPLACED = "replaced"
REASONS = {
    "asn": LocalizedText("kolom ASN dijawab ya", "the column ASN is answered yes"),
    "employment": LocalizedText(
        "status pegawai menyatakan ASN, TNI, atau Polri",
        "the status of employment says civil servant, soldier or police",
    ),
    "role": LocalizedText(
        "jabatan menyebut ASN, TNI, atau Polri",
        "the role says civil servant, soldier or police",
    ),
    "remark": LocalizedText(
        "keterangan menyatakan ASN, TNI, atau Polri",
        "the remark says civil servant, soldier or police",
    ),
    "nip": LocalizedText("NIP terisi", "a NIP is given"),
    _OFFICE: LocalizedText("jabatan ini hanya dipegang ASN", "only civil servants hold this role"),
    _DUPLICATE: LocalizedText(
        "baris ganda yang dihapus; orangnya tercantum pada baris lain",
        "a duplicate row that was struck out; the person is on another row",
    ),
    _REPLACED: LocalizedText(
        "digantikan oleh orang lain menurut berkas perbaikan",
        "replaced by somebody else, by a corrections file",
    ),
    _STRUCK: LocalizedText("dihapus lewat berkas perbaikan", "struck out by a corrections file"),
}
_EXAMPLES = 3
_NOTES = {
    "civil_servants": LocalizedText(
        "{n} ASN dikecualikan (dijamin Taspen) dan tidak ditagih.",
        "{n} civil servant(s) are excluded (insured by Taspen) and not billed.",
    ),
    "duplicates": LocalizedText(
        "{n} baris ganda dihapus oleh kantor; orangnya ditagih sekali, pada baris lain.",
        "{n} duplicate row(s) were struck out by the office; the person is billed once, on another row.",
    ),
    "struck_out": LocalizedText(
        "{n} baris dihapus oleh kantor dan tidak ditagih.",
        "{n} row(s) were struck out by the office and are not billed.",
    ),
}


class Exclusion(NamedTuple):
    """The people who are excluded for one reason, with the places of the first of them."""

    reason: str
    people: int
    places: tuple[str, ...]

    @property
    def text(self) -> LocalizedText:
        """The reason, in words."""
        return REASONS[self.reason]


def exclusions(judged: ValidatedRoster) -> list[Exclusion]:
    """Return the people who are excluded by reason, the commonest first."""
    replaced = [
        change.id for change in judged.returned.changes.values() if change.because == SUCCEEDED
    ]
    reason = (
        pl.when(is_struck_duplicate(judged.frame))
        .then(pl.lit(_DUPLICATE))
        .when(pl.col("id").is_in(replaced))
        .then(pl.lit(_REPLACED))
        .when("struck")
        .then(pl.lit(_STRUCK))
        .otherwise(pl.col("civil_servant_by").fill_null(_OFFICE))
        .alias("reason")
    )
    excluded = judged.frame.filter("excluded").select("sheet", "row", reason)
    return sorted(_grouped(excluded), key=lambda group: -group.people)


def _grouped(excluded: pl.DataFrame) -> Iterator[Exclusion]:
    for (reason,), group in excluded.group_by("reason", maintain_order=True):
        first = group.head(_EXAMPLES).select("sheet", "row").iter_rows()
        places = tuple(sanitise_for_terminal(f"{sheet}!{row}") for sheet, row in first)
        yield Exclusion(str(reason), group.height, places)


def exclusions_json(judged: ValidatedRoster, language: Language) -> list[dict[str, Any]]:
    """Return the exclusions as ``--json`` carries them."""
    return [
        {
            "reason": group.reason,
            "text": group.text.say(language),
            "people": group.people,
            "first_places": list(group.places),
        }
        for group in exclusions(judged)
    ]


class Exclusions(NamedTuple):
    """How many rows are excluded, by reason.

    ``duplicates`` are rows that the office struck out and whose NIK is on another row that counts.
    """

    civil_servants: int = 0
    duplicates: int = 0
    struck_out: int = 0

    @property
    def total(self) -> int:
        """All excluded rows."""
        return sum(self)

    def reasons(self) -> Iterator[tuple[str, int]]:
        """Yield the reasons for which rows are excluded, each with its number."""
        return ((name, count) for name, count in self._asdict().items() if count)

    def notes(self) -> Iterator[tuple[LocalizedText, int]]:
        """Yield a sentence for each reason, with the number that fills it."""
        return ((_NOTES[name], count) for name, count in self.reasons())


def exclusion_reasons(frame: pl.DataFrame) -> Exclusions:
    """Return why the rows of a settled frame are excluded."""
    excluded = frame.filter("excluded")
    struck = excluded.filter("struck").height
    repeated = excluded.filter(is_struck_duplicate(frame)).height
    return Exclusions(excluded.height - struck, repeated, struck - repeated)


def is_struck_duplicate(frame: pl.DataFrame) -> pl.Expr:
    """Find the rows that were struck out and whose NIK is on another row of a settled frame that counts."""
    counted = frame.filter(~pl.col("excluded") & has_sure_nik())["nik"].unique()
    return pl.col("struck") & pl.col("nik").is_in(counted.implode()).fill_null(value=False)
