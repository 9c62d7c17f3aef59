"""A claim after an accident or a death: whose it is, whether they were covered, and which clocks run."""
