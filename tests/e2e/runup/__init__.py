"""The steps of the walk through the run-up to an event, part by part, as its actors take them."""
