"""The process that reads one file: its bytes on stdin, its sheets or its refusal on stdout."""

from __future__ import annotations

import gc
import marshal
import sys
from collections.abc import Mapping

# A workbook at the limits of the guard is read within 2 GiB.
_MOST_MEMORY = 3 << 30


def main() -> None:
    """Read the file and answer. Any other error ends the process, which its caller reports as a refusal."""
    limit_memory()
    gc.disable()  # almost nothing is freed before the end; collection takes a tenth of the time
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
    gc.freeze()  # nor collected at the end


def to_wire(detail: Mapping[str, object]) -> dict[str, object]:
    """Return the detail of a refusal as values that can be sent to another process."""
    from pemilu_cover.i18n.text import LocalizedText  # noqa: PLC0415  only within the limit

    return {
        key: (value.id, value.en) if isinstance(value, LocalizedText) else value
        for key, value in detail.items()
    }


def limit_memory() -> None:
    """Limit memory and disable core dumps; Windows has no such limits."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (most, hard))
        except (OSError, ValueError):  # macOS has the memory limit, but refuses to set it
            continue


if __name__ == "__main__":
    main()
