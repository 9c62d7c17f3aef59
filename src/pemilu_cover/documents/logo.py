"""Pictures of letterheads: whether both writers of documents can print them."""

from __future__ import annotations

from io import BytesIO

MAX_PIXELS = 4_000


def is_printable(image: bytes) -> bool:
    """Return whether a picture is a PNG or JPEG that a PDF and a Word file can have.

    A picture of more than `MAX_PIXELS` in width or height is not: it takes gigabytes once it is unpacked.
    """
    import typst  # noqa: PLC0415  only an agreement with a logo needs it so early
    from docx.image.image import Image  # noqa: PLC0415

    try:
        picture = Image.from_blob(image)
        if max(picture.px_width, picture.px_height) > MAX_PIXELS:
            return False
        picture.width, picture.height  # noqa: B018  raises for a resolution of 0
        document = "#image(bytes({}))".format(", ".join(map(str, image)).join(("(", ",)")))
        typst.compile(BytesIO(document.encode()).getvalue())
    except Exception:
        return False
    return True
