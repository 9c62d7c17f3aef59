"""pemilu-cover: insure Indonesia's election workers without leaving one out.

``docs/architecture.md`` shows the layers and the path of a roster through them.
"""

__version__ = "0.2.0"
