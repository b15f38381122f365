"""Invented people, firms and texts for demonstrations and load tests; pure Python but for `load.py`."""
