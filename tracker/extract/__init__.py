"""Extraction: from a document to mentions and claims, with spaCy."""
