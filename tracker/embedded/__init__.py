"""The embedded default: PostgreSQL and Valkey from their wheels, and one supervisor for every process."""
