"""Arabic with European digits and their separators, as the texts, the keys and the browser's own numbers have them."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
