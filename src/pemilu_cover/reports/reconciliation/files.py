"""The files of a reconciliation: the list of differences, the minutes, and a manifest of both."""

from __future__ import annotations

from pemilu_cover.documents.docx import docx_bytes
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.reconciliation.billing.reconcile import ReconciliationRun
from pemilu_cover.reports.json.reconciliation import ReconciliationManifestJson, report
from pemilu_cover.reports.json.totals import manifest_bytes
from pemilu_cover.reports.reconciliation import workbook
from pemilu_cover.reports.reconciliation.minutes import NAME, build_minutes
from pemilu_cover.storage.result_folder import MANIFEST, file_records
from pemilu_cover.values.text import sanitise_for_terminal


def write_all(run: ReconciliationRun) -> dict[str, bytes]:
    """Return every file by its name within the folder."""
    minutes = build_minutes(run)
    contents = {
        workbook.FILE: workbook.write(run),
        f"{NAME}.pdf": pdf_bytes(minutes),
        f"{NAME}.docx": docx_bytes(minutes),
    }
    summary = report(run)
    manifest: ReconciliationManifestJson = {
        "schema": "pemilu-cover/reconciliation-manifest/1",
        "reconciled": {
            "result_manifest_sha256": run.manifest_sha256,
            "period": summary["period"],
            "same": summary["same"],
            "differences": summary["differences"],
            "ours": summary["ours"],
            "theirs": summary["theirs"],
        },
        "inputs": [
            {"file": sanitise_for_terminal(file.label), "sha256": file.sha256}
            for file in run.reconciliation.bill.files
        ],
        "outputs": file_records(contents),
    }
    return {**contents, MANIFEST: manifest_bytes(manifest)}
