"""Completion of commands in bash, zsh, fish and PowerShell.

The script of a shell (``scripts/``) runs the program with the typed line in the environment. It answers with
one candidate on each line, or leaves the word to the names of files. It loads no frames and no models, and
prints no errors: somebody is typing.
"""

# With it, the program answers a shell and does nothing else.
COMPLETE_VARIABLE = "_PEMILU_COVER_COMPLETE"
