"""What a budget's numbers do not say by themselves: notes on the plan, and cautions of the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pemilu_cover.budget import Budget, Line
from pemilu_cover.law.book import Relief
from pemilu_cover.law.files import Dated
from pemilu_cover.law.relief import refusal, reliefs_in
from pemilu_cover.messages import Text
from pemilu_cover.planning.staffing import UNIT_NAMES, Post
from pemilu_cover.reasons.cautions import cautions as cautions_of
from pemilu_cover.reasons.lawview import percent
from pemilu_cover.values import dates, rupiah


class Note(NamedTuple):
    """A remark on the plan, and which option would change what it tells."""

    text: Text
    hint: Text = Text("", "")


def notes(found: Budget) -> Iterator[Note]:
    """Tell what the budgeted scenario rests on."""
    lines = found.chosen.lines
    yield from _ranges(found)
    yield from _usually_civil_servants(lines)
    yield from _uncovered(lines)
    yield from _terms(found)
    yield from _ceilings(lines)
    yield from _reliefs(found)
    if len({line.post.role.body for line in lines}) > 1:
        yield Note(
            Text(
                "KPU dan Bawaslu mendaftar dan membayar sendiri-sendiri.",
                "KPU and Bawaslu enrol and pay each for themselves.",
            ),
            Text(
                "--body kpu atau --body bawaslu memberi anggaran satu kantor.",
                "--body kpu or --body bawaslu gives the budget of one office.",
            ),
        )


def cautions(found: Budget) -> list[Text]:
    """Give what follows from the law that an office would not expect, in any scenario, each once."""
    told = [
        text
        for scenario in found.scenarios.values()
        if scenario
        for text in cautions_of((line.premium for line in scenario.lines), found.book)
    ]
    return list(dict.fromkeys([*told, *_first_months(found)]))


def _ranges(found: Budget) -> Iterator[Note]:
    """Tell where a unit may have fewer people than are budgeted, and what the plan then costs."""
    scenario = found.chosen
    ranged = [
        f"{post.role.name} {each.min}–{each.max} per {UNIT_NAMES[post.role.unit].id}"
        for post in found.staff.posts
        if (each := post.per_unit) and each.min < each.max
    ]
    if ranged:
        people, cost = sum(p.least for p in found.staff.posts), rupiah.show(scenario.least_sen)
        told = ", ".join(ranged)
        yield Note(
            Text(
                f"{told}: dianggarkan yang terbanyak. Dengan yang paling sedikit: "
                f"{rupiah.thousands(people)} orang, {cost}.",
                f"{told}: the most are budgeted. With the fewest: {people:,} people, {cost}.",
            )
        )


def _usually_civil_servants(lines: Iterable[Line]) -> Iterator[Note]:
    posts = [line.post for line in lines if line.post.role.asn == "usually"]
    if posts:
        names, options = _names(posts), ", ".join(f"--people {post.code}=N" for post in posts)
        yield Note(
            Text(
                f"{names}: biasanya PNS, yang dijamin Taspen dan tidak perlu dianggarkan.",
                f"{names}: as a rule civil servants, whom Taspen insures and who need no budget.",
            ),
            Text(
                f"{options} menetapkan jumlahnya (0: tidak diikutkan).",
                f"{options} sets the number (0: left out).",
            ),
        )


def _uncovered(lines: Iterable[Line]) -> Iterator[Note]:
    """Tell which days at the end of terms lie outside the billed months."""
    left: defaultdict[tuple[date, int], list[Post]] = defaultdict(list)
    for line in lines:
        months = line.premium.months
        if months.uncovered_from:
            left[months.uncovered_from, months.uncovered_days].append(line.post)
    for (first, days), posts in left.items():
        yield Note(
            Text(
                f"{days} hari sejak {dates.in_words(first)} di luar bulan yang dihitung dan TIDAK "
                f"terlindung: {_names(posts)}.",
                f"{days} day(s) from {first.isoformat()} lie outside the billed months and are NOT "
                f"covered: {_names(posts)}.",
            )
        )


def _terms(found: Budget) -> Iterator[Note]:
    """Tell whose months are not those of the election's usual term."""
    posts = found.staff.posts
    if widest := [post for post in posts if post.widest]:
        days = ", ".join(f"{post.role.name} ({_days(post)})" for post in widest)
        yield Note(
            Text(
                f"Hari pertama atau terakhir tidak diketahui, maka dianggarkan masa terpanjang: {days}.",
                f"First or last day not known, so the longest term is budgeted: {days}.",
            ),
            Text(
                "--term KODE=MULAI..SELESAI menetapkannya.",
                "--term CODE=FIRST..LAST sets it.",
            ),
        )
    if fixed := [post for post in posts if post.term_fixed]:
        yield Note(
            Text(
                f"Bulan menurut perjanjian atau permintaan, bukan masa kerja pemilihan: {_names(fixed)}.",
                f"Months as agreed or asked for, not the election's term: {_names(fixed)}.",
            )
        )


def _ceilings(lines: Iterable[Line]) -> Iterator[Note]:
    """Tell that honoraria are ceilings, and how sure their amounts are."""
    used = [
        pay for line in lines if (pay := line.post.said.honorarium) and not line.post.wage_fixed
    ]
    if used:
        unread = any(pay.confidence != "regulation text" for pay in used)
        yield Note(
            Text(
                "Honorarium adalah batas tertinggi; NPHD dan SK setempat dapat menetapkan lebih rendah."
                + (
                    " Angkanya dari sumber sekunder: cocokkan dengan keputusannya."
                    if unread
                    else ""
                ),
                "Honoraria are ceilings; the local grant (NPHD) and decrees may set less."
                + (" The amounts are second hand: compare them with the decree." if unread else ""),
            )
        )


def _days(post: Post) -> str:
    period = post.contract.period
    last = f" – {dates.short(period.end)}" if period.end else ""
    return f"{dates.short(period.start)}{last}"


def _reliefs(found: Budget) -> Iterator[Note]:
    """Tell which reliefs were taken, and which were not since the day of joining is not known."""
    taken: dict[Relief, None] = {}
    unknown: dict[Relief, None] = {}
    for line in found.chosen.lines:
        taken |= dict.fromkeys(line.premium.reliefs)
        unknown |= {
            relief: None
            for charge in line.premium.charges
            for relief in reliefs_in(charge.month, found.book)
            if refusal(relief, charge.month, line.premium.standing) == "joining-unknown"
        }
    for relief in taken:
        paid = percent(relief.percent_paid)
        yield Note(
            Text(
                f"{relief.name}: dibayar {paid} dari iuran bulan yang terkena ({relief.cited}).",
                f"{relief.law}: {paid} of the contribution is paid in the months it reaches "
                f"({relief.cited}).",
            )
        )
    for relief in unknown:
        yield Note(
            Text(
                f"{relief.name}: belum dihitung, participant_since tidak disebut di perjanjian "
                f"({relief.cited}).",
                f"{relief.law}: not taken, since no agreement says participant_since ({relief.cited}).",
            )
        )


def _first_months(found: Budget) -> Iterator[Text]:
    """Tell how many are members too short for all benefits, by what is law on voting day or later.

    A plan is often made for an election after the one whose honoraria it takes.
    """
    law, bpu = found.book.benefits, found.scenarios["bpu"]
    for waiting in law.waiting:
        lines = bpu.lines if bpu and not _is_past(waiting, found) else ()
        short = sum(
            line.post.people for line in lines if line.premium.months.total < waiting.months
        )
        if short:
            people = found.chosen.people
            yield Text(
                f"{waiting.law}: {rupiah.thousands(short)} dari {rupiah.thousands(people)} orang dalam "
                f"rencana ini tidak sampai {waiting.months} bulan menjadi peserta.",
                f"{waiting.law}: {short:,} of {people:,} people in this plan are members for less than "
                f"{waiting.months} months.",
            )
    for rule in law.rules:
        if rule.topic == "three-months" and not _is_past(rule, found):
            yield Text(rule.text.id, rule.text.en)


def _is_past(entry: Dated, found: Budget) -> bool:
    return entry.valid_to is not None and entry.valid_to < found.staff.election.voting_day


def _names(posts: Iterable[Post]) -> str:
    return ", ".join(post.role.name for post in posts)
