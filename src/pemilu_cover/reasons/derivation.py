"""How a premium came about, step by step: months, base, rate, relief, rounding, sum, each with its law.

A tree of facts that were decided elsewhere; nothing is reckoned here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.book import RateBook, Relief, Tariff
from pemilu_cover.law.bpu import Nominal
from pemilu_cover.law.files import PROGRAMMES, Citation, Programme
from pemilu_cover.law.premium import Charge, Premium
from pemilu_cover.law.relief import Refusal, refusal, reliefs_in
from pemilu_cover.messages import Language, Text
from pemilu_cover.reasons.lawview import (
    band_in_words,
    payer_in_words,
    percent,
    rounding_in_words,
    sure_in_words,
    tariff_in_words,
)
from pemilu_cover.values import dates, rupiah
from pemilu_cover.values.dates import add_months
from pemilu_cover.values.text import for_screen

if TYPE_CHECKING:
    from rich.tree import Tree


@dataclass(frozen=True)
class Step:
    """One fact of a premium: what it is, its value, why it is so, the law, and the facts it rests on."""

    label: Text
    value: Text
    why: Text | None = None
    law: Citation | None = None
    steps: tuple[Step, ...] = ()


def derive(
    premium: Premium, agreement: Agreement, book: RateBook, wage_from: Text, *, people: int = 1
) -> Step:
    """Give the tree of a premium; ``wage_from`` says where its wage was taken from."""
    role = book.roles.roles[premium.contract.role].name
    steps = [
        _wage(premium, wage_from),
        _segment(premium, agreement, book),
        _base(premium, agreement, book),
        _months(premium, agreement),
        *(_programme(name, premium, book) for name in PROGRAMMES),
        *_reliefs(premium, book),
        _sum(premium),
    ]
    if people > 1:
        steps.append(_for_all(premium, people))
    return Step(_same(role), _money(premium.total_sen), steps=tuple(steps))


def as_json(step: Step, language: Language) -> dict[str, Any]:
    """Give a tree as JSON; keys without a value are left out."""
    told: dict[str, Any] = {
        "step": _say(step.label, language),
        "value": _say(step.value, language),
    }
    if step.why:
        told["why"] = _say(step.why, language)
    if step.law:
        told |= {
            "law": step.law.law,
            "article": step.law.article,
            "confidence": step.law.confidence,
        }
    if step.steps:
        told["steps"] = [as_json(inner, language) for inner in step.steps]
    return told


def as_tree(step: Step, language: Language) -> Tree:
    """Give a tree as the terminal shows it. No text in it is read as markup."""
    from rich.text import Text as Line  # noqa: PLC0415  slow, and only who asks why needs it
    from rich.tree import Tree  # noqa: PLC0415

    line = Line(f"{_say(step.label, language)}: ")
    line.append(_say(step.value, language), style="bold")
    for more in (step.why and _say(step.why, language), step.law and _cited(step.law, language)):
        if more:
            line.append(f"\n{more}", style="dim")
    tree = Tree(line)
    for inner in step.steps:
        tree.children.append(as_tree(inner, language))
    return tree


# ---- the steps ----------------------------------------------------------------------------------


def _wage(premium: Premium, wage_from: Text) -> Step:
    return Step(
        Text("upah sebulan", "wage a month"), _money(premium.contract.wage_sen), why=wage_from
    )


_SEGMENTS = {
    "pu": Text("penerima upah (PU)", "paid a wage (PU)"),
    "bpu": Text("bukan penerima upah (BPU)", "not paid a wage (BPU)"),
}
_UNSAID = Text("berlaku bila tidak disebut lain", "holds unless something else is said")
_AGREED = Text("menurut perjanjian atau pilihan", "by the agreement, or as chosen")


def _segment(premium: Premium, agreement: Agreement, book: RateBook) -> Step:
    payer = book.bpu.payer if premium.segment == "bpu" else book.contribution.payer
    named = payer_in_words(agreement, premium.segment, "")
    by_law = Step(
        Text("yang membayar menurut hukum", "who pays by law"), _same(payer.name), law=payer
    )
    steps = [by_law]
    if named:
        steps.insert(0, Step(Text("yang membayar", "who pays"), _same(named), _AGREED))
    if premium.segment == "pu" and (bodies := book.jkk.election_bodies):
        steps.append(
            Step(
                Text("kelompok risiko", "risk class"),
                _same(bodies.risk_class),
                Text("jasa pemerintahan", "government services"),
                bodies,
            )
        )
    said = premium.segment == "bpu" or "segment" in agreement.model_fields_set
    return Step(
        Text("segmen", "segment"),
        _SEGMENTS[premium.segment],
        _AGREED if said else _UNSAID,
        steps=tuple(steps),
    )


_BASES = {
    "honor": Text("upah itu sendiri", "the wage itself"),
    "flat": Text("{amount} bagi setiap orang, berapa pun upahnya", "{amount}, whatever the wage"),
    "minimum-wage": Text("upah minimum {amount}", "the minimum wage, {amount}"),
    "floor": Text("upah, sekurangnya {amount}", "the wage, at least {amount}"),
    "per-head": Text(
        "iuran {amount} sebulan bagi setiap orang, dibagi menurut kedua program",
        "{amount} a month for each head, parted as the programmes cost",
    ),
}


def _base(premium: Premium, agreement: Agreement, book: RateBook) -> Step:
    base, income_sen = premium.base, premium.base.of(premium.contract.wage_sen)
    why = _filled(_BASES[base.kind], amount=rupiah.show(base.amount or 0))
    if base.kind != "honor" and agreement.number:
        number = agreement.number
        why = Text(f"{why.id} (perjanjian {number})", f"{why.en} (agreement {number})")
    shown = base.amount if base.kind == "per-head" and base.amount else premium.base_sen
    if premium.segment == "bpu":
        steps = _band(premium, income_sen, book)
        return Step(Text("dasar iuran", "base"), _money(shown), why, steps=steps)
    if base.kind != "honor":  # agreed on; the law knows the wage alone
        return Step(Text("dasar iuran", "base"), _money(shown), why)
    practice = book.contribution.honor_base
    steps = (Step(Text("dalam praktik", "in practice"), _same(practice.name), law=practice),)
    law = book.contribution.base
    return Step(Text("dasar iuran", "base"), _money(shown), why, law, steps)


def _band(premium: Premium, income_sen: int, book: RateBook) -> tuple[Step, ...]:
    """Show the band of income, and the rule for an income that Lampiran II names in none."""
    tariff = premium.charges[0].tariff
    if not isinstance(tariff, Nominal) or tariff.band is None:
        return ()
    band, last = tariff.band, tariff.band.last
    between = last is not None and income_sen > last
    income = rupiah.show(income_sen)
    return (
        Step(
            Text("kelompok penghasilan", "band of income"),
            Text(band_in_words(band), band_in_words(band, "en")),
            Text(f"penghasilan {income}", f"income {income}"),
            book.bpu.between_bands if between else tariff,
        ),
    )


def _months(premium: Premium, agreement: Agreement) -> Step:
    months, rule, period = premium.months, premium.rule, premium.contract.period
    named = [
        Step(
            _months_named([billed.month for billed in alike]),
            _same(str(sum(billed.share for billed in alike))),
            _days_served(share * len(alike), rule.days_per_month) if rule.count == "days" else None,
        )
        for share, group in groupby(months.billed, key=lambda billed: billed.share)
        if (alike := list(group))
    ]
    if months.uncovered_days:
        from_day = months.uncovered_from
        since = Text(
            f"sejak {dates.in_words(from_day)}" if from_day else "di akhir",
            f"from {from_day.isoformat()}" if from_day else "at the end",
        )
        named.append(
            Step(
                Text("TIDAK terlindung", "NOT covered"),
                Text(f"{months.uncovered_days} hari", f"{months.uncovered_days} day(s)"),
                since,
            )
        )
    fixed = period.months is not None
    why = _FIXED_MONTHS if fixed else _counted(premium)
    span = _span(period.start, period.end, period.days)
    if fixed and agreement.role(premium.contract.role).months:
        why = Text("ditetapkan perjanjian", "fixed by the agreement")
    return Step(
        Text("bulan", "months"),
        _same(str(months.total)),
        Text(f"{rule.name}, {span.id}: {why.id}", f"{premium.rule_name}, {span.en}: {why.en}"),
        None if fixed else rule,
        tuple(named),
    )


_FIXED_MONTHS = Text("jumlah bulan diminta", "the number of months was asked for")


def _counted(premium: Premium) -> Text:
    """Say how the rule came to its months."""
    months, rule = premium.months, premium.rule
    whole, tail = len(months.billed), months.tail_days
    if rule.count == "calendar":
        return Text(
            f"menyentuh {whole} bulan kalender, masing-masing penuh",
            f"it touches {whole} calendar month(s), each in full",
        )
    if rule.count == "days":
        days = months.total * rule.days_per_month
        return Text(
            f"{days} hari dibagi {rule.days_per_month}", f"{days} day(s) over {rule.days_per_month}"
        )
    if not months.full:
        period = premium.contract.period
        served = (period.last - period.start).days + 1
        return Text(
            f"kurang dari sebulan ({served} hari): bulan yang sudah mulai dihitung penuh",
            f"less than a month ({served} day(s)): a started month counts in full",
        )
    until = add_months(premium.contract.period.start, months.full)
    full = Text(
        f"{months.full} bulan penuh sampai {dates.in_words(until)}",
        f"{months.full} full month(s) to {until.isoformat()}",
    )
    if premium.contract.period.end is None:  # so many days: months of a fixed length
        full = Text(f"{months.full} bulan penuh", f"{months.full} full month(s)")
    if not tail:
        return full
    if months.uncovered_days:
        most = rule.forgiven_tail_days
        return Text(
            f"{full.id}; {tail} hari sesudahnya tidak dihitung (paling banyak {most})",
            f"{full.en}; {tail} day(s) behind are not counted (at most {most})",
        )
    return Text(
        f"{full.id} dan {tail} hari sesudahnya: bulan yang sudah mulai dihitung penuh",
        f"{full.en} and {tail} day(s) behind: a started month counts in full",
    )


def _span(start: date, end: date | None, days: int | None) -> Text:
    if end is None and days:
        end = start + timedelta(days=days - 1)
    if end is None:
        return Text(f"mulai {dates.in_words(start)}", f"from {start.isoformat()}")
    return Text(
        f"{dates.in_words(start)} s.d. {dates.in_words(end)}",
        f"{start.isoformat()} to {end.isoformat()}",
    )


def _days_served(share: Fraction, days_per_month: int) -> Text:
    days = share * days_per_month
    return Text(f"{days} hari", f"{days} day(s)")


def _programme(programme: Programme, premium: Premium, book: RateBook) -> Step:
    charges = [charge for charge in premium.charges if charge.programme == programme]
    once = premium.rule.rounded == "programme"
    alike = groupby(charges, key=lambda charge: (charge.tariff, charge.relief, charge.exact))
    name = book.jkk.name if programme == "JKK" else book.jkm.name
    steps = (
        *(_tariff(tariff) for used, tariff in premium.tariffs if used == programme),
        *(_relief(relief) for relief in dict.fromkeys(c.relief for c in charges) if relief),
        *(_charged(list(group), premium, once=once) for _, group in alike),
        _rounding(charges, book, once=once),
    )
    return Step(_same(f"{programme} ({name})"), _money(premium.of(programme)), steps=steps)


def _tariff(tariff: Tariff) -> Step:
    since = Text(
        f"berlaku sejak {dates.in_words(tariff.valid_from)}",
        f"in force since {tariff.valid_from.isoformat()}",
    )
    value = Text(tariff_in_words(tariff), tariff_in_words(tariff, "en"))
    return Step(Text("tarif", "rate"), value, since, tariff)


def _relief(relief: Relief) -> Step:
    paid = percent(relief.percent_paid)
    value = Text(f"dibayar {paid}", f"{paid} is paid")
    asked = Step(Text("dengan syarat", "on condition"), _same(relief.condition))
    steps = (asked,) if relief.condition else ()
    return Step(Text("keringanan", "relief"), value, _same(relief.name), relief, steps)


def _charged(charges: Sequence[Charge], premium: Premium, *, once: bool) -> Step:
    """Show one month, or several that cost the same; exact where the sum alone is rounded."""
    first = charges[0]
    share = "" if first.share == 1 else f"{first.share} × "
    kept = f" × {percent(first.relief.percent_paid)}" if first.relief else ""
    if premium.base.kind == "per-head":
        per_head = rupiah.show(premium.base.amount or 0)
        owed = Text(f"bagian program dari {per_head}", f"the programme's part of {per_head}")
    elif isinstance(first.tariff, Nominal):
        owed = _same(rupiah.show(first.tariff.amount))
    else:
        owed = _same(f"{rupiah.show(first.base_sen)} × {percent(first.tariff.percent)}")
    exact = _exact(first.exact)
    why = Text(f"{share}{owed.id}{kept} = {exact}", f"{share}{owed.en}{kept} = {exact}")
    amount = exact if once else rupiah.show(first.amount_sen)
    if len(charges) > 1:
        together = len(charges) * (first.exact if once else first.amount_sen)
        amount = f"{len(charges)} × {amount} = {_exact(Fraction(together))}"
    return Step(_months_named([charge.month for charge in charges]), _same(amount), why)


def _rounding(charges: Sequence[Charge], book: RateBook, *, once: bool) -> Step:
    how = rounding_in_words(book.contribution.rounding)
    if once:
        total = _exact(sum((charge.exact for charge in charges), Fraction(0)))
        amount = rupiah.show(sum(charge.amount_sen for charge in charges))
        value = Text(f"sekali: {total} menjadi {amount}", f"once: {total} becomes {amount}")
    else:
        value = Text("tiap bulan", "each month")
    return Step(Text("pembulatan", "rounding"), value, how, book.contribution.rounding)


_REFUSALS: dict[Refusal, Text] = {
    "segment": Text("tidak untuk segmen ini", "not for this segment"),
    "honorer": Text(
        "disimpulkan tidak menjangkau tenaga honorer (PP 49/2023 pasal 5 ayat (3) huruf c)",
        "inferred not to reach honorary staff (PP 49/2023 art. 5(3)c)",
    ),
    "payer-unknown": Text(
        "siapa yang membayar tidak disebut: payer.fund di perjanjian, atau --paid-by",
        "who pays is not said: payer.fund in the agreement, or --paid-by",
    ),
    "public-budget": Text(
        "tidak untuk iuran yang dibayar melalui APBN atau APBD",
        "not for contributions that are paid through APBN or APBD",
    ),
    "joining-unknown": Text(
        "participant_since tidak disebut di perjanjian", "participant_since is not said"
    ),
    "newcomer": Text(
        "peserta baru membayar penuh lebih dahulu", "newcomers pay some months in full first"
    ),
}


def _reliefs(premium: Premium, book: RateBook) -> Iterator[Step]:
    """Tell of each relief of the billed months that was not taken, and why."""
    months = [billed.month for billed in premium.months.billed]
    days = [max(month, premium.contract.period.start) for month in months]
    refused: dict[tuple[Citation, str, Text], list[date]] = {}
    for day in days:
        for relief in reliefs_in(day, book):
            if why := refusal(relief, day, premium.standing):
                refused.setdefault((relief, relief.name, _REFUSALS[why]), []).append(day)
        for entry in book.relief.elsewhere:
            if entry.relief and entry.in_force(day):
                refused.setdefault((entry, entry.name, _same(entry.why)), []).append(day)
    if refused:
        yield Step(
            Text("keringanan yang tidak berlaku", "reliefs that do not apply"),
            _same(str(len(refused))),
            steps=tuple(
                Step(_same(name), _months_named(given), why, law)
                for (law, name, why), given in refused.items()
            ),
        )


def _months_named(days: Sequence[date]) -> Text:
    first, last = _month(days[0]), _month(days[-1])
    if len(days) == 1:
        return first
    return Text(f"{first.id} s.d. {last.id}", f"{first.en} to {last.en}")


def _sum(premium: Premium) -> Step:
    parts = " + ".join(rupiah.show(premium.of(name)) for name in PROGRAMMES)
    return Step(Text("jumlah per orang", "sum per person"), _money(premium.total_sen), _same(parts))


def _for_all(premium: Premium, people: int) -> Step:
    each = rupiah.show(premium.total_sen)
    return Step(
        Text("jumlah semua", "sum of all"),
        _money(premium.total_sen * people),
        Text(f"{rupiah.thousands(people)} orang × {each}", f"{people:,} people × {each}"),
    )


# ---- words --------------------------------------------------------------------------------------


def _money(sen: int) -> Text:
    return _same(rupiah.show(sen))


def _same(text: str) -> Text:
    return Text(text, text)


def _say(text: Text, language: Language) -> str:
    # A payer's, a file's or a sheet's name may hold a NIK, or what moves a terminal.
    return for_screen(text.say(language))


def _filled(text: Text, **detail: str) -> Text:
    return Text(text.id.format(**detail), text.en.format(**detail))


def _month(day: date) -> Text:
    return Text(dates.month_in_words(day), f"{day:%Y-%m}")


def _cited(law: Citation, language: Language) -> str:
    return f"{law.cited} ({sure_in_words(law.confidence, language)})"


def _exact(sen: Fraction) -> str:
    """Give an amount that is not yet rounded: to the sen where it ends there, else its exact fraction."""
    if sen.denominator == 1:
        return rupiah.show(int(sen))
    return f"Rp{float_free(sen / 100)}"


def float_free(value: Fraction) -> str:
    """Give a fraction as Indonesians write a decimal, to six places and with … where it goes on.

    >>> float_free(Fraction(2040125, 1000)), float_free(Fraction(1, 3))
    ('2.040,125', '0,333333…')
    """
    whole, rest = divmod(value, 1)
    millionths = rest * 10**6
    digits = f"{int(millionths):06d}".rstrip("0") or "0"
    goes_on = "…" if millionths.denominator != 1 else ""
    return f"{rupiah.thousands(int(whole))},{digits}{goes_on}"
