"""Figures of the program, each beside raw PostgreSQL or a plain page in the same run. Printed, never a test."""
