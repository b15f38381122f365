"""Writes about institutions, accounts and invitations."""

from institutions.actions.directory import DirectoryCounts, load_directory

__all__ = ["DirectoryCounts", "load_directory"]
