"""The process that reads one file: its bytes on stdin, its sheets or its refusal on stdout."""

from __future__ import annotations

import gc
import marshal
import sys
from typing import Any

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.reader_process import encode_refusal, limit_memory


def main() -> None:
    """Read the file and answer. Any other error ends the process, which its caller reports as a refusal."""
    limit_memory()
    gc.disable()  # almost nothing is freed before the end; collection takes a tenth of the time
    sys.stdout.buffer.write(marshal.dumps(answer_to(sys.stdin.buffer.read())))
    gc.freeze()  # nor collected at the end


def answer_to(content: bytes) -> dict[str, Any]:
    """Return the answer to a file: its ``sheets``, or ``refused`` with the reason."""
    from pemilu_cover.roster.reading.file_type import read_sheets  # noqa: PLC0415  within the limit

    try:
        sheets = read_sheets(content)
    except RefusalError as refusal:
        return {"refused": encode_refusal(refusal)}
    return {
        "sheets": [{name: getattr(sheet, name) for name in sheet.__slots__} for sheet in sheets]
    }


if __name__ == "__main__":
    main()
