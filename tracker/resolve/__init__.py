"""Many claims, one deal: which claims speak of the same leg, and what they say together."""
