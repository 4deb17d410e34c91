"""Sentences become atoms, one predicate and one quantity role each; what is no claim is refused."""
