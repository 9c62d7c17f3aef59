"""The price of one role: what an office asks before there is a roster.

Needs no frame and no workbook, so that a shell script gets its answer at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from pemilu_cover.explain import death_cover
from pemilu_cover.explain.calculation_step import CalculationStep
from pemilu_cover.explain.calculation_step import as_json as step_json
from pemilu_cover.explain.cautions import cautions, outside_in_words, unknown_reliefs
from pemilu_cover.explain.law_text import (
    find_election,
    format_percent,
    format_tariff,
    relief_json,
    tariff_json,
)
from pemilu_cover.explain.premium_steps import explain_premium
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.law.agreement import Agreement, Payer, RoleTerms, read_agreement
from pemilu_cover.law.elections import Election, fitting
from pemilu_cover.law.premium import Contract, Premium, price, proration_name
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook, Tariff
from pemilu_cover.law.rate_files import FUNDS, SEGMENTS, Fund, Programme, Segment
from pemilu_cover.law.roles import role_form
from pemilu_cover.law.wage_bounds import likely_wage, wage_bounds
from pemilu_cover.values import dates, rupiah


class InputError(ValueError):
    """A question that has no answer: the option that is wrong, and what would be right."""

    def __init__(self, option: str, reason: str) -> None:
        super().__init__(reason)
        self.option = option


@dataclass(frozen=True)
class QuoteRequest:
    """What is asked, as it was typed; None is left to the election."""

    role: str
    position: str | None = None
    wage: str | None = None
    people: int = 1
    start: str | None = None
    end: str | None = None
    days: int | None = None
    months: int | None = None
    election: str | None = None
    proration: str | None = None
    segment: str | None = None
    paid_by: str | None = None
    honorer: bool = False

    @property
    def is_contract(self) -> bool:
        """Whether a contract is asked about, as a roster has one.

        What the agreement fixes holds for it, as in `enrol`. A length in days or months is a question of its
        own, which the agreement does not answer.
        """
        return self.days is None and self.months is None


@dataclass(frozen=True)
class Quote:
    """The answer: the premium of one person, how many people, what was assumed, other countings.

    ``cautions`` are what the law lets follow that a clerk would not expect.
    """

    role_name: str
    election: Election
    premium: Premium
    people: int
    assumed: tuple[LocalizedText, ...]
    others: dict[str, Premium]
    cautions: tuple[LocalizedText, ...]
    cover: LocalizedText | None
    derivation: CalculationStep

    @property
    def total_sen(self) -> int:
        """What all people cost, in sen."""
        return self.premium.total_sen * self.people


def quote(question: QuoteRequest, agreement: Agreement, book: RateBook) -> Quote:
    """Price a question. Raise `InputError` for a value that is not one, `NoRateInForceError` without a rate.

    >>> quote_from_files = quote(QuoteRequest("KPPS", days=30), Agreement(), RateBook.load())
    >>> quote_from_files.premium.contract.role, quote_from_files.total_sen
    ('KPPS_ANGGOTA', 459000)
    """
    assumed: list[LocalizedText] = []
    role, election, wage_sen = resolve_role_and_wage(question, agreement, book, assumed)
    # What `who` says last is where the wage was taken from, if it was not typed.
    fixed_wage = agreement.role(role).wage if question.is_contract else None
    wage_source = _AS_ASKED if question.wage is not None and not fixed_wage else assumed[-1]
    period = _period(question, role, election, agreement, assumed)
    rule = _rule(question, role, agreement, book)
    assumed += _set_aside(question, agreement.role(role))
    settled = agreement.model_copy(
        update={
            "payer": _payer(question, role, agreement),
            "honorer": _honorer(question, role, agreement),
            "proration": rule,
            "base": agreement.base_for(role),
            "roles": {},  # what the agreement fixes is in the contract
        }
    )
    if (segment := _segment(question, role, agreement)) != settled.segment or question.segment:
        settled = settled.model_copy(update={"segment": segment})
    contract = Contract(role, wage_sen, period)
    _check_length(period, book)
    premium = price(contract, settled, book)
    others = dict(_others(premium, settled, book))
    name = book.roles.roles[role].name
    warned = (
        *cautions([premium], book),
        *unknown_reliefs([premium], book),
        *_wage_cautions(premium, election, book),
        *outside_in_words(role, period, election, book),
    )
    tree = explain_premium(premium, settled, book, wage_source, people=question.people)
    bought = death_cover.format_covers([premium], book)
    return Quote(
        name, election, premium, question.people, tuple(assumed), others, warned, bought, tree
    )


def _wage_cautions(premium: Premium, election: Election, book: RateBook) -> Iterator[LocalizedText]:
    """Warn of a wage outside the bounds of its role, with the amount that a slip would make of it."""
    role, wage_sen = premium.contract.role, premium.contract.wage_sen
    pay, bounds = election.role(role).honorarium, wage_bounds(role, election, book)
    if bounds.low <= wage_sen <= bounds.high:
        return
    meant = likely_wage(wage_sen, bounds.low, bounds.high)
    slip = f" ({rupiah.format_rupiah(meant)}?)" if meant else ""
    high, low = rupiah.format_rupiah(bounds.high), rupiah.format_rupiah(bounds.low)
    if pay and wage_sen > bounds.high:
        yield localize(
            "quote.wage-above-ceiling-typing", id=election.id, high=high, law=pay.law, slip=slip
        )
        return
    yield localize("quote.wage-outside-what-plausible", low=low, high=high, slip=slip)


_AS_ASKED = localize("quote.as-asked")


def resolve_role_and_wage(
    question: QuoteRequest, agreement: Agreement, book: RateBook, assumed: list[LocalizedText]
) -> tuple[str, Election, int]:
    """Return the role, the election and the wage in sen that a question means; add what is assumed.

    Raise `InputError` for a value that is not one, `RefusalError` for an unknown election.
    """
    role = _role(question, book, assumed)
    election = _election(question, role, agreement, book, assumed)
    return role, election, _wage(question, role, election, agreement, assumed)


def parse_wage(text: str) -> int:
    """Read a wage as it is typed and give it in sen; raise `InputError` where it is none."""
    try:
        wage_sen = rupiah.parse(text)
    except ValueError as error:
        how = "write a month's rupiah in digits, at least 1000, such as 850000 or 'Rp 850.000,-'"
        raise InputError("--wage", how) from error
    if wage_sen <= 0:
        raise InputError("--wage", "must be more than zero")
    return wage_sen


def parse_segment(text: str) -> Segment:
    """Read a segment as it is typed; raise `InputError` where it is none."""
    for segment in SEGMENTS:
        if text.strip().lower() == segment:
            return segment
    raise InputError("--segment", f"{text!r} is none of {', '.join(SEGMENTS)}")


def quote_from_files(question: QuoteRequest, agreement: Path | None, rates: Path | None) -> Quote:
    """Price a question by the files that were named; raise also what reading them raises."""
    book = RateBook.load(rates)
    settled = read_agreement(agreement, book) if agreement else Agreement()
    return quote(question, settled, book)


def as_json(answer: Quote, language: Language, *, explained: bool = False) -> dict[str, Any]:
    """Return the quote as ``--json`` prints it; money is decimal text in rupiah, sentences in a language.

    ``explained`` adds each step by which it came about.
    """
    premium = answer.premium
    return {
        "role": premium.contract.role,
        "segment": premium.segment,
        "wage": rupiah.to_decimal_string(premium.contract.wage_sen),
        "base": {
            "kind": premium.base.kind,
            "amount": rupiah.to_decimal_string(premium.base_sen),
            "agreed": rupiah.to_decimal_string(premium.base.amount)
            if premium.base.amount
            else None,
        },
        "months": months_json(premium.months.total),
        "people": answer.people,
        "jkk": rupiah.to_decimal_string(premium.programme_sen("JKK")),
        "jkm": rupiah.to_decimal_string(premium.programme_sen("JKM")),
        "per_person": rupiah.to_decimal_string(premium.total_sen),
        "total": rupiah.to_decimal_string(answer.total_sen),
        "rates": [tariff_json(*used) for used in premium.tariffs],
        "reliefs": [relief_json(relief) for relief in premium.reliefs],
        "election": answer.election.id,
        "proration": premium.rule_name,
        "uncovered_days": premium.months.uncovered_days,
        "assumed": [text.in_language(language) for text in answer.assumed],
        "cover": answer.cover.in_language(language) if answer.cover else None,
        "cautions": [text.in_language(language) for text in answer.cautions],
        "other_prorations": {
            name: {
                "months": months_json(other.months.total),
                "per_person": rupiah.to_decimal_string(other.total_sen),
                "total": rupiah.to_decimal_string(other.total_sen * answer.people),
            }
            for name, other in answer.others.items()
        },
        **({"explanation": step_json(answer.derivation, language)} if explained else {}),
    }


def as_text(answer: Quote, language: Language) -> str:
    """Return the quote as a clerk reads it."""
    premium, words = answer.premium, _WORDS[language]
    mark = "." if language == "id" else ","
    everybody = f"{answer.people:,} {words['people']}".replace(",", mark)
    width = max(len(words["wage"]), len(everybody))

    def line(label: str, amount: str, why: str = "") -> str:
        return f"  {label:<{width}}  {amount:>18}   {why}".rstrip()

    lines = [f"{answer.role_name} · {answer.election.name}"]
    lines.append(line(words["wage"], rupiah.format_rupiah(premium.contract.wage_sen)))
    if premium.base.kind != "honor":
        lines.append(line(words["base"], *_base_in_words(premium)))
    if premium.segment == "bpu":
        lines.append(line(words["segment"], "BPU", words["bpu"]))
    rule = premium.rule.name if language == "id" else premium.rule_name
    lines.append(line(words["months"], str(premium.months.total), rule))
    for programme, tariff in premium.tariffs:
        why = f"{format_tariff(tariff, language)}, {tariff.cited}"
        lines.append(
            line(programme, rupiah.format_rupiah(_by_tariff(premium, programme, tariff)), why)
        )
    for relief in premium.reliefs:
        paid = f"{format_percent(relief.percent_paid)} {words['paid']}"
        lines.append(line(words["relief"], paid, relief.cited))
    lines.append(line(words["each"], rupiah.format_rupiah(premium.total_sen)))
    lines.append(line(everybody, rupiah.format_rupiah(answer.total_sen)))
    if days := premium.months.uncovered_days:
        lines.append(f"\n{words['uncovered'].format(days=days)}")
    if answer.cover:
        lines.append(f"\n{answer.cover.in_language(language)}")
    for text in answer.cautions:
        lines.append(f"\n{words['caution']}: {text.in_language(language)}")
    if answer.assumed:
        assumed = "; ".join(text.in_language(language) for text in answer.assumed)
        lines.append(f"\n{words['assumed']}: {assumed}.")
    if answer.others:
        others = "; ".join(
            f"{name} {other.months.total} = {rupiah.format_rupiah(other.total_sen)}"
            for name, other in answer.others.items()
        )
        lines.append(f"{words['others']}: {others}.")
    return "\n".join(lines)


def _base_in_words(premium: Premium) -> tuple[str, str]:
    base = premium.base
    income = base.amount if base.kind == "per-head" else base.apply(premium.contract.wage_sen)
    return rupiah.format_rupiah(income or 0), base.kind


def _by_tariff(premium: Premium, programme: Programme, tariff: Tariff) -> int:
    return sum(
        charge.amount_sen
        for charge in premium.charges
        if (charge.programme, charge.tariff) == (programme, tariff)
    )


_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "wage": "upah sebulan",
        "base": "dasar iuran",
        "segment": "segmen",
        "bpu": "bukan penerima upah: iuran menurut kelompok penghasilan",
        "caution": "Perhatikan",
        "months": "bulan",
        "relief": "keringanan",
        "paid": "dibayar",
        "each": "per orang",
        "people": "orang",
        "uncovered": "{days} hari terakhir di luar bulan yang dihitung dan tidak terlindung.",
        "assumed": "Diandaikan",
        "others": "Hitungan bulan lain, per orang",
    },
    "en": {
        "wage": "wage a month",
        "base": "base",
        "segment": "segment",
        "bpu": "not paid a wage: an amount by the band of income",
        "caution": "Note",
        "months": "months",
        "relief": "relief",
        "paid": "is paid",
        "each": "per person",
        "people": "person(s)",
        "uncovered": "The last {days} day(s) are outside the billed months and not covered.",
        "assumed": "Assumed",
        "others": "Other ways to count the months, per person",
    },
}


def months_json(months: Fraction) -> int | str:
    """Return a number of months: an integer, or the exact fraction as text (``32/30`` is ``16/15``)."""
    return int(months) if months.denominator == 1 else str(months)


def _election(
    question: QuoteRequest,
    role: str,
    agreement: Agreement,
    book: RateBook,
    assumed: list[LocalizedText],
) -> Election:
    asked = question.election or agreement.election
    if asked is not None:
        return find_election(asked, book)
    first, last = _day("--start", question.start), _day("--end", question.end)
    if first and (fits := list(fitting(book.elections.values(), role, first, last or first))):
        others = ", ".join(election.id for election in fits[1:])
        also = localize("quote.fits-too", others=others) if others else localize("quote.blank")
        assumed.append(localize("quote.election-dates", id=fits[0].id, also=also))
        return fits[0]
    newest = next(iter(book.elections.values()))
    assumed.append(localize("quote.election-newest", id=newest.id))
    return newest


def _role(question: QuoteRequest, book: RateBook, assumed: list[LocalizedText]) -> str:
    roles = book.roles
    code = roles.named(question.role, question.position)
    if code is None:
        raise _no_role(question, book)
    role = roles.roles[code]
    if question.position is None and role_form(question.role) == role_form(role.family):
        alone = sum(other.family == role.family for other in roles.roles.values()) == 1
        if not alone:
            assumed.append(localize("quote.position", position=role.position))
    return code


def _no_role(question: QuoteRequest, book: RateBook) -> InputError:
    """Return what would have been a role: the family's positions, the meanings, the nearest, or all."""
    roles = book.roles
    without = roles.named(question.role)
    if question.position and without:
        family = roles.roles[without].family
        positions = [role.position for role in roles.roles.values() if role.family == family]
        return InputError("--position", f"{family} has: {', '.join(positions)}")
    families = ", ".join(dict.fromkeys(role.family for role in roles.roles.values()))
    if meanings := roles.meanings(question.role):
        hint = f"it can mean {', '.join(meanings)}; "
    elif nearest := roles.nearest(question.role):
        hint = f"did you mean {nearest!r}? "
    else:
        hint = ""
    return InputError("--role", f"unknown role {question.role!r}; {hint}known are {families}")


def _wage(
    question: QuoteRequest,
    role: str,
    election: Election,
    agreement: Agreement,
    assumed: list[LocalizedText],
) -> int:
    fixed = agreement.role(role).wage
    typed = None if question.wage is None else parse_wage(question.wage)
    if typed is not None and not (fixed and question.is_contract):
        return typed
    if fixed:
        amount, instead = (
            rupiah.format_rupiah(fixed),
            _instead("--wage", given=typed not in (None, fixed)),
        )
        assumed.append(localize("quote.wage-agreement", amount=amount, instead=instead))
        return fixed
    pay = election.role(role).honorarium
    if pay is None:
        raise InputError("--wage", f"{election.id} names no honorarium for {role}: say the wage")
    amount = rupiah.format_rupiah(pay.amount_sen)
    assumed.append(localize("quote.wage-honorarium", amount=amount, law=pay.law))
    return pay.amount_sen


def _period(
    question: QuoteRequest,
    role: str,
    election: Election,
    agreement: Agreement,
    assumed: list[LocalizedText],
) -> ContractPeriod:
    """Return the period: what was typed, else what the agreement fixes, else the election's term."""
    if sum(v is not None for v in (question.days, question.months, question.end)) > 1:
        raise InputError("--days, --months, --end", "say one of them")
    fixed, term = agreement.role(role), election.role(role).term
    start, end = _day("--start", question.start), _day("--end", question.end)
    if start is None and end is not None:
        raise InputError("--start", "--end needs --start")
    if start and end and end < start:
        raise InputError("--end", "lies before --start")
    if question.is_contract and fixed.start and start:
        assumed.append(_fixed_day("mulai", "start", fixed.start, "--start", start))
        start = fixed.start
    length = question.days or question.months
    if start is None:
        start = fixed.start or (term.start if term else None)
        if start is None and not (length or fixed.months):
            raise InputError("--start", f"{election.id} names no first day of {role}: say it")
        start = start or election.voting_day
        day = dates.format_ddmmyyyy(start)
        assumed.append(localize("quote.start", day=day))
    if length:
        return ContractPeriod(start, end, question.days, question.months)
    return _contract(start, end, fixed, term.end if term else None, assumed)


def _contract(
    start: date,
    typed: date | None,
    fixed: RoleTerms,
    usual: date | None,
    assumed: list[LocalizedText],
) -> ContractPeriod:
    """Return the period of a contract: its last day and months as the agreement fixes them, if it does."""
    end = fixed.end or typed or usual
    if typed and fixed.end:
        assumed.append(_fixed_day("selesai", "end", fixed.end, "--end", typed))
    if fixed.months:
        instead = _instead("--end", given=typed is not None)
        months = fixed.months
        assumed.append(localize("quote.months-agreement", months=months, instead=instead))
        return ContractPeriod(start, end, months=months)
    if end is None or end < start:
        raise InputError("--days", "say how long: --days, --months, or --start and --end")
    if typed is None:
        day = dates.format_ddmmyyyy(end)
        assumed.append(localize("quote.end", day=day))
    return ContractPeriod(start, end)


def _fixed_day(word: str, word_en: str, day: date, option: str, typed: date) -> LocalizedText:
    """Report that a day is the agreement's."""
    shown, instead = dates.format_ddmmyyyy(day), _instead(option, given=day != typed)
    return localize(
        "quote.agreement", shown=shown, word=LocalizedText(word, word_en), instead=instead
    )


def _instead(option: str, *, given: bool) -> LocalizedText:
    """Report that an option does not count, since the agreement fixes what it asks for."""
    return localize("quote.not", option=option) if given else localize("quote.blank")


def _set_aside(question: QuoteRequest, fixed: RoleTerms) -> Iterator[LocalizedText]:
    """Return what the agreement fixes and a length of its own, in days or months, leaves out of account."""
    if question.is_contract:
        return
    if fixed.months and fixed.months != question.months:
        yield localize("quote.agreement-fixes-months-length", months=fixed.months)
    elif fixed.end:
        day = dates.format_ddmmyyyy(fixed.end)
        yield localize("quote.agreement-fixes-end-length", day=day)


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return dates.parse(text)
    except ValueError as error:
        raise InputError(
            option, f"{text!r} is not a date; write 2024-11-07 or 07-11-2024"
        ) from error


def _segment(question: QuoteRequest, role: str, agreement: Agreement) -> Segment:
    if question.segment is None:
        alone = question.honorer or _fund(question) == "self"
        return "bpu" if alone else agreement.segment_for(role)
    return parse_segment(question.segment)


def _fund(question: QuoteRequest) -> Fund | None:
    """Read who pays, as it is typed; raise `InputError` where it is none of the funds."""
    if question.paid_by is None:
        return None
    for fund in FUNDS:
        if question.paid_by.strip().lower() == fund:
            return fund
    raise InputError("--paid-by", f"{question.paid_by!r} is none of {', '.join(FUNDS)}")


def _payer(question: QuoteRequest, role: str, agreement: Agreement) -> Payer | None:
    """Return who pays: the fund that was typed, else the agreement's payer."""
    fund = _fund(question)
    if fund == "self" and _segment(question, role, agreement) == "pu":
        raise InputError(
            "--paid-by", "self is for the segment bpu: an employer pays for wage earners"
        )
    if fund is None:
        return agreement.payer
    name = agreement.payer.name if agreement.payer and fund != "self" else ""
    return Payer(name=name, fund=fund)


def _honorer(question: QuoteRequest, role: str, agreement: Agreement) -> bool:
    """Return whether BPU members are enrolled as honorary staff; raise `InputError` for wage earners."""
    if question.honorer and _segment(question, role, agreement) == "pu":
        raise InputError("--honorer", "is for the segment bpu: it says which BPU members they are")
    return question.honorer or agreement.is_honorer(role)


def _rule(question: QuoteRequest, role: str, agreement: Agreement, book: RateBook) -> str:
    rule = question.proration or proration_name(agreement, role, book)
    if rule not in book.proration.rules:
        raise InputError("--proration", f"{rule!r} is none of {', '.join(book.proration.rules)}")
    return rule


def _check_length(period: ContractPeriod, book: RateBook) -> None:
    """Refuse a period that no office has, and one beyond the calendar."""
    longest = int(book.plausibility.longest_contract_months.value)
    try:
        last = dates.add_months(period.start, longest)
        end = period.end or period.start + timedelta(days=period.days or 0)
    except OverflowError as error:
        raise InputError("--start", "so late a year has no rates") from error
    if (period.months or 0) > longest or end > last:
        raise InputError("--months", f"longer than {longest} months, the longest office there is")


def _others(premium: Premium, settled: Agreement, book: RateBook) -> Iterator[tuple[str, Premium]]:
    """Price the same contract by the other rules, where its months are not fixed anyway."""
    if premium.contract.period.months is not None:
        return
    for name in book.proration.rules:
        if name != premium.rule_name:
            agreed = settled.model_copy(update={"proration": name})
            yield name, price(premium.contract, agreed, book)
