"""The search of the register, inside the house alone: morphology, an index in PostgreSQL, facets with counts. Nothing is asked of anybody outside."""
