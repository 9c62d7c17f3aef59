"""axe, which checks a page for people who see little, hear a page read, or use no mouse."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from support.chromium import Tab


def axe_faults(tab: Tab) -> list[str]:
    """Return the faults that axe finds in the open page; skip the test where it is not installed."""
    found = find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("axe is not installed")
    axe = Path(found.submodule_search_locations[0]) / "axe.min.js"
    tab.run(f"{axe.read_text(encoding='utf-8')}; 0")
    faults: list[str] = tab.run(
        "axe.run().then(found => found.violations.map(fault =>"
        " `${fault.id}: ${fault.nodes.map(node => node.html).slice(0, 3).join(' ')}`))"
    )
    return faults
