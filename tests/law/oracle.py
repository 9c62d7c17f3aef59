"""What a contract costs, reckoned a second time: the law read by another author than the program's.

Nothing here comes from the program or its rate files. Every number is written down again, with its
article, and the way is another one: the days of a contract are walked one by one, a calendar month is
a pair (year, month), and money is an exact `Fraction` of sen until it is rounded.

`premium` gives the answer; `in_words` tells how it came about, for whoever must say who is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

Month = tuple[int, int]

# PP 44/2015 sets the first rates there are, from 1 July 2015.
FIRST_MONTH: Month = (2015, 7)

# PU: art. 16(1)a, risk class I ("Jasa pemerintahan"), and art. 18(1).
PU_JKK = Fraction(24, 10_000)
PU_JKM = Fraction(30, 10_000)

# A premium per head is parted as the rates are, 0.24 to 0.30.
PER_HEAD_JKK = Fraction(24, 54)
PER_HEAD_JKM = Fraction(30, 54)

# BPU: art. 20(3), in rupiah a month.
BPU_JKM = 6_800

# BPU: art. 20(1), Lampiran II: from an income of … rupiah a month, JKK is … rupiah.
# What lies between two bands (1,099,500) belongs to the lower one.
LAMPIRAN_II = [
    (0, 10_000),
    (1_100_000, 12_000),
    (1_300_000, 14_000),
    (1_500_000, 16_000),
    (1_700_000, 18_000),
    (1_900_000, 20_000),
    (2_100_000, 22_000),
    (2_300_000, 24_000),
    (2_500_000, 26_000),
    (2_700_000, 29_500),
    (3_200_000, 34_500),
    (3_700_000, 39_500),
    (4_200_000, 44_500),
    (4_700_000, 49_500),
    (5_200_000, 54_500),
    (5_700_000, 59_500),
    (6_200_000, 64_500),
    (6_700_000, 69_500),
    (7_200_000, 74_500),
    (7_700_000, 79_500),
    (8_200_000, 87_000),
    (9_200_000, 97_000),
    (10_200_000, 107_000),
    (11_200_000, 117_000),
    (12_200_000, 127_000),
    (13_200_000, 137_000),
    (14_200_000, 147_000),
    (15_200_000, 157_000),
    (16_200_000, 167_000),
    (17_200_000, 177_000),
    (18_200_000, 187_000),
    (19_200_000, 197_000),
    (20_200_000, 207_000),
]

# PP 49/2020: who was a participant before August 2020 pays 1 % of August 2020 to January 2021; who
# joined later pays the month of joining and the next in full first.
COVID_FROM: Month = (2020, 8)
COVID_TO: Month = (2021, 1)
COVID_PAID = Fraction(1, 100)
COVID_NEWCOMER = date(2020, 8, 1)
COVID_NEWCOMER_FULL = 2

# PP 50/2025: BPU owe half, outside of transport from April to December 2026 (art. 4(1), 7 b), unless APBN or
# APBD pays (art. 3(5)) or they are honorary staff (art. 3(4), inferred). Who pays must be known.
HALF_FROM: Month = (2026, 4)
HALF_TO: Month = (2026, 12)
HALF_PAID = Fraction(1, 2)

# Agreements: a tail of three days after a full month is not charged; "days" are months of thirty.
TAIL_DAYS = 3
MONTH_DAYS = 30


# PU pay by the 15th of the next month (PP 44/2015 art. 21(2)); August 2020 to January 2021 by the 30th (PP
# 49/2020 art. 4, by the press); BPU by the 15th of the month itself (art. 24(3)).
PU_DUE = 15
COVID_DUE = 30
BPU_DUE = 15

# PU owe 2 % for each month late (PP 44/2015 art. 22), 0.5 % for the months of PP 49/2020 (art. 23, by the
# press); BPU owe nothing (art. 24 names no penalty).
PU_PENALTY = Fraction(2, 100)
COVID_PENALTY = Fraction(1, 200)


class NoLawError(Exception):
    """A month before the first rate: nobody can say what it costs."""


@dataclass(frozen=True)
class Case:
    """A contract and what is agreed on for it; money in sen, ``amount`` too.

    ``months`` say how long it is, else ``days``, else ``end``.
    """

    start: date
    wage: int
    end: date | None = None
    days: int | None = None
    months: int | None = None
    segment: str = "pu"
    paid_by: str = ""
    honorer: bool = False
    rule: str = "contract-month"
    kind: str = "honor"
    amount: int = 0
    since: date | None = None


def premium(case: Case) -> tuple[int, int]:
    """Return JKK and JKM of the whole contract in sen; raise `NoLawError` before July 2015."""
    jkk, jkm = month_in_full(case)
    owed = [part * paid_part(case, month) for month, part in billed(case)]
    if case.rule == "daily":
        return half_up(jkk * sum(owed)), half_up(jkm * sum(owed))
    return sum(half_up(jkk * part) for part in owed), sum(half_up(jkm * part) for part in owed)


def half_up(sen: Fraction) -> int:
    """Round to a whole sen, a half upwards."""
    return (2 * sen.numerator + sen.denominator) // (2 * sen.denominator)


# --- what one month costs -------------------------------------------------------------------------


def month_in_full(case: Case) -> tuple[Fraction, Fraction]:
    """Return JKK and JKM of one month without any relief, in sen, not rounded."""
    if case.segment == "bpu":
        jkk, jkm = Fraction(100 * band_jkk(income(case))), Fraction(100 * BPU_JKM)
        if case.kind == "per-head":
            return case.amount * jkk / (jkk + jkm), case.amount * jkm / (jkk + jkm)
        return jkk, jkm
    if case.kind == "per-head":
        return case.amount * PER_HEAD_JKK, case.amount * PER_HEAD_JKM
    return income(case) * PU_JKK, income(case) * PU_JKM


def income(case: Case) -> int:
    """Return what stands for the wage, in sen a month."""
    return {
        "honor": case.wage,
        "per-head": case.wage,
        "flat": case.amount,
        "minimum-wage": case.amount,
        "floor": max(case.wage, case.amount),
    }[case.kind]


def band_jkk(sen: int) -> int:
    """Return JKK of Lampiran II in rupiah for an income in sen.

    >>> band_jkk(1_099_999_99), band_jkk(1_100_000_00)
    (10000, 12000)
    """
    jkk = 0
    for lower, of_band in LAMPIRAN_II:
        if lower * 100 <= sen:
            jkk = of_band
    return jkk


def paid_part(case: Case, month: Month) -> Fraction:
    """Return the part of a month's contribution that is owed after the reliefs."""
    if month < FIRST_MONTH:
        raise NoLawError(month)
    if COVID_FROM <= month <= COVID_TO and case.since is not None:
        # A member without a wage joins himself, and not before his contract.
        since = max(case.since, case.start) if case.segment == "bpu" else case.since
        *_, relieved = successive((since.year, since.month), COVID_NEWCOMER_FULL + 1)
        if since < COVID_NEWCOMER or month >= relieved:
            return COVID_PAID
    if HALF_FROM <= month <= HALF_TO and case.segment == "bpu" and is_halved(case):
        return HALF_PAID
    return Fraction(1)


def is_halved(case: Case) -> bool:
    """Return whether PP 50/2025 reaches a BPU member.

    >>> is_halved(Case(date(2026, 5, 1), 1, paid_by="other")), is_halved(Case(date(2026, 5, 1), 1))
    (True, False)
    """
    return case.paid_by in ("self", "other") and not case.honorer


# --- which months are charged ---------------------------------------------------------------------


def billed(case: Case) -> list[tuple[Month, Fraction]]:
    """Return each calendar month that is charged, and how much of one it counts for."""
    first = (case.start.year, case.start.month)
    if case.months is not None:
        return [(month, Fraction(1)) for month in successive(first, case.months)]
    if case.rule == "contract-month":
        return [(month, Fraction(1)) for month in successive(first, contract_months(case))]
    served = Counter((day.year, day.month) for day in days_served(case))
    if case.rule == "calendar-month":
        return [(month, Fraction(1)) for month in served]
    return [(month, Fraction(days, MONTH_DAYS)) for month, days in served.items()]


def contract_months(case: Case) -> int:
    """Count the months of a contract: the full ones, and the one begun unless it is a short tail."""
    full = tail = 0
    if case.days is not None:
        for _ in range(case.days):
            tail += 1
            if tail == MONTH_DAYS:
                full, tail = full + 1, 0
    else:
        for day in list(days_served(case))[1:]:
            tail += 1
            if is_anniversary(day, case.start):
                full, tail = full + 1, 0
    return full if full and tail <= TAIL_DAYS else full + 1


def is_anniversary(day: date, start: date) -> bool:
    """Return whether a day is the same of its month as the start was, or the last where it is missing.

    >>> is_anniversary(date(2023, 2, 28), date(2023, 1, 31))
    True
    """
    is_last_of_month = 28 <= day.day < start.day and (day + timedelta(days=1)).day == 1
    return day.day == start.day or is_last_of_month


def days_served(case: Case) -> Iterator[date]:
    """Return every day from the first to the last, both served."""
    day, left = case.start.toordinal(), case.days
    last = case.end.toordinal() if left is None else day + left - 1  # type: ignore[union-attr]
    return map(date.fromordinal, range(day, last + 1))


def successive(first: Month, count: int) -> Iterator[Month]:
    """Return so many calendar months, one after the other."""
    month = first
    for _ in range(count):
        yield month
        month = after(month)


def after(month: Month) -> Month:
    """Return the next calendar month.

    >>> after((2020, 12))
    (2021, 1)
    """
    year, number = month
    return (year + 1, 1) if number == 12 else (year, number + 1)


# --- when it is due, and what delay costs ---------------------------------------------------------


def due_day(month: Month, segment: str) -> tuple[Month, int]:
    """Return the month and the day by which a month is paid, before days of rest are looked at.

    >>> due_day((2020, 12), "pu"), due_day((2024, 12), "bpu")
    (((2021, 1), 30), ((2024, 12), 15))
    """
    if month < FIRST_MONTH:
        raise NoLawError(month)
    if segment == "bpu":
        return month, BPU_DUE
    return after(month), COVID_DUE if COVID_FROM <= month <= COVID_TO else PU_DUE


def penalty(sen: int, month: Month, segment: str, due: date, paid: date) -> int:
    """Return what it costs to pay a month's contributions after the day on which they were due.

    >>> penalty(459_000, (2024, 11), "pu", date(2024, 12, 16), date(2025, 1, 17))
    18360
    """
    late, day = 0, due
    while day < paid:
        if day == due or is_anniversary(day, due):
            late += 1
        day += timedelta(days=1)
    if segment == "bpu":
        return 0
    percent = COVID_PENALTY if COVID_FROM <= month <= COVID_TO else PU_PENALTY
    return half_up(sen * late * percent)


# --- for people -----------------------------------------------------------------------------------


def in_words(case: Case) -> str:
    """Tell a contract and how its premium comes about, so that one can say who is right."""
    length = f"to {case.end}"
    if case.days is not None:
        length = f"for {case.days} days"
    if case.months is not None:
        length = f"for {case.months} months, fixed"
    payer = f", {case.paid_by} pays" if case.paid_by else ""
    payer += ", honorary staff" if case.honorer else ""
    base = "" if case.kind == "honor" else f" of {rupiah(case.amount)}"
    lines = [
        f"{case.segment.upper()}{payer}, wage {rupiah(case.wage)}, base {case.kind}{base}",
        f"from {case.start} {length}, by {case.rule}, participant since {case.since or 'nobody knows'}",
        "a month in full: JKK {}, JKM {}".format(*map(rupiah, month_in_full(case))),
    ]
    for month, part in billed(case):
        try:
            owed = f"{paid_part(case, month)} of it is owed"
        except NoLawError:
            owed = "no law yet"
        lines.append(f"{month[0]}-{month[1]:02}: {part} of a month, {owed}")
    return "\n  ".join(lines)


def rupiah(sen: int | Fraction) -> str:
    """Write an amount of sen in rupiah, exactly.

    >>> rupiah(85_000_050), rupiah(Fraction(400, 3))
    ('Rp850,000.50', 'Rp4/3')
    """
    complete, rest = divmod(Fraction(sen), 100)
    return f"Rp{Fraction(sen) / 100}" if rest % 1 else f"Rp{complete:,}.{int(rest):02}"
