"""Becomes one supervised program: `python -I -S launch.py PARENT SIGNAL USER PROGRAM ARGUMENT...`

A script of its own, with the standard library alone: nothing happens between fork and exec in a process with
threads. SIGNAL is what the kernel (Linux) sends when PARENT, the supervisor, dies in whatever way. USER is
"uid:gid" to become, or `-`. PostgreSQL refuses to run as root; there it runs as an unprivileged user with one
capability left, passing file permissions, to reach a checkout below a closed folder without opening it.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
LINUX = sys.platform == "linux"


def call(name: str, *arguments: object) -> None:
    """Call a libc function that answers 0 for success. OSError otherwise."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


def prctl(*arguments: int) -> None:
    """prctl(2), with the unused arguments zero as the kernel asks."""
    call("prctl", *(ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:5]))


def become(user: int, group: int) -> None:
    """Give up root for good, and all of its powers but CAP_DAC_OVERRIDE, which exec passes on."""
    if LINUX:
        prctl(PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    if LINUX:
        mask = 1 << CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable
        call("capset", header, sets)
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE)


def main(parent: str, signal: str, user: str, *command: str) -> None:
    """Replace this process by the command."""
    if user != "-":
        uid, gid = user.split(":")
        become(int(uid), int(gid))
    if LINUX:
        prctl(PR_SET_PDEATHSIG, int(signal))  # after `become`: a change of user clears it
    if os.getppid() != int(parent):
        sys.exit("The supervisor is gone.")  # it died before the kernel knew whom to tell
    os.execv(command[0], command)  # noqa: S606  a program and its arguments, no shell


if __name__ == "__main__":
    main(*sys.argv[1:])
