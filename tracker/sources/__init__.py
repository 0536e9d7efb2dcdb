"""Reading: from bytes of a feed or filing to entries and documents."""
