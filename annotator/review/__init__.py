"""Hand-in, grouping, blindness of the whole, and a supervisor's decisions."""
