"""`make bench`: run all figures, or those named: `python -m bench pull page`."""

import sys

from bench import browser, eight, page, pull, tag_many, tag_write
from bench.ground import ground

FIGURES = {
    "tag_write": tag_write.measure,
    "eight": eight.measure,
    "tag_many": tag_many.measure,
    "page": page.measure,
    "browser": browser.measure,
    "pull": pull.measure,
}


def main() -> None:
    chosen = sys.argv[1:] or list(FIGURES)
    with ground() as where:
        for name in chosen:
            for figure in FIGURES[name](where):
                print(figure, flush=True)


if __name__ == "__main__":
    main()
