package io.github.heddle.demo;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads files with one virtual thread each, of which a bounded number is there at once. */
final class ReadRun implements FileWalk.Findings {

    private final FileReader reader;
    private final ReadReport report;
    private final boolean checksums;
    private final int threads;
    private final Semaphore turns;
    private final MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);

    private final LongAdder files = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Object reporting = new Object();
    private volatile @Nullable IOException reportProblem;

    ReadRun(FileReader reader, ReadReport report, int threads, boolean checksums) {
        this.reader = reader;
        this.report = report;
        this.threads = threads;
        this.checksums = checksums;
        this.turns = new Semaphore(threads);
    }

    /** Reads all, however many fail; ends early only if the report cannot be written. */
    Totals read(List<Path> paths) throws IOException {
        long start = System.nanoTime();
        for (Path path : paths) {
            if (reportProblem == null) {
                FileWalk.walk(path, this);
            }
        }
        turns.acquireUninterruptibly(threads);
        long nanos = System.nanoTime() - start;
        IOException problem = reportProblem;
        if (problem != null) {
            throw problem;
        }
        return new Totals(files.sum(), bytes.sum(), failed.sum(), nanos);
    }

    @Override
    public boolean file(Path file, long size) {
        try {
            FileReader.checkSize(file, size);
            start(file, size);
        } catch (FileSystemException problem) {
            fail(file, problem);
        }
        return reportProblem == null;
    }

    @Override
    public void failure(Path path, IOException problem) {
        fail(path, problem);
    }

    private void start(Path file, long size) {
        turns.acquireUninterruptibly();
        MemoryBudget.Share share = memory.take(size);
        Thread.startVirtualThread(() -> {
            try (share) {
                read(file);
            } finally {
                turns.release();
            }
        });
    }

    private void read(Path file) {
        byte[] content;
        try {
            content = reader.read(file);
        } catch (IOException | RuntimeException | Error problem) {
            fail(file, problem);
            return;
        }
        files.increment();
        bytes.add(content.length);
        if (checksums) {
            String sha256 = HexFormat.of().formatHex(sha256().digest(content));
            report(() -> report.checksum(file, sha256));
        }
    }

    private void fail(Path path, Throwable problem) {
        failed.increment();
        report(() -> report.failure(path, Reason.of(problem)));
    }

    private interface Reporting {
        void report() throws IOException;
    }

    private void report(Reporting step) {
        synchronized (reporting) {
            if (reportProblem == null) {
                try {
                    step.report();
                } catch (IOException problem) {
                    reportProblem = problem;
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
