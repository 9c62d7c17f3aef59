"""The documentation site: pages that are generated from the program and from ``rates/``, and their links."""
