"""Numbers that measure something: value or range, unit, qualifier, what they are of."""
