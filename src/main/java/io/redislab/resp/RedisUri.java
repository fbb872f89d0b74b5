package io.redislab.resp;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A server's address as {@code redis://user:password@host:port/database}, with {@code rediss} for TLS. All behind the scheme
 * may be absent.
 */
public record RedisUri(
        boolean tls,
        Optional<String> user,
        Optional<String> password,
        Optional<String> host,
        OptionalInt port,
        OptionalInt database) {
    private static final String SCHEME = "redis://";
    private static final String TLS_SCHEME = "rediss://";

    /**
     * Reads a URI.
     *
     * @param charset in which bytes behind {@code %} are read; ISO 8859-1 keeps each as a char
     * @throws IllegalArgumentException says in redis-cli's words what is wrong
     */
    public static RedisUri parse(String uri, Charset charset) {
        boolean tls = uri.regionMatches(true, 0, TLS_SCHEME, 0, TLS_SCHEME.length());
        if (!tls && !uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new IllegalArgumentException("Invalid URI scheme");
        }
        String rest = uri.substring(tls ? TLS_SCHEME.length() : SCHEME.length());
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            String who = rest.substring(0, at);
            int colon = who.indexOf(':');
            if (colon >= 0) {
                user = Optional.of(decode(who.substring(0, colon), charset));
            }
            password = Optional.of(decode(who.substring(colon + 1), charset));
            rest = rest.substring(at + 1);
        }
        int slash = rest.indexOf('/');
        String address = slash < 0 ? rest : rest.substring(0, slash);
        String database = slash < 0 ? "" : rest.substring(slash + 1);
        int colon = address.indexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return new RedisUri(
                tls,
                user,
                password,
                Optional.of(host).filter(text -> !text.isEmpty()),
                colon < 0 ? OptionalInt.empty() : OptionalInt.of(number(address.substring(colon + 1))),
                database.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(database)));
    }

    /** The digits at the start, as C's atoi reads them. */
    private static int number(String text) {
        long value = 0;
        for (int i = 0; i < text.length() && Character.digit(text.charAt(i), 10) >= 0; i++) {
            value = Math.min(Integer.MAX_VALUE, value * 10 + Character.digit(text.charAt(i), 10));
        }
        return (int) value;
    }

    /** {@code %40} is {@code @}. */
    private static String decode(String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        int size = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%') {
                if (i + 1 >= bytes.length) {
                    throw new IllegalArgumentException("Incomplete URI encoding");
                }
                int high = Character.digit(bytes[i + 1], 16);
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("Illegal character in URI encoding");
                }
                b = (byte) (high << 4 | low);
                i += 2;
            }
            bytes[size++] = b;
        }
        return new String(bytes, 0, size, charset);
    }
}
