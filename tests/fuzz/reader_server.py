"""The reader, asked again and again: each file is read in a fork of this process, which has all loaded.

On stdin and stdout goes the length of a message, in four bytes, and the message. What a fork answers:
how it ended, its sheets or its refusal, and what openpyxl reads in the same file. The only argument says
after how many seconds of the processor a fork has hung.
"""

from __future__ import annotations

import marshal
import os
import resource
import struct
import sys
import traceback
import warnings
from io import BytesIO
from typing import Any

import openpyxl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import csv_reader, workbook_guard, xlsx_reader
from pemilu_cover.roster.reading.cell_encoding import encode_cells
from pemilu_cover.roster.reading.file_type import read_sheets

PRELOADED = (workbook_guard, csv_reader, xlsx_reader)
# Each file is a few kilobytes: what takes so much memory has run away.
MOST_MEMORY = 1 << 30
LENGTH = struct.Struct("<I")


def main() -> None:
    """Answer until nobody asks any more."""
    warnings.simplefilter("ignore")
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while header := source.read(LENGTH.size):
        answer = marshal.dumps(_read_apart(source.read(*LENGTH.unpack(header))))
        target.write(LENGTH.pack(len(answer)) + answer)
        target.flush()


def _read_apart(content: bytes) -> dict[str, Any]:
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        _answer(content, theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"end": "signal", "signal": os.WTERMSIG(status)}
    answer: dict[str, Any] = marshal.loads(said)  # noqa: S302  written by our own fork
    return answer


def _answer(content: bytes, pipe: int) -> None:
    """Read a file, tell the pipe, and be gone: nothing of this process outlives its fork."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    hang = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (hang, hang))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        sheets = [
            (sheet.name, sheet.first_row, sheet.first_column, sheet.rows)
            for sheet in read_sheets(content)
        ]
        answer = {"end": "sheets", "sheets": sheets, "openpyxl": _by_openpyxl(content)}
    except RefusalError as refusal:
        answer = {"end": "refused", "code": refusal.code}
    except MemoryError:
        answer = {"end": "memory"}
    except Exception:
        answer = {"end": "fault", "trace": traceback.format_exc()}
    except BaseException:
        answer = {"end": "panic"}
    with os.fdopen(pipe, "wb") as target:
        target.write(marshal.dumps(answer))
    os._exit(0)


def _by_openpyxl(content: bytes) -> dict[str, dict[tuple[int, int], str]] | None:
    """Return the filled cells of each sheet as openpyxl reads them; None where it cannot."""
    try:
        book = openpyxl.load_workbook(BytesIO(content), data_only=True)
        return {
            page.title: {
                place: encode_cells([cell.value])[0]
                for place, cell in page._cells.items()
                if cell.value not in (None, "") and cell.data_type != "e"
            }
            for page in book.worksheets
        }
    except Exception:
        return None


if __name__ == "__main__":
    main()
