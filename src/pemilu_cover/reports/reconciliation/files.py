"""The files of a reconciliation: the list of differences, the minutes, and a manifest of both."""

from __future__ import annotations

import hashlib

from pemilu_cover.documents.docx import docx_bytes
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.reconciliation.billing.reconcile import ReconciliationRun
from pemilu_cover.reports.json.reconciliation import report
from pemilu_cover.reports.json.totals import manifest_bytes
from pemilu_cover.reports.reconciliation import workbook
from pemilu_cover.reports.reconciliation.minutes import NAME, build_minutes
from pemilu_cover.storage.result_folder import MANIFEST
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
    manifest = {
        "reconciled": {
            "result_manifest_sha256": run.manifest_sha256,
            **{name: summary[name] for name in ("period", "same", "differences", "ours", "theirs")},
        },
        "inputs": [
            {"file": sanitise_for_terminal(file.label), "sha256": file.sha256}
            for file in run.reconciliation.bill.files
        ],
        "outputs": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in contents.items()
        },
    }
    return {**contents, MANIFEST: manifest_bytes(manifest)}
