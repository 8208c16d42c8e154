package io.github.heddle.stress;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was done to the machine and is undone at the end, last first; also when the process is told to end before. */
final class Undo implements AutoCloseable {

    @FunctionalInterface
    interface Step {
        void undo() throws IOException;
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Thread hook = new Thread(this::undoAll, "undo");

    Undo() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    synchronized void push(Step step) {
        steps.push(step);
    }

    private synchronized void undoAll() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().undo();
            } catch (IOException e) {
                System.err.println("heddle-stress: not undone: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        undoAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // it runs
        }
    }
}
