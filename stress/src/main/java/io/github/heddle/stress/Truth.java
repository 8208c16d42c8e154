package io.github.heddle.stress;

/**
 * What every file holds: all bytes of all versions of all files follow from a seed. So any byte can be told right from
 * wrong by itself, and which version it is of.
 */
record Truth(long seed) {

    /** Around each boundary of the ring: a page, a buffer of 64 KiB, eight of them, a step of sixteen reads. */
    private static final int[] BOUNDARIES = {
        0, 512, 4096, 8192, 65_536, 65_536, 131_072, 196_608, 524_288, 524_288, 589_824, 1_048_576, 1_048_576, 1_114_112
    };

    private static final int LARGEST = 8 << 20;

    private static long mixed(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private long key(int file, int version) {
        return mixed(seed ^ mixed(((long) file << 32) | version));
    }

    /** {@return the size of a version; −1 if there is no file then} The first version is there. */
    int size(int file, int version) {
        long chance = mixed(key(file, version) + 1) >>> 1;
        if (version > 0 && chance % 7 == 0) {
            return -1;
        }
        if (chance % 100 == 1) {
            return LARGEST - (int) (chance / 100 % 3);
        }
        if (chance % 4 == 0) {
            return (int) (chance / 4 % 200_000);
        }
        int boundary = BOUNDARIES[(int) (chance / 400 % BOUNDARIES.length)];
        return (int) Math.max(0, boundary - 1 + chance / 10_000 % 3);
    }

    byte[] content(int file, int version) {
        byte[] bytes = new byte[Math.max(0, size(file, version))];
        long key = key(file, version);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = at(key, i);
        }
        return bytes;
    }

    private static byte at(long key, long offset) {
        return (byte) (mixed(key + (offset >>> 3) * 0x9E3779B97F4A7C15L) >>> ((offset & 7) << 3));
    }

    byte at(int file, int version, long offset) {
        return at(key(file, version), offset);
    }

    /** {@return where the first wrong byte is; −1 if there is none} */
    int firstWrong(byte[] bytes, int file, int version, long offset) {
        long key = key(file, version);
        int i = 0;
        while (i < bytes.length) {
            long position = offset + i;
            long word = mixed(key + (position >>> 3) * 0x9E3779B97F4A7C15L) >>> ((position & 7) << 3);
            int count = (int) Math.min(8 - (position & 7), bytes.length - i);
            for (int j = 0; j < count; j++, i++, word >>>= 8) {
                if (bytes[i] != (byte) word) {
                    return i;
                }
            }
        }
        return -1;
    }
}
