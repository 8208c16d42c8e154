package io.github.heddle.demo.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients that read slow files, each one after the other, until they are stopped. Every answer is checked. */
public final class SlowReaders implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration FOR_THE_OTHERS = Duration.ofMillis(500);

    private final Served served;
    private final SlowFiles files;
    private final int count;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final Semaphore opened = new Semaphore(0);
    private final Semaphore ended = new Semaphore(0);
    private final AtomicInteger answered = new AtomicInteger();

    private volatile boolean stopped;
    private volatile @Nullable String problem;

    private SlowReaders(Served served, SlowFiles files, int count) {
        this.served = served;
        this.files = files;
        this.count = count;
    }

    static SlowReaders start(Served served, SlowFiles files, int count) {
        files.holdBack();
        var readers = new SlowReaders(served, files, count);
        for (int i = 0; i < count; i++) {
            readers.threads.execute(readers::read);
        }
        return readers;
    }

    private void read() {
        try {
            do {
                readOne();
            } while (!stopped && problem == null);
        } catch (IOException failure) {
            fail(failure.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended.release();
        }
    }

    private void readOne() throws IOException, InterruptedException {
        SlowFile file = files.next();
        var _ = file.opened().thenRun(opened::release);
        try {
            HttpRequest request = HttpRequest.newBuilder(served.file(file.path())).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                fail("HTTP " + response.statusCode() + " for " + file.path());
            } else if (!file.holds(response.body())) {
                fail("wrong bytes of " + file.path());
            } else {
                answered.incrementAndGet();
            }
        } finally {
            files.done(file);
        }
    }

    private void fail(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    /**
     * Waits until every reader has its file open in the server, or as many as must have and the others had some time
     * for it: where reads hold the carrier threads, no more can be open than there are of those.
     */
    void awaitOpened(int mustHave) throws IOException, InterruptedException {
        int must = Math.min(count, mustHave);
        if (!opened.tryAcquire(must, LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the server has not opened " + must + " slow files within " + LONGEST.toSeconds()
                    + " s" + (problem == null ? "" : ": " + problem));
        }
        boolean _ = opened.tryAcquire(count - must, FOR_THE_OTHERS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Lets the files answer, and waits until every reader has what it reads.
     *
     * @return how many reads were answered since the start
     * @throws IOException if one was not, or by something else than the file's bytes
     */
    int stop() throws IOException, InterruptedException {
        stopped = true;
        files.release();
        if (!ended.tryAcquire(count, LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("readers of slow files have no answer " + LONGEST.toSeconds()
                    + " s after the files had answered");
        }
        if (problem != null) {
            throw new IOException("a slow file was read by the " + served.side() + " side and failed: " + problem);
        }
        return answered.get();
    }

    @Override
    public void close() {
        stopped = true;
        client.shutdownNow();
        threads.shutdownNow();
    }
}
