"""`python -m kouryukai.embedded COMMAND`: demo (everything), database (PostgreSQL alone), broker (tables of a pgmq broker)."""

import os
import sys

from kouryukai.embedded.places import EmbeddedError

USAGE = "usage: python -m kouryukai.embedded demo [--parent PID] | database | broker"


def main(arguments: list[str]) -> int:
    from kouryukai.embedded import launcher

    match arguments:
        case ["demo"]:
            return launcher.demo(os.environ)
        case ["demo", "--parent", pid] if pid.isdigit():
            return launcher.demo(os.environ, parent=int(pid))
        case ["database"]:
            return launcher.database()
        case ["broker"]:
            return launcher.broker(os.environ)
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as error:
        sys.exit(f"kouryukai: {error}")
