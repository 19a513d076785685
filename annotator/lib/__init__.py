"""Small pure functions with a topic each; nothing here imports Django."""
