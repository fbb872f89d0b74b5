package io.redislab.grading;

/** A place in a course file, so that a fault of the course can be found. Line and column count from 1. */
public record Where(String file, int line, int column) {
    public static final Where NOWHERE = new Where("", 0, 0);

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
