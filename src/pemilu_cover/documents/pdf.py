"""Documents as PDF, set by Typst.

Typst is chosen over fpdf2 and WeasyPrint: the template is a document and not drawing code, tables break over
pages with their heads, the fonts come with the package, and equal documents have equal bytes. It takes 81 MB
installed; fpdf2 takes 55 MB with what it needs, and leaves the layout of each page to code; WeasyPrint takes
72 MB, and needs Pango from the operating system.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import as_file, files

import typst

from pemilu_cover.documents.model import Document
from pemilu_cover.i18n.messages import RefusalError

_TEMPLATES = files("pemilu_cover.documents") / "templates"


def pdf_bytes(document: Document) -> bytes:
    """Return a document as PDF; equal documents have equal bytes.

    Raise `RefusalError` where the logo of its letterhead is damaged.
    """
    content = asdict(document)
    content["blocks"] = [
        {"kind": type(block).__name__, **values}
        for block, values in zip(document.blocks, content["blocks"], strict=True)
    ]
    with as_file(_TEMPLATES) as templates:
        try:
            return typst.compile(
                templates / "document.typ",
                root=templates,
                ignore_system_fonts=True,
                sys_inputs={"document": json.dumps(content, default=list)},
                timestamp=0,
                pdf_tags=False,  # lists of thousands of people would be eight times as large
            )
        except typst.TypstError as error:
            if document.letterhead and document.letterhead.logo:
                raise RefusalError("logo-damaged") from error
            raise
