"""What is owed: rate books, elections, agreements, months, premium. Never sees a frame."""
