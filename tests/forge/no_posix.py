"""Takes away from the player, and from it alone, what Python has only on POSIX systems. The libraries keep theirs: they look which system it is."""

import builtins
import os
import signal
import socket
import sys
import types
from collections.abc import Mapping, Sequence

# "Availability: Unix" (or not Windows) in the documentation of the standard library.
OS = (
    "WCONTINUED", "WNOHANG", "WUNTRACED", "EX_OK", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "O_DSYNC", "O_NOCTTY",
    "O_ACCMODE", "F_LOCK", "F_TLOCK", "F_ULOCK", "F_TEST", "GRND_NONBLOCK", "POSIX_FADV_DONTNEED", "POSIX_FADV_SEQUENTIAL", "PRIO_PROCESS",
    "RTLD_NOW", "SCHED_OTHER", "SEEK_DATA", "SEEK_HOLE", "ST_RDONLY", "chown", "chroot", "confstr", "copy_file_range", "ctermid", "eventfd",
    "fchdir", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "fpathconf", "fstatvfs", "fwalk", "getegid", "geteuid", "getgid",
    "getgrouplist", "getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getrandom", "getresgid", "getresuid", "getsid",
    "getuid", "getxattr", "initgroups", "killpg", "lchown", "listxattr", "lockf", "major", "makedev", "memfd_create", "minor", "mkfifo",
    "mknod", "nice", "openpty", "pathconf", "pidfd_open", "pipe2", "posix_fadvise", "posix_fallocate", "posix_spawn", "posix_spawnp",
    "pread", "preadv", "pwrite", "pwritev", "readv", "register_at_fork", "removexattr", "sched_getaffinity", "sched_setaffinity",
    "sched_yield", "sendfile", "setegid", "seteuid", "setgid", "setgroups", "setpgid", "setpriority", "setregid", "setreuid", "setsid",
    "setuid", "setxattr", "splice", "statvfs", "sync", "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname", "uname", "wait", "wait3", "wait4",
    "waitid", "writev",
)  # fmt: skip
SIGNAL = (
    "SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGUSR1", "SIGUSR2", "alarm",
    "pause", "pthread_kill", "pthread_sigmask", "setitimer", "getitimer", "siginterrupt", "sigpending", "sigwait", "sigwaitinfo",
    "sigtimedwait",
)  # fmt: skip
SOCKET = ["AF_UNIX", "socketpair", "sethostname", "SO_REUSEPORT", "recvmsg", "sendmsg", "CMSG_LEN"]
MODULES = ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty")


def without(module: types.ModuleType, names: Sequence[str], **other: object) -> types.ModuleType:
    """A look-alike that lacks these names."""
    alike = types.ModuleType(module.__name__)
    vars(alike).update({name: value for name, value in vars(module).items() if name not in names} | other)
    return alike


def take_away() -> None:
    """From now on; every module of the player that was imported before keeps what it has."""
    alike = {"os": without(os, OS, name="nt"), "signal": without(signal, SIGNAL), "socket": without(socket, SOCKET)}
    usual = builtins.__import__

    def imported(name: str, globals_: Mapping[str, object] | None = None, locals_: Mapping[str, object] | None = None,
                 fromlist: Sequence[str] = (), level: int = 0) -> types.ModuleType:  # fmt: skip
        asks = str((globals_ or {}).get("__name__", ""))
        if asks.split(".", 1)[0] == "player":
            if name.split(".", 1)[0] in MODULES:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            if name in alike:
                return alike[name]
        return usual(name, globals_, locals_, fromlist, level)

    builtins.__import__ = imported


def seen_by(module: str) -> types.ModuleType:
    """The module `os` as a module of the player sees it."""
    return vars(sys.modules[module])["os"]  # type: ignore[no-any-return]
