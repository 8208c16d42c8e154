import io.github.heddle.RingFiles;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

static final String READS = "io.github.heddle.FileRead";

/** Records every read with JDK Flight Recorder. By default only those of 20 ms and more are told. */
void main(String... arguments) throws Exception {
    Path file = Files.createTempFile("reads", ".jfr");
    try (Recording recording = new Recording()) {
        recording.enable(READS).withThreshold(Duration.ZERO);
        recording.start();
        RingFiles.backend(); // waits until the ring is open
        RingFiles.readAllBytes(Path.of(arguments[0]));
        recording.stop();
        recording.dump(file);
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals(READS)) {
                String path = event.getString("path");
                IO.println(path + ": " + event.getLong("bytesRead") + " bytes, by " + event.getString("way"));
            }
        }
    } finally {
        Files.delete(file);
    }
}
