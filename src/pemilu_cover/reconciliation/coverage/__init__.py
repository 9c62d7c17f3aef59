"""Whether people are covered on a day: contracts, billed months and membership numbers of a result."""
