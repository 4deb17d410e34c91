"""The figures of an event: who says what when, how they stand against each other, checks, charts. Pure."""
