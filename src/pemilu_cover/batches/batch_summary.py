"""What a run over millions says at its end: how many, what it costs, where it lies, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from pemilu_cover.batches.bills import NATION
from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.elections import notices
from pemilu_cover.i18n.messages import Language, LocalizedText
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.batches.result import BatchResult

_COUNTS = {
    "ready": LocalizedText("siap diunggah ke SIPP", "ready for SIPP"),
    "incomplete": LocalizedText("terdaftar, menunggu isian", "enrolled, waiting for a cell"),
    "held_back": LocalizedText("BELUM terdaftar, belum terlindung", "HELD BACK: no cover yet"),
    "excluded": LocalizedText("dikecualikan (ASN, TNI, Polri)", "excluded (civil servants)"),
}
_MOST_CODES = 12
_MOST_PLACES = 5


def print_batches(done: BatchResult, language: Language, out: Console) -> None:
    """Tell it."""
    counts = done.sums.counts()
    account = done.sums.account(NATION, done.terms, done.office)
    people = rupiah.format_count(sum(counts[name] for name in _COUNTS))

    def say(said: LocalizedText, style: str = "", **detail: object) -> None:
        text = said.fill(
            language, {name: sanitise_for_terminal(str(v)) for name, v in detail.items()}
        )
        out.print(escape(text), style=style, soft_wrap=True)

    if done.resumed:
        say(LocalizedText("Melanjutkan yang sudah dikerjakan.", "Went on with what had been done."))
    say(
        LocalizedText("{people} orang, {files} berkas", "{people} people, {files} files"),
        "bold",
        people=people,
        files=len(done.files),
    )
    for notice in notices(done.sums.elections(NATION, done.terms.book), done.terms.election):
        say(notice, "yellow")
    for name, said in _COUNTS.items():
        if counts[name]:
            style = "bold red" if name == "held_back" else ""
            say(
                LocalizedText(f"  {{n}} {said.id}", f"  {{n}} {said.en}"),
                style,
                n=rupiah.format_count(counts[name]),
            )
    if done.not_understood:
        places = [f"{cells.file}!{cells.cells}" for cells in done.not_understood[:_MOST_PLACES]]
        say(
            LocalizedText(
                "  {n} tempat tidak dipahami, BELUM dibaca: {places}",
                "  {n} places not understood, NOT read: {places}",
            ),
            "bold red",
            n=rupiah.format_count(len(done.not_understood)),
            places=", ".join(places) + (" …" if len(done.not_understood) > _MOST_PLACES else ""),
        )
    for code, number in list(done.sums.codes().items())[:_MOST_CODES]:
        say(
            LocalizedText("    {n} × {code}", "    {n} × {code}"),
            n=rupiah.format_count(number),
            code=code,
        )
    say(
        LocalizedText(
            "Iuran {total}  (JKK {jkk} + JKM {jkm})", "Premium {total}  (JKK {jkk} + JKM {jkm})"
        ),
        "bold",
        total=rupiah.format_rupiah(account.jkk_sen + account.jkm_sen),
        jkk=rupiah.format_rupiah(account.jkk_sen),
        jkm=rupiah.format_rupiah(account.jkm_sen),
    )
    for caution in account.uncovered[:_MOST_CODES]:
        say(
            LocalizedText(
                "  {role}: {days} hari terakhir tidak terlindung ({n} orang)",
                "  {role}: the last {days} days have no cover ({n} people)",
            ),
            "yellow",
            role=caution.role,
            days=caution.days,
            n=rupiah.format_count(caution.people),
        )
    for gap in coverage_problems(account):
        say(LocalizedText(f"  {gap.says.id}", f"  {gap.says.en}"), "yellow")
        say(LocalizedText(f"    {gap.mend.id}", f"    {gap.mend.en}"))
    if done.out is None:
        say(
            LocalizedText("Tidak ada yang ditulis (--strict).", "Nothing was written (--strict)."),
            "bold",
        )
        return
    say(LocalizedText("Hasil: {out}", "Result: {out}"), out=done.out)
    if counts["held_back"]:
        say(
            LocalizedText(
                "  held_back/ dan findings/ menyebut siapa yang belum terdaftar dan mengapa, per kabupaten",
                "  held_back/ and findings/ tell who is held back, and why, by regency",
            )
        )
    if counts["excluded"]:
        say(
            LocalizedText(
                "  periksa kode asn-excluded di findings/: yang keliru dikecualikan tidak terlindung",
                "  look through asn-excluded in findings/: who is excluded by mistake has no cover",
            ),
            "yellow",
        )
    if counts["incomplete"]:
        say(
            LocalizedText(
                "  enrolled/ menyebut di kolom KURANG sel yang masih ditunggu",
                "  enrolled/ names in its column KURANG the cells that are waited for",
            )
        )
    say(
        LocalizedText(
            "  invoice.xlsx untuk seluruhnya; provinces/ dan regencies/ untuk tiap wilayah",
            "  invoice.xlsx for all; provinces/ and regencies/ for each area",
        )
    )
