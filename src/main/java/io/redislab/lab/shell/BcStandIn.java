package io.redislab.lab.shell;

import java.io.IOException;

/** {@code bc} where the machine has none: expressions from a pipe, one after the other. */
final class BcStandIn implements StandIn {
    @Override
    public int run(DeskCall call) throws IOException {
        BcCalculator calculator = new BcCalculator();
        int number = 0;
        for (String line : call.input().split("\n", -1)) {
            number++;
            try {
                if (line.strip().equals("quit")) {
                    return 0;
                }
                call.print(calculator.run(line));
            } catch (BcCalculator.Fault e) {
                call.complain("(standard_in) " + number + ": " + e.getMessage() + "\n");
            }
        }
        return 0;
    }
}
