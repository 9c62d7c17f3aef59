"""Mutation testing of the law and the values: change the code in one place, and see that a test fails.

    python tools/mutation/run.py               # both rooms anew, then the report
    python tools/mutation/run.py '*.dates.*'   # only mutants of that name, the others as they were

mutmut changes one thing at a time inside functions, in the copy ``mutants/``; what stands outside them,
such as a pattern or a table, it leaves alone. Three of its habits are changed here, each by one function.
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


def mutate_what_is_decorated() -> None:
    """Mutate decorated functions too, in the law the validators; the decorators stay outermost."""
    skips = file_mutation.MutationVisitor._skip_node_and_children
    arranged = file_mutation.function_trampoline_arrangement

    def skip(visitor: Any, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            node = node.with_changes(decorators=())
        return bool(skips(visitor, node))

    def arrange(function: cst.FunctionDef, mutants: Any, class_name: str | None) -> Any:
        bare = function.with_changes(decorators=())
        declared, (switch, *copies), assigned, names = arranged(bare, mutants, class_name)
        switch = switch.with_changes(decorators=[*function.decorators, *switch.decorators])
        return declared, [switch, *copies], assigned, names

    file_mutation.MutationVisitor._skip_node_and_children = skip
    file_mutation.function_trampoline_arrangement = arrange


def start_afresh() -> None:
    """Import the program and its tests anew for each mutant; one that cannot be imported is killed.

    The tests that are named after its module come first, and the others where none of them failed.
    """
    run_tests = PytestRunner.run_tests
    copy = str(Path("mutants").absolute())

    def run(runner: Any, *, mutant_name: str | None, tests: Sequence[str]) -> int:
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(copy):
                del sys.modules[name]
        file = f"test_{mutant_name.split('.')[2]}.py" if mutant_name else "none"
        own = [test for test in tests if file in test]
        others = [test for test in tests if file not in test]
        try:
            status = run_tests(runner, mutant_name=mutant_name, tests=own) if own else 0
            if status or (own and not others):
                return int(status)
            return int(run_tests(runner, mutant_name=mutant_name, tests=others))
        except BadTestExecutionCommandsException:
            return 1

    PytestRunner.run_tests = run


class WhileTestsAreWatched:
    """For the run in which mutmut sees which test calls which function."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the examples in the copies of a function: they are those of the function."""
        items[:] = [item for item in items if "__mutmut_" not in item.name]

    def pytest_runtest_setup(self) -> None:
        """Empty the program's caches, so that each test is seen to need what is cached."""
        for name, module in list(sys.modules.items()):
            if name.startswith("pemilu_cover."):
                for value in vars(module).values():
                    getattr(value, "cache_clear", lambda: None)()


def find_what_is_cached() -> None:
    """Return a function the tests of its callers too: what an object has cached is called only once."""
    execute, collect = PytestRunner.execute_pytest, mutmut.run_stats_collection

    def execute_watched(runner: Any, params: list[str], plugins: Iterable[Any] = ()) -> int:
        more = [WhileTestsAreWatched()] if plugins else []
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
    """Run the mutants and give the report's exit status."""
    if not names:
        shutil.rmtree("mutants", ignore_errors=True)
    mutate_what_is_decorated()
    start_afresh()
    find_what_is_cached()
    mutmut._run(names, WORKERS)
    return report.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
