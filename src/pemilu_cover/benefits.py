"""What JKK and JKM pay for one role or wage: what a family, a treasurer or a budget meeting asks.

Needs no frame and no workbook. How it is shown stands in `benefits_page`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.benefits import (
    BenefitLaw,
    Body,
    Choice,
    DeathCover,
    Line,
    Monthly,
    Santunan,
    Schooling,
    TableShare,
    WageShare,
    Words,
    benefits_on,
    death_cover,
    disability_cover,
    in_force,
    paid_by_employers,
    paid_without_heirs,
)
from pemilu_cover.law.book import LawGapError, RateBook
from pemilu_cover.law.bpu import Band, Nominal
from pemilu_cover.law.elections import Election
from pemilu_cover.law.files import PROGRAMMES, Citation, Segment
from pemilu_cover.messages import Language, Text
from pemilu_cover.quote import Question as Priced
from pemilu_cover.quote import QuoteError, segment_typed, wage_typed, who
from pemilu_cover.reasons.lawview import election_named
from pemilu_cover.values import dates, rupiah

# Round bases that a meeting speaks of: these, times a power of ten; and how many of them are shown.
_ROUND = (10, 15, 20, 30, 50, 75)
_SHOWN = 3


@dataclass(frozen=True)
class Question:
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
class Base:
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
class Answer:
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
    band: Band | None
    lines: tuple[Line, ...]
    here: Base
    higher: tuple[Base, ...]
    assumed: tuple[Text, ...]
    cautions: tuple[Text, ...] = ()
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


def answer(question: Question, rates: Path | None) -> Answer:
    """Answer a question by the files of a folder.

    Raise `QuoteError` for a value that is none, `LawGapError` for a day without benefits, and what
    reading the files raises.
    """
    book = RateBook.load(rates)
    assumed: list[Text] = []
    segment = segment_typed(question.segment) if question.segment else "pu"
    role, election, wage_sen = _who(question, book, assumed)
    day = _day(question, election, assumed)
    months = question.months or 0
    here = _base(wage_sen, day, segment, months, book)
    lines = tuple(benefits_on(book.benefits, day, here.base_sen, segment, months))
    if question.months is None and not all(line.payable for line in lines):
        assumed.append(
            Text("belum genap sebulan menjadi peserta", "a member for less than a month so far")
        )
    known = book.roles.roles[role] if role else None
    return Answer(
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


def as_json(found: Answer, language: Language) -> dict[str, Any]:
    """Give the answer as ``--json`` prints it; money is decimal text in rupiah."""
    law, day = found.law, found.day
    return {
        "cautions": [text.say(language) for text in found.cautions],
        "on": day.isoformat(),
        "role": found.role,
        "election": found.election.id if found.election else None,
        "segment": found.segment,
        "months": found.months,
        "wage": rupiah.as_text(found.here.wage_sen),
        "base": rupiah.as_text(found.here.base_sen),
        "paid_at_once": {
            "death_not_by_accident": rupiah.as_text(found.here.cover.jkm_sen),
            "death_by_accident": rupiah.as_text(found.here.cover.jkk_sen),
            "total_disability": _sum(found.here.disability_sen),
            "death_without_heirs": _chosen(found.without_heirs),
            "death_not_by_accident_of_employers": _chosen(found.by_employers),
        },
        "employers": found.employers,
        "benefits": [_line_json(line, found.segment, language) for line in found.lines],
        "bases": [
            {
                "wage": rupiah.as_text(base.wage_sen),
                "base": rupiah.as_text(base.base_sen),
                "premium_a_month": rupiah.as_text(base.premium_sen),
                "death_not_by_accident": rupiah.as_text(base.cover.jkm_sen),
                "death_by_accident": rupiah.as_text(base.cover.jkk_sen),
                "total_disability": _sum(base.disability_sen),
                "unable_to_work_first_month": rupiah.as_text(base.month_sen),
            }
            for base in (found.here, *found.higher)
        ],
        "rules": [
            {"topic": rule.topic, "text": said(rule.text, language), **_cited(rule)}
            for rule in in_force(law.rules, day)
            if found.segment in rule.segments
        ],
        "claim_lapses": [
            {
                "programme": lapse.programme,
                "years": lapse.years,
                "text": said(lapse.text, language),
                **_cited(lapse),
            }
            for lapse in in_force(law.lapses, day)
        ],
        "own_santunan": [
            {
                "bodies": list(entry.bodies),
                "name": said(entry.name, language),
                "amount": rupiah.as_text(entry.amount),
                "at_most": entry.at_most,
                "disputed": (
                    {"amount": rupiah.as_text(entry.disputed.amount), **_cited(entry.disputed)}
                    if entry.disputed
                    else None
                ),
                **_cited(entry),
            }
            for entry in found.santunan
        ],
        "left_out": [said(gap.text, language) for gap in in_force(law.unread, day)],
        "assumed": [text.say(language) for text in found.assumed],
        "checked_on": law.checked_on.isoformat(),
    }


def said(words: Words, language: Language) -> str:
    """Give words of the rate files in a language."""
    return words.id if language == "id" else words.en


def how(line: Line, segment: Segment) -> Words:
    """Say how an amount comes about: of the wage, or of what JKK follows in its place (BPU)."""
    follows = isinstance(line.benefit.pays, WageShare | TableShare | Monthly)
    return of_base(line.how, segment) if follows else line.how


def of_base(share: Words, segment: Segment) -> Words:
    """Name what a share is taken of: the wage is the base, but for BPU, whose band names another amount."""
    if segment == "pu":
        return share
    return Words(id=share.id.replace("upah", "dasar JKK"), en=share.en.replace("wage", "JKK base"))


def _line_json(line: Line, segment: Segment, language: Language) -> dict[str, Any]:
    benefit, pays = line.benefit, line.benefit.pays
    shown: dict[str, Any] = {
        "id": benefit.id,
        "programme": benefit.programme,
        "event": line.event,
        "group": benefit.group,
        "name": said(benefit.name, language),
        "amount": _sum(line.amount_sen),
        "at_most": line.at_most,
        "how": said(how(line, segment), language),
        "condition": said(benefit.condition, language) if benefit.condition else None,
        "payable": line.payable,
        "months_needed": line.months_needed,
        **_cited(benefit),
    }
    if line.source is not benefit:
        shown["months_needed_by"] = _cited(line.source)
    if isinstance(pays, Monthly):
        shown["monthly"] = [
            {
                "first": step.first,
                "last": step.last,
                "percent": f"{step.percent.normalize():f}",
                "amount": rupiah.as_text(step.due(line.base_sen)),
            }
            for step in pays.steps
        ]
    if isinstance(pays, TableShare):
        shown["each_percent"] = rupiah.as_text(pays.each_percent(line.base_sen))
    if isinstance(pays, Schooling):
        shown["children"] = pays.children
        shown["levels"] = [
            {
                "name": said(level.name, language),
                "amount_a_year": rupiah.as_text(level.amount),
                "years": level.years,
            }
            for level in pays.levels
        ]
    return shown


def _sum(sen: int | None) -> str | None:
    return None if sen is None else rupiah.as_text(sen)


def _chosen(found: tuple[int, Choice] | None) -> str | None:
    return rupiah.as_text(found[0]) if found else None


def _cited(entry: Citation) -> dict[str, Any]:
    """Give where a value comes from, and its days where it has any."""
    return entry.model_dump(
        mode="json",
        by_alias=True,
        include={"law", "article", "confidence", "source", "note", "valid_from", "valid_to"},
        exclude_defaults=True,
    )


def _who(
    question: Question, book: RateBook, assumed: list[Text]
) -> tuple[str | None, Election | None, int]:
    """Give the role, the election and the wage in sen; without a role the wage must be typed."""
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
        found = who(priced, Agreement(), book, assumed)
        if voted:
            by_date = Text(
                f"pemilihan {voted} (hari pemungutan suara)", f"election {voted} (its voting day)"
            )
            assumed.append(by_date)
        return found
    if question.position is not None:
        raise QuoteError("--position", "needs --role")
    if question.wage is None:
        raise QuoteError("--role", "say --role or --wage")
    election = election_named(question.election, book) if question.election else None
    return None, election, wage_typed(question.wage)


def _voted_on(day: date | None, book: RateBook) -> str | None:
    """Give the election that is voted on a day: not every role has a term by which to find it."""
    return next((one.id for one in book.elections.values() if day in one.days), None)


def _serves(role: str, election: Election, day: date) -> bool:
    return day in election.days or election.covers(role, day, day)


def _cautions(
    question: Question, role: str | None, election: Election | None, day: date, book: RateBook
) -> Iterator[Text]:
    """Warn of an honorarium that was taken from an election in which the role does not serve that day."""
    if role is None or election is None or question.wage is not None:
        return
    if _serves(role, election, day):
        return
    named, shown = election.id.replace("-", " ").capitalize(), dates.in_words(day)
    if any(_serves(role, other, day) for other in book.elections.values()):
        yield Text(
            f"Honorarium {named} dipakai seperti diminta, tetapi pada {shown} jabatan ini bertugas "
            "dalam pemilihan lain: kosongkan --election, atau sebutkan --wage.",
            f"The honorarium of {named} is used as asked, but on {day} the role serves in another "
            "election: leave out --election, or say --wage.",
        )
        return
    yield Text(
        f"Honorarium {named} dipakai; pada {shown} honorariumnya tidak diketahui: sebutkan --wage.",
        f"The honorarium of {named} is used; that of {day} is not known: say --wage.",
    )


def _day(question: Question, election: Election | None, assumed: list[Text]) -> date:
    if question.on is not None:
        return question.on
    if election is None:
        today = date.today()
        shown = dates.short(today)
        assumed.append(Text(f"hari ini, {shown}", f"today, {shown}"))
        return today
    shown = dates.short(election.voting_day)
    assumed.append(Text(f"hari pemungutan suara {shown}", f"voting day {shown}"))
    return election.voting_day


def _base(wage_sen: int, day: date, segment: Segment, months: int, book: RateBook) -> Base:
    """Give what a wage costs and brings; raise `LawGapError` where no benefit is in force."""
    law = book.benefits
    tariffs = [book.tariff(segment, programme, day, wage_sen) for programme in PROGRAMMES]
    base_sen = next(
        (t.base_sen for t in tariffs if isinstance(t, Nominal) and t.base_sen), wage_sen
    )
    cover = death_cover(law, base_sen, day, segment, months)
    if cover is None:
        raise LawGapError(" / ".join(PROGRAMMES), day)
    lines = benefits_on(law, day, base_sen, segment, months)
    return Base(
        wage_sen=wage_sen,
        base_sen=base_sen,
        premium_sen=sum(rupiah.round_half_up(t.owed(base_sen)) for t in tariffs),
        cover=cover,
        disability_sen=disability_cover(law, base_sen, day, segment, months),
        month_sen=sum(
            line.benefit.pays.steps[0].due(base_sen)
            for line in lines
            if isinstance(line.benefit.pays, Monthly)
        ),
    )


def _band(wage_sen: int, day: date, segment: Segment, book: RateBook) -> Band | None:
    tariff = book.tariff(segment, "JKK", day, wage_sen)
    return tariff.band if isinstance(tariff, Nominal) else None


def _rounder(wage_sen: int) -> Iterator[int]:
    """Give the next round bases above a wage.

    >>> [rupiah.show(sen) for sen in _rounder(850_000_00)]
    ['Rp1.000.000', 'Rp1.500.000', 'Rp2.000.000']
    """
    scale, given = 1, 0
    while given < _SHOWN:
        for digits in _ROUND:
            if digits * scale > wage_sen and given < _SHOWN:
                yield digits * scale
                given += 1
        scale *= 10
