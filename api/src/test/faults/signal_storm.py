#!/usr/bin/env python3
"""Send a signal to every thread of a process, again and again.

A round goes to all threads that the process has then, one signal each, and a
new round begins every millisecond, or as soon as the one before it is done.
It ends after some seconds, and prints how many signals there were.

SIGUSR2 is the default: a JVM has a handler for it, by which it suspends its
threads, and a signal that comes unasked does nothing but disturb the system
call that the thread is in.
"""

import argparse
import ctypes
import os
import platform
import signal
import time

TGKILL = {'x86_64': 234, 'aarch64': 131}
SECONDS_BETWEEN = 0.001


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('pid', metavar='PID', type=int)
    parser.add_argument('seconds', metavar='SECONDS', type=float)
    parser.add_argument(
        '--signal', metavar='NAME', default='SIGUSR2',
        type=lambda name: signal.Signals[name])
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    syscall = ctypes.CDLL(None).syscall
    tgkill = TGKILL[platform.machine()]
    count = 0
    end = time.monotonic() + arguments.seconds
    while (begin := time.monotonic()) < end:
        try:
            threads = os.listdir(f'/proc/{arguments.pid}/task')
        except FileNotFoundError:
            break  # the process has ended
        for thread in threads:
            if syscall(tgkill, arguments.pid, int(thread),
                       int(arguments.signal)) == 0:
                count += 1
        time.sleep(max(0, begin + SECONDS_BETWEEN - time.monotonic()))
    print(count)


if __name__ == '__main__':
    main()
