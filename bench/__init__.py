"""Figures of the program, each as a ratio to raw PostgreSQL in the same run. Printed, never a test."""
