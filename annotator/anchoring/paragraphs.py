"""Paragraphs of a text: what a page shows as one `<p data-o="N">` each."""


def paragraphs(text: str) -> list[tuple[int, str]]:
    """`(offset, paragraph)` for each line of `text` that is not empty.

    Paragraphs are split at LF alone. Between two of them stand as many LF as the offsets leave
    room for: an empty line makes no paragraph, a line of spaces does.
    """
    found = []
    offset = 0
    for line in text.split("\n"):
        if line:
            found.append((offset, line))
        offset += len(line) + 1
    return found
