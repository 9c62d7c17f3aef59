"""Match the people of a result with SIPP's list, by NIK alone: SIPP masks names.

What SIPP's files say of a NIK is merged into what earlier files said: a number that is known stays when a
later file lacks it. A number that changed is reported; the newer one counts only if its reporting period is
later. One NIK with two numbers, or one number with two NIKs, is a matter for the branch office: it gets none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.register.schema import INCOMPLETE, READY
from pemilu_cover.reconciliation.differences import find_differences
from pemilu_cover.reconciliation.members_file import (
    MEMBERS_FILE,
    MEMBERS_SCHEMA,
    MembersError,
    read_members,
)
from pemilu_cover.reconciliation.sipp_downloads import SippDownload, UnreadableCell

__all__ = [
    "COMPARED_COLUMNS",
    "MEMBERS_FILE",
    "MEMBERS_SCHEMA",
    "MembersError",
    "MembersOutcome",
    "MembersRun",
    "match_members",
    "read_members",
]

# The columns of the register that are compared.
COMPARED_COLUMNS = tuple(
    "id status excluded_because segment file sheet row kecamatan nik name birth_date kpj start end base_sen "
    "charges".split()
)
# Why somebody on SIPP's list is none of the enrolled people, beside the register's statuses.
NOT_IN_ROSTERS, OTHER_NIK = "not_in_rosters", "other_nik"


@dataclass(frozen=True)
class MembersOutcome:
    """Who has a number, who has none, who is on SIPP's list only, whose data differ; one row per person.

    ``members`` has the columns of `MEMBERS_SCHEMA`: what is known of each NIK now. ``matched`` and
    ``without_number`` are the enrolled wage earners with `COMPARED_COLUMNS` and, from SIPP, ``sipp_kpj``
    and ``is_listed``. ``absent`` are those of both who are billed for the month of a wage file
    and are not on SIPP's list: they have no cover. ``unknown`` has ``reason``: `NOT_IN_ROSTERS`, `OTHER_NIK`
    (the number is that of an enrolled person), ``held_back`` or ``excluded``. ``differing`` has a row per
    difference, see `differences`. ``not_billed`` counts enrolled people on the list of a month for which
    they are not billed here, ``outside_sipp`` enrolled BPU members, whom SIPP's files do not list.
    """

    members: pl.DataFrame
    matched: pl.DataFrame
    without_number: pl.DataFrame
    absent: pl.DataFrame
    unknown: pl.DataFrame
    differing: pl.DataFrame
    unreadable: tuple[UnreadableCell, ...]
    not_billed: int
    outside_sipp: int

    @property
    def has_listed(self) -> bool:
        """Whether anybody on SIPP's list is among the enrolled people."""
        return any(people["is_listed"].any() for people in (self.matched, self.without_number))

    @property
    def people_differing(self) -> int:
        """The number of people whose data differ."""
        return self.differing["nik"].n_unique()

    @property
    def agrees(self) -> bool:
        """Whether nobody is absent or unknown or differs, and every cell was read."""
        people = (self.absent, self.unknown, self.differing)
        return not (self.unreadable or any(frame.height for frame in people))


@dataclass(frozen=True)
class MembersRun:
    """What was read and matched, and what was done with it.

    ``npp`` is the NPP of the result, ``npp_is_agreed`` whether its agreement names it. ``path`` is the
    members.parquet, None where nobody on SIPP's list is in the result: then nothing is written.
    """

    folder: Path
    downloads: Sequence[SippDownload]
    outcome: MembersOutcome
    npp: str
    npp_is_agreed: bool
    path: Path | None


def match_members(
    register: pl.DataFrame,
    downloads: Sequence[SippDownload],
    previous: pl.DataFrame | None = None,
) -> MembersOutcome:
    """Match people with SIPP's files.

    Args:
        register: The people of a result, with at least `COMPARED_COLUMNS`.
        downloads: SIPP's files; their order makes no difference.
        previous: The members known so far, with `MEMBERS_SCHEMA`.
    """
    people = register.select(COMPARED_COLUMNS)
    known = MEMBERS_SCHEMA.to_frame() if previous is None else previous
    listed = _listed(downloads)
    members = _merge(_newest(listed), known)
    is_enrolled = pl.col("status").is_in([READY, INCOMPLETE])
    enrolled = people.filter(is_enrolled)
    earners = enrolled.filter(pl.col("segment") == "pu").unique(
        "nik", keep="first", maintain_order=True
    )
    numbers = members.select("nik", sipp_kpj="kpj")
    earners = earners.join(numbers, on="nik", how="left", maintain_order="left").with_columns(
        is_listed=pl.col("nik").is_in(listed["nik"].implode())
    )
    has_number = pl.col("sipp_kpj").is_not_null()
    bpu = enrolled.filter(pl.col("segment") != "pu")
    month = pl.col("charges").struct.field("month").alias("period")
    billed = enrolled.select("nik", "charges").explode("charges").select("nik", month).drop_nulls()
    return MembersOutcome(
        members,
        earners.filter(has_number),
        earners.filter(~has_number),
        _absent(earners, billed, downloads),
        _unknown(listed, people, is_enrolled, known),
        find_differences(listed, enrolled, known),
        tuple(cell for download in downloads for cell in download.unreadable),
        _not_billed(listed, enrolled, billed),
        bpu["nik"].n_unique(),
    )


def _absent(
    earners: pl.DataFrame, billed: pl.DataFrame, downloads: Sequence[SippDownload]
) -> pl.DataFrame:
    """Return who is on none of the lists, but is billed for the month of one of them.

    A koreksi file has no month: where there are no others, everybody should be on it.
    """
    periods = {download.period for download in downloads if download.period}
    absent = earners.filter(~pl.col("is_listed"))
    if not periods:
        return absent
    return absent.join(billed.filter(pl.col("period").is_in(periods)), on="nik", how="semi")


def _not_billed(listed: pl.DataFrame, enrolled: pl.DataFrame, billed: pl.DataFrame) -> int:
    """Count enrolled people on the list of a month for which they are not billed here."""
    rows = listed.filter(pl.col("period").is_not_null()).join(enrolled, on="nik", how="semi")
    return rows.join(billed, on=["nik", "period"], how="anti")["nik"].n_unique()


def _listed(downloads: Sequence[SippDownload]) -> pl.DataFrame:
    """Return all readable rows of SIPP's files, the newest first, in an order that files do not decide."""
    frames = [
        download.rows.select(
            "nik",
            "kpj",
            "kode_tk",
            "name",
            "is_masked",
            "birth_date",
            "wage_sen",
            "row",
            pl.lit(download.period, dtype=pl.Date).alias("period"),
            pl.lit(download.kind).alias("kind"),
            pl.lit(download.label).alias("source"),
            pl.lit(download.sheet).alias("sheet"),
            pl.lit(download.sha256).alias("source_sha256"),
        )
        for download in downloads
    ]
    # "upah" sorts after "koreksi", and counts before it.
    return (
        pl.concat(frames)
        .filter(pl.col("nik").is_not_null())
        .sort(
            "period",
            "kind",
            "source_sha256",
            "sheet",
            "row",
            descending=[True, True, False, False, False],
            nulls_last=True,
        )
    )


def _newest(listed: pl.DataFrame) -> pl.DataFrame:
    """Return what the files say of each NIK: the newest row, gaps filled from the others."""
    known = pl.col("name").is_not_null()
    one_nik = pl.col("nik").n_unique().over("kpj") == 1
    one_kpj = pl.col("kpj").drop_nulls().n_unique() == 1
    kpj = pl.when(one_nik).then("kpj")
    return (
        listed.with_columns(clear_kpj=kpj)
        .group_by("nik", maintain_order=True)
        .agg(
            pl.when(one_kpj).then(pl.col("clear_kpj").drop_nulls().first()).alias("kpj"),
            pl.col("kode_tk").drop_nulls().first(),
            pl.col("name").filter(known).first().alias("sipp_name"),
            pl.col("is_masked").filter(known).first().alias("name_is_masked"),
            pl.col("birth_date").drop_nulls().first(),
            pl.col("wage_sen").drop_nulls().first(),
            pl.col("period", "source", "source_sha256").first(),
        )
        .select(MEMBERS_SCHEMA.names())
    )


def _merge(newest: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return what is known of each NIK after files were read: nothing that was known is lost."""
    both = newest.join(known, on="nik", how="full", coalesce=True, suffix="_known")
    fresh = pl.col("period").fill_null(pl.date(1, 1, 1))
    earlier = pl.col("period_known").fill_null(pl.date(1, 1, 1))
    is_known, is_fresh = pl.col("source_known").is_not_null(), pl.col("source").is_not_null()
    # Of one period, a file that has the number counts before one that has none yet.
    loses_number = pl.col("kpj").is_null() & pl.col("kpj_known").is_not_null()
    counts = is_fresh & (~is_known | (fresh > earlier) | ((fresh == earlier) & ~loses_number))

    def newer(name: str, *, fills: bool) -> pl.Expr:
        first, second = pl.col(name), pl.col(f"{name}_known")
        chosen = pl.when(counts).then(first).otherwise(second)
        other = pl.when(counts).then(second).otherwise(first)
        return (pl.coalesce(chosen, other) if fills else chosen).alias(name)

    number = (
        pl.when(pl.col("kpj_known").is_null() | (pl.col("kpj").is_not_null() & (fresh > earlier)))
        .then("kpj")
        .otherwise("kpj_known")
        .alias("kpj")
    )
    return (
        both.with_columns(
            number,
            *(newer(name, fills=True) for name in ("kode_tk", "birth_date", "wage_sen")),
            *(
                newer(name, fills=False)
                for name in ("sipp_name", "name_is_masked", "period", "source", "source_sha256")
            ),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in MEMBERS_SCHEMA.items())
        .sort("nik")
    )


def _unknown(
    listed: pl.DataFrame, people: pl.DataFrame, is_enrolled: pl.Expr, known: pl.DataFrame
) -> pl.DataFrame:
    """Return who is on SIPP's list and not among the enrolled people, with the reason."""
    strangers = listed.unique("nik", keep="first", maintain_order=True).join(
        people.filter(is_enrolled), on="nik", how="anti", maintain_order="left"
    )
    not_enrolled = (
        people.filter(~is_enrolled & pl.col("nik").is_not_null())
        .sort("status", descending=True)  # held back, then excluded
        .unique("nik", keep="first", maintain_order=True)
        .select(
            "nik", "status", "excluded_because", our_file="file", our_sheet="sheet", our_row="row"
        )
    )
    enrolled = people.filter(is_enrolled).select("nik", "kpj")
    numbers = pl.concat(
        [enrolled, known.select("nik", "kpj").join(enrolled, on="nik", how="semi")]
    ).drop_nulls()
    owners = numbers.unique("kpj", keep="first", maintain_order=True).select("kpj", other_nik="nik")
    return (
        strangers.join(not_enrolled, on="nik", how="left", maintain_order="left")
        .join(owners, on="kpj", how="left", maintain_order="left")
        .with_columns(
            reason=pl.when(pl.col("status").is_not_null())
            .then("status")
            .when(pl.col("other_nik").is_not_null())
            .then(pl.lit(OTHER_NIK))
            .otherwise(pl.lit(NOT_IN_ROSTERS))
        )
        .drop("status")
        .sort("nik")
    )
