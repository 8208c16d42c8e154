package io.github.heddle.demo;

/** One of the ways to read that the tour compares. */
record Contender(String name, FileReader reader) {}
