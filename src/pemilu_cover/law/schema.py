"""JSON Schemas of rate files and agreements, for completion and validation in editors.

``python -m pemilu_cover.law.schema`` writes them into ``rates/schema/``; a test compares them with the
models. A TOML file names its schema in its first line (``#:schema …``).
"""

from __future__ import annotations

import json

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.benefits import BenefitLaw
from pemilu_cover.law.bpu import BpuLaw
from pemilu_cover.law.claim_law import ClaimLaw
from pemilu_cover.law.contribution_law import ContributionLaw, ProgrammeRates
from pemilu_cover.law.elections import Election
from pemilu_cover.law.law_texts import LawTexts
from pemilu_cover.law.plausibility import Plausibility
from pemilu_cover.law.proration_rules import ProrationLaw
from pemilu_cover.law.rate_files import StrictModel
from pemilu_cover.law.rates_folder import rates_dir
from pemilu_cover.law.receipt_law import ReceiptLaw
from pemilu_cover.law.relief_law import ReliefLaw
from pemilu_cover.law.roles import Roles

MODELS: dict[str, type[StrictModel]] = {
    "agreement": Agreement,
    "benefits": BenefitLaw,
    "bpu": BpuLaw,
    "claims": ClaimLaw,
    "contribution": ContributionLaw,
    "election": Election,
    "laws": LawTexts,
    "plausibility": Plausibility,
    "proration": ProrationLaw,
    "rates": ProgrammeRates,
    "receipts": ReceiptLaw,
    "relief": ReliefLaw,
    "roles": Roles,
}


def schemas() -> dict[str, str]:
    """Return the schema of each kind of file as JSON text."""
    return {
        name: json.dumps(model.model_json_schema(), ensure_ascii=False, indent=1) + "\n"
        for name, model in MODELS.items()
    }


if __name__ == "__main__":
    folder = rates_dir() / "schema"
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
