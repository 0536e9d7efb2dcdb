"""Reference data: text files reviewed like code, each figure with its source and date."""
