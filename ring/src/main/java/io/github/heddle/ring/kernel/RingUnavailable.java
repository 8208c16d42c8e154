package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Errno;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.RingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** io_uring cannot be had here. Says why in one line, and what to do about it. */
public final class RingUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String ALLOW_CALLS =
            "allow io_uring_setup, io_uring_enter and io_uring_register in the container's seccomp profile";

    private static final String ALLOW_MODULE =
            "start java with --enable-native-access=io.github.heddle.ring (ALL-UNNAMED on the class path)";

    private static final String MORE_DESCRIPTORS = "raise RLIMIT_NOFILE (ulimit -n)";

    private static final String MORE_THREADS =
            "raise RLIMIT_NPROC (ulimit -u), or pids.max of the process's cgroup (docker run --pids-limit)";

    /** The first kernel that knows all the flags a ring is made with. */
    private static final int[] NEEDED_KERNEL = {6, 1};

    private static final String NEWER_KERNEL = "run on Linux 6.1 or newer";

    private final String remedy;

    RingUnavailable(String reason, String remedy, @Nullable Throwable cause) {
        super(reason, cause);
        this.remedy = remedy;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }

    /** Explains whatever came out of setting a ring up or trying it. */
    public static RingUnavailable because(Throwable cause) {
        if (!SystemCallNumber.areKnown()) {
            return onUnknownSystem(cause); // all else stems from that
        }
        for (Throwable e = cause; e != null; e = e.getCause()) {
            RingUnavailable explained = explain(e);
            if (explained != null) {
                return explained;
            }
        }
        return new RingUnavailable("setting the ring up failed: " + cause, "report this with its stack trace", cause);
    }

    static RingUnavailable onUnknownSystem(@Nullable Throwable cause) {
        return new RingUnavailable("io_uring is Linux's, and this is " + SystemCallNumber.system(),
                NEWER_KERNEL + ", on x86-64 or AArch64", cause);
    }

    /** {@return null where its cause may tell more} */
    private static @Nullable RingUnavailable explain(Throwable e) {
        return switch (e) {
            case RingUnavailable known -> known;
            case RingFailure refused -> because(refused.call(), refused.errno(), refused);
            case ErrnoException failed -> because("a read through the ring, to try it,", failed.errno(), failed);
            case IllegalCallerException denied ->
                new RingUnavailable("native access is denied to the module", ALLOW_MODULE, denied);
            case OutOfMemoryError noThread when String.valueOf(noThread.getMessage()).contains("native thread") ->
                new RingUnavailable("no thread could be started for the ring", MORE_THREADS, noThread);
            // The JDK loads a library of its own to look functions up, once for ever, and that takes a descriptor.
            case NoSuchElementException noFunction ->
                new RingUnavailable(
                        "the JDK finds no functions of the C library (" + noFunction.getMessage()
                                + "), as where no descriptor was left when it looked first",
                        MORE_DESCRIPTORS + " and start java again",
                        noFunction);
            default -> null;
        };
    }

    private static RingUnavailable because(String call, int errno, Throwable cause) {
        String remedy;
        String why;
        switch (errno) {
            case Errno.EPERM -> {
                // The switch is asked by this call only: of any other, a filter is the only one that can refuse it.
                switch (call.equals("io_uring_setup") ? readSysctl() : "") {
                    case "2" -> {
                        why = "io_uring is switched off on this machine (kernel.io_uring_disabled = 2)";
                        remedy = "as root: sysctl kernel.io_uring_disabled=0";
                    }
                    case "1" -> {
                        why = "io_uring is for privileged processes only (kernel.io_uring_disabled = 1)";
                        remedy = "as root: sysctl kernel.io_uring_disabled=0, or put the user into the group of"
                                + " kernel.io_uring_group";
                    }
                    default -> {
                        why = "a seccomp filter denies it, as container runtimes do";
                        remedy = ALLOW_CALLS;
                    }
                }
            }
            case Errno.EACCES -> {
                why = "a security policy denies it, such as SELinux's";
                remedy = "allow io_uring to this process in that policy";
            }
            case Errno.ENOSYS -> {
                why = "the kernel has no io_uring, or a seccomp filter says so";
                remedy = NEWER_KERNEL + " built with CONFIG_IO_URING; in a container, " + ALLOW_CALLS;
            }
            case Errno.EINVAL, Errno.EOPNOTSUPP -> {
                why = isOld(System.getProperty("os.version"))
                        ? "the kernel is too old: " + kernelRelease()
                        : "the kernel, " + kernelRelease() + ", lacks what is asked of it, or a seccomp filter says so";
                remedy = NEWER_KERNEL + "; in a container, " + ALLOW_CALLS;
            }
            case Errno.ENOMEM -> {
                why = "the limit of locked memory is too low, or memory is short";
                remedy = "raise RLIMIT_MEMLOCK (ulimit -l) or the memory of the container, or ask for fewer reads in flight";
            }
            case Errno.EMFILE -> {
                why = "the limit of open files is too low";
                remedy = MORE_DESCRIPTORS + ", or ask for fewer rings and reads in flight";
            }
            case Errno.ENFILE -> {
                why = "the machine has too many files open";
                remedy = "as root: raise the sysctl fs.file-max";
            }
            case Errno.ENOENT -> {
                why = "/proc is not mounted, and without it nobody can tell local files from remote ones";
                remedy = "mount it: mount -t proc proc /proc";
            }
            case Errno.ECANCELED, Errno.EAGAIN -> {
                why = "the kernel could make no worker thread";
                remedy = MORE_THREADS;
            }
            default -> {
                why = "the kernel refuses it";
                remedy = "see the manual page of the call for this errno";
            }
        }
        String failed = call + " failed with " + Errno.name(errno) + " (" + errno + "): ";
        return new RingUnavailable(failed + why, remedy, cause);
    }

    /** {@return whether a version is known to be older than what is needed} */
    static boolean isOld(String version) {
        Matcher numbers = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        int[] found = {Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))};
        return Arrays.compare(found, NEEDED_KERNEL) < 0;
    }

    private static String readSysctl() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/io_uring_disabled")).strip();
        } catch (IOException e) {
            return ""; // a kernel older than the switch
        }
    }

    static String kernelRelease() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version");
    }
}
