package io.github.heddle.stress;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Calls something from C: what is in the midst of that cannot leave its carrier. */
final class NativeFrame {

    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
    private static final FunctionDescriptor COMPARATOR = FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ADDRESS);

    /** {@code bsearch}, which compares once in an array of one element. */
    private static final MethodHandle SEARCH = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("bsearch"),
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ADDRESS));

    private static final MethodHandle COMPARE;

    static {
        try {
            COMPARE = MethodHandles.lookup()
                    .findVirtual(
                            NativeFrame.class,
                            "compare",
                            MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable what;

    private NativeFrame(Runnable what) {
        this.what = what;
    }

    /** @param what must not throw: the JVM would end */
    static void call(Runnable what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(1);
            MemorySegment comparator =
                    Linker.nativeLinker().upcallStub(COMPARE.bindTo(new NativeFrame(what)), COMPARATOR, arena);
            MemorySegment found = (MemorySegment) SEARCH.invokeExact(one, one, 1L, 1L, comparator);
            if (!found.equals(one)) {
                throw new IllegalStateException("not called");
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by its name, and called as C does
    private int compare(MemorySegment key, MemorySegment element) {
        what.run();
        return 0;
    }
}
