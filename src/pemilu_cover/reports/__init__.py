"""Results as people and programs read them: text, JSON and workbooks. Reports decide nothing."""
