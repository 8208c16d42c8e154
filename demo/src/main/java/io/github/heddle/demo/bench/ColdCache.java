package io.github.heddle.demo.bench;

import io.github.heddle.demo.PageCache;
import io.github.heddle.demo.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A way to have files read from the disk again. */
interface ColdCache {

    /** Takes out of memory what the files of a list hold. */
    void empty(Path list) throws IOException, InterruptedException;

    /**
     * {@return whether names and inodes are read again, too}
     *
     * <p>Where they stay, a read that does not wait for the disk may still find that the disk was quick enough, and counts
     * as one from memory.
     */
    default boolean isComplete() {
        return false;
    }

    /** {@return what is cold then} */
    String description();

    /** {@return whether there is such a way; the description says why not} */
    default boolean isPossible() {
        return true;
    }

    /** {@return the best way there is} */
    static ColdCache find(PageCache pageCache, Path directory) throws InterruptedException {
        try {
            pageCache.checkHolds(directory);
        } catch (IOException inMemory) {
            return impossible(Reason.of(inMemory));
        }
        try {
            pageCache.drop();
            return dropping(pageCache);
        } catch (IOException refusal) {
            return evicting(Reason.of(refusal));
        }
    }

    private static ColdCache impossible(String why) {
        return new ColdCache() {
            @Override
            public void empty(Path list) {
                throw new UnsupportedOperationException(why);
            }

            @Override
            public boolean isPossible() {
                return false;
            }

            @Override
            public String description() {
                return "there are no cold turns: " + why;
            }
        };
    }

    private static ColdCache dropping(PageCache pageCache) {
        return new ColdCache() {
            @Override
            public void empty(Path list) throws IOException, InterruptedException {
                pageCache.drop();
            }

            @Override
            public boolean isComplete() {
                return true;
            }

            @Override
            public String description() {
                return "page, inode and directory caches are dropped before each cold turn";
            }
        };
    }

    private static ColdCache evicting(String why) {
        return new ColdCache() {
            @Override
            public void empty(Path list) throws IOException, InterruptedException {
                evict(list);
            }

            @Override
            public String description() {
                return "only data pages are evicted before each cold turn; inodes and directories stay warm (" + why
                        + "): run as root for the real thing";
            }
        };
    }

    /** The JDK has no posix_fadvise, and Python does. Dirty pages are written first, since those would stay. */
    private static void evict(Path list) throws IOException, InterruptedException {
        String script =
                """
                import os, sys
                os.sync()
                for path in set(open(sys.argv[1], encoding="utf-8").read().splitlines()):
                    file = os.open(path, os.O_RDONLY)
                    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                    os.close(file)
                """;
        Process python =
                new ProcessBuilder("python3", "-c", script, list.toString()).inheritIO().start();
        if (!python.waitFor(5, TimeUnit.MINUTES) || python.exitValue() != 0) {
            python.destroyForcibly();
            throw new IOException("the files could not be evicted from the page cache");
        }
    }
}
