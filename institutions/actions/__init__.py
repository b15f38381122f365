"""Writes about institutions, accounts and invitations."""

from institutions.actions.closing import ClosedAccount, close_account
from institutions.actions.directory import DirectoryCounts, load_directory

__all__ = ["ClosedAccount", "DirectoryCounts", "close_account", "load_directory"]
