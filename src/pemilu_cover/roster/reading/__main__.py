"""The process that reads one file: its bytes on stdin, its sheets or its refusal on stdout."""

from __future__ import annotations

import gc
import marshal
import sys
from collections.abc import Mapping

# A workbook at the limits of the guard is read within 2 GiB.
_MOST_MEMORY = 3 << 30


def main() -> None:
    """Read the file and answer. What is no refusal ends the process, and is one to who asked."""
    limit_memory()
    gc.disable()  # nothing is thrown away before the end; looking for it takes a tenth of the time
    from pemilu_cover.i18n.messages import RefusalError  # noqa: PLC0415  only within the limit
    from pemilu_cover.roster.reading.file_type import read_sheets  # noqa: PLC0415

    try:
        answer: dict[str, object] = {
            "sheets": [
                {name: getattr(sheet, name) for name in sheet.__slots__}
                for sheet in read_sheets(sys.stdin.buffer.read())
            ]
        }
    except RefusalError as refusal:
        answer = {"refused": refusal.code, "detail": to_wire(refusal.detail)}
    # Between two processes of one interpreter; it is five times as fast as JSON, and holds no code.
    sys.stdout.buffer.write(marshal.dumps(answer))
    gc.freeze()  # nor is it looked for at the end


def to_wire(detail: Mapping[str, object]) -> dict[str, object]:
    """Return the detail of a refusal as it can go from one process to another."""
    return {
        key: tuple(value) if isinstance(value, tuple) else value for key, value in detail.items()
    }


def limit_memory() -> None:
    """Let the system refuse more memory, and keep no image of it: on Windows there is no such limit."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    for kind, wanted in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(kind, (most, hard))
        except (OSError, ValueError):  # macOS knows the limit of memory, and refuses to set it
            continue


if __name__ == "__main__":
    main()
