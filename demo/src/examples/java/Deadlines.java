import io.github.heddle.FileReads;
import io.github.heddle.FileRing;
import io.github.heddle.ReadDeadlineException;

/** Gives a read up that takes too long, as of a dead network mount. Here it is a pipe that nobody writes to. */
void main(String... arguments) throws Exception {
    Path silent = Path.of(arguments[0]);
    try (FileRing ring = FileRing.open()) {
        FileReads quick = ring.within(Duration.ofMillis(200)); // the same reads, each with this deadline
        try {
            quick.read(silent);
        } catch (ReadDeadlineException e) {
            IO.println(e.getMessage()); // which file, and what it waited for
        }
    }
}
