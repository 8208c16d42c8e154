import io.github.heddle.Completions;
import io.github.heddle.FileRing;
import io.github.heddle.ReadRequest;
import io.github.heddle.ReadResult;

/** Reads any number of files in constant memory, each as it comes. A file that fails does not stop the others. */
void main(String... arguments) throws Exception {
    try (FileRing ring = FileRing.open();
            Stream<Path> paths = Files.list(Path.of(arguments[0]));
            Completions completions = ring.completions(paths.map(ReadRequest::of))) {
        long files = 0;
        long bytes = 0;
        while (completions.hasNext()) {
            ReadResult result = completions.next(); // whichever is there first
            if (result.failure().isPresent()) {
                IO.println("failed: " + result.request().path().getFileName());
            } else {
                files++;
                bytes += result.bytes().length;
            }
        }
        IO.println(files + " files, " + bytes + " bytes");
    }
}
