"""Links from each code that a page names to the page of the code."""

from __future__ import annotations

import posixpath
import re

from pemilu_cover.i18n.code_address import code_page_path
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language

_CODE = re.compile(
    r"<a\b.*?</a>|<pre\b.*?</pre>|<h\d\b.*?</h\d>|<code>([a-z0-9-]+)</code>", re.DOTALL
)


def link_codes(html: str, url: str, language: Language) -> str:
    """Return a page with a link for each code of a finding or refusal, except in headings and examples.

    >>> link_codes("<code>nik-length</code> <code>no-code</code>", "findings.html", "en")
    '<a href="reference/en/codes/nik-length.html"><code>nik-length</code></a> <code>no-code</code>'
    """

    def replace(match: re.Match[str]) -> str:
        code = match[1]
        if code not in messages() or url == code_page_path(code, language):
            return match[0]
        path = posixpath.relpath(code_page_path(code, language), posixpath.dirname(url) or ".")
        return f'<a href="{path}">{match[0]}</a>'

    return _CODE.sub(replace, html)
