"""Papers: a document as blocks, and its writers for PDF and Word files."""
