"""The bill of an account: who, for how many months, by which law, due when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import TypeVar

import polars as pl

from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.elections import notices
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain import death_cover
from pemilu_cover.explain.cautions import cautions, other_elections
from pemilu_cover.explain.law_text import (
    format_payer,
    format_percent,
    format_rounding,
    format_tariff,
)
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.agreement import ContributionBase
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.due_dates import due_rule, penalty_rule
from pemilu_cover.law.rate_book import Relief, Tariff
from pemilu_cover.law.rate_files import SEGMENTS, DueRule, LatePaymentRule, Programme, Segment
from pemilu_cover.law.relief import Refusal, denial_reason, reliefs_in_month
from pemilu_cover.reports.xlsx.invoice.workbook import NOT_NAMED, Bill
from pemilu_cover.values import dates, rupiah

Rule = TypeVar("Rule", DueRule, LatePaymentRule, LatePaymentRule | None)


def build_bill(account: EnrolmentTotals, people: pl.DataFrame | None = None) -> Bill:
    """Decide what the invoice of an account says; ``people`` are those whom it lists by name."""
    terms = account.terms
    employer = terms.agreement.employer
    location = account.location
    months = account.months
    return Bill(
        employer=employer.name,
        npp=employer.npp,
        location=f"{location.code} {location.name}" if location else "",
        payer=_payers(account),
        agreement=_format_agreement(account),
        election=_format_elections(account),
        rates=[_format_tariff(*used, account) for used in tariffs_used(account)],
        legal_basis=_legal_basis(account, months),
        base=list(_bases(account)),
        cover=_cover(account),
        notes=list(_notes(account)),
        lines=account.lines,
        roles=account.roles,
        months=months,
        paid_on=account.paid_on,
        schedule_notes=list(_schedule_notes(account, months)),
        people=people,
    )


def tariffs_used(account: EnrolmentTotals) -> list[tuple[Programme, Tariff]]:
    """Return every entry of the law that a premium used, each once."""
    premiums = account.premiums
    return list(dict.fromkeys(used for premium in premiums for used in premium.tariffs))


def reliefs_used(account: EnrolmentTotals) -> list[Relief]:
    """Return every relief that lowered a premium, each once."""
    premiums = account.premiums
    return list(dict.fromkeys(relief for premium in premiums for relief in premium.reliefs))


# Why a relief was not taken, where that is worth a line on the bill.
_REFUSED: dict[Refusal, str] = {
    "joining-unknown": "participant_since tidak disebut di perjanjian, maka belum dihitung",
    "newcomer": "peserta baru membayar penuh lebih dahulu",
}


def format_reliefs(account: EnrolmentTotals) -> list[str]:
    """Return which reliefs were taken, in which months; and which were not that might have been, and why."""
    taken: defaultdict[Relief, set[date]] = defaultdict(set)
    full: defaultdict[tuple[Relief, str], set[date]] = defaultdict(set)
    terms = account.terms
    for premium in account.premiums:
        for charge in premium.charges:
            if charge.relief:
                taken[charge.relief].add(charge.month)
                continue
            for relief in reliefs_in_month(charge.month, terms.book):
                if why := _REFUSED.get(
                    denial_reason(relief, charge.month, premium.standing) or "segment"
                ):
                    full[relief, why].add(charge.month)
    told = [
        f"{relief.name}: dibayar {format_percent(relief.percent_paid)} dari iuran untuk {_months(months)} "
        f"({relief.cited})." + (f" Syarat: {relief.condition}." if relief.condition else "")
        for relief, months in taken.items()
    ]
    return told + [
        f"{relief.name}: iuran penuh untuk {_months(months)}; {why} ({relief.cited})."
        for (relief, why), months in full.items()
    ]


def bill_cautions(account: EnrolmentTotals) -> list[LocalizedText]:
    """Return what follows from the law that an office would not expect."""
    terms = account.terms
    told = list(cautions(account.premiums, terms.book))
    if terms.by_dates:  # each contract is of the election that its dates fit
        return told
    return told + list(other_elections(account.premiums, terms.election, terms.book))


def _months(months: Iterable[date]) -> str:
    return ", ".join(dates.format_month(month) for month in sorted(months))


def _format_elections(account: EnrolmentTotals) -> str:
    """Name the election of the bill, or each of several with how many people it has."""
    elections = [share.election for share in account.elections] or [account.terms.election]
    named = [f"{one.name} ({dates.format_long(one.voting_day)})" for one in elections]
    if len(named) == 1:
        return named[0]
    people = [f"{rupiah.format_count(share.people)} orang" for share in account.elections]
    return "; ".join(map(": ".join, zip(named, people, strict=True)))


def _format_agreement(account: EnrolmentTotals) -> str:
    agreement = account.terms.agreement
    if not agreement.number:
        return ""
    return agreement.number + (
        f" tanggal {dates.format_long(agreement.date)}" if agreement.date else ""
    )


def _format_tariff(programme: Programme, tariff: Tariff, account: EnrolmentTotals) -> str:
    book = account.terms.book
    name = book.jkk.name if programme == "JKK" else book.jkm.name
    since = f"{tariff.cited}, berlaku sejak {dates.format_long(tariff.valid_from)}"
    if isinstance(tariff, FixedContribution):
        return f"{name} (bukan penerima upah): {format_tariff(tariff)}, {since}"
    grade = f" (kelompok risiko {tariff.risk_class})" if tariff.risk_class else ""
    return f"{name}{grade}: {format_percent(tariff.percent)} dari upah sebulan, {since}"


def _cover(account: EnrolmentTotals) -> list[str]:
    """Return what the premium buys, and from when."""
    said = death_cover.format_covers(account.premiums, account.terms.book)
    if said is None:
        return []
    begins = (
        text for segment in _segments(account) for text in _format_rules("begins", segment, account)
    )
    return [said.id, *begins]


def _payers(account: EnrolmentTotals) -> str:
    """Return who pays, once where it is the same for all."""
    agreement = account.terms.agreement
    employer = agreement.employer.name
    payers = {segment: format_payer(agreement, segment, employer) for segment in _segments(account)}
    if len(set(payers.values())) <= 1:
        return next(iter(payers.values()), employer)
    return "; ".join(f"{name or NOT_NAMED} ({segment.upper()})" for segment, name in payers.items())


def _segments(account: EnrolmentTotals) -> list[Segment]:
    used = {premium.segment for premium in account.premiums}
    return [segment for segment in SEGMENTS if segment in used]


# Who a segment is, where a bill has both.
_WHO: dict[Segment, str] = {"pu": "penerima upah (PU)", "bpu": "bukan penerima upah (BPU)"}


def _legal_basis(account: EnrolmentTotals, months: list[MonthTotal]) -> list[str]:
    book, segments = account.terms.book, _segments(account)
    bodies = {book.roles.roles[code].body for code in account.role_codes}
    named = [
        f"{basis.law}, {basis.article}: {basis.text}"
        for basis in book.contribution.legal_basis
        if bodies & set(basis.bodies)
        and any(basis.in_force(total.month) and total.segment in basis.segments for total in months)
    ]
    first = min(total.month for total in months)
    entries = {"pu": book.contribution.payer, "bpu": book.bpu.payer}
    payers = {segment: get_in_force(entries[segment], first, "payer") for segment in segments}
    whose = {segment: "" if segments == ["pu"] else f" {_WHO[segment]}" for segment in segments}
    named += [
        f"Iuran{whose[segment]} ditanggung {payers[segment].name}: {payers[segment].cited}"
        for segment in segments
    ]
    named += (notice.id for notice in notices(account.elections, account.terms.election))
    return named + [
        _format_due(whose[segment], due, spans)
        for segment in segments
        for due, spans in _by_rule(months, segment, partial(due_rule, segment=segment, book=book))
    ]


def _format_due(whose: str, due: DueRule, spans: str) -> str:
    when = "bulan berikutnya" if due.months_after else "bulan iuran itu sendiri"
    return (
        f"Jatuh tempo{whose}{spans} tanggal {due.day} {when}; bila hari libur, hari kerja berikutnya: "
        f"{due.cited}"
    )


def _by_rule(
    months: list[MonthTotal], segment: Segment, rule_of: Callable[[date], Rule]
) -> list[tuple[Rule, str]]:
    """Return each rule that a segment's months follow, and for which months where there is more than one."""
    found: dict[Rule, list[date]] = {}
    for total in months:
        if total.segment == segment:
            found.setdefault(rule_of(total.month), []).append(total.month)
    if len(found) == 1:
        return [(rule, "") for rule in found]
    return [(rule, f" untuk {_months(named)}") for rule, named in found.items()]


def _schedule_notes(account: EnrolmentTotals, months: list[MonthTotal]) -> Iterator[str]:
    """Tell by which rules the schedule counts days of rest and delay."""
    yield (
        "Hari libur: Sabtu, Minggu, dan hari libur nasional. Cuti bersama dihitung hari kerja. Libur "
        "keagamaan tahun yang belum ditetapkan adalah perkiraan."
    )
    book = account.terms.book
    for segment in SEGMENTS:
        found = _by_rule(months, segment, partial(penalty_rule, segment=segment, book=book))
        for penalty, spans in found:
            if penalty is None:
                law = get_in_force(book.bpu.no_penalty, months[0].month, "no_penalty")
                yield f"Bukan penerima upah: tanpa denda ({law.cited})."
                continue
            yield (
                f"Denda keterlambatan{spans} {format_percent(penalty.percent)} dari iuran untuk setiap bulan "
                f"({penalty.cited}). Hukum tidak mengatur bagian bulan: bulan yang sudah mulai "
                "dihitung penuh, tidak majemuk. Dibayar bersama iuran bulan berikutnya."
            )
        if found:
            yield from _format_rules("arrears", segment, account)


def _format_rules(topic: str, segment: Segment, account: EnrolmentTotals) -> Iterator[str]:
    """Return the law's rules on a topic that reach a segment and held in a billed contract."""
    premiums = [p for p in account.premiums if p.segment == segment]
    for rule in account.terms.book.benefits.rules:
        held = any(rule.in_force(premium.contract.period.start) for premium in premiums)
        if rule.topic == topic and segment in rule.segments and held:
            who = f" {_WHO[segment]}" if len(_segments(account)) > 1 else ""
            yield f"{rule.text.id.rstrip('.')} ({rule.cited}){who}."


# How a base is named on the bill, by the agreement that sets it; the law itself knows the wage alone.
_BASES = {
    "flat": "{amount} sebulan bagi setiap orang, berapa pun honornya",
    "minimum-wage": "upah minimum, {amount} sebulan",
    "floor": "honor sebulan, sekurangnya {amount}",
    "per-head": "iuran {amount} sebulan bagi setiap orang, dibagi menurut tarif kedua program",
}


def _bases(account: EnrolmentTotals) -> Iterator[str]:
    """Tell, for each base that an agreement sets, whose it is; the honorarium needs no words."""
    terms = account.terms
    roles: defaultdict[ContributionBase, list[str]] = defaultdict(list)
    for total in account.roles:
        roles[terms.agreement.base_of(total.code)].append(total.role)
    by = f"perjanjian {terms.agreement.number}" if terms.agreement.number else "perjanjian"
    for base, names in roles.items():
        if base.amount is not None:
            said = _BASES[base.kind].format(amount=rupiah.format_rupiah(base.amount))
            whose = "Semua jabatan" if len(roles) == 1 else ", ".join(names)
            yield f"{whose}: {said} ({by})."
    banded = {
        tariff.cited: None
        for premium in account.premiums
        if premium.base.kind != "per-head"
        for programme, tariff in premium.tariffs
        if programme == "JKK" and isinstance(tariff, FixedContribution)
    }
    if banded:
        yield (
            "Bukan penerima upah: iuran menurut kelompok penghasilan; dasar iuran adalah dasar kelompok itu, "
            f"yang juga dasar manfaat JKK ({'; '.join(banded)})."
        )
    per_head = {p.segment for p in account.premiums if p.base.kind == "per-head"}
    if "pu" in per_head:
        yield "UPAH di lembar SIPP tetap honor sebulan; sepakati dengan BPJS Ketenagakerjaan."


def _notes(account: EnrolmentTotals) -> Iterator[str]:
    terms = account.terms
    for gap in coverage_problems(account):
        yield f"PERHATIAN: {gap.says.id} Jalan keluar: {gap.mend.id}."
    if not terms.agreement.model_fields_set:
        yield "Tanpa berkas perjanjian: segmen penerima upah (PU), dasar iuran honorarium sebulan."
    used = {premium.rule_name: premium for premium in account.premiums}
    for name, premium in sorted(used.items()):
        rule = premium.rule
        yield f"Hitungan bulan: {rule.name} ({rule.cited})."
        each = (
            "tiap program selama kontrak"
            if rule.rounded == "programme"
            else "tiap program, tiap bulan"
        )
        how = format_rounding(premium.charges[0].rounding).id
        yield f"Pembulatan ({name}): tiap orang, {each}, {how}."
    fixed = {code for code in account.role_codes if terms.agreement.role(code).months}
    for code in sorted(fixed):
        role, months = terms.book.roles.roles[code].name, terms.agreement.role(code).months
        yield f"{role}: {months} bulan menurut perjanjian."
    for role, first_day, days, people in account.uncovered:
        yield (
            f"{role}: {days} hari sejak {dates.format_long(first_day)} di luar bulan yang dihitung dan "
            f"TIDAK terlindung ({rupiah.format_count(people)} orang)."
        )
    yield from format_reliefs(account)
    yield from (caution.id for caution in bill_cautions(account))
    held_back = account.held_back
    if held_back:
        rows = rupiah.format_count(held_back)
        yield f"{rows} baris belum didaftarkan dan belum ditagih; lihat {account.held_back_in}."
    for note, count in account.excluded.notes():
        yield note.format("id", {"n": rupiah.format_count(count)})
