"""The papers of a bill that a treasurer signs: ``tagihan.pdf``, ``kuitansi.pdf``, the nominative list."""
