"""What ``template`` prints: the form that was written, and what to do with it."""

from __future__ import annotations

from pathlib import Path

from pemilu_cover.i18n.text import Language, localize, localized_count


def as_text(
    path: Path,
    election: str,
    regency: str,
    counts: tuple[int, int],
    language: Language,
    *,
    changes: bool = False,
) -> str:
    """Return the summary; ``counts`` are the kecamatan and desa that the form lists."""
    kecamatan, desa = counts
    summary = localize(
        "form.summary" if regency else "form.summary-without-regency",
        path=path,
        election=election,
        regency=regency,
        kecamatan=kecamatan,
        desa=localized_count(desa),
    )
    step = "form.next-step-changes" if changes else "form.next-step"
    next_step = localize(step, path=path)
    return f"{summary.in_language(language)}\n{next_step.in_language(language)}"
