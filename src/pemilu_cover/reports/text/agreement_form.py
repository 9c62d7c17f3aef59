"""An agreement as a TOML file with comments, for an office to complete in a text editor."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.reference.sipp_locations import Location

_WIDTH = 96


@dataclass(frozen=True)
class AgreementAnswers:
    """What an office says of its agreement; ``""`` or None where it does not know yet."""

    office: str = ""
    npp: str = ""
    location: Location | None = None
    election: str = ""
    payer: str = ""
    number: str = ""
    date: date | None = None


@dataclass(frozen=True)
class AgreementChoices:
    """What the rate book offers: the elections, and the rules by which months are counted."""

    elections: Sequence[str]
    proration_rules: Sequence[str]


def agreement_text(answers: AgreementAnswers, choices: AgreementChoices, language: Language) -> str:
    """Return the file; what is not known is a comment, so that the file is valid as it is."""
    return "\n".join(_Writer(answers, choices, language).lines()) + "\n"


class _Writer:
    def __init__(
        self, answers: AgreementAnswers, choices: AgreementChoices, language: Language
    ) -> None:
        self._answers, self._choices, self._language = answers, choices, language

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        answers, choices = self._answers, self._choices
        yield from self._comment("agreement_form.head")
        yield ""
        yield from self._comment("agreement_form.number")
        yield self._line("number", answers.number)
        yield from self._comment("agreement_form.date")
        day = answers.date.isoformat() if answers.date else ""
        yield f"date = {day}" if day else "# date = 2024-05-02"
        yield from self._comment("agreement_form.election", known=", ".join(choices.elections))
        yield self._line("election", answers.election)
        rules = ", ".join(choices.proration_rules)
        yield from self._comment("agreement_form.proration", known=rules)
        yield f'# proration = "{choices.proration_rules[0]}"'
        yield ""
        yield from self._office_lines()
        yield from self._paper_lines()
        yield from self._default_lines()

    def _office_lines(self) -> Iterator[str]:
        answers, location = self._answers, self._answers.location
        yield from self._comment("agreement_form.office")
        yield "[employer]"
        yield self._line("name", answers.office)
        yield from self._comment("agreement_form.npp")
        yield self._line("npp", answers.npp)
        name = f": {location.name}" if location else ""
        yield from self._comment("agreement_form.location", name=name)
        yield self._line("location", location.code if location else "")
        yield ""
        yield from self._comment("agreement_form.payer")
        yield "[payer]" if answers.payer else "# [payer]"
        yield self._line("name", answers.payer)
        yield ""

    def _paper_lines(self) -> Iterator[str]:
        yield from self._comment("agreement_form.papers")
        yield "[letterhead]"
        yield from self._comment("agreement_form.address")
        yield '# address = ["", ""]'
        yield from self._comment("agreement_form.logo")
        yield '# logo = "kop.png"'
        yield ""
        yield "[papers]"
        yield from (self._line(key, "") for key in ("place", "bill_number", "receipt_number"))
        yield "# bill_date = 2024-11-04"
        yield ""
        yield "[budget]"
        yield "# year = 2024"
        yield from self._comment("agreement_form.received-from")
        yield '# received_from = "kpa"'
        yield from self._comment("agreement_form.accounts")
        yield '# accounts = "apbd"'
        yield ""
        yield from self._comment("agreement_form.signatories")
        for who in ("maker", "commitment_officer", "treasurer", "head"):
            yield from (f"[signatories.{who}]", self._line("name", ""), self._line("nip", ""), "")

    def _default_lines(self) -> Iterator[str]:
        yield from self._comment("agreement_form.defaults")
        yield "[defaults]"
        yield "# identity_valid_until = 2090-01-01"
        yield self._line("postal_code", "")
        yield self._line("blood", "")
        yield ""
        yield from self._comment("agreement_form.roles")
        yield "# [roles.KPPS_ANGGOTA]"
        yield "# months = 2"

    @staticmethod
    def _line(key: str, value: str) -> str:
        """Return the line of a key, as a comment where its value is not known."""
        return f"{'' if value else '# '}{key} = {_toml_text(value)}"

    def _comment(self, key: str, **details: str) -> Iterator[str]:
        text = localize(key, **details).in_language(self._language)
        for line in text.splitlines():
            yield from textwrap.wrap(
                line, _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False
            )


def _toml_text(text: str) -> str:
    """Return a text as TOML writes it; a JSON string is one."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
