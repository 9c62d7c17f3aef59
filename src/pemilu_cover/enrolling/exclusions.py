"""Who is excluded, and by which statement: as important to look through as who is not enrolled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from pemilu_cover.enrolling.exclusion_counts import is_struck_duplicate
from pemilu_cover.messages import Language, Text
from pemilu_cover.roster.changes import SUCCEEDED
from pemilu_cover.values.text import for_screen

if TYPE_CHECKING:
    from pemilu_cover.enrolling.judging import Judged

_STRUCK = "struck"
_DUPLICATE = "duplicate"
_OFFICE = "office"
_REPLACED = "replaced"
REASONS = {
    "asn": Text("kolom ASN dijawab ya", "the column ASN is answered yes"),
    "employment": Text(
        "status pegawai menyatakan ASN, TNI, atau Polri",
        "the status of employment says civil servant, soldier or police",
    ),
    "role": Text(
        "jabatan menyebut ASN, TNI, atau Polri",
        "the role says civil servant, soldier or police",
    ),
    "remark": Text(
        "keterangan menyatakan ASN, TNI, atau Polri",
        "the remark says civil servant, soldier or police",
    ),
    "nip": Text("NIP terisi", "a NIP is given"),
    _OFFICE: Text("jabatan ini hanya dipegang ASN", "only civil servants hold this role"),
    _DUPLICATE: Text(
        "baris ganda yang dihapus; orangnya tercantum pada baris lain",
        "a duplicate row that was struck out; the person is on another row",
    ),
    _REPLACED: Text(
        "digantikan oleh orang lain menurut berkas perbaikan",
        "replaced by somebody else, by a corrections file",
    ),
    _STRUCK: Text("dihapus lewat berkas perbaikan", "struck out by a corrections file"),
}
_EXAMPLES = 3


class Exclusion(NamedTuple):
    """The people who are excluded for one reason, with the places of the first of them."""

    reason: str
    people: int
    places: tuple[str, ...]

    @property
    def text(self) -> Text:
        """The reason, in words."""
        return REASONS[self.reason]


def exclusions(judged: Judged) -> list[Exclusion]:
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
        places = tuple(for_screen(f"{sheet}!{row}") for sheet, row in first)
        yield Exclusion(str(reason), group.height, places)


def exclusions_json(judged: Judged, language: Language) -> list[dict[str, Any]]:
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
