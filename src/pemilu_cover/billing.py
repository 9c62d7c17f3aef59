"""The bill of an enrolment: who, for how many months, by which law, due when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pemilu_cover.law.agreement import Base
from pemilu_cover.law.book import Due, Rate, RateBook, Relief
from pemilu_cover.law.due import due_date
from pemilu_cover.law.premium import proration_of
from pemilu_cover.law.relief import reliefs_in
from pemilu_cover.lawview import percent
from pemilu_cover.sheets.invoice import Bill, Line, MonthTotal, RoleTotal
from pemilu_cover.values import dates, rupiah

if TYPE_CHECKING:
    from pemilu_cover.enrol import Enrolment


class Uncovered(NamedTuple):
    """Days at the end of a role's contracts that a forgiven tail leaves without cover."""

    role: str
    first_day: date
    days: int
    people: int


def bill_of(enrolment: Enrolment) -> Bill:
    """Decide what the invoice of an enrolment says."""
    terms = enrolment.judged.terms
    agreement, employer = terms.agreement, terms.agreement.employer
    location = enrolment.completed.location
    months = month_totals(enrolment)
    return Bill(
        employer=employer.name,
        npp=employer.npp,
        location=f"{location.code} {location.name}" if location else "",
        payer=agreement.payer.name if agreement.payer else employer.name,
        agreement=_agreement_in_words(enrolment),
        election=f"{terms.election.name} ({dates.in_words(terms.election.voting_day)})",
        rates=[_rate_in_words(rate, enrolment) for rate in rates_used(enrolment)],
        legal_basis=_legal_basis(enrolment, [month.month for month in months]),
        base=list(_bases(enrolment)),
        notes=list(_notes(enrolment)),
        lines=_lines(enrolment.people),
        roles=role_totals(enrolment.people),
        months=months,
        people=enrolment.people,
    )


def rates_used(enrolment: Enrolment) -> list[Rate]:
    """Give every rate entry that a premium used, each once."""
    premiums = enrolment.priced.premiums
    return list(dict.fromkeys(rate for premium in premiums for rate in premium.rates))


def reliefs_used(enrolment: Enrolment) -> list[Relief]:
    """Give every relief that lowered a premium, each once."""
    premiums = enrolment.priced.premiums
    return list(dict.fromkeys(relief for premium in premiums for relief in premium.reliefs))


def role_totals(people: pl.DataFrame) -> list[RoleTotal]:
    """Sum people by role, the dearest role first."""
    totals = (
        people.group_by("role", "role_name", maintain_order=True)
        .agg(pl.len(), pl.col("person_months").sum(), pl.col("jkk_sen", "jkm_sen").sum())
        .sort(pl.col("jkk_sen") + pl.col("jkm_sen"), descending=True, maintain_order=True)
    )
    return [RoleTotal(*row) for row in totals.iter_rows()]


def month_totals(enrolment: Enrolment) -> list[MonthTotal]:
    """Sum every contract's charges by billed month."""
    holders = dict(enrolment.people["contract"].value_counts().iter_rows())
    amounts: defaultdict[tuple[date, str], int] = defaultdict(int)
    people: defaultdict[date, int] = defaultdict(int)
    for number, premium in enumerate(enrolment.priced.premiums):
        for charge in premium.charges:
            amounts[charge.month, charge.programme] += holders[number] * charge.amount_sen
        for month in {charge.month for charge in premium.charges}:
            people[month] += holders[number]
    book = enrolment.judged.terms.book
    return [
        MonthTotal(
            month,
            people[month],
            amounts[month, "JKK"],
            amounts[month, "JKM"],
            due_date(month, _due_of(month, book)),
        )
        for month in sorted(people)
    ]


def uncovered(enrolment: Enrolment) -> list[Uncovered]:
    """Tell, once for each role and day, which days at the end of contracts have no cover."""
    holders = dict(enrolment.people["contract"].value_counts().iter_rows())
    names = {code: role.name for code, role in enrolment.judged.terms.book.roles.roles.items()}
    found: defaultdict[tuple[str, date, int], int] = defaultdict(int)
    for number, premium in enumerate(enrolment.priced.premiums):
        months = premium.months
        if months.uncovered_from is not None:
            key = names[premium.contract.role], months.uncovered_from, months.uncovered_days
            found[key] += holders[number]
    return [Uncovered(*key, people) for key, people in found.items()]


def reliefs_in_words(enrolment: Enrolment) -> list[str]:
    """Tell which reliefs were taken, in which months; and which was not, since a day is not known."""
    taken: defaultdict[Relief, set[date]] = defaultdict(set)
    full: defaultdict[Relief, set[date]] = defaultdict(set)
    terms = enrolment.judged.terms
    for charge in (c for premium in enrolment.priced.premiums for c in premium.charges):
        if charge.relief:
            taken[charge.relief].add(charge.month)
            continue
        for relief in reliefs_in(charge.month, terms.book):
            full[relief].add(charge.month)
    told = [
        f"{relief.name}: dibayar {percent(relief.percent_paid)} dari iuran untuk {_months(months)} "
        f"({relief.cited})."
        for relief, months in taken.items()
    ]
    since = terms.agreement.participant_since
    why = (
        "peserta baru membayar penuh lebih dahulu"
        if since
        else ("participant_since tidak disebut di perjanjian, maka belum dihitung")
    )
    return told + [
        f"{relief.name}: iuran penuh untuk {_months(months)}; {why} ({relief.cited})."
        for relief, months in full.items()
    ]


def _months(months: Iterable[date]) -> str:
    return ", ".join(dates.month_in_words(month) for month in sorted(months))


def _due_of(month: date, book: RateBook) -> Due:
    """Give the day on which a month is due: a relief may have put it off."""
    later = (relief.due for relief in reliefs_in(month, book) if relief.due)
    return next(later, book.contribution.due)


def _lines(people: pl.DataFrame) -> list[Line]:
    lines = people.group_by(
        "role_name", "base_sen", "months", "jkk_sen", "jkm_sen", maintain_order=True
    ).agg(pl.len())
    return [
        Line(role, base, months, count, jkk, jkm)
        for role, base, months, jkk, jkm, count in lines.iter_rows()
    ]


def _agreement_in_words(enrolment: Enrolment) -> str:
    agreement = enrolment.judged.terms.agreement
    if not agreement.number:
        return ""
    return agreement.number + (
        f" tanggal {dates.in_words(agreement.date)}" if agreement.date else ""
    )


def _rate_in_words(rate: Rate, enrolment: Enrolment) -> str:
    book = enrolment.judged.terms.book
    name = book.jkk.name if rate.risk_class else book.jkm.name
    grade = f" (kelompok risiko {rate.risk_class})" if rate.risk_class else ""
    return (
        f"{name}{grade}: {percent(rate.percent)} dari upah sebulan, {rate.cited}, "
        f"berlaku sejak {dates.in_words(rate.valid_from)}"
    )


def _legal_basis(enrolment: Enrolment, months: list[date]) -> list[str]:
    contribution = enrolment.judged.terms.book.contribution
    named = [
        f"{basis.law}, {basis.article}: {basis.text}"
        for basis in contribution.legal_basis
        if any(basis.in_force(month) for month in months)
    ]
    due = contribution.due
    payer = f"Iuran ditanggung {contribution.payer.name}: {contribution.payer.cited}"
    return [
        *named,
        payer,
        f"Jatuh tempo tanggal {due.day} bulan berikutnya; bila hari libur, hari kerja "
        f"berikutnya: {due.cited}",
    ]


# How a base is named on the bill, by the agreement that sets it; the law itself knows the wage alone.
_BASES = {
    "flat": "{amount} sebulan bagi setiap orang, berapa pun honornya",
    "minimum-wage": "upah minimum, {amount} sebulan",
    "floor": "honor sebulan, sekurangnya {amount}",
    "per-head": "iuran {amount} sebulan bagi setiap orang, dibagi menurut tarif kedua program",
}


def _bases(enrolment: Enrolment) -> Iterator[str]:
    """Tell, for each base that an agreement sets, whose it is; the honorarium needs no words."""
    terms = enrolment.judged.terms
    roles: defaultdict[Base, list[str]] = defaultdict(list)
    for total in role_totals(enrolment.people):
        roles[terms.agreement.base_of(total.code)].append(total.role)
    by = f"perjanjian {terms.agreement.number}" if terms.agreement.number else "perjanjian"
    for base, names in roles.items():
        if base.amount is not None:
            said = _BASES[base.kind].format(amount=rupiah.show(base.amount))
            whose = "Semua jabatan" if len(roles) == 1 else ", ".join(names)
            yield f"{whose}: {said} ({by})."
    if any(base.kind == "per-head" for base in roles):
        yield "UPAH di lembar SIPP tetap honor sebulan; sepakati dengan BPJS Ketenagakerjaan."


def _notes(enrolment: Enrolment) -> Iterator[str]:
    terms = enrolment.judged.terms
    if not terms.agreement.model_fields_set:
        yield "Tanpa berkas perjanjian: segmen penerima upah (PU), dasar iuran honorarium sebulan."
    rules = {
        proration_of(terms.agreement, code, terms.book)
        for code in enrolment.people["role"].unique()
    }
    for name in sorted(rules):
        rule = terms.book.proration.rules[name]
        yield f"Hitungan bulan: {rule.name} ({rule.cited})."
        each = (
            "tiap program selama kontrak"
            if rule.rounded == "programme"
            else "tiap program, tiap bulan"
        )
        yield f"Pembulatan ({name}): tiap orang, {each}, ke 0,01 rupiah, setengah ke atas."
    fixed = {
        code for code in enrolment.people["role"].unique() if terms.agreement.role(code).months
    }
    for code in sorted(fixed):
        role, months = terms.book.roles.roles[code].name, terms.agreement.role(code).months
        yield f"{role}: {months} bulan menurut perjanjian."
    for role, first_day, days, people in uncovered(enrolment):
        yield (
            f"{role}: {days} hari sejak {dates.in_words(first_day)} di luar bulan yang dihitung dan "
            f"TIDAK terlindung ({rupiah.thousands(people)} orang)."
        )
    yield from reliefs_in_words(enrolment)
    held_back = len(enrolment.judged.held_back)
    if held_back:
        yield f"{rupiah.thousands(held_back)} baris ditahan dan belum ditagih; lihat corrections.xlsx."
    excluded = len(enrolment.judged.excluded)
    if excluded:
        yield f"{rupiah.thousands(excluded)} ASN dikecualikan (dijamin Taspen) dan tidak ditagih."
