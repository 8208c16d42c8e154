package io.github.heddle.demo.load;

/** Which of the server's two halves is asked: they differ in the calls that read the files, and in nothing else. */
public enum Side {
    JDK("jdk", "JDK"),
    HEDDLE("heddle", "Heddle");

    private final String path;
    private final String title;

    Side(String path, String title) {
        this.path = path;
        this.title = title;
    }

    /** {@return its name in the server's paths and statistics} */
    public String path() {
        return path;
    }

    @Override
    public String toString() {
        return title;
    }
}
