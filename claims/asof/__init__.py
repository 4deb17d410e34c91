"""What was known at a moment, rebuilt from the record. It knows no room, every room may show it."""
