package io.github.heddle.demo.bench;

/**
 * How much there is to read, so that tests can do with less.
 *
 * @param small files of 4 KiB
 * @param medium files of 256 KiB
 * @param large files of 1 MiB
 * @param many files of 4 KiB that are read at once
 * @param distant files of 4 KiB on the slow disk
 * @param aloneCold how many small files one caller reads cold
 * @param idleMillis how long nobody reads
 * @param isolationMillis how long a tick is watched, alone and beside readers
 * @param scalingBytes how much is read at most of files of each size
 */
record Sizes(
        int small,
        int medium,
        int large,
        int many,
        int distant,
        int aloneCold,
        long idleMillis,
        long isolationMillis,
        long scalingBytes) {

    static final Sizes FULL = new Sizes(20_000, 1_000, 1_000, 100_000, 4_000, 2_000, 10_000, 2_000, 256 << 20);
}
