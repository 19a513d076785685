"""Projects, their members in three roles, and their versioned guideline."""
