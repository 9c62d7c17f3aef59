"""The address of the page of a code on the documentation site, which terminals and pages link to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pemilu_cover.i18n.text import Language

# The address of the site of this release; "" while there is none (docs/releasing.md).
SITE = ""
SITE_VARIABLE = "PEMILU_COVER_DOCS"


def code_page_path(code: str, language: Language) -> str:
    """Return the path of a code's page within the site. Links from results depend on it: it never changes.

    >>> code_page_path("nik-length", "id")
    'reference/id/codes/nik-length.html'
    """
    return f"reference/{language}/codes/{code}.html"


def code_address(code: str, language: Language, site: str) -> str:
    """Return the address of a code's page on a site, whether on the web or in a folder (``file:``).

    >>> code_address("nik-length", "en", "https://docs.example/")
    'https://docs.example/reference/en/codes/nik-length.html'
    """
    return f"{site.rstrip('/')}/{code_page_path(code, language)}"


def documentation_site(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the site: an address or a folder of the environment, else that of the release.

    >>> documentation_site({"PEMILU_COVER_DOCS": "https://docs.example"})
    'https://docs.example'
    """
    site = environment.get(SITE_VARIABLE, SITE)
    is_address = site.startswith(("https:", "http:", "file:"))
    return site if is_address or not site else Path(site).absolute().as_uri()
