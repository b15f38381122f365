"""The embedded default: PostgreSQL out of its wheel, then web, worker and beat in one command.

Imports no Django: the launcher starts in a fraction of a second, and settings.py reads its addresses from here.
"""
