"""The language of a run: ``--lang``, else the environment, else Indonesian."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pemilu_cover.i18n.text import Language

LANGUAGE_VARIABLE = "PEMILU_COVER_LANG"


def detect_language(
    arguments: Sequence[str], environment: Mapping[str, str] = os.environ
) -> Language:
    """Return the language of unparsed arguments, which help and errors need; skip unknown languages.

    >>> detect_language(["--help", "--lang=en"], {}), detect_language(["--help"], {})
    ('en', 'id')
    >>> detect_language(["--lang", "fr"], {"PEMILU_COVER_LANG": "en"})
    'en'
    """
    parts = [part for word in arguments for part in word.split("=", 1)]
    typed = [value for option, value in pairwise(parts) if option == "--lang"]
    values = [environment.get(LANGUAGE_VARIABLE), *typed]
    known = [value for value in values if value in ("id", "en")]
    return "en" if known[-1:] == ["en"] else "id"
