"""What is owed and paid: rate book, elections, agreements, months, premiums, benefits. No frames here."""
