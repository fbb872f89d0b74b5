package io.redislab.rediscli;

import java.util.Locale;

/**
 * {@code redis://[[user:]password@][host][:port][/database]}, and {@code rediss://} for TLS.
 *
 * @see <a href="https://www.iana.org/assignments/uri-schemes/prov/redis">the URI scheme redis</a>
 */
final class ServerUri {
    private static final String PLAIN = "redis://";
    private static final String ENCRYPTED = "rediss://";

    private ServerUri() {}

    /**
     * Sets what the URI names.
     *
     * @return whether it asks for TLS
     */
    static boolean read(String uri, Options options, Console console) {
        String lower = uri.toLowerCase(Locale.ROOT);
        boolean tls = lower.startsWith(ENCRYPTED);
        if (!tls && !lower.startsWith(PLAIN)) {
            throw console.fail("Invalid URI scheme");
        }
        String rest = uri.substring(tls ? ENCRYPTED.length() : PLAIN.length());
        int at = rest.indexOf('@');
        if (at >= 0) {
            String who = rest.substring(0, at);
            int colon = who.indexOf(':');
            if (colon >= 0) {
                options.user = decoded(who.substring(0, colon), console);
            }
            options.password = decoded(who.substring(colon + 1), console);
            rest = rest.substring(at + 1);
        }
        int slash = rest.indexOf('/');
        String place = slash < 0 ? rest : rest.substring(0, slash);
        if (!place.isEmpty()) {
            int colon = place.indexOf(':');
            int port = colon < 0 ? options.place.port() : (int) Texts.number(place.substring(colon + 1));
            String host = colon < 0 ? place : place.substring(0, colon);
            options.place = new Place(host, port, options.place.socket(), true);
        }
        if (slash >= 0 && slash + 1 < rest.length()) {
            options.database = (int) Texts.number(rest.substring(slash + 1));
        }
        return tls;
    }

    private static String decoded(String text, Console console) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            if (i + 1 >= text.length()) {
                throw console.fail("Incomplete URI encoding");
            }
            int high = Character.digit(text.charAt(i + 1), 16);
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw console.fail("Illegal character in URI encoding");
            }
            out.append((char) (high * 16 + low));
            i += 2;
        }
        return out.toString();
    }
}
