"""The other way of doing the job needs libraries that the tests do without."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("pandas") else ["usual_way.py"]
