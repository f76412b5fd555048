"""`./samenzicht <opdracht>`: the project's own command line."""

from __future__ import annotations

import sys

from portal.developer.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
