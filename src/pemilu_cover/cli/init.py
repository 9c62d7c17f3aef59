"""``init``: a first agreement, from answers or options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer
from typer import Option
from typing_extensions import TypedDict

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.roster_options import AGREEMENT_NAME
from pemilu_cover.cli.usage import OptionError, usage_error
from pemilu_cover.i18n.text import LocalizedText, did_you_mean, localize
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.i18n.text import Language
    from pemilu_cover.law.rate_book import RateBook
    from pemilu_cover.reference.sipp_locations import Location

Answer = TypeVar("Answer")

_AgreementFormOption = Annotated[Path, Option("--out", metavar="FILE", help="help.init-out")]
_OfficeOption = Annotated[str | None, Option("--office", metavar="NAME", help="help.office")]
_NppOption = Annotated[str | None, Option("--npp", metavar="NPP", help="help.npp")]
_OfficeRegencyOption = Annotated[
    str | None, Option("--regency", metavar="REGENCY", help="help.office-regency")
]
_PayerOption = Annotated[str | None, Option("--payer", metavar="NAME", help="help.payer")]
_AgreementNumberOption = Annotated[
    str | None, Option("--number", metavar="NUMBER", help="help.agreement-number")
]
_AgreementDateOption = Annotated[
    str | None, Option("--date", metavar="DATE", help="help.agreement-date")
]


@command(
    "help.init",
    panel="help.panel-rosters",
    example='pemilu-cover init --office "KPU Kabupaten Purwakarta" --regency Purwakarta',
)
def init(
    out: _AgreementFormOption = Path(AGREEMENT_NAME),
    office: _OfficeOption = None,
    npp: _NppOption = None,
    regency: _OfficeRegencyOption = None,
    election: options.ElectionOption = None,
    payer: _PayerOption = None,
    number: _AgreementNumberOption = None,
    day: _AgreementDateOption = None,
    force: options.ForceOption = False,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Write an agreement with comments; on a terminal, ask for what no option says."""
    from pemilu_cover.commands import init as agreements  # noqa: PLC0415
    from pemilu_cover.law.rate_book import RateBook  # noqa: PLC0415
    from pemilu_cover.reports.text.agreement_form import AgreementAnswers  # noqa: PLC0415

    with exit_on_refusal(lang.value):
        agreements.check_writable(out, force=force)
        book = RateBook.load(rates)
        known = ", ".join(book.elections)
        ask = _Questions(lang.value).answer
        answers = AgreementAnswers(
            office=ask(office, "--office", localize("agreement_form.ask-office"), str.strip),
            npp=ask(npp, "--npp", localize("agreement_form.ask-npp"), _npp),
            location=ask(regency, "--regency", localize("agreement_form.ask-regency"), _location),
            election=ask(
                election,
                "--election",
                localize("agreement_form.ask-election", known=known),
                lambda text: _election(text, book),
            ),
            payer=ask(payer, "--payer", localize("agreement_form.ask-payer"), str.strip),
            number=ask(number, "--number", localize("agreement_form.ask-number"), str.strip),
            date=ask(day, "--date", localize("agreement_form.ask-date"), _date),
        )
        agreements.write_agreement(out, answers, book, language=lang.value, force=force)
    path = sanitise_for_terminal(str(out))
    with ignore_broken_pipe():
        if json:
            print_json(written_json(path))
            return
        print(localize("agreement_form.written", path=path).in_language(lang.value))  # noqa: T201
        print("  pemilu-cover enrol roster.xlsx")  # noqa: T201


class WrittenAgreementJson(TypedDict):
    """The document of ``init``."""

    schema: Literal["pemilu-cover/init/1"]
    written: str


def written_json(path: str) -> WrittenAgreementJson:
    """Return what ``init --json`` prints."""
    return {"schema": "pemilu-cover/init/1", "written": path}


class _Questions:
    """Questions on a terminal; elsewhere an option that is not given is not known."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._is_asked = sys.stdin.isatty() and sys.stderr.isatty()

    def answer(
        self,
        given: str | None,
        option: str,
        question: LocalizedText,
        parse: Callable[[str], Answer],
    ) -> Answer:
        """Return the value of an option, or of an answer; a wrong answer is asked for again."""
        if given is not None or not self._is_asked:
            return parse(given or "")
        while True:
            text = typer.prompt(
                question.in_language(self._language), default="", show_default=False, err=True
            )
            try:
                return parse(text)
            except OptionError as error:
                typer.echo(f"  {option}: {error.reason.in_language(self._language)}", err=True)


def _npp(text: str) -> str:
    from pemilu_cover.commands.init import npp_fault  # noqa: PLC0415

    npp = text.strip().upper()
    if fault := npp_fault(npp):
        usage_error(fault, "--npp", "value-unreadable")
    return npp


def _location(text: str) -> Location | None:
    from pemilu_cover.commands.init import find_location  # noqa: PLC0415

    if not text.strip():
        return None
    try:
        return find_location(text)
    except LookupError as error:
        hint = did_you_mean(error.args[0])
        reason = localize("usage.no-such-regency", value=text, hint=hint)
        usage_error(reason, "--regency", "name-unknown")


def _election(text: str, book: RateBook) -> str:
    from pemilu_cover.explain.law_text import similar_election  # noqa: PLC0415

    election = text.strip()
    if election and election not in book.elections:
        reason = localize(
            "usage.no-such-election",
            value=election,
            hint=similar_election(election, book),
            known=", ".join(book.elections),
        )
        usage_error(reason, "--election", "election-unknown")
    return election


def _date(text: str) -> date | None:
    from pemilu_cover.cli.output import parse_date_option  # noqa: PLC0415

    return parse_date_option(text.strip() or None, "--date")
