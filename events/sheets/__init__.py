"""Documents of an event before anybody has met: the anonymised list of issues."""

from events.sheets import issue_list

__all__ = ["issue_list"]
