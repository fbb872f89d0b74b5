package io.redislab.engine.config;

import java.util.List;

/** What some values must be besides of the right type. */
final class ValueChecks {
    static final long SHUTDOWN_SAVE = 1;
    static final long SHUTDOWN_NOSAVE = 2;
    static final long SHUTDOWN_NOW = 4;
    static final long SHUTDOWN_FORCE = 8;

    private static final int MAX_HOSTNAME = 256;
    private static final List<String> TITLE_VARIABLES =
            List.of("title", "listen-addr", "server-mode", "port", "tls-port", "unixsocket", "config-file");

    private static final String BAD_TITLE = "template format is invalid or contains unknown variables";

    private ValueChecks() {}

    static void any(long value) {}

    static void shutdown(long value) throws ConfigException {
        if ((value & SHUTDOWN_NOSAVE) != 0 && (value & SHUTDOWN_SAVE) != 0) {
            throw new ConfigException("shutdown options SAVE and NOSAVE can't be used simultaneously");
        }
    }

    static void hostname(String text) throws ConfigException {
        if (text.length() >= MAX_HOSTNAME) {
            throw new ConfigException("Hostnames must be less than " + MAX_HOSTNAME + " characters");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '-' && c != '.') {
                throw new ConfigException("Hostnames may only contain alphanumeric characters, hyphens or dots");
            }
        }
    }

    static void procTitleTemplate(String text) throws ConfigException {
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            int end = text.indexOf('}', at);
            if (end < 0 || !TITLE_VARIABLES.contains(text.substring(at + 1, end))) {
                throw new ConfigException(BAD_TITLE);
            }
        }
        // Something has to be left where the title, and the mode of a server that stands alone, are empty.
        if (text.replace("{title}", "").replace("{server-mode}", "").isBlank()) {
            throw new ConfigException(BAD_TITLE);
        }
    }
}
