package io.github.heddle.ring.kernel;

/** The system calls whose numbers are not the same on every architecture, as those from 424 on are. */
enum SystemCallNumber {
    WRITE(1, 64),
    CLOSE(3, 57),
    MMAP(9, 222),
    MUNMAP(11, 215),
    FCNTL(72, 25),
    GETCWD(79, 17),
    SYSINFO(99, 179),
    PPOLL(271, 73),
    EVENTFD2(290, 19),
    PREADV2(327, 286),
    STATX(332, 291);

    private static final boolean IS_AARCH64 = "aarch64".equals(System.getProperty("os.arch"));

    private final int amd64;
    private final int aarch64;

    SystemCallNumber(int amd64, int aarch64) {
        this.amd64 = amd64;
        this.aarch64 = aarch64;
    }

    /** {@return whether system calls can be made on this system} Asked before anything is called. */
    static boolean areKnown() {
        String system = system();
        return system.equals("Linux on amd64") || system.equals("Linux on aarch64");
    }

    static String system() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }

    int number() {
        return IS_AARCH64 ? aarch64 : amd64;
    }

    int amd64() {
        return amd64;
    }

    int aarch64() {
        return aarch64;
    }
}
