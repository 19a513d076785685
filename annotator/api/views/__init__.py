"""One module a resource: load, one action call, answer."""
