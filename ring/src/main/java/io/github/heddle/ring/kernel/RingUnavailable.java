package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Errno;
import io.github.heddle.ring.RingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** io_uring cannot be had here. Says why in one line, and what to do about it. */
public final class RingUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String ALLOW_CALLS =
            "allow io_uring_setup, io_uring_enter and io_uring_register in the container's seccomp profile";

    private static final String ALLOW_MODULE =
            "start java with --enable-native-access=io.github.heddle.ring (ALL-UNNAMED on the class path)";

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
        for (Throwable e = cause; e != null; e = e.getCause()) {
            switch (e) {
                case RingUnavailable known -> {
                    return known;
                }
                case RingFailure refused -> {
                    return because(refused);
                }
                case IllegalCallerException denied -> {
                    return new RingUnavailable("native access is denied to the module", ALLOW_MODULE, denied);
                }
                default -> {
                    // look at its cause
                }
            }
        }
        return new RingUnavailable("setting the ring up failed: " + cause, "report this with its stack trace", cause);
    }

    private static RingUnavailable because(RingFailure refused) {
        String remedy;
        String why;
        switch (refused.errno()) {
            case Errno.EPERM, Errno.EACCES -> {
                String sysctl = readSysctl();
                switch (sysctl) {
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
            case Errno.ENOSYS -> {
                why = "the kernel has no io_uring, or a seccomp filter says so";
                remedy = "run on Linux 6.1 or newer built with CONFIG_IO_URING; in a container, " + ALLOW_CALLS;
            }
            case Errno.EINVAL -> {
                why = "the kernel is too old: " + kernelRelease();
                remedy = "run on Linux 6.1 or newer";
            }
            case Errno.ENOMEM -> {
                why = "the limit of locked memory is too low, or memory is short";
                remedy = "raise RLIMIT_MEMLOCK (ulimit -l), or ask for fewer reads in flight";
            }
            case Errno.EMFILE, Errno.ENFILE -> {
                why = "the limit of open files is too low";
                remedy = "raise RLIMIT_NOFILE (ulimit -n), or ask for fewer reads in flight";
            }
            default -> {
                why = "the kernel refuses it";
                remedy = "see the manual page of the call for this errno";
            }
        }
        return new RingUnavailable(refused.getMessage() + ": " + why, remedy, refused);
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
