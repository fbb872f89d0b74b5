package io.redislab.rediscli;

import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** {@code --stat}: a line with the server's figures each second. */
final class Stat {
    private static final int LINES_PER_HEADER = 20;
    private static final int DATABASES = 20;
    private static final long SECOND_MICROS = 1_000_000;
    private static final String HEADER = """
        ------- data ------ --------------------- load -------------------- - child -
        keys       mem      clients blocked requests            connections         \s
        """;

    private final Client client;
    private final Console console;
    private long requestsBefore;

    Stat(Client client) {
        this.client = client;
        this.console = client.console;
    }

    void run() throws IOException {
        Scan.connect(client);
        long interval = client.options.intervalMicros == 0 ? SECOND_MICROS : client.options.intervalMicros;
        for (int line = 0; ; line++) {
            Reply reply = Persistence.ask(client, "INFO");
            if (reply instanceof Reply.Failure failure) {
                throw console.fail("ERROR: " + failure.text());
            }
            if (line % LINES_PER_HEADER == 0) {
                console.print(HEADER);
            }
            console.print(line(new RawFormat("").format(reply)) + "\n");
            console.flush();
            Caller.pause(interval);
        }
    }

    private String line(String info) {
        long keys = 0;
        for (int database = 0; database < DATABASES; database++) {
            keys += number(info, "db" + database + ":keys").orElse(0L);
        }
        long requests = figure(info, "total_commands_processed");
        String load = requests + " (+" + (requestsBefore == 0 ? 0 : requests - requestsBefore) + ")";
        requestsBefore = requests;
        return String.format(
                Locale.ROOT,
                "%-11d%-8s %-8d%-8d%-19s %-12d%s",
                keys,
                size(figure(info, "used_memory")),
                figure(info, "connected_clients"),
                figure(info, "blocked_clients"),
                load,
                figure(info, "total_connections_received"),
                child(info));
    }

    private static String child(String info) {
        boolean saving = figure(info, "bgsave_in_progress") == 1;
        boolean rewriting = figure(info, "aof_rewrite_in_progress") == 1;
        boolean loading = figure(info, "loading") == 1;
        if (loading) {
            return saving || rewriting ? "" : "LOAD";
        }
        return saving && rewriting ? "SAVE+AOF" : saving ? "SAVE" : rewriting ? "AOF" : "";
    }

    private static long figure(String info, String field) {
        return number(info, field).orElse(Long.MIN_VALUE);
    }

    /** The number behind the field's first appearance, which may be the end of another field's name. */
    private static Optional<Long> number(String info, String field) {
        int at = info.indexOf(field);
        return at < 0
                ? Optional.empty()
                : Optional.of(Texts.number(info.substring(Math.min(info.length(), at + field.length() + 1))));
    }

    private static String size(long bytes) {
        String sign = bytes < 0 ? "-" : "";
        double left = Math.abs((double) bytes);
        if (left < 1024) {
            return sign + (long) left + "B";
        }
        for (String unit : new String[] {"K", "M", "G"}) {
            left /= 1024;
            if (left < 1024) {
                return sign + String.format(Locale.ROOT, "%.2f%s", left, unit);
            }
        }
        return sign + String.format(Locale.ROOT, "%.2fT", left / 1024);
    }
}
