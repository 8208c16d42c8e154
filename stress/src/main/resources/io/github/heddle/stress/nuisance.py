"""Until its input ends: drops the pages of the files that are named on it, one a line, from the page cache; and signals
the reapers of a process, each thread by itself, every other millisecond. The JVM has a handler for SIGPIPE that does
nothing, so all that is left of it is a system call that was interrupted."""

import ctypes
import os
import signal
import sys
import threading
import time

TGKILL = {'x86_64': 234, 'aarch64': 131}.get(os.uname().machine)


def storm(process):
    libc = ctypes.CDLL(None)
    tasks = f'/proc/{process}/task'
    while True:
        for task in os.listdir(tasks):
            try:
                with open(f'{tasks}/{task}/comm', encoding='ascii') as comm:
                    reaper = comm.read().startswith('heddle-reaper')
            except OSError:
                continue  # it has ended
            if reaper:
                libc.syscall(TGKILL, process, int(task), signal.SIGPIPE)
            time.sleep(0.0005)


def drop(path):
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return  # it was deleted meanwhile
    try:
        os.fdatasync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


if TGKILL and int(sys.argv[1]):
    threading.Thread(target=storm, args=(int(sys.argv[1]),), daemon=True).start()
for line in sys.stdin:
    drop(line.rstrip('\n'))
