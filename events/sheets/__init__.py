"""Papers of the run-up: the anonymised list of issues and the form of an entry. Rows -> template -> PDF."""

from events.sheets import entry_form, issue_list

__all__ = ["entry_form", "issue_list"]
