import io.github.heddle.FileRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads into native memory, without an array on the heap: files of any size, or a part into a segment of one's own. */
void main(String... arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    try (FileRing ring = FileRing.open();
            Arena arena = Arena.ofConfined()) {
        MemorySegment all = ring.read(path, arena); // freed with the arena
        IO.println(all.byteSize() + " bytes, the first is " + all.get(ValueLayout.JAVA_BYTE, 0));

        MemorySegment page = arena.allocate(4096);
        for (long at = 0, count; (count = ring.read(path, at, page)) > 0; at += count) {
            IO.println(count + " bytes at " + at); // fewer than a page at the end
        }
    }
}
