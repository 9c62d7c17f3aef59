"""The words that stand for values in help and errors: "BERKAS", or "FILE" in English."""

from __future__ import annotations

import re
from typing import Any

from pemilu_cover.i18n.text import Language, LocalizedText, localize

# Words in capitals stand for a value; "NIK", "NPP", "N" and "ID" are the same in both languages.
_WORD = re.compile(r"\b[A-Z]{3,}(?:-[A-Z]{2})?\b")
_SAME = frozenset({"NIK", "NPP", "RUPIAH", "DESA", "FOLDER"})


def localized_metavar(metavar: str) -> LocalizedText:
    """Return the metavar of an option or argument in both languages.

    >>> localized_metavar("[ROLE=]FIRST..LAST").id, localized_metavar("FILE...").en
    ('[JABATAN=]MULAI..SELESAI', 'FILE...')
    """
    return LocalizedText(_translate(metavar, "id"), _translate(metavar, "en"))


def parameter_name(param: Any) -> LocalizedText:  # noqa: ANN401  typer does not export its type
    """Return how errors name a parameter: an option by its longest name, an argument by its metavar."""
    if param.param_type_name == "option":
        name = max(param.opts, key=len)
        return LocalizedText(name, name)
    return localized_metavar(param.metavar.removesuffix("..."))


def _translate(metavar: str, language: Language) -> str:
    return _WORD.sub(
        lambda match: (
            match[0]
            if match[0] in _SAME
            else localize(f"help.metavar-{match[0].lower()}").in_language(language)
        ),
        metavar,
    )
