"""Mutation testing of the law and the values: change the code in one place, and see that a test fails.

    python tools/mutation/run.py               # both folders from scratch, then the report
    python tools/mutation/run.py '*.dates.*'   # only mutants of that name, the others as they were

mutmut makes one change at a time inside functions, in the copy ``mutants/``. It does not change module-level
code, such as patterns and tables. Three functions here patch mutmut.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import libcst as cst
import mutmut.__main__ as mutmut
import pytest
import report
from mutmut.mutation import file_mutation
from mutmut.runners.harness import BadTestExecutionCommandsException, PytestRunner
from mutmut.state import state
from mutmut.stats import save_stats

WORKERS = 2


def mutate_decorated_functions() -> None:
    """Mutate decorated functions too, in the law the validators; the decorators stay outermost."""
    skips = file_mutation.MutationVisitor._skip_node_and_children
    arrangement_of_mutmut = file_mutation.function_trampoline_arrangement

    def skip(visitor: Any, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            node = node.with_changes(decorators=())
        return bool(skips(visitor, node))

    def arrange(function: cst.FunctionDef, mutants: Any, class_name: str | None) -> Any:
        undecorated = function.with_changes(decorators=())
        declared, (switch, *copies), assigned, names = arrangement_of_mutmut(
            undecorated, mutants, class_name
        )
        switch = switch.with_changes(decorators=[*function.decorators, *switch.decorators])
        return declared, [switch, *copies], assigned, names

    file_mutation.MutationVisitor._skip_node_and_children = skip
    file_mutation.function_trampoline_arrangement = arrange


def reimport_for_each_mutant() -> None:
    """Import the program and its tests anew for each mutant; one that cannot be imported is killed.

    The tests that are named after its module run first, the others only if none of them failed.
    """
    run_tests = PytestRunner.run_tests
    copy = str(Path("mutants").absolute())

    def run(runner: Any, *, mutant_name: str | None, tests: Sequence[str]) -> int:
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(copy):
                del sys.modules[name]
        file = f"test_{mutant_name.split('.')[2]}.py" if mutant_name else "none"
        own_tests = [test for test in tests if file in test]
        other_tests = [test for test in tests if file not in test]
        try:
            status = run_tests(runner, mutant_name=mutant_name, tests=own_tests) if own_tests else 0
            if status or (own_tests and not other_tests):
                return int(status)
            return int(run_tests(runner, mutant_name=mutant_name, tests=other_tests))
        except BadTestExecutionCommandsException:
            return 1

    PytestRunner.run_tests = run


class CoverageCollection:
    """Plugin of the run in which mutmut records which test calls which function."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the examples in the copies of a function: they are those of the function."""
        items[:] = [item for item in items if "__mutmut_" not in item.name]

    def pytest_runtest_setup(self) -> None:
        """Clear the program's caches, so that each test calls the cached functions."""
        for name, module in list(sys.modules.items()):
            if name.startswith("pemilu_cover."):
                for value in vars(module).values():
                    getattr(value, "cache_clear", lambda: None)()


def collect_tests_of_callers() -> None:
    """Add the tests of its callers to each function, since a cached function is called only once."""
    execute, collect = PytestRunner.execute_pytest, mutmut.run_stats_collection

    def execute_watched(runner: Any, params: list[str], plugins: Iterable[Any] = ()) -> int:
        more = [CoverageCollection()] if plugins else []
        return int(execute(runner, params, plugins=[*plugins, *more]))

    def collect_for_callers(runner: Any, tests: Iterable[str] | None = None) -> None:
        collect(runner, tests)
        tests_of = state().tests_by_mangled_function_name
        for function, callers in state().function_dependencies.items():
            tests_of[function] |= set().union(*(tests_of[caller] for caller in callers))
        save_stats()

    PytestRunner.execute_pytest = execute_watched
    mutmut.run_stats_collection = collect_for_callers


def main(names: list[str]) -> int:
    """Run the mutants and return the report's exit status."""
    if not names:
        shutil.rmtree("mutants", ignore_errors=True)
    mutate_decorated_functions()
    reimport_for_each_mutant()
    collect_tests_of_callers()
    mutmut._run(names, WORKERS)
    return report.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
