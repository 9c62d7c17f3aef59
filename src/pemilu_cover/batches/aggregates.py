"""The sums of a nation: each piece's own, small however great the piece, and added up at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pemilu_cover.batches.checkpoint import parquet_bytes, read_parquets
from pemilu_cover.batches.column_errors import is_told
from pemilu_cover.enrolment.amounts import AreaTotal, InvoiceLine, RoleTotal
from pemilu_cover.enrolment.coverage_gaps import before_agreement
from pemilu_cover.enrolment.elections import DATES, ELECTION_SOURCE, Share, shares
from pemilu_cover.enrolment.exclusions import Exclusions
from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED, HELD_BACK
from pemilu_cover.enrolment.totals import (
    CoverageGap,
    EnrolmentTotals,
    MonthlyAmount,
    add_due_dates,
    invoice_label,
    line_elections,
)
from pemilu_cover.enrolment.validation import EnrolmentTerms
from pemilu_cover.law.premium import Premium, contract_for, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.values.dates import first_of_month

_MONEY = ("jkk_sen", "jkm_sen")
_CONTRACT = ("wage_sen", "start", "end")
# By what each sum is parted, beside the regency.
_KEYS = {
    "people": ("kecamatan",),
    "areas": ("kecamatan",),
    "roles": ("role", "role_name"),
    "lines": ("election", "role_name", "segment", "months"),
    "months": ("month", "segment"),
    "uncovered": ("role_name", "uncovered_from", "uncovered_days"),
    "kinds": ("role", "segment", "first_month", "last_month"),
    "codes": ("level", "code"),
    "elections": ("election",),
}


def aggregate(people: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Add up a piece: everybody in it, with the status that counts."""
    is_enrolled = pl.col("status") == ENROLLED
    is_dated = pl.col(ELECTION_SOURCE) == DATES
    enrolled = people.filter(is_enrolled)
    is_ready = pl.col("missing").list.len() == 0
    charged = enrolled.select("regency", "segment", "charges").explode("charges").unnest("charges")
    sums = pl.len().alias("people"), pl.col("person_months").sum(), pl.col(*_MONEY).sum()
    ends = _first_and_last("base_sen")
    made = {
        "people": people.group_by(_by("people")).agg(
            ((pl.col("status") == ENROLLED) & is_ready).sum().alias("ready"),
            ((pl.col("status") == ENROLLED) & ~is_ready).sum().alias("incomplete"),
            (pl.col("status") == HELD_BACK).sum().alias("held_back"),
            (pl.col("status") == EXCLUDED).sum().alias("excluded"),
            ((pl.col("status") == ENROLLED) & pl.col("kpj").is_not_null()).sum().alias("returning"),
        ),
        "areas": enrolled.group_by(_by("areas")).agg(*sums),
        "roles": enrolled.group_by(_by("roles")).agg(*sums),
        "lines": enrolled.group_by(_by("lines")).agg(
            *sums,
            pl.col("base_sen").min().alias("least_sen"),
            pl.col("base_sen").max().alias("most_sen"),
        ),
        "months": charged.group_by(_by("months")).agg(
            pl.len().alias("people"), pl.col(*_MONEY).sum()
        ),
        "uncovered": enrolled.drop_nulls("uncovered_from")
        .group_by(_by("uncovered"))
        .agg(pl.len().alias("people")),
        "kinds": enrolled.with_columns(
            pl.col("start").dt.truncate("1mo").alias("first_month"),
            pl.col("end").dt.truncate("1mo").alias("last_month"),
        )
        .group_by(_by("kinds"))
        .agg(*ends, pl.len().alias("people")),
        "codes": people.select("regency", "findings")
        .explode("findings")
        .drop_nulls("findings")
        .filter(is_told(pl.col("findings")))
        .unnest("findings")
        .group_by(_by("codes"))
        .agg(pl.len().alias("people")),
        "elections": people.group_by(_by("elections")).agg(
            pl.len().alias("people"),
            is_dated.sum().alias("people_by_dates"),
            is_enrolled.sum().alias("billed"),
            (is_enrolled & is_dated).sum().alias("billed_by_dates"),
        ),
    }
    return {name: frame.sort(_by(name)) for name, frame in made.items()}


class Aggregates:
    """The sums of all pieces, by regency, of which accounts of any area are made."""

    def __init__(self, folder: Path) -> None:
        self._all = {name: _added(name, folder) for name in _KEYS}

    def regencies(self) -> list[str | None]:
        """Return the codes of the regencies in which anybody is; None is that of people who name none."""
        return self._all["people"]["regency"].unique().sort(nulls_last=True).to_list()

    def counts(self, area: str | None = "") -> dict[str, int]:
        """Count what becomes of the people of an area."""
        frame = self._of("people", area)
        names = ("ready", "incomplete", "returning", "held_back", "excluded")
        counts = {name: int(frame[name].sum()) for name in names}
        return {"enrolled": counts["ready"] + counts["incomplete"], **counts}

    def codes(self) -> dict[str, int]:
        """Count the findings by code."""
        found = self._all["codes"].group_by("code").agg(pl.col("people").sum()).sort("code")
        return dict(found.iter_rows())

    def has_errors(self) -> bool:
        """Return whether anything is to be mended before everybody has cover."""
        return "error" in self._all["codes"]["level"]

    def areas(self, area: str | None, by: pl.Expr) -> list[tuple[str | None, AreaTotal]]:
        """Return the sums of an area's parts; ``by`` tells a part's code or name."""
        frame = (
            self._of("areas", area)
            .group_by(by.alias("part"))
            .agg(pl.col("people", "person_months", *_MONEY).sum())
        )
        return [
            (part, AreaTotal("", part or "", *numbers))
            for part, *numbers in frame.sort("part", nulls_last=True).iter_rows()
        ]

    def elections(self, area: str | None, book: RateBook, *, billed: bool = False) -> list[Share]:
        """Return the elections of the people of an area, or of those of them who are billed."""
        people = "billed" if billed else "people"
        counts = (
            self._of("elections", area)
            .group_by("election")
            .agg(pl.col(people, f"{people}_by_dates").sum())
            .filter(pl.col(people) > 0)
        )
        return shares(counts.iter_rows(), book)

    def account(
        self, area: str | None, terms: EnrolmentTerms, office: Location | None
    ) -> EnrolmentTotals:
        """Return the totals of an area: ``""`` for all, a code for a region, None for people of none."""
        roles = (
            self._of("roles", area)
            .group_by("role", "role_name")
            .agg(pl.col("people", "person_months", *_MONEY).sum())
            .sort(pl.col("jkk_sen") + pl.col("jkm_sen"), "role", descending=[True, False])
        )
        months = (
            self._of("months", area)
            .group_by("month", "segment")
            .agg(pl.col("people", *_MONEY).sum())
        )
        uncovered = (
            self._of("uncovered", area)
            .group_by(_KEYS["uncovered"])
            .agg(pl.col("people").sum())
            .sort(_KEYS["uncovered"])
        )
        counts = self.counts(area)
        billed = self.elections(area, terms.book, billed=True)
        totals = add_due_dates(
            (MonthlyAmount(*row) for row in months.iter_rows()), None, terms.book
        )
        signed = terms.agreement.date
        return EnrolmentTotals(
            terms,
            office,
            self._premiums(area, terms),
            [RoleTotal(*row) for row in roles.iter_rows()],
            self._lines(area, billed),
            totals,
            [CoverageGap(*row) for row in uncovered.iter_rows()],
            billed,
            counts["held_back"],
            Exclusions(civil_servants=counts["excluded"]),
            before_agreement(signed, totals, self._people_before(signed, area)),
            held_back_in="held_back/",
        )

    def _people_before(self, signed: date | None, area: str | None) -> int:
        """Count who is billed for a calendar month before that of the agreement."""
        if signed is None:
            return 0
        early = pl.col("first_month") < first_of_month(signed)
        return int(self._of("kinds", area).filter(early)["people"].sum())

    def _lines(self, area: str | None, billed: list[Share]) -> list[InvoiceLine]:
        named = line_elections(billed)
        order = [True, False, False]
        lines = (
            self._of("lines", area)
            .group_by("election", "role_name", "segment", "months")
            .agg(
                pl.col("least_sen").min(), pl.col("most_sen").max(), pl.col("people", *_MONEY).sum()
            )
            .sort(pl.col("jkk_sen") + pl.col("jkm_sen"), "role_name", "election", descending=order)
        )
        return [
            InvoiceLine(
                invoice_label(role, segment, named.get(election)),
                least if least == most else None,
                months,
                people,
                jkk,
                jkm,
            )
            for election, role, segment, months, least, most, people, jkk, jkm in lines.iter_rows()
        ]

    def _premiums(self, area: str | None, terms: EnrolmentTerms) -> list[Premium]:
        """Price the contracts with the least and the greatest base of each kind."""
        kinds = _merged("kinds", self._of("kinds", area).drop("regency"), _KEYS["kinds"])
        contracts = dict.fromkeys(
            (role, *end.values())
            for role, least, most in kinds.sort(_KEYS["kinds"])
            .select("role", "least", "most")
            .iter_rows()
            for end in (least, most)
        )
        return [
            price(
                contract_for(terms.agreement, role, wage_sen, ContractPeriod(start, end)),
                terms.agreement,
                terms.book,
            )
            for role, wage_sen, start, end, _ in contracts
        ]

    def _of(self, name: str, area: str | None) -> pl.DataFrame:
        frame = self._all[name]
        if area is None:
            return frame.filter(pl.col("regency").is_null())
        return frame.filter(pl.col("regency").str.starts_with(area)) if area else frame


def write(people: pl.DataFrame, folder: Path, piece: int) -> None:
    """Keep the sums of a piece."""
    for name, frame in aggregate(people).items():
        (folder / f"{name}-{piece:06d}.parquet").write_bytes(parquet_bytes(frame))


def _by(name: str) -> list[str]:
    return ["regency", *_KEYS[name]]


def _added(name: str, folder: Path) -> pl.DataFrame:
    frame = read_parquets(folder, f"{name}-*").collect()
    return _merged(name, frame, _by(name)).sort(_by(name))


def _merged(name: str, frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    if name == "kinds":
        return frame.group_by(by).agg(
            pl.col("least").sort_by(pl.col("least").struct.field("base_sen")).first(),
            pl.col("most").sort_by(pl.col("most").struct.field("base_sen")).last(),
            pl.col("people").sum(),
        )
    if name == "lines":
        return frame.group_by(by).agg(
            pl.col("people", "person_months", *_MONEY).sum(),
            pl.col("least_sen").min(),
            pl.col("most_sen").max(),
        )
    return frame.group_by(by).agg(pl.all().exclude(by).sum())


def _first_and_last(by: str) -> tuple[pl.Expr, pl.Expr]:
    contract = pl.struct(*_CONTRACT, by)
    order = [by, *_CONTRACT]
    return (
        contract.sort_by(order).first().alias("least"),
        contract.sort_by(order).last().alias("most"),
    )
