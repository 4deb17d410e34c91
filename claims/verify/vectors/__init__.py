"""Sentences as vectors: near ones say similar things. Pure: no Django. Nearness finds; it never decides."""
