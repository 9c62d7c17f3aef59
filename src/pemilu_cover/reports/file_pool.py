"""A pool of threads in which the files of a result are made at the same time."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from pemilu_cover.i18n.text import activate, active_language


def file_pool() -> ThreadPoolExecutor:
    """Return a pool whose threads write in the active language, as many as there are cores.

    The libraries that make large sheets, their compression and papers release the global lock of Python.
    """
    return ThreadPoolExecutor(os.cpu_count(), initializer=activate, initargs=(active_language(),))
