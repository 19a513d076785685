"""One machine, no services: embedded PostgreSQL and broker, and the supervisor of the whole program."""
