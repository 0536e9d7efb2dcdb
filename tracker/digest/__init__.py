"""Digests: choosing, rendering and mailing what shifted."""
