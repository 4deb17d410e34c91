"""Which event a claim belongs to: how surely two claims are of one event, and where a group of them goes."""
