"""The JSON documents of the program, and their schemas.

``python -m pemilu_cover.cli.documents`` writes the schemas into ``docs/schemas``; a test compares them with
the types from which they are generated. A changed document needs the next number in its ``schema``.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from pemilu_cover.claims.case_file import CaseFileJson
from pemilu_cover.cli.init import WrittenAgreementJson
from pemilu_cover.commands.doctor import HealthJson
from pemilu_cover.commands.explain_row import ExplanationJson
from pemilu_cover.commands.template import WrittenFormJson
from pemilu_cover.explain.citations import HistoryJson, RateFileCheckJson
from pemilu_cover.law.rates_folder import rates_dir
from pemilu_cover.reports.contract_lines import FaultyLineJson, QuotedLineJson
from pemilu_cover.reports.json.batches import BatchesJson, BatchManifestJson
from pemilu_cover.reports.json.benefits import BenefitsJson
from pemilu_cover.reports.json.budget import BudgetJson
from pemilu_cover.reports.json.claim import CaseJson, CaseManifestJson, CasesJson, ClaimJson
from pemilu_cover.reports.json.code_page import CodeJson, CodesJson
from pemilu_cover.reports.json.coverage import CoverageJson
from pemilu_cover.reports.json.enrolment import CheckJson, EnrolJson
from pemilu_cover.reports.json.errors import ErrorDocumentJson
from pemilu_cover.reports.json.manifest import ManifestJson
from pemilu_cover.reports.json.members import MembersJson
from pemilu_cover.reports.json.offices import OfficesJson
from pemilu_cover.reports.json.quote import QuoteJson
from pemilu_cover.reports.json.rates import RatesJson
from pemilu_cover.reports.json.reconciliation import ReconciliationJson, ReconciliationManifestJson
from pemilu_cover.reports.json.reference_lists import ElectionsJson, RolesJson
from pemilu_cover.reports.json.update import UpdateJson, UpdateManifestJson
from pemilu_cover.reports.json.verification import VerificationJson
from pemilu_cover.values.json_types import Keywords

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Each document by its name, in the order of the commands.
_DOCUMENTS: dict[str, Any] = {
    "init": WrittenAgreementJson,
    "enrol": EnrolJson,
    "enrol-batches": BatchesJson,
    "enrol-each": OfficesJson,
    "manifest": ManifestJson,
    "batch-manifest": BatchManifestJson,
    "check": CheckJson,
    "template": WrittenFormJson,
    "update": UpdateJson,
    "update-manifest": UpdateManifestJson,
    "members": MembersJson,
    "reconcile": ReconciliationJson,
    "reconciliation-manifest": ReconciliationManifestJson,
    "coverage": CoverageJson,
    "claim": ClaimJson,
    "case": CaseJson,
    "cases": CasesJson,
    "case-file": CaseFileJson,
    "case-manifest": CaseManifestJson,
    "verify": VerificationJson,
    "quote": QuoteJson,
    "quote-line": Annotated[
        QuotedLineJson | FaultyLineJson, Keywords(description="A line of ``quote --from``.")
    ],
    "budget": BudgetJson,
    "benefits": BenefitsJson,
    "rates": RatesJson,
    "rates-history": HistoryJson,
    "rates-check": RateFileCheckJson,
    "roles": RolesJson,
    "elections": ElectionsJson,
    "code": CodeJson,
    "codes": CodesJson,
    "explanation": ExplanationJson,
    "doctor": HealthJson,
    "error": ErrorDocumentJson,
}
NAMES = tuple(_DOCUMENTS)


class _GenerateSchema(GenerateJsonSchema):
    """Schemas without titles and defaults, in which an unknown key is an error."""

    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> dict[str, Any]:
        return {**super().typed_dict_schema(schema), "additionalProperties": False}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, _: Any) -> bool:  # noqa: ANN401  one of many core schemas
        return False


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of the document of a name."""
    generated = TypeAdapter(_DOCUMENTS[name]).json_schema(
        mode="serialization", schema_generator=_GenerateSchema
    )
    return {"$schema": _DIALECT, **generated, "title": name}


def schema_text(name: str) -> str:
    """Return the JSON Schema of the document of a name as text."""
    return json.dumps(json_schema(name), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    folder = rates_dir().parent / "docs" / "schemas"
    folder.mkdir(exist_ok=True)
    for document in NAMES:
        (folder / f"{document}.json").write_text(schema_text(document), encoding="utf-8")
