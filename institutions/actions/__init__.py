"""Writes about institutions, accounts and invitations."""

from institutions.actions.directory import DirectoryCounts, close_account, load_directory

__all__ = ["DirectoryCounts", "close_account", "load_directory"]
