"""What lies here runs the tests and is none; it needs mutmut, which they do not."""

collect_ignore_glob = ["*.py"]
