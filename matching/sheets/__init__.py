"""Documents of an event: rows -> template -> PDF. `rows` reads, one module per kind of paper lays out, `makers` registers them."""

from matching.sheets import makers

__all__ = ["makers"]
