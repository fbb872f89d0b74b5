package io.redislab.course.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.grading.Where;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults of many files. */
class FaultsTest {
    @Test
    void aFileThatIsWrongFromEndToEndHidesNoOther() {
        Faults faults = new Faults();
        for (int line = 1; line <= 5000; line++) {
            faults.error(new Where("a.yaml", line, 1), "unknown-key", "no key", "");
            faults.error(new Where("a.yaml", line, 1), "unknown-key", "no key", "");
        }
        faults.error(new Where("b.yaml", 1, 1), "id", "it is taken", "");
        List<Fault> told = faults.sorted();
        assertEquals(102, told.size());
        assertEquals("more", told.get(100).code());
        assertEquals("b.yaml", told.get(101).where().file());
        assertEquals(10_001, faults.errors());
    }
}
