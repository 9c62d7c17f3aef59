"""What JKK and JKM pay for one role or wage: what a family, a treasurer or a budget meeting asks.

Needs no frame and no workbook. `pemilu_cover.reports.text.benefits` shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pemilu_cover.estimates.quote import (
    InputError,
    parse_segment,
    parse_wage,
    resolve_role_and_wage,
)
from pemilu_cover.estimates.quote import QuoteRequest as Priced
from pemilu_cover.explain.law_text import find_election
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.benefit_cover import (
    DeathCover,
    PayableBenefit,
    benefits_on,
    death_cover,
    disability_cover,
    paid_by_employers,
    paid_without_heirs,
)
from pemilu_cover.law.benefit_payments import (
    DisabilityTableShare,
    MonthlyWageShare,
    Scholarship,
    WageMultiple,
)
from pemilu_cover.law.benefits import BenefitLaw, Body, Choice, Santunan
from pemilu_cover.law.bpu import FixedContribution, IncomeBand
from pemilu_cover.law.dated_values import Citation, NoRateInForceError, in_force
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES, BilingualText, Segment
from pemilu_cover.values import dates, rupiah

# Round bases that a meeting speaks of: these, times a power of ten; and how many of them are shown.
_ROUND = (10, 15, 20, 30, 50, 75)
_SHOWN = 3


@dataclass(frozen=True)
class BenefitsRequest:
    """What is asked, as it was typed; None is left to the election, or to today."""

    role: str | None = None
    position: str | None = None
    wage: str | None = None
    on: date | None = None
    election: str | None = None
    segment: str | None = None
    months: int | None = None
    employers: int = 1


@dataclass(frozen=True)
class WageComparison:
    """What one wage costs a month and what it brings, in sen; ``base_sen`` is what JKK follows.

    ``disability_sen`` is None where the grant for a total disability is not known.
    """

    wage_sen: int
    base_sen: int
    premium_sen: int
    cover: DeathCover
    disability_sen: int | None
    month_sen: int


@dataclass(frozen=True)
class BenefitsResult:
    """What is paid for what happens on a day to somebody of a wage, and what higher wages would bring.

    ``cautions`` are what may make the amounts wrong: they are said before anything else.
    """

    day: date
    segment: Segment
    months: int
    role: str | None
    role_name: str | None
    body: Body | None
    election: Election | None
    law: BenefitLaw
    band: IncomeBand | None
    lines: tuple[PayableBenefit, ...]
    here: WageComparison
    higher: tuple[WageComparison, ...]
    assumed: tuple[LocalizedText, ...]
    cautions: tuple[LocalizedText, ...] = ()
    employers: int = 1

    @property
    def serving(self) -> Election | None:
        """The election in which the role serves on the day; None where it was taken for its honorarium."""
        if self.role is None or self.election is None:
            return None
        return self.election if _serves(self.role, self.election, self.day) else None

    @property
    def by_employers(self) -> tuple[int, Choice] | None:
        """What JKM pays where more than one employer has paid, in sen, and by which entry."""
        if self.employers == 1:
            return None
        return paid_by_employers(self.law, self.lines, self.day, self.employers)

    @property
    def without_heirs(self) -> tuple[int, Choice] | None:
        """What JKM pays where there are neither heirs nor a will, in sen, and by which entry."""
        return paid_without_heirs(self.law, self.lines, self.day)

    @property
    def santunan(self) -> list[Santunan]:
        """What the election bodies pay themselves: the role's, or where there is no role those of both."""
        return [
            entry
            for entry in in_force(self.law.santunan, self.day)
            if self.body is None or self.body in entry.bodies
        ]


def benefits_from_files(question: BenefitsRequest, rates: Path | None) -> BenefitsResult:
    """Answer a question by the files of a folder.

    Raise `InputError` for a value that is none, `NoRateInForceError` for a day without benefits, and what
    reading the files raises.
    """
    book = RateBook.load(rates)
    assumed: list[LocalizedText] = []
    segment = parse_segment(question.segment) if question.segment else "pu"
    role, election, wage_sen = _who(question, book, assumed)
    day = _day(question, election, assumed)
    months = question.months or 0
    here = _base(wage_sen, day, segment, months, book)
    lines = tuple(benefits_on(book.benefits, day, here.base_sen, segment, months))
    if question.months is None and not all(line.payable for line in lines):
        assumed.append(localize("benefits.member-less-month-far"))
    known = book.roles.roles[role] if role else None
    return BenefitsResult(
        day=day,
        segment=segment,
        months=months,
        role=role,
        role_name=known.name if known else None,
        body=known.body if known else None,
        election=election,
        law=book.benefits,
        band=_band(wage_sen, day, segment, book),
        lines=lines,
        here=here,
        higher=tuple(_base(sen, day, segment, months, book) for sen in _rounder(wage_sen)),
        assumed=tuple(assumed),
        cautions=tuple(_cautions(question, role, election, day, book)),
        employers=question.employers,
    )


def as_json(found: BenefitsResult, language: Language) -> dict[str, Any]:
    """Return the answer as ``--json`` prints it; money is decimal text in rupiah."""
    law, day = found.law, found.day
    return {
        "cautions": [text.in_language(language) for text in found.cautions],
        "on": day.isoformat(),
        "role": found.role,
        "election": found.election.id if found.election else None,
        "segment": found.segment,
        "months": found.months,
        "wage": rupiah.to_decimal_string(found.here.wage_sen),
        "base": rupiah.to_decimal_string(found.here.base_sen),
        "paid_at_once": {
            "death_not_by_accident": rupiah.to_decimal_string(found.here.cover.jkm_sen),
            "death_by_accident": rupiah.to_decimal_string(found.here.cover.jkk_sen),
            "total_disability": _sum(found.here.disability_sen),
            "death_without_heirs": _chosen(found.without_heirs),
            "death_not_by_accident_of_employers": _chosen(found.by_employers),
        },
        "employers": found.employers,
        "benefits": [_line_json(line, found.segment, language) for line in found.lines],
        "bases": [
            {
                "wage": rupiah.to_decimal_string(base.wage_sen),
                "base": rupiah.to_decimal_string(base.base_sen),
                "premium_a_month": rupiah.to_decimal_string(base.premium_sen),
                "death_not_by_accident": rupiah.to_decimal_string(base.cover.jkm_sen),
                "death_by_accident": rupiah.to_decimal_string(base.cover.jkk_sen),
                "total_disability": _sum(base.disability_sen),
                "unable_to_work_first_month": rupiah.to_decimal_string(base.month_sen),
            }
            for base in (found.here, *found.higher)
        ],
        "rules": [
            {"topic": rule.topic, "text": localise(rule.text, language), **_cited(rule)}
            for rule in in_force(law.rules, day)
            if found.segment in rule.segments
        ],
        "claim_lapses": [
            {
                "programme": lapse.programme,
                "years": lapse.years,
                "text": localise(lapse.text, language),
                **_cited(lapse),
            }
            for lapse in in_force(law.lapses, day)
        ],
        "own_santunan": [
            {
                "bodies": list(entry.bodies),
                "name": localise(entry.name, language),
                "amount": rupiah.to_decimal_string(entry.amount),
                "at_most": entry.at_most,
                "disputed": (
                    {
                        "amount": rupiah.to_decimal_string(entry.disputed.amount),
                        **_cited(entry.disputed),
                    }
                    if entry.disputed
                    else None
                ),
                **_cited(entry),
            }
            for entry in found.santunan
        ],
        "left_out": [localise(gap.text, language) for gap in in_force(law.unread, day)],
        "assumed": [text.in_language(language) for text in found.assumed],
        "checked_on": law.checked_on.isoformat(),
    }


def localise(words: BilingualText, language: Language) -> str:
    """Return words of the rate files in a language."""
    return words.id if language == "id" else words.en


def explain_amount(line: PayableBenefit, segment: Segment) -> BilingualText:
    """Return how an amount comes about: of the wage, or of what JKK follows in its place (BPU)."""
    follows = isinstance(line.benefit.pays, WageMultiple | DisabilityTableShare | MonthlyWageShare)
    return replace_wage_by_base(line.how, segment) if follows else line.how


def replace_wage_by_base(share: BilingualText, segment: Segment) -> BilingualText:
    """Name what a share is taken of: the wage is the base, but for BPU, whose band names another amount."""
    if segment == "pu":
        return share
    return BilingualText(
        id=share.id.replace("upah", "dasar JKK"), en=share.en.replace("wage", "JKK base")
    )


def _line_json(line: PayableBenefit, segment: Segment, language: Language) -> dict[str, Any]:
    benefit, pays = line.benefit, line.benefit.pays
    shown: dict[str, Any] = {
        "id": benefit.id,
        "programme": benefit.programme,
        "event": line.event,
        "group": benefit.group,
        "name": localise(benefit.name, language),
        "amount": _sum(line.amount_sen),
        "at_most": line.at_most,
        "how": localise(explain_amount(line, segment), language),
        "condition": localise(benefit.condition, language) if benefit.condition else None,
        "payable": line.payable,
        "months_needed": line.months_needed,
        **_cited(benefit),
    }
    if line.source is not benefit:
        shown["months_needed_by"] = _cited(line.source)
    if isinstance(pays, MonthlyWageShare):
        shown["monthly"] = [
            {
                "first": step.first,
                "last": step.last,
                "percent": f"{step.percent.normalize():f}",
                "amount": rupiah.to_decimal_string(step.due(line.base_sen)),
            }
            for step in pays.steps
        ]
    if isinstance(pays, DisabilityTableShare):
        shown["each_percent"] = rupiah.to_decimal_string(pays.each_percent(line.base_sen))
    if isinstance(pays, Scholarship):
        shown["children"] = pays.children
        shown["levels"] = [
            {
                "name": localise(level.name, language),
                "amount_a_year": rupiah.to_decimal_string(level.amount),
                "years": level.years,
            }
            for level in pays.levels
        ]
    return shown


def _sum(sen: int | None) -> str | None:
    return None if sen is None else rupiah.to_decimal_string(sen)


def _chosen(found: tuple[int, Choice] | None) -> str | None:
    return rupiah.to_decimal_string(found[0]) if found else None


def _cited(entry: Citation) -> dict[str, Any]:
    """Return where a value comes from, and its days where it has any."""
    return entry.model_dump(
        mode="json",
        by_alias=True,
        include={"law", "article", "confidence", "source", "note", "valid_from", "valid_to"},
        exclude_defaults=True,
    )


def _who(
    question: BenefitsRequest, book: RateBook, assumed: list[LocalizedText]
) -> tuple[str | None, Election | None, int]:
    """Return the role, the election and the wage in sen; without a role the wage must be typed."""
    if question.role is not None:
        start = question.on.isoformat() if question.on else None
        voted = None if question.election else _voted_on(question.on, book)
        priced = Priced(
            question.role,
            question.position,
            question.wage,
            start=start,
            election=question.election or voted,
        )
        found = resolve_role_and_wage(priced, Agreement(), book, assumed)
        if voted:
            by_date = localize("benefits.election-voting-day", voted=voted)
            assumed.append(by_date)
        return found
    if question.position is not None:
        raise InputError("--position", "needs --role")
    if question.wage is None:
        raise InputError("--role", "say --role or --wage")
    election = find_election(question.election, book) if question.election else None
    return None, election, parse_wage(question.wage)


def _voted_on(day: date | None, book: RateBook) -> str | None:
    """Return the election that is voted on a day: not every role has a term by which to find it."""
    return next((one.id for one in book.elections.values() if day in one.days), None)


def _serves(role: str, election: Election, day: date) -> bool:
    return day in election.days or election.covers(role, day, day)


def _cautions(
    question: BenefitsRequest,
    role: str | None,
    election: Election | None,
    day: date,
    book: RateBook,
) -> Iterator[LocalizedText]:
    """Warn of an honorarium that was taken from an election in which the role does not serve that day."""
    if role is None or election is None or question.wage is not None:
        return
    if _serves(role, election, day):
        return
    named = election.id.replace("-", " ").capitalize()
    if any(_serves(role, other, day) for other in book.elections.values()):
        yield localize("benefits.honorarium-used-asked-role", named=named, shown=day)
        return
    yield localize("benefits.honorarium-used-known-say", named=named, shown=day)


def _day(
    question: BenefitsRequest, election: Election | None, assumed: list[LocalizedText]
) -> date:
    if question.on is not None:
        return question.on
    if election is None:
        today = date.today()
        shown = dates.format_ddmmyyyy(today)
        assumed.append(localize("benefits.today", shown=shown))
        return today
    shown = dates.format_ddmmyyyy(election.voting_day)
    assumed.append(localize("benefits.voting-day", shown=shown))
    return election.voting_day


def _base(
    wage_sen: int, day: date, segment: Segment, months: int, book: RateBook
) -> WageComparison:
    """Return what a wage costs and brings; raise `NoRateInForceError` where no benefit is in force."""
    law = book.benefits
    tariffs = [book.tariff(segment, programme, day, wage_sen) for programme in PROGRAMMES]
    base_sen = next(
        (t.base_sen for t in tariffs if isinstance(t, FixedContribution) and t.base_sen), wage_sen
    )
    cover = death_cover(law, base_sen, day, segment, months)
    if cover is None:
        raise NoRateInForceError(" / ".join(PROGRAMMES), day)
    lines = benefits_on(law, day, base_sen, segment, months)
    return WageComparison(
        wage_sen=wage_sen,
        base_sen=base_sen,
        premium_sen=sum(rupiah.round_half_up(t.owed(base_sen)) for t in tariffs),
        cover=cover,
        disability_sen=disability_cover(law, base_sen, day, segment, months),
        month_sen=sum(
            line.benefit.pays.steps[0].due(base_sen)
            for line in lines
            if isinstance(line.benefit.pays, MonthlyWageShare)
        ),
    )


def _band(wage_sen: int, day: date, segment: Segment, book: RateBook) -> IncomeBand | None:
    tariff = book.tariff(segment, "JKK", day, wage_sen)
    return tariff.band if isinstance(tariff, FixedContribution) else None


def _rounder(wage_sen: int) -> Iterator[int]:
    """Return the next round bases above a wage.

    >>> [rupiah.format_rupiah(sen) for sen in _rounder(850_000_00)]
    ['Rp1.000.000', 'Rp1.500.000', 'Rp2.000.000']
    """
    scale, given = 1, 0
    while given < _SHOWN:
        for digits in _ROUND:
            if digits * scale > wage_sen and given < _SHOWN:
                yield digits * scale
                given += 1
        scale *= 10
