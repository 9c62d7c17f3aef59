"""Results as JSON; money is decimal text in rupiah."""
