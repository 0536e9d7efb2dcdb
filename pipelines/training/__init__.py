"""Train the language model that `tracker/extract/model/` ships; see `make model`."""
