"""The clerk's own roster, given back with its faults marked: `check --annotate`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pemilu_cover.enrolling.judging import Judged
from pemilu_cover.messages import Language, Level, RefusedError, Text
from pemilu_cover.roster import form
from pemilu_cover.roster.findings import Finding
from pemilu_cover.sheets import annotated, folder
from pemilu_cover.values.text import for_screen

_LEVELS: dict[Level, Text] = {
    "error": Text("kesalahan", "held back"),
    "warning": Text("peringatan", "warning"),
    "info": Text("keterangan", "information"),
}
_COUNTED: dict[Level, Text] = {
    "error": Text("{n} merah: orangnya BELUM terdaftar", "{n} red: the person is NOT enrolled"),
    "warning": Text("{n} kuning: periksa", "{n} yellow: look again"),
    "info": Text("{n} biru: untuk diketahui", "{n} blue: for information"),
}
_HOW = Text(
    "Klik alamat sel untuk pergi ke tempatnya; apa yang salah tertulis juga di komentar selnya."
    " Betulkan, simpan, lalu periksa lagi berkas ini.",
    "Click a cell's address to go there; its comment says what is wrong. Mend it, save, and check"
    " this file again.",
)
_COLUMNS = (
    Text("Lembar", "Sheet"),
    Text("Sel", "Cell"),
    Text("Tingkat", "Level"),
    Text("Temuan", "Finding"),
)


def annotate_roster(
    roster: Path, judged: Judged, target: Path, language: Language, *, force: bool = False
) -> None:
    """Write the clerk's own workbook back: every faulty cell marked and commented, a list in front.

    Raise `RefusedError` where the roster is no workbook or the target cannot be written.
    """
    if os.path.realpath(target) == os.path.realpath(roster) or _are_one(target, roster):
        raise RefusedError("out-is-input", path=str(target))
    # What a corrections file says of nobody has no cell in the roster.
    own = [finding for finding in judged.findings if finding.file == judged.roster.files[0].label]
    marks = [_mark(finding, language) for finding in own]
    content = annotated.write(roster, marks, _heads(own, language))
    folder.write_one(target, content, force=force)


def _are_one(target: Path, roster: Path) -> bool:
    """Say whether two names are one file: some systems do not tell capitals apart."""
    return target.exists() and target.samefile(roster)


def _mark(finding: Finding, language: Language) -> annotated.Mark:
    meant = f" → {finding.suggestion}" if finding.suggestion else ""
    return annotated.Mark(
        finding.sheet,
        finding.cell or f"A{finding.row}",
        finding.level,
        _LEVELS[finding.level].fill(language, {}),
        for_screen(f"{finding.column}: {finding.message(language)}") + meant,
    )


def _heads(findings: Sequence[Finding], language: Language) -> annotated.Heads:
    counts = Counter(finding.level for finding in findings)
    told = [
        said.fill(language, {"n": counts[level]})
        for level, said in _COUNTED.items()
        if counts[level]
    ]
    return annotated.Heads(
        form.FINDINGS,
        (f"{'; '.join(told)}.", _HOW.fill(language, {})),
        [title.fill(language, {}) for title in _COLUMNS],
    )
