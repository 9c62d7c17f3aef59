"""The outcome for everybody in the rosters: the enrolled with their charges, and all others, in one frame."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pemilu_cover.enrolment.exclusions import exclusion_reason
from pemilu_cover.enrolment.pricing import PricedPeople
from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.explain.law_text import format_payer
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.premium import Premium

ENROLLED, HELD_BACK, EXCLUDED = "enrolled", "held_back", "excluded"

CHARGE = pl.Struct({"month": pl.Date(), "jkk_sen": pl.Int64(), "jkm_sen": pl.Int64()})

# Amounts are in sen; everything that pricing or completion adds is null for people who are not enrolled.
SCHEMA = pl.Schema(
    {
        "table": pl.Int32(),
        "file": pl.String(),
        "sheet": pl.String(),
        "row": pl.Int64(),
        "status": pl.String(),
        "excluded": pl.Boolean(),
        "excluded_because": pl.String(),
        **dict.fromkeys(("regency", "kecamatan", "desa", "tps", "unit"), pl.String()),
        **dict.fromkeys(("election", "election_source"), pl.String()),
        "role": pl.String(),
        "role_name": pl.String(),
        "nik": pl.String(),
        "nik_is_number": pl.Boolean(),
        **dict.fromkeys(("name", "degree", "phone", "email", "birth_place"), pl.String()),
        "birth_date": pl.Date(),
        **dict.fromkeys(("mother", "sex", "marital", "blood", "npwp", "kpj"), pl.String()),
        **dict.fromkeys(
            ("address", "postal_code", "location", "sipp_wage", "no_pegawai"), pl.String()
        ),
        "identity_valid_until": pl.Date(),
        "start": pl.Date(),
        "end": pl.Date(),
        "wage_sen": pl.Int64(),
        **dict.fromkeys(("wage_source", "start_source", "end_source"), pl.String()),
        "segment": pl.String(),
        "base_sen": pl.Int64(),
        "proration": pl.String(),
        "months": pl.String(),
        "person_months": pl.Float64(),
        **dict.fromkeys(("jkk_sen", "jkm_sen", "total_sen"), pl.Int64()),
        "charges": pl.List(CHARGE),
        **dict.fromkeys(("payer", "fund"), pl.String()),
        "reliefs": pl.List(pl.String()),
        "uncovered_from": pl.Date(),
        "uncovered_days": pl.Int32(),
        "missing": pl.List(pl.String()),
    }
)


def hold_back(condition: pl.Expr) -> pl.Expr:
    """Return the status of people: held back where they are enrolled and a condition is true."""
    return (
        pl.when(condition & (pl.col("status") == ENROLLED))
        .then(pl.lit(HELD_BACK))
        .otherwise("status")
        .alias("status")
    )


def combine(
    validation: ValidatedRoster, priced: PricedPeople, completed: pl.DataFrame, *extra: str
) -> pl.DataFrame:
    """Return everybody in the order of the rosters: ``id``, `SCHEMA` and the ``extra`` columns.

    ``completed`` are the enrolled people with SIPP's fields.
    """
    terms = validation.terms
    enrolled = with_contract_columns(completed, priced.premiums, terms.agreement)
    names = {code: role.name for code, role in terms.book.roles.roles.items()}
    held_back = pl.Series(sorted(validation.held_back), dtype=pl.UInt32).implode()
    is_held_back = pl.col("id").is_in(held_back)
    others = validation.frame.filter(pl.col("excluded") | is_held_back).with_columns(
        status=pl.when("excluded").then(pl.lit(EXCLUDED)).otherwise(pl.lit(HELD_BACK)),
        excluded_because=pl.when("excluded").then(exclusion_reason(validation)),
        role_name=pl.col("role").replace_strict(names, default=None, return_dtype=pl.String),
    )
    columns = ["id", *SCHEMA.names(), *extra]
    both = [
        part.select(name for name in columns if name in part.columns)
        for part in (enrolled.with_columns(pl.lit(ENROLLED).alias("status")), others)
    ]
    people = pl.concat(both, how="diagonal").sort("id")
    return people.select(
        pl.col("id"),
        *(
            (pl.col(name) if name in people.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in SCHEMA.items()
        ),
        *extra,
    )


def with_contract_columns(
    people: pl.DataFrame, premiums: Sequence[Premium], agreement: Agreement
) -> pl.DataFrame:
    """Add the columns of each person's ``contract``, the index into ``premiums``."""
    contracts = _contract_columns(premiums, agreement)
    return people.join(contracts, on="contract", how="left", maintain_order="left")


def _contract_columns(premiums: Sequence[Premium], agreement: Agreement) -> pl.DataFrame:
    """Return the columns of each distinct contract, by its index."""
    employer = agreement.employer.name
    columns = pl.DataFrame(
        {
            "contract": range(len(premiums)),
            "proration": [premium.rule_name for premium in premiums],
            "payer": [format_payer(agreement, p.segment, employer).id or None for p in premiums],
            "fund": [premium.relief_status.fund for premium in premiums],
            "uncovered_from": [premium.months.uncovered_from for premium in premiums],
            "uncovered_days": [premium.months.uncovered_days for premium in premiums],
        },
        schema={"contract": pl.Int32, **{name: SCHEMA[name] for name in _OF_CONTRACT}},
    )
    columns = columns.join(_charges(premiums), on="contract", how="left")
    columns = columns.join(_reliefs(premiums), on="contract", how="left")
    return columns.with_columns(pl.col("reliefs").fill_null([]))


_OF_CONTRACT = "proration payer fund uncovered_from uncovered_days".split()
# Columns that pricing adds.
PRICED = (
    "segment",
    "base_sen",
    "months",
    "person_months",
    "jkk_sen",
    "jkm_sen",
    "total_sen",
    "charges",
    "reliefs",
    *_OF_CONTRACT,
)


def _charges(premiums: Sequence[Premium]) -> pl.DataFrame:
    """Return what each contract is charged for each month, by its index."""
    rows = [
        (number, billed.month, programme, amount_sen)
        for number, premium in enumerate(premiums)
        for programme, amounts in premium.amounts.items()
        for billed, amount_sen in zip(premium.months.billed, amounts.rounded, strict=True)
    ]
    flat = pl.DataFrame(
        rows,
        schema={"contract": pl.Int32, "month": pl.Date, "programme": pl.String, "sen": pl.Int64},
        orient="row",
    )
    months = flat.group_by("contract", "month").agg(
        pl.col("sen").filter(pl.col("programme") == name.upper()).sum().alias(f"{name}_sen")
        for name in ("jkk", "jkm")
    )
    return (
        months.sort("contract", "month")
        .group_by("contract")
        .agg(pl.struct("month", "jkk_sen", "jkm_sen").alias("charges"))
    )


def _reliefs(premiums: Sequence[Premium]) -> pl.DataFrame:
    """Return the names of the reliefs of the contracts that have any, by their index."""
    rows = [
        (number, relief.name)
        for number, premium in enumerate(premiums)
        for relief in premium.reliefs
    ]
    flat = pl.DataFrame(rows, {"contract": pl.Int32, "reliefs": pl.String}, orient="row")
    return flat.group_by("contract").agg("reliefs")
