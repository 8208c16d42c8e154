package io.github.heddle.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/** Virtual threads that start virtual threads, the last of which read. Each counts what has come back below it. */
final class StormTree {

    private static final int CHILDREN = 10;

    /** More threads at once would fill the heap. */
    private static final long MOST_LEAVES = 10_000;

    private final StormRun run;

    StormTree(StormRun run) {
        this.run = run;
    }

    void growAll() throws Exception {
        for (long left = run.reads(); left > 0; left -= MOST_LEAVES) {
            long leaves = Math.min(left, MOST_LEAVES);
            FutureTask<Long> root = grow(run.leaves((int) leaves));
            if (!run.await(root::isDone)) {
                return;
            }
            if (root.get() != leaves) {
                run.findings().add("%s: of %d leaves %d came back".formatted(run.name(), leaves, root.get()));
            }
        }
    }

    private FutureTask<Long> grow(List<StormCaller> leaves) {
        FutureTask<Long> node = new FutureTask<>(() -> leaves.size() == 1 ? leaf(leaves.getFirst()) : branch(leaves));
        Thread.ofVirtual().name("storm-tree").start(node);
        return node;
    }

    private static long leaf(StormCaller caller) {
        caller.isOn(Thread.currentThread());
        caller.read();
        return 1;
    }

    private long branch(List<StormCaller> leaves) throws Exception {
        List<FutureTask<Long>> children = new ArrayList<>();
        int next = 0;
        for (int i = CHILDREN; i > 0 && next < leaves.size(); i--) {
            int end = next + Math.ceilDiv(leaves.size() - next, i);
            children.add(grow(leaves.subList(next, end)));
            next = end;
        }
        long sum = 0;
        for (FutureTask<Long> child : children) {
            sum += child.get();
        }
        return sum;
    }
}
