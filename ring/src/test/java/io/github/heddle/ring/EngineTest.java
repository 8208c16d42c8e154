package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine with its real threads on the fake kernel: callers, reaper and closer at once. */
@Timeout(60)
class EngineTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void manyCallers_eachGetTheirOwnBytes() throws Exception {
        FakeKernel kernel = kernel(4, FakeKernel.Faults.MANY);
        List<byte[]> contents = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            contents.add(bytes);
            kernel.file("file-" + i, new FakeKernel.Content(bytes, FakeKernel.FileKind.REGULAR));
        }
        Engine engine = start(kernel, 4);
        int right = 0;
        int failed = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> results = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                String name = "file-" + i % 50;
                results.add(executor.submit(() -> engine.read(target(name), () -> -1, Patience.ENDLESS)));
            }
            for (int i = 0; i < results.size(); i++) {
                try {
                    assertThat(results.get(i).get()).isEqualTo(contents.get(i % 50));
                    right++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(ErrnoException.class);
                    failed++;
                }
            }
        }
        assertThat(right + failed).isEqualTo(3_000);
        assertThat(right).isGreaterThan(failed);
        assertThat(engine.close(LONG)).isZero();
        assertThat(engine.death()).isNull();
        assertThat(kernel.openDescriptors()).isZero();
        assertThat(kernel.isClosed()).isTrue();
        assertThat(kernel.isFreed()).isTrue();
    }

    @Test
    void readAfterClose_isRefused() {
        FakeKernel kernel = kernel(2, FakeKernel.Faults.NONE);
        Engine engine = start(kernel, 2);
        engine.close(LONG);
        engine.close(LONG);
        assertThatThrownBy(() -> engine.read(target("missing"), () -> -1, Patience.ENDLESS))
                .isInstanceOfSatisfying(EngineStoppedException.class, e -> assertThat(e.isBroken()).isFalse());
    }

    @Test
    void close_answersWhoWaitsForASlotAndWhoIsInFlight() throws Exception {
        FakeKernel kernel = kernel(2, FakeKernel.Faults.NONE);
        kernel.file("file", new FakeKernel.Content(new byte[10], FakeKernel.FileKind.REGULAR));
        kernel.getStuck();
        Engine engine = start(kernel, 2);
        List<FutureTask<byte[]>> callers = callers(engine, 10);
        await(() -> kernel.inFlight() >= 6 && engine.waiting() == 8); // with or without look-ups

        assertThat(engine.close(SHORT)).isEqualTo(2);

        for (FutureTask<byte[]> caller : callers) {
            assertThatThrownBy(caller::get)
                    .hasCauseInstanceOf(EngineStoppedException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(kernel.isFreed()).as("memory in the kernel's hands").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void dyingReaper_answersEveryCaller(int submits) throws Exception {
        FakeKernel kernel = kernel(3, FakeKernel.Faults.NONE);
        kernel.file("file", new FakeKernel.Content(new byte[10], FakeKernel.FileKind.REGULAR));
        kernel.getStuck();
        kernel.killOwner(new StackOverflowError("for the test"), submits);
        Engine engine = start(kernel, 3);
        List<FutureTask<byte[]>> callers = callers(engine, 20);
        for (int i = 0; i < submits; i++) {
            kernel.strike(); // so that the reaper gets that far
        }
        for (FutureTask<byte[]> caller : callers) {
            while (!caller.isDone()) {
                kernel.strike();
                Thread.onSpinWait();
            }
            assertThatThrownBy(caller::get)
                    .cause()
                    .isInstanceOfSatisfying(EngineStoppedException.class, e -> assertThat(e.isBroken()).isTrue())
                    .hasCauseInstanceOf(StackOverflowError.class);
        }
        assertThat(engine.death()).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> engine.read(target("file"), () -> -1, Patience.ENDLESS)).isInstanceOf(EngineStoppedException.class);
        assertThat(engine.close(SHORT)).isZero();
        assertThat(kernel.isFreed()).as("memory in the kernel's hands").isFalse();
    }

    @Test
    void interruptBeforeAndDuring_leavesBytesAndStatus() throws Exception {
        FakeKernel kernel = kernel(2, FakeKernel.Faults.NONE);
        byte[] bytes = new byte[1_000];
        new Random(3).nextBytes(bytes);
        kernel.file("file", new FakeKernel.Content(bytes, FakeKernel.FileKind.REGULAR));
        Engine engine = start(kernel, 2);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> interrupted = executor.submit(() -> {
                Thread.currentThread().interrupt();
                assertThat(engine.read(target("file"), () -> -1, Patience.ENDLESS)).isEqualTo(bytes);
                return Thread.currentThread().isInterrupted();
            });
            assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        }
        engine.close(LONG);
    }

    @Test
    void outOfMemoryInTheCaller_losesNoSlot() throws Exception {
        FakeKernel kernel = kernel(1, FakeKernel.Faults.NONE);
        byte[] bytes = new byte[200];
        kernel.file("file", new FakeKernel.Content(bytes, FakeKernel.FileKind.REGULAR));
        Engine engine = start(kernel, 1);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> engine.read(target("file"), () -> Long.MAX_VALUE, Patience.ENDLESS))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("Required array size too large");
        }
        assertThat(engine.read(target("file"), () -> -1, Patience.ENDLESS)).isEqualTo(bytes);
        assertThat(engine.close(LONG)).isZero();
        assertThat(kernel.openDescriptors()).isZero();
    }

    private static List<FutureTask<byte[]>> callers(Engine engine, int count) {
        List<FutureTask<byte[]>> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<byte[]> caller = new FutureTask<>(() -> engine.read(target("file"), () -> -1, Patience.ENDLESS));
            callers.add(caller);
            Thread.ofVirtual().start(caller);
        }
        return callers;
    }

    private static FakeKernel kernel(int slots, FakeKernel.Faults faults) {
        return new FakeKernel(42, slots, slots + 3, 64, 64, faults, true);
    }

    private static Engine start(FakeKernel kernel, int slots) {
        Engine engine = new Engine(kernel, kernel, kernel, slots, slots, "reaper of a test");
        engine.start();
        return engine;
    }

    private static Engine.Target target(String name) {
        return new Engine.Target(-1, name.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
