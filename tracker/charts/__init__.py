"""Pictures for analysts: data in, PNG bytes out; matplotlib's only door."""
