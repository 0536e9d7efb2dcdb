"""What counts as a mail address."""

import re

# Strict where mail libraries stumble: brackets, lists of addresses, an empty side of the "@".
_ADDRESS = re.compile(r'[^\s@<>()\[\],;:"\\\x00-\x1f\x7f\ud800-\udfff]+@[\w.-]*\w')


def is_mail_address(text: str) -> bool:
    """Whether the text is one bare address, as name@host."""
    return _ADDRESS.fullmatch(text) is not None
