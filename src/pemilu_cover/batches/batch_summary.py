"""What a run over millions says at its end: how many, what it costs, where it lies, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.elections import notices
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.batches.result import BatchResult

_COUNTS = {
    "ready": localize("batches.ready-sipp"),
    "incomplete": localize("batches.enrolled-waiting-cell"),
    "held_back": localize("batches.held-back-cover-yet"),
    "excluded": localize("batches.excluded-civil-servants"),
}
_MOST_CODES = 12
_MOST_PLACES = 5


def print_batches(done: BatchResult, language: Language, out: Console) -> None:
    """Tell it."""
    counts = done.sums.counts()
    account = done.totals
    people = rupiah.format_count(sum(counts[name] for name in _COUNTS))

    def say(said: LocalizedText, style: str = "", **detail: object) -> None:
        text = said.format(
            language, {name: sanitise_for_terminal(str(v)) for name, v in detail.items()}
        )
        out.print(escape(text), style=style, soft_wrap=True)

    if done.resumed:
        say(localize("batches.went-what-been-done"))
    say(
        localize("batches.people-files"),
        "bold",
        people=people,
        files=len(done.files),
    )
    for notice in notices(done.sums.elections("", account.terms.book), account.terms.election):
        say(notice, "yellow")
    for name, said in _COUNTS.items():
        if counts[name]:
            style = "bold red" if name == "held_back" else ""
            say(
                localize("batches.blank", said=said),
                style,
                n=rupiah.format_count(counts[name]),
            )
    if done.not_understood:
        places = [f"{cells.file}!{cells.cells}" for cells in done.not_understood[:_MOST_PLACES]]
        say(
            localize("batches.places-understood-read"),
            "bold red",
            n=rupiah.format_count(len(done.not_understood)),
            places=", ".join(places) + (" …" if len(done.not_understood) > _MOST_PLACES else ""),
        )
    for code, number in list(done.sums.codes().items())[:_MOST_CODES]:
        say(
            localize("batches.blank-2"),
            n=rupiah.format_count(number),
            code=code,
        )
    say(
        localize("batches.premium-jkk-jkm"),
        "bold",
        total=rupiah.format_rupiah(account.jkk_sen + account.jkm_sen),
        jkk=rupiah.format_rupiah(account.jkk_sen),
        jkm=rupiah.format_rupiah(account.jkm_sen),
    )
    for caution in account.uncovered[:_MOST_CODES]:
        say(
            localize("batches.last-days-cover-people"),
            "yellow",
            role=caution.role,
            days=caution.days,
            n=rupiah.format_count(caution.people),
        )
    for gap in coverage_problems(account):
        say(localize("batches.blank-3", says=gap.says), "yellow")
        say(localize("batches.blank-4", fix=gap.fix))
    if done.out is None:
        say(
            localize("batches.nothing-written-strict"),
            "bold",
        )
        return
    say(localize("batches.result"), out=done.out)
    if counts["held_back"]:
        say(localize("batches.held-back-findings-tell"))
    if counts["excluded"]:
        say(
            localize("batches.look-through-asn-excluded"),
            "yellow",
        )
    if counts["incomplete"]:
        say(localize("batches.enrolled-names-column-kurang"))
    say(localize("batches.invoice-xlsx-provinces-regencies"))
