import io.github.heddle.RingFiles;

/** Reads every file of a directory, a virtual thread for each: {@code RingFiles} where {@code Files} was. */
void main(String... arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    long bytes = 0;
    try (Stream<Path> paths = Files.list(directory);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<byte[]>> reads = paths.filter(Files::isRegularFile)
                .map(path -> threads.submit(() -> RingFiles.readAllBytes(path))) // was Files.readAllBytes(path)
                .toList();
        for (Future<byte[]> read : reads) {
            bytes += read.get().length;
        }
    }
    IO.println(bytes + " bytes");

    // The exceptions are those of Files, with the same messages.
    try {
        RingFiles.readString(directory.resolve("missing.txt"));
    } catch (NoSuchFileException e) {
        IO.println("no such file: " + Path.of(e.getFile()).getFileName());
    }
}
