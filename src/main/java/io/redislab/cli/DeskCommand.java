package io.redislab.cli;

import io.redislab.lab.shell.DeskClient;
import java.io.IOException;
import java.util.List;

/** {@code redislab desk}: what {@code bin/shell/desk} does where there is no Perl. Not for people. */
final class DeskCommand {
    private DeskCommand() {}

    static int run(String[] words) {
        String socket = System.getenv().getOrDefault("REDISLAB_DESK", "");
        try {
            return new DeskClient(System.in, System.out, System.err).call(socket, List.of(words));
        } catch (IOException e) {
            // Nobody reads what is written any more.
            return 1;
        }
    }
}
