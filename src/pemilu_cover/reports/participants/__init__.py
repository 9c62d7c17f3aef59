"""Daftar Peserta: who is covered, by polling station or desa, and who is not yet."""
