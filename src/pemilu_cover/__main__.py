"""``python -m pemilu_cover`` is the same program as ``pemilu-cover``."""

from pemilu_cover.cli import main

main()
