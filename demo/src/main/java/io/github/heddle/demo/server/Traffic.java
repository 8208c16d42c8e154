package io.github.heddle.demo.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one side of the server has done, and does now. */
final class Traffic {
    private final LongAdder requests = new LongAdder();
    private final LongAdder requestsUnderWay = new LongAdder();
    private final LongAdder readsUnderWay = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Something that is under way until it is closed. */
    interface UnderWay extends AutoCloseable {
        @Override
        void close();
    }

    UnderWay request() {
        requestsUnderWay.increment();
        return () -> {
            requestsUnderWay.decrement();
            requests.increment();
        };
    }

    UnderWay read() {
        readsUnderWay.increment();
        return readsUnderWay::decrement;
    }

    void sent(long count) {
        bytes.add(count);
    }

    /** {@return the figures by the names that they have in {@code /statistics}} */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("requests", requests.sum());
        figures.put("bytes", bytes.sum());
        figures.put("requestsUnderWay", requestsUnderWay.sum());
        figures.put("readsUnderWay", readsUnderWay.sum());
        return figures;
    }
}
