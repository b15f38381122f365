"""Papers of a firm: rows -> template -> PDF."""

from companies.sheets import hearing_sheet

__all__ = ["hearing_sheet"]
