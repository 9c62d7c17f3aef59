"""Regular expressions that are compiled when they are first used: each start of the program imports dozens.

>>> digits = lazy_pattern(r"[0-9]+")
>>> bool(digits.fullmatch("3214")), bool(digits.fullmatch("KPPS"))
(True, False)
"""

from __future__ import annotations

import re
from typing import Any, cast


def lazy_pattern(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a regular expression; a faulty one raises `re.error` where it is first used."""
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))


class _LazyPattern:
    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  a method of the pattern
        method = getattr(re.compile(*self._source), name)
        setattr(self, name, method)  # the next time it is found without this function
        return method
