"""A large, slow parser that labels raw text for the small, fast one to learn from."""
