"""``--show-completion`` and ``--install-completion``: the script of the shell in which they are typed."""

from __future__ import annotations

import os
import shlex
from importlib import resources
from pathlib import Path

import typer

from pemilu_cover.cli.output import exit_on_refusal
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.cli.user_folders import config_folder, data_folder, refuse_unwritable
from pemilu_cover.i18n.text import localize, translate

_SCRIPTS = {
    "bash": "pemilu-cover.bash",
    "zsh": "_pemilu-cover",
    "fish": "pemilu-cover.fish",
    "powershell": "pemilu-cover.ps1",
    "pwsh": "pemilu-cover.ps1",
}


def show_completion(is_requested: bool) -> None:
    """Print the script of the shell, and exit."""
    if is_requested:
        print(_script(_shell("--show-completion")), end="")  # noqa: T201
        raise typer.Exit


def install_completion(is_requested: bool) -> None:
    """Write the script to where the shell loads it, say what was changed, and exit.

    PowerShell alone knows where its profile is: the user types the command.
    """
    if not is_requested:
        return
    shell = _shell("--install-completion")
    if _SCRIPTS[shell].endswith(".ps1"):
        print(translate("completion.powershell"))  # noqa: T201
        raise typer.Exit
    with exit_on_refusal():
        changed = _install(shell)
    lines = [localize("completion.written", path=path) for path in changed]
    for line in (*lines, localize("completion.restart", shell=shell)):
        print(line.translate())  # noqa: T201
    raise typer.Exit


def _install(shell: str) -> list[Path]:
    """Write the script of a shell and have the shell load it; return the files that changed."""
    script, settings = _places(shell)
    with refuse_unwritable(script):
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(_script(shell), encoding="utf-8")
        return [script, *([settings] if settings and _append_source(settings, script) else [])]


def _places(shell: str) -> tuple[Path, Path | None]:
    """Return the path of a shell's script, and the settings that have to load it, if any have to."""
    home = Path.home()
    if shell == "bash":
        script = data_folder() / "bash-completion" / "completions" / "pemilu-cover"
        return script, home / ".bashrc"
    if shell == "zsh":
        settings = Path(os.environ.get("ZDOTDIR") or home) / ".zshrc"
        return data_folder() / "zsh" / "site-functions" / _SCRIPTS[shell], settings
    return config_folder() / "fish" / "completions" / _SCRIPTS[shell], None


def _append_source(settings: Path, script: Path) -> bool:
    """Have the settings of a shell load a script; return whether they did not yet."""
    line = f"source {shlex.quote(str(script))}"
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    if line in text.splitlines():
        return False
    with settings.open("a", encoding="utf-8") as file:
        file.write(f"{'' if text.endswith(chr(10)) or not text else chr(10)}{line}\n")
    return True


def _script(shell: str) -> str:
    scripts = resources.files(__package__) / "scripts"
    return scripts.joinpath(_SCRIPTS[shell]).read_text(encoding="utf-8")


def _shell(option: str) -> str:
    """Return the name of the shell that started the program. Refuse one without a script."""
    # typer depends on it, too; it knows the processes above ours on each system.
    import shellingham  # noqa: PLC0415  only where it is needed

    try:
        shell = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        shell = Path(os.environ.get("SHELL", "")).name
    if shell not in _SCRIPTS:
        usage_error(localize("completion.no-shell", shell=shell or "?"), option)
    return shell
