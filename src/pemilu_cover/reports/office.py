"""What the papers of an office share: its letterhead, place and date, and who signs.

All of it comes from the agreement; a dotted line replaces what the agreement does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pemilu_cover.documents.model import Letterhead, Signature
from pemilu_cover.i18n.text import translate
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.office import Signatory
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.law.receipt_law import ReceiptLaw
from pemilu_cover.values.rupiah import format_amount

# The fields of `Signatories`.
SignatoryKey = Literal["maker", "commitment_officer", "treasurer", "head"]
# Those of the payer, where somebody else pays than the employer.
_PAYER_SIGNATORIES = frozenset({"commitment_officer", "treasurer"})
_NIP_PARTS = (8, 14, 15, 18)


def letterhead(agreement: Agreement) -> Letterhead | None:
    """Return the letterhead, None for an agreement that does not name the employer."""
    if not agreement.employer.name:
        return None
    terms = agreement.letterhead
    return Letterhead(agreement.employer.name, terms.address, terms.image)


def logo_files(agreement: Agreement) -> dict[str, bytes]:
    """Return the logo as a file of the result, for the papers of later commands; nothing without a logo."""
    letterhead = agreement.letterhead
    return {letterhead.result_file: letterhead.image} if letterhead.image else {}


def format_accounts(
    agreement: Agreement, receipts: ReceiptLaw, amounts_sen: Mapping[Programme, int] | None
) -> str:
    """Return the accounts of the budget that pays, a line each, with their amounts where these are known.

    ``""`` where the agreement does not say which.
    """
    budget = agreement.budget
    if budget.accounts is None:
        return budget.account
    lines = []
    for account in receipts.accounts_of(budget.accounts):
        amount = f": Rp{format_amount(amounts_sen[account.programme])}" if amounts_sen else ""
        lines.append(f"{account.code} {account.name}{amount}")
    return "\n".join(lines)


def signature(key: SignatoryKey, agreement: Agreement, statement: str = "") -> Signature:
    """Return who signs: a statement such as ``Lunas dibayar,`` above the title, name and NIP below."""
    signatory: Signatory = getattr(agreement.signatories, key)
    title = signatory.title or _usual_title(key, agreement)
    above = "\n".join(filter(None, (statement, title)))
    return Signature(above, signatory.name, translate("office.nip", nip=_format_nip(signatory)))


def place_and_date(agreement: Agreement, place: str = "", day: date | None = None) -> str:
    """Return the line above a signature; ``place`` is used where the agreement has none."""
    return translate(
        "office.place-and-date",
        place=agreement.papers.place or place or translate("office.short-blank"),
        day=day or translate("office.blank"),
    )


def _usual_title(key: SignatoryKey, agreement: Agreement) -> str:
    """Return the title of an office: of the payer for who pays, of the employer for the head."""
    payer = agreement.payer.name if agreement.payer and key in _PAYER_SIGNATORIES else ""
    body = agreement.employer.name if key == "head" else payer
    title = translate(f"office.title-{key.replace('_', '-')}")
    return "\n".join(filter(None, (title, body)))


def _format_nip(signatory: Signatory) -> str:
    """Return a NIP in the usual groups: ``19800101 200501 1 001``."""
    digits = signatory.nip.replace(" ", "")
    if not digits:
        return translate("office.blank")
    starts = (0, *_NIP_PARTS[:-1])
    return " ".join(digits[start:end] for start, end in zip(starts, _NIP_PARTS, strict=True))
