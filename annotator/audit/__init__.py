"""Foundation: the append-only history and the change counter of each project."""
