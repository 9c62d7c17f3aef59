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
from pemilu_cover.cli.option_values import parse_date_option, parse_regency_option
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.roster_options import AGREEMENT_NAME
from pemilu_cover.cli.usage import OptionError, usage_error
from pemilu_cover.i18n.text import LocalizedText, localize
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

    with exit_on_refusal():
        agreements.check_writable(out, force=force)
        book = RateBook.load(rates)
        known = ", ".join(book.elections)
        questions = _Questions(lang.value)
        ask, ask_line = questions.answer, questions.answer_in_one_line
        answers = AgreementAnswers(
            office=ask_line(office, "--office", localize("agreement_form.ask-office")),
            npp=ask(npp, "--npp", localize("agreement_form.ask-npp"), _npp),
            location=ask(regency, "--regency", localize("agreement_form.ask-regency"), _location),
            election=ask(
                election,
                "--election",
                localize("agreement_form.ask-election", known=known),
                lambda text: _election(text, book),
            ),
            payer=ask_line(payer, "--payer", localize("agreement_form.ask-payer")),
            number=ask_line(number, "--number", localize("agreement_form.ask-number")),
            date=ask(day, "--date", localize("agreement_form.ask-date"), _date),
        )
        agreements.write_agreement(out, answers, book, language=lang.value, force=force)
    path = sanitise_for_terminal(str(out))
    with ignore_broken_pipe():
        if json:
            print_json(written_json(path))
            return
        print(localize("agreement_form.written", path=path).in_language(lang.value))  # noqa: T201
        print(f"  {_next_command(out)}")  # noqa: T201


def _next_command(agreement: Path) -> str:
    """Return how a roster is enrolled with an agreement: next to it if its name is looked for there."""
    from pemilu_cover.enrolment.shell_commands import shell_path  # noqa: PLC0415
    from pemilu_cover.values.shell import quote_word  # noqa: PLC0415

    words = ["pemilu-cover", "enrol", shell_path(agreement.parent / "roster.xlsx")]
    if agreement.name != AGREEMENT_NAME:
        words += ["--agreement", shell_path(agreement)]
    return sanitise_for_terminal(" ".join(map(quote_word, words)))


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

    def answer_in_one_line(self, given: str | None, option: str, question: LocalizedText) -> str:
        """Return the value of an option, or of an answer, that is a text of the agreement."""
        return self.answer(
            given, option, question, lambda text: _checked("name", text.strip(), option)
        )


def _npp(text: str) -> str:
    return _checked("npp", text.strip().upper(), "--npp")


def _checked(key: Literal["name", "npp"], answer: str, option: str) -> str:
    from pemilu_cover.commands.init import answer_fault  # noqa: PLC0415

    if fault := answer_fault(key, answer):
        usage_error(fault, option, "value-unreadable")
    return answer


def _location(text: str) -> Location | None:
    from pemilu_cover.reference.sipp_locations import sipp_location  # noqa: PLC0415

    return sipp_location(parse_regency_option(text, "--regency")) if text.strip() else None


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
    return parse_date_option(text.strip() or None, "--date")
