"""The rate book: every number of the law that a premium needs, each dated and cited.

>>> book = RateBook.load()
>>> book.rate("JKK", date(2024, 11, 1)).percent, book.rate("JKM", date(2024, 11, 1)).reference
(Decimal('0.24'), 'PP 44/2015, pasal 18 ayat (1)')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pemilu_cover.i18n.text import LocalizedText, localize, verbatim
from pemilu_cover.law.benefits import BenefitLaw
from pemilu_cover.law.contribution_law import (
    ContributionLaw,
    ProgrammeRates,
    Rate,
)
from pemilu_cover.law.dated_values import (
    get_in_force,
)
from pemilu_cover.law.elections import Election
from pemilu_cover.law.plausibility import Plausibility
from pemilu_cover.law.proration_rules import ProrationLaw
from pemilu_cover.law.rate_files import (
    Programme,
    RateFile,
    RateFileError,
    RatesFolderError,
    Segment,
    read_rate_file,
)
from pemilu_cover.law.rates_folder import rates_dir
from pemilu_cover.law.relief_law import ReliefLaw
from pemilu_cover.law.roles import Roles
from pemilu_cover.storage.system_errors import system_reason

if TYPE_CHECKING:  # a premium of wage earners needs none of them
    from pemilu_cover.law.bpu import BpuLaw, FixedContribution, IncomeBandTable
    from pemilu_cover.law.claim_law import ClaimLaw
    from pemilu_cover.law.law_texts import LawTexts
    from pemilu_cover.law.receipt_law import ReceiptLaw

    # The monthly contribution to one programme: a share of the wage (PU) or an amount (BPU).
    Tariff = Rate | FixedContribution
    # The tariffs of a day, by income.
    TariffTable = Rate | FixedContribution | IncomeBandTable


@dataclass(frozen=True, eq=False)
class RateBook:
    """All rate files of one folder, each read once when it is first needed.

    Books compare by identity, since files may change between two loads.
    """

    folder: Path

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the book of a folder, by default the one of the program.

        Raise `RatesFolderError` for a folder without rate files; a faulty file raises `RateFileError` when
        it is first used.
        """
        folder = folder or rates_dir()
        if fault := _folder_fault(folder):
            raise RatesFolderError(folder, "", fault)
        return cls(folder)

    @cached_property
    def jkk(self) -> ProgrammeRates:
        """The rates of JKK."""
        return self._programme("jkk.toml", "JKK")

    @cached_property
    def jkm(self) -> ProgrammeRates:
        """The rates of JKM."""
        return self._programme("jkm.toml", "JKM")

    @cached_property
    def contribution(self) -> ContributionLaw:
        """Rounding, base, payer, due day, legal basis."""
        return read_rate_file(self.folder / "contribution.toml", ContributionLaw)

    @cached_property
    def bpu(self) -> BpuLaw:
        """The contributions of members without a wage."""
        from pemilu_cover.law.bpu import BpuLaw  # noqa: PLC0415

        return read_rate_file(self.folder / "bpu.toml", BpuLaw)

    @cached_property
    def benefits(self) -> BenefitLaw:
        """The benefits of both programmes, and their conditions."""
        return read_rate_file(self.folder / "benefits.toml", BenefitLaw)

    @cached_property
    def claims(self) -> ClaimLaw:
        """The clocks, documents and heirs of claims, and what is disputed."""
        from pemilu_cover.law.claim_law import ClaimLaw  # noqa: PLC0415

        return read_rate_file(self.folder / "claims.toml", ClaimLaw)

    @cached_property
    def receipts(self) -> ReceiptLaw:
        """The stamp duty, and accounts of budgets."""
        from pemilu_cover.law.receipt_law import ReceiptLaw  # noqa: PLC0415

        return read_rate_file(self.folder / "receipts.toml", ReceiptLaw)

    @cached_property
    def laws(self) -> LawTexts:
        """The texts of the laws."""
        from pemilu_cover.law.law_texts import LawTexts  # noqa: PLC0415

        return read_rate_file(self.folder / "laws.toml", LawTexts)

    @cached_property
    def relief(self) -> ReliefLaw:
        """The reliefs."""
        return read_rate_file(self.folder / "relief.toml", ReliefLaw)

    @cached_property
    def proration(self) -> ProrationLaw:
        """The rules by which months are counted."""
        return read_rate_file(self.folder / "proration.toml", ProrationLaw)

    @cached_property
    def plausibility(self) -> Plausibility:
        """Bounds of plausible values."""
        return read_rate_file(self.folder / "plausibility.toml", Plausibility)

    @cached_property
    def roles(self) -> Roles:
        """The roles and their names."""
        return read_rate_file(self.folder / "roles.toml", Roles)

    @cached_property
    def elections(self) -> dict[str, Election]:
        """The elections by id: the newest first, then those held in some regions only."""
        elections: dict[str, Election] = {}
        for name, election in self._elections.items():
            try:
                elections[name] = election.with_shared_fields(self._elections)
            except ValueError as error:
                raise RateFileError(
                    self.folder / "elections" / f"{name}.toml", "shares", verbatim(str(error))
                ) from error
        newest = sorted(elections.values(), key=lambda election: election.voting_day, reverse=True)
        return {
            election.id: election
            for election in sorted(newest, key=lambda election: election.regional)
        }

    @cached_property
    def lowest_honorarium_sen(self) -> int:
        """The lowest honorarium of all elections in sen a month; 0 where no role has one."""
        roles = (role for election in self.elections.values() for role in election.roles.values())
        return min((role.honorarium.amount_sen for role in roles if role.honorarium), default=0)

    @cached_property
    def _elections(self) -> dict[str, Election]:
        """The elections by id, without the fields that they share with another one."""
        elections: dict[str, Election] = {}
        for file in sorted(self.folder.glob("elections/*.toml")):
            election = read_rate_file(file, Election)
            if election.id in elections:
                repeated = localize("rate_files.repeated-election", election=election.id)
                raise RateFileError(file, "id", repeated)
            shared_codes = {code for shares in election.shares for code in shares.roles}
            if unknown := {*election.roles, *shared_codes} - set(self.roles.roles):
                reason = localize("rate_files.unlisted-role")
                raise RateFileError(file, f"roles.{min(unknown)}", reason)
            elections[election.id] = election
        if not elections:
            raise RateFileError(self.folder / "elections", "", localize("rate_files.no-election"))
        return elections

    def rate(self, programme: Programme, day: date) -> Rate:
        """Return a programme's rate on a day; raise `NoRateInForceError` if none is in force."""
        return (self.jkk if programme == "JKK" else self.jkm).on(day)

    def tariff_table(self, segment: Segment, programme: Programme, day: date) -> TariffTable:
        """Return the tariffs of a programme and a segment on a day. Raise `NoRateInForceError`."""
        if segment == "pu":
            return self.rate(programme, day)
        if programme == "JKM":
            return get_in_force(self.bpu.jkm, day, programme)
        return get_in_force(self.bpu.jkk, day, programme)

    def tariff(self, segment: Segment, programme: Programme, day: date, income_sen: int) -> Tariff:
        """Return the tariff of a programme and a segment on a day. Raise `NoRateInForceError`.

        ``income_sen`` is the monthly income, by which a BPU member's band is chosen.
        """
        return self.tariff_table(segment, programme, day).tariff_for(income_sen)

    @cached_property
    def files(self) -> dict[str, RateFile]:
        """Every rate file by its name within the folder."""
        return {
            "jkk.toml": self.jkk,
            "jkm.toml": self.jkm,
            "contribution.toml": self.contribution,
            "bpu.toml": self.bpu,
            "relief.toml": self.relief,
            "proration.toml": self.proration,
            "benefits.toml": self.benefits,
            "claims.toml": self.claims,
            "receipts.toml": self.receipts,
            "plausibility.toml": self.plausibility,
            "roles.toml": self.roles,
            "laws.toml": self.laws,
            **{f"elections/{name}.toml": self._elections[name] for name in self.elections},
        }

    def read_all(self) -> None:
        """Read every rate file. Raise `RateFileError`."""
        _ = self.files

    @property
    def checked_on(self) -> date:
        """The earliest ``checked_on`` of all files."""
        return min(file.checked_on for file in self.files.values())

    def _programme(self, name: str, programme: Programme) -> ProgrammeRates:
        rates = read_rate_file(self.folder / name, ProgrammeRates)
        if rates.programme != programme:
            reason = localize("rate_files.other-programme", programme=programme)
            raise RateFileError(self.folder / name, "programme", reason)
        return rates


def _folder_fault(folder: Path) -> LocalizedText | None:
    """Return why a folder cannot be one of rate files, or None."""
    try:
        has_rates = any(file.suffix == ".toml" for file in folder.iterdir())
    except OSError as error:
        return system_reason(error)
    return None if has_rates else localize("rate_files.no-rates")
