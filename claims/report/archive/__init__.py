"""The archive of a report: all that belongs to it in one zip, which anybody can check without us."""
