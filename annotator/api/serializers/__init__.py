"""Input apart from output: `*In` and `*Query` read what comes, `*Out` says what goes."""
