"""Papers to print, as documents of blocks; `pemilu_cover.documents` writes them."""
