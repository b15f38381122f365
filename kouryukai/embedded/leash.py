"""Becomes another program that the kernel ends with its parent. Run as `python leash.py SIGNAL PARENT UID GID COMMAND...`.

A program of its own, because Python may not run code between fork and exec where threads exist. UID and GID are `-` to
stay who we are; the signal is set after the change of user, which would clear it.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(number: int, parent: int, uid: str, gid: str, command: list[str]) -> None:
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() == parent:
        os.execvp(command[0], command)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
