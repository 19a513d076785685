"""Spans and tags: one analyst's judgement on one place of one document."""
