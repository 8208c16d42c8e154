package io.github.heddle.demo;

/** Whether the files' bytes are in the page cache when a turn begins. */
public enum CacheState {
    COLD("cold"),
    WARM("warm");

    private final String text;

    CacheState(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
