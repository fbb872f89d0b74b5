package io.redislab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has not shown the password gets little room. */
class UnauthenticatedInputTest {
    @ParameterizedTest
    @CsvSource({
        "*11, unauthenticated multibulk length",
        "*1|$16385, unauthenticated bulk length",
    })
    void longInputIsRefused(String headers, String error) throws IOException {
        try (RunningServer server = new RunningServer("requirepass", "secret");
                RawClient client = new RawClient(server.address())) {
            client.send(headers.replace("|", "\r\n") + "\r\n").end();
            assertEquals("-ERR Protocol error: " + error + "\r\n", client.readAll());
        }
    }
}
