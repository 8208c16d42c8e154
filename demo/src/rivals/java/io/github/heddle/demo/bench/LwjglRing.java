package io.github.heddle.demo.bench;

import static org.lwjgl.system.linux.liburing.LibURing.io_uring_cqe_seen;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_get_sqe;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_peek_batch_cqe;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_queue_exit;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_queue_init;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_submit_and_wait;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.linux.liburing.IOURing;
import org.lwjgl.system.linux.liburing.IOURingCQE;
import org.lwjgl.system.linux.liburing.IOURingSQE;

/** A ring and the one thread that uses it. Others hand it paths and wait for futures. */
@NullMarked
final class LwjglRing {
    private static final int FILES_IN_FLIGHT = 64;
    private static final int EINTR = 4;

    private record Request(String path, CompletableFuture<byte[]> bytes) {}

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final IOURing ring = IOURing.calloc();
    private final PointerBuffer completions = MemoryUtil.memAllocPointer(FILES_IN_FLIGHT);
    private final LwjglFile[] files = new LwjglFile[FILES_IN_FLIGHT];
    private final Deque<LwjglFile> idle = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "lwjgl-ring");

    LwjglRing() throws IOException {
        // A file has one request in the ring at a time, so there is always room for the next one.
        int status = io_uring_queue_init(FILES_IN_FLIGHT, ring, 0);
        if (status < 0) {
            throw new IOException("io_uring_queue_init: errno " + -status);
        }
        for (int i = 0; i < files.length; i++) {
            files[i] = new LwjglFile(i);
            idle.add(files[i]);
        }
        // Without the thread everybody would wait forever; the bench sees that the process ends.
        thread.setUncaughtExceptionHandler((_, problem) -> {
            problem.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
    }

    CompletableFuture<byte[]> read(String path) {
        var bytes = new CompletableFuture<byte[]>();
        requests.add(new Request(path, bytes));
        return bytes;
    }

    /** To be called when nothing is read any more. */
    void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                if (idle.size() == FILES_IN_FLIGHT) {
                    begin(requests.take());
                }
                beginOthers();
                submitAndWait();
                takeCompletions();
            }
        } catch (InterruptedException closed) {
            free();
        }
    }

    /**
     * A request that comes while the thread waits in the kernel is begun at the next completion. With thousands of callers
     * there is always one soon.
     */
    private void beginOthers() {
        while (!idle.isEmpty()) {
            @Nullable Request request = requests.poll();
            if (request == null) {
                return;
            }
            begin(request);
        }
    }

    private void begin(Request request) {
        LwjglFile file = idle.pop();
        file.begin(request.path(), request.bytes());
        enqueue(file);
    }

    private void enqueue(LwjglFile file) {
        IOURingSQE entry = Objects.requireNonNull(io_uring_get_sqe(ring), "the submission queue is full");
        file.prepare(entry);
        entry.user_data(file.number());
    }

    private void submitAndWait() {
        int status = io_uring_submit_and_wait(ring, 1);
        if (status < 0 && status != -EINTR) {
            throw new IllegalStateException("io_uring_submit_and_wait: errno " + -status);
        }
    }

    private void takeCompletions() {
        int count = io_uring_peek_batch_cqe(ring, completions);
        for (int i = 0; i < count; i++) {
            IOURingCQE completion = IOURingCQE.create(completions.get(i));
            LwjglFile file = files[(int) completion.user_data()];
            int result = completion.res();
            io_uring_cqe_seen(ring, completion);
            if (file.advance(result)) {
                enqueue(file);
            } else {
                idle.push(file);
            }
        }
    }

    private void free() {
        io_uring_queue_exit(ring);
        ring.free();
        MemoryUtil.memFree(completions);
        for (LwjglFile file : files) {
            file.free();
        }
    }
}
