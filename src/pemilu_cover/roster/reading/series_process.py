"""The process that reads file after file, each in a process of its own: many small workbooks.

A new Python takes longer to start than to read a workbook of a kecamatan. This process loads the reader once
and forks for each file, so that a file has a fresh reader with its own memory limit, and nothing of it
outlives its answer. Before each file and each answer is its length.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys

from pemilu_cover.roster.reading.__main__ import answer_to
from pemilu_cover.roster.reading.reader_process import LENGTH, LONGEST_SECONDS, limit_memory


def main() -> None:
    """Read files until there are no more, or one ends its process: its caller reports it as a refusal."""
    limit_memory()
    from pemilu_cover.roster.reading import file_type, workbook_guard, xlsx_reader  # noqa: F401, PLC0415

    gc.disable()
    while length := os.read(sys.stdin.fileno(), LENGTH.size):
        child = os.fork()
        if not child:
            _answer(LENGTH.unpack(length)[0])
        if os.waitpid(child, 0)[1]:
            sys.exit(1)


def _answer(length: int) -> None:
    """Read a file, answer, and end this process."""
    status = 1
    try:
        signal.alarm(LONGEST_SECONDS)
        answer = marshal.dumps(answer_to(sys.stdin.buffer.read(length)))
        sys.stdout.buffer.write(LENGTH.pack(len(answer)))
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
