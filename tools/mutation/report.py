"""Report on the mutants in ``mutants/``: the killed ones of each file, and the survivors.

The exit status is 1 if a folder is under 95 %, or a survivor is not in ``survivors.toml`` with the reason why
no test can distinguish it from the program.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

LEAST = 95
SOURCE = Path("src/pemilu_cover")
LIST = Path(__file__).with_name("survivors.toml")
# Exit status of pytest: a test failed, collecting or pytest itself broke; or the mutant's time was up.
KILLED = {1, 2, 3, -24, 24, 152, 255}


def change(mutant: str, file: Path) -> tuple[str, str, str, str]:
    """Return a mutant's file, function, and the lines that it took away and put there."""
    function, class_name = orig_function_and_class_names_from_key(mutant)
    lines = get_diff_for_mutant(mutant, path=file).splitlines()[3:]
    old, new = (
        " ".join(line[1:].strip() for line in lines if line[0] == prefix) for prefix in "-+"
    )
    name = f"{class_name}.{function}" if class_name else function
    return str(file.relative_to(SOURCE)), name, old, new


def main() -> int:
    """Print the table and every survivor that is not in the list."""
    listed_survivors = {
        (entry["file"], entry["function"], entry["old"], entry["new"])
        for entry in tomllib.loads(LIST.read_text(encoding="utf-8")).get("survivor", [])
    }
    survivors, killed, totals, not_run = set(), Counter[str](), Counter[str](), Counter[str]()
    for meta in sorted(Path("mutants").glob(f"{SOURCE}/*/*.meta")):
        file = meta.relative_to("mutants").with_suffix("")
        folder = f"{file.parent.name}/"
        for mutant, status in json.loads(meta.read_text())["exit_code_by_key"].items():
            if status is None:
                not_run[folder + file.name] += 1
                continue
            for key in (folder, folder + file.name):
                totals[key] += 1
                killed[key] += status in KILLED
            if status not in KILLED:
                survivors.add(change(mutant, file))
    for name in sorted(totals):
        share = 100 * killed[name] / totals[name]
        print(f"{name:24} {killed[name]:5} of {totals[name]:5} {share:6.1f} %")  # noqa: T201
    for name, mutants in not_run.items():
        print(f"{name:24} {mutants} were not run")  # noqa: T201
    for file, function, old, new in sorted(survivors - listed_survivors):
        print(f"\n{file}: {function} survives\n  - {old}\n  + {new}")  # noqa: T201
    for file, function, old, new in sorted(listed_survivors - survivors):
        if not_run[file]:
            continue
        print(f"\n{file}: {function} is listed, but gone or killed\n  - {old}\n  + {new}")  # noqa: T201
    weak = [name for name in totals if killed[name] * 100 < totals[name] * LEAST]
    return 1 if survivors - listed_survivors or any(name.endswith("/") for name in weak) else 0


if __name__ == "__main__":
    sys.exit(main())
