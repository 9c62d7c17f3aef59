"""Entry point of ``python -m pemilu_cover`` and ``pemilu-cover``.

An interruption while the program is still loading ends with the status of an interruption, too.
"""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Load the command line and run it, or one of the processes that read files."""
    if sys.argv[1:2] == ["--reader-process"]:  # `reader_process` starts a frozen program so
        import runpy  # noqa: PLC0415

        sys.argv[:] = sys.argv[2:]
        runpy.run_module(sys.argv[0], run_name="__main__")
        return
    if getattr(sys, "frozen", False):  # a worker process of the single file starts it, too
        import multiprocessing  # noqa: PLC0415

        multiprocessing.freeze_support()
    try:
        from pemilu_cover.cli import main as run  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
