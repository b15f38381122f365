"""The call for entries: who is written to, what the letters say, and the work that prepares them."""
