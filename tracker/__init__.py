"""Tracks deals for AI compute: what moved between suppliers, how surely, at what price."""
