package io.redislab.tls;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists of ciphers as OpenSSL writes them ({@code ECDHE-RSA-AES128-GCM-SHA256:!AES128}) for the JDK, which knows suites by
 * the names of the standard ({@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}). Names of suites, of their parts, DEFAULT, ALL
 * and HIGH add suites; a leading {@code !} or {@code -} takes them away; orders ({@code +}, {@code @}) say nothing here.
 */
final class CipherNames {
    private static final Set<String> EVERYTHING = Set.of("DEFAULT", "ALL", "HIGH", "COMPLEMENTOFDEFAULT");

    private CipherNames() {}

    /** The suites of TLS 1.2 and below that the list means, out of those that are supported. */
    static List<String> ofList(String list, List<String> supported) {
        List<String> old =
                supported.stream().filter(suite -> suite.contains("_WITH_")).toList();
        Set<String> chosen = new LinkedHashSet<>();
        for (String word : list.split("[:, ]+", -1)) {
            if (word.isEmpty() || word.startsWith("@") || word.startsWith("+")) {
                continue;
            }
            boolean takesAway = word.startsWith("!") || word.startsWith("-");
            String name = takesAway ? word.substring(1) : word;
            List<String> meant =
                    old.stream().filter(suite -> means(name, suite)).toList();
            if (takesAway) {
                meant.forEach(chosen::remove);
            } else {
                chosen.addAll(meant);
            }
        }
        return List.copyOf(chosen);
    }

    /** The suites of TLS 1.3 in the list: both sides know them by the same names. */
    static List<String> suites(String list, List<String> supported) {
        List<String> chosen = new ArrayList<>();
        for (String name : list.split(":", -1)) {
            if (supported.contains(name) && !chosen.contains(name)) {
                chosen.add(name);
            }
        }
        return chosen;
    }

    /** The supported suites of TLS 1.3. */
    static List<String> modern(List<String> supported) {
        return supported.stream()
                .filter(suite -> suite.startsWith("TLS_") && !suite.contains("_WITH_") && !suite.contains("SCSV"))
                .toList();
    }

    private static boolean means(String name, String suite) {
        String openSsl = openSslName(suite);
        if (EVERYTHING.contains(name) || name.equals(openSsl) || name.equals(suite)) {
            return true;
        }
        List<String> parts = List.of(openSsl.split("-", -1));
        return List.of(name.split("\\+", -1)).stream()
                .allMatch(part -> parts.contains(part) || part.equals("AES") && openSsl.contains("AES"));
    }

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256} is {@code ECDHE-RSA-AES128-SHA256}. */
    static String openSslName(String suite) {
        int with = suite.indexOf("_WITH_");
        String exchange = suite.substring(suite.indexOf('_') + 1, with).replace('_', '-');
        String cipher = suite.substring(with + "_WITH_".length())
                .replaceFirst("AES_(128|256)_CBC", "AES$1")
                .replaceFirst("AES_(128|256)", "AES$1")
                .replaceFirst("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
                .replace('_', '-');
        return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    }
}
