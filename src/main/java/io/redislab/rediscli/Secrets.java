package io.redislab.rediscli;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Commands that hold passwords, which no history keeps. */
final class Secrets {
    private static final Set<String> SETTINGS = Set.of("masterauth", "masteruser", "requirepass");
    /** In MIGRATE, behind host, port, key, database and timeout. */
    private static final int FIRST_MIGRATE_OPTION = 6;

    private Secrets() {}

    static boolean isIn(List<String> words) {
        return switch (lower(words, 0)) {
            case "auth" -> true;
            case "acl" -> lower(words, 1).equals("setuser");
            case "config" -> lower(words, 1).equals("set") && SETTINGS.contains(lower(words, 2));
            case "hello" -> authInHello(words);
            case "migrate" -> words.size() > FIRST_MIGRATE_OPTION + 1 && authInMigrate(words);
            default -> false;
        };
    }

    /** {@code HELLO 3 SETNAME name AUTH user password}. */
    private static boolean authInHello(List<String> words) {
        int at = 2;
        while (lower(words, at).equals("setname") && at + 1 < words.size()) {
            at += 2;
        }
        return lower(words, at).equals("auth") && at + 2 < words.size();
    }

    private static boolean authInMigrate(List<String> words) {
        for (int i = FIRST_MIGRATE_OPTION; i < words.size(); i++) {
            int more = words.size() - 1 - i;
            String word = lower(words, i);
            if (word.equals("auth") && more > 0 || word.equals("auth2") && more > 1) {
                return true;
            } else if (word.equals("keys") && more > 0) {
                return false;
            }
        }
        return false;
    }

    private static String lower(List<String> words, int at) {
        return at < words.size() ? words.get(at).toLowerCase(Locale.ROOT) : "";
    }
}
