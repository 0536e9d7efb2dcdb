"""Which changes are worth a reader's attention, and in which order."""
