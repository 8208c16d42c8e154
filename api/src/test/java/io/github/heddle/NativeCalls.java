package io.github.heddle;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** What a process does to itself, or to one of its threads, behind the back of Java. For child processes. */
final class NativeCalls {

    private static final int NOBODY = 65534;

    // System calls of x86-64 whose numbers differ elsewhere.
    private static final int SETRESUID = 117;
    private static final int PRCTL = 157;
    private static final int OPENAT = 257;
    private static final int SECCOMP = 317;

    private static final int OPENAT2 = 437;
    private static final int LANDLOCK_CREATE_RULESET = 444;
    private static final int LANDLOCK_RESTRICT_SELF = 446;

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7FFF0000;
    private static final int EACCES_INSTEAD = 0x00050000 | 13;
    private static final int LANDLOCK_ACCESS_FS_READ_FILE = 1 << 2;

    private static final Linker LINKER = Linker.nativeLinker();

    private NativeCalls() {}

    /** {@return whether the numbers above are those of this machine} */
    static boolean areKnown() {
        return System.getProperty("os.arch").equals("amd64") && System.getProperty("os.name").equals("Linux");
    }

    private static long call(String function, long... arguments) {
        ValueLayout[] layouts = new ValueLayout[arguments.length];
        Arrays.fill(layouts, ValueLayout.JAVA_LONG);
        MethodHandle handle = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts));
        try {
            return (long) handle.invokeWithArguments(Arrays.stream(arguments).boxed().toArray());
        } catch (Throwable e) {
            throw new AssertionError(function, e);
        }
    }

    private static long require(String function, long... arguments) {
        long result = call(function, arguments);
        if ((int) result < 0) {
            throw new AssertionError(function + " failed");
        }
        return result;
    }

    /** By libc, which makes every thread of the process call it. */
    static void becomeNobody() {
        require("setresuid", NOBODY, NOBODY, NOBODY);
    }

    /** The system call itself, which is of the calling thread only. */
    static void becomeNobodyOnThisThread() {
        require("syscall", SETRESUID, NOBODY, NOBODY, NOBODY);
    }

    static void changeRoot(String directory) {
        try (Arena arena = Arena.ofConfined()) {
            require("chroot", arena.allocateFrom(directory).address());
            require("chdir", arena.allocateFrom("/").address());
        }
    }

    /** {@return a descriptor that a child process inherits} */
    static long openInheritable(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return require("open", arena.allocateFrom(path).address(), 0);
        }
    }

    /** Becomes another program. What is still open there is what a child process would inherit. */
    static void exec(String... command) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(ValueLayout.JAVA_LONG, command.length + 1L);
            for (int i = 0; i < command.length; i++) {
                arguments.setAtIndex(ValueLayout.JAVA_LONG, i, arena.allocateFrom(command[i]).address());
            }
            require("execv", arena.allocateFrom(command[0]).address(), arguments.address());
        }
    }

    /** Of all threads of the process. */
    static void denyOpensBySeccomp() {
        long[] filter = {
            instruction(LOAD_WORD, 0, 0, 0), // the number of the call
            instruction(JUMP_IF_EQUAL, 2, 0, OPENAT),
            instruction(JUMP_IF_EQUAL, 1, 0, OPENAT2),
            instruction(RETURN, 0, 0, ALLOW),
            instruction(RETURN, 0, 0, EACCES_INSTEAD),
        };
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocate(16, 8);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) filter.length);
            program.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(ValueLayout.JAVA_LONG, filter).address());
            require("syscall", PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            require("syscall", SECCOMP, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program.address());
        }
    }

    private static long instruction(int code, int ifTrue, int ifFalse, int value) {
        return code | (long) ifTrue << 16 | (long) ifFalse << 24 | Integer.toUnsignedLong(value) << 32;
    }

    /** {@return whether the kernel has it; then this thread, and those that it starts, may read no file any more} */
    static boolean denyReadsByLandlockOnThisThread() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handled = arena.allocateFrom(ValueLayout.JAVA_LONG, (long) LANDLOCK_ACCESS_FS_READ_FILE);
            long ruleset = call("syscall", LANDLOCK_CREATE_RULESET, handled.address(), Long.BYTES, 0);
            if (ruleset < 0) {
                return false;
            }
            require("syscall", PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            require("syscall", LANDLOCK_RESTRICT_SELF, ruleset, 0);
            return true;
        }
    }
}
