"""Immutable, numbered datasets with manifest and checksums."""
