package io.redislab.course.yaml;

import io.redislab.grading.Where;
import java.util.ArrayList;
import java.util.List;

/** Collects faults, so that an author sees all of them in one run. May be filled by several threads. */
public final class Faults {
    /** A file that is wrong from end to end is not listed to the end. */
    private static final int MAX = 1000;

    private final List<Fault> faults = new ArrayList<>();
    private int errors;

    public void error(Where where, String code, String message, String advice) {
        add(new Fault(where, Fault.Severity.ERROR, code, message, advice));
    }

    public void warning(Where where, String code, String message, String advice) {
        add(new Fault(where, Fault.Severity.WARNING, code, message, advice));
    }

    private synchronized void add(Fault fault) {
        if (fault.severity() == Fault.Severity.ERROR) {
            errors++;
        }
        if (faults.size() < MAX && !faults.contains(fault)) {
            faults.add(fault);
        }
    }

    public synchronized int errors() {
        return errors;
    }

    public void addAll(List<Fault> more) {
        more.forEach(this::add);
    }

    /** By file and line. */
    public synchronized List<Fault> sorted() {
        return faults.stream().sorted().toList();
    }
}
