import io.github.heddle.FileRing;
import io.github.heddle.Range;
import io.github.heddle.RingFile;

/** Reads parts of a file: many with one open, near ones as one read, the last bytes without the file's size. */
void main(String... arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    try (FileRing ring = FileRing.open()) {
        byte[] header = ring.read(path, 0, 16);
        IO.println("header: " + header.length + " bytes");

        List<byte[]> parts = ring.readRanges(
                path,
                List.of(
                        new Range(4096, 512),
                        new Range(0, 16), // in any order
                        Range.last(32))); // from the end
        parts.forEach(part -> IO.println("part: " + part.length + " bytes"));

        // Held open for many reads, by any number of threads.
        try (RingFile file = ring.open(path)) {
            byte[] end = file.read(file.size() - 32, 32);
            IO.println("the same end: " + Arrays.equals(end, parts.getLast()));
        }
    }
}
