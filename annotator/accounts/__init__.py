"""Who people are: users and the tokens of their programs."""
