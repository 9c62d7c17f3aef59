"""Pages of the repository on the site: where they come to, and their links."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
# Pages outside of docs/, with their place on the site.
COPIES = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "examples/README.md": "examples.md",
}
_DOCS = "docs/"
_LINK = re.compile(r"\[(?P<text>[^\]\n]+)\]\((?P<path>[^()\s:#]+)(?P<anchor>#[^()\s]*)?\)")
_FENCE = re.compile(r"^( *```+).*?^\1 *$", re.DOTALL | re.MULTILINE)


def source_of(uri: str) -> str:
    """Return the file of the repository that a page of the site shows."""
    return {page: source for source, page in COPIES.items()}.get(uri, _DOCS + uri)


def to_site_links(markdown: str, source: str, uri: str) -> str:
    """Return a page with links that lead to pages of the site; what is not on it loses its link.

    >>> to_site_links("[a](docs/law.md#b), [c](src/d.py)", "SECURITY.md", "security.md")
    '[a](law.md#b), c'
    """

    def replace(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link["path"]))
        if not target.startswith(_DOCS) and target not in COPIES:
            return link["text"]
        place = COPIES.get(target, target.removeprefix(_DOCS))
        path = posixpath.relpath(place, posixpath.dirname(uri) or ".")
        return f"[{link['text']}]({path}{link['anchor'] or ''})"

    parts, done = [], 0
    for fence in [*_FENCE.finditer(markdown), None]:
        until = fence.start() if fence else len(markdown)
        parts.append(_LINK.sub(replace, markdown[done:until]))
        if fence:
            parts.append(fence[0])
            done = fence.end()
    return "".join(parts)
