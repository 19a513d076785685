"""How numbers and times are written in a language, where Django's own way does not fit."""
