package io.github.heddle.demo.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Histograms of nanoseconds, and how they travel as text. */
public final class Latencies {
    private static final long LONGEST = Duration.ofHours(1).toNanos();
    private static final int DIGITS = 3;

    private Latencies() {}

    public static Histogram create() {
        return new Histogram(LONGEST, DIGITS);
    }

    /** {@return what any number of threads record into while another takes what has come} */
    public static Recorder recorder() {
        return new Recorder(LONGEST, DIGITS);
    }

    public static long within(long nanos) {
        return Math.clamp(nanos, 0, LONGEST);
    }

    static Map<String, String> encode(Map<String, ? extends AbstractHistogram> histograms) {
        Map<String, String> texts = new LinkedHashMap<>();
        histograms.forEach((name, histogram) -> texts.put(name, encode(histogram)));
        return texts;
    }

    private static String encode(AbstractHistogram histogram) {
        var bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    static Histogram decode(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), LONGEST);
        } catch (DataFormatException broken) {
            throw new IllegalArgumentException("not a histogram: " + text, broken);
        }
    }
}
