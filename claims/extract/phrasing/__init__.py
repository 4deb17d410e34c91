"""The statement of a claim: one sentence of at most 16 words that stands alone."""
