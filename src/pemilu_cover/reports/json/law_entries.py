"""Rates and reliefs with their sources as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NotRequired

from pemilu_cover.law.bpu import FixedContribution, IncomeBand
from pemilu_cover.law.contribution_law import DueRule, LatePaymentRule
from pemilu_cover.law.dated_values import Citation, Confidence
from pemilu_cover.law.rate_files import Fund, Programme, Segment
from pemilu_cover.law.relief_law import Relief
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import Day, DumpOf, Money, Share, Since

if TYPE_CHECKING:
    from pemilu_cover.law.rate_book import Tariff


class TariffJson(Since):
    """An entry of the law: ``rate`` is a share of the wage, or ``amount`` is rupiah a month."""

    programme: Programme
    rate: Share | None
    amount: Money | None
    band: NotRequired[Annotated[dict[str, Any], DumpOf(IncomeBand)]]
    law: str
    article: str
    confidence: Confidence


class ReliefJson(Since):
    """A relief: what is still paid is a share as decimal text."""

    name: str
    paid: Share
    segments: list[Segment]
    excluded_funds: list[Fund]
    not_honorer: Annotated[dict[str, Any], DumpOf(Citation)] | None
    newcomers_from: Day | None
    newcomers_full: int
    condition: str
    due: Annotated[dict[str, Any], DumpOf(DueRule)] | None
    penalty: Annotated[dict[str, Any], DumpOf(LatePaymentRule)] | None
    law: str
    article: str
    to: Day | None
    confidence: Confidence


def tariff_json(programme: Programme, tariff: Tariff) -> TariffJson:
    """Return one entry with its law: ``rate`` is a share of the wage, or ``amount`` is rupiah a month.

    Both are decimal text; the one that the entry does not have is null.
    """
    rate = (
        None if isinstance(tariff, FixedContribution) else f"{tariff.percent.normalize() / 100:f}"
    )
    tariff_json: TariffJson = {
        "programme": programme,
        "rate": rate,
        "amount": rupiah.to_decimal_string(tariff.amount)
        if isinstance(tariff, FixedContribution)
        else None,
        "law": tariff.law,
        "article": tariff.article,
        "from": tariff.valid_from.isoformat(),
        "confidence": tariff.confidence,
    }
    if isinstance(tariff, FixedContribution) and tariff.band:
        tariff_json["band"] = tariff.band.model_dump(mode="json", by_alias=True, exclude_none=True)
    return tariff_json


def relief_json(relief: Relief) -> ReliefJson:
    """Return one relief with its law; what is still paid is a share as decimal text."""
    return {
        "name": relief.name,
        "paid": f"{relief.percent_paid.normalize() / 100:f}",
        "segments": list(relief.segments),
        "excluded_funds": list(relief.excluded_funds),
        "not_honorer": cited_json(relief.not_honorer),
        "newcomers_from": relief.newcomers_from.isoformat() if relief.newcomers_from else None,
        "newcomers_full": relief.newcomers_full,
        "condition": relief.condition,
        "due": cited_json(relief.due),
        "penalty": cited_json(relief.penalty),
        "law": relief.law,
        "article": relief.article,
        "from": relief.valid_from.isoformat(),
        "to": relief.valid_to.isoformat() if relief.valid_to else None,
        "confidence": relief.confidence,
    }


def cited_json(value: Citation | None) -> Any:  # noqa: ANN401  a dump of its model
    """Return a cited value of the law as ``--json`` prints it."""
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True) if value else None
