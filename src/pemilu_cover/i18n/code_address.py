"""The address of the page of a code on the documentation site, which terminals and pages link to."""

from __future__ import annotations

from pemilu_cover.i18n.text import Language


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
