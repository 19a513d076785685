"""One file with all data of an install: made while the program runs, restored whole or not at all."""
