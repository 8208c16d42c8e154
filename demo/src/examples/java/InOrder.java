import io.github.heddle.FileRing;
import io.github.heddle.GroupOrder;
import io.github.heddle.Groups;
import io.github.heddle.Range;
import io.github.heddle.ReadRequest;

/**
 * Reads things of several parts, one thing after the other: group n is complete before group n + 1 is handed out, and
 * with {@code READ_AHEAD} the next ones are read meanwhile. {@code BARRIER} would not even begin them.
 */
void main(String... arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    Stream<List<ReadRequest>> pages = IntStream.range(0, 4)
            .mapToObj(page -> List.of(
                    ReadRequest.of(path, new Range(page * 1024L, 16)), // its header
                    ReadRequest.of(path, new Range(page * 1024L + 512, 512)))); // its body
    try (FileRing ring = FileRing.open();
            Groups groups = ring.groups(pages, GroupOrder.READ_AHEAD)) {
        for (int page = 0; groups.hasNext(); page++) {
            int bytes = 0;
            for (var part : groups.next()) {
                bytes += part.bytes().length;
            }
            IO.println("page " + page + ": " + bytes + " bytes");
        }
    }
}
