"""Frozen texts, the bytes they came from, and who is to code them."""
