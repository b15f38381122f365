"""Papers of entries: rows -> template -> PDF."""

from events.sheets import entry_form

__all__ = ["entry_form"]
