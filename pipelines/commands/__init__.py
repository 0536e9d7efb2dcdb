"""Commands that compose rooms; `pipelines/__main__.py` mounts them."""
