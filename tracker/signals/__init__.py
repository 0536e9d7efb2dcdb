"""Signals: from changes to what deserves a reader's attention."""
