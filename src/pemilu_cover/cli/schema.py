"""``schema``: the JSON Schemas of what the commands print."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from typer import Argument

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import ignore_broken_pipe
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.text import did_you_mean, localize

_SchemaArgument = Annotated[str | None, Argument(metavar="NAME", help="help.schema-name")]


@command("help.schema", panel="help.panel-law", example="pemilu-cover schema quote")
def schema(
    name: _SchemaArgument = None,
    lang: options.LangOption = Lang.id,  # noqa: ARG001  for errors
) -> None:
    """Print the schema of a document, or the names of all documents."""
    from pemilu_cover.cli.documents import NAMES, schema_text  # noqa: PLC0415

    if name is None:
        text = "\n".join(NAMES) + "\n"
    else:
        # A document says "pemilu-cover/quote/1".
        key = name.removeprefix("pemilu-cover/").partition("/")[0].lower()
        if key not in NAMES:
            hint = did_you_mean(get_close_matches(key, NAMES))
            usage_error(
                localize("usage.no-such-schema", name=name, hint=hint), "NAME", "name-unknown"
            )
        text = schema_text(key)
    with ignore_broken_pipe():
        print(text, end="")  # noqa: T201
