"""Which two companies of a document deal with each other: read by a learned text encoder."""
