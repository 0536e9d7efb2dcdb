"""Which two companies of a document deal with each other: rules as features, weights learned."""
