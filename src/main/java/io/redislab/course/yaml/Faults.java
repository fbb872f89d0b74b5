package io.redislab.course.yaml;

import io.redislab.grading.Where;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects faults, so that an author sees all of them in one run. May be filled by several threads. */
public final class Faults {
    /** A file that is wrong from end to end is not listed to the end, so that it hides no other. */
    private static final int MAX_OF_A_FILE = 100;

    private final Set<Fault> faults = new LinkedHashSet<>();
    private final Map<String, Integer> ofFile = new HashMap<>();
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
        int before = ofFile.getOrDefault(fault.where().file(), 0);
        if (before < MAX_OF_A_FILE && faults.add(fault)) {
            ofFile.put(fault.where().file(), before + 1);
        } else if (before == MAX_OF_A_FILE && !faults.contains(fault)) {
            ofFile.put(fault.where().file(), before + 1);
            faults.add(new Fault(
                    fault.where(),
                    fault.severity(),
                    "more",
                    "there are more than " + MAX_OF_A_FILE + " faults in this file",
                    "mend those above first"));
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
