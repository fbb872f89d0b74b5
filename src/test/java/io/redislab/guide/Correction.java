package io.redislab.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a block one that can be run: what ../shared/guide/ERRATA.md corrects, and what never ends runs for one turn. Each
 * change has its reason beside it.
 */
final class Correction {
    private static final Pattern EVAL = Pattern.compile(
            "(redis-cli(?: -h \\S+)?) --eval (-|rate-limit\\.lua) ?([^<\\n)]*?)( ?<<'EOF')?(?=\\)?\\n)");
    private static final Pattern KEY = Pattern.compile("KEYS\\[(\\d+)]");
    private static final Pattern CALL = Pattern.compile("\\s*(?:redis-cli )?(SUBSCRIBE|PSUBSCRIBE|MONITOR)\\b.*");

    private Correction() {}

    static String of(GuideBlock block) {
        String text = comma(block.text());
        // ERRATA, exercise 5.1: a script must not block.
        text = text.replaceAll("return redis\\.call\\('BLPOP'.*\\)", "return nil");
        // ERRATA, 2.3: a moment in the future.
        text = text.replace("1704067200", "4102444800");
        // ERRATA, exercise 6.1: a placeholder.
        text = text.replace("SDIFF <above>", "SUNIONSTORE above user:1001:following user:1002:following\nSDIFF above");
        // ERRATA, exercise 8.1: statistics are not a part of the value.
        text = text.replace("HINCRBY cache:stats $stat 1", "HINCRBY cache:stats $stat 1 > /dev/null");
        // ERRATA, exercise 10.1: redis-cli ends with 0 for nil too.
        text = text.replaceAll("(?m)^(\\s*)redis-cli (SET \"lock:.*NX EX \\$ttl)$", "$1[ \"\\$(redis-cli $2)\" = OK ]");
        text = text.replaceAll("if (redis-cli .* SET .*NX EX \\$ttl); then", "if [ \"\\$($1)\" = OK ]; then");
        text = text.replace("\"$@:4\"", "\"${@:4}\"");
        text = text.replaceAll("'SET EX', (.*), 3600, '1'", "'SET', $1, '1', 'EX', 3600");
        // ERRATA, exercise 11.1: a crash is no restart, and the AOF is a folder.
        text = text.replace("docker restart my-redis", "docker kill -s KILL my-redis\n  docker start my-redis");
        text = text.replace("/appendonly.aof", "/appendonlydir");
        // ERRATA, exercise 12.1.
        text = text.replace("--scan --count 100", "--scan");
        // Nothing is written outside of the folder in which a block runs.
        text = text.replace("\"/backups/", "\"backups/");
        return oneTurn(text);
    }

    /** ERRATA: --eval reads /dev/stdin, and keys end at a comma. How many there are, the script says. */
    private static String comma(String text) {
        Matcher call = EVAL.matcher(text);
        StringBuilder out = new StringBuilder();
        while (call.find()) {
            String script = text.substring(call.end());
            boolean here = call.group(4) != null;
            int end = here ? script.indexOf("\nEOF\n") : 0;
            int keys = here ? keys(script.substring(0, end)) : 1;
            List<String> words = new ArrayList<>(List.of(call.group(3).strip().split(" +", -1)));
            words.removeIf(String::isEmpty);
            words.add(Math.min(keys, words.size()), ",");
            String file = call.group(2).equals("-") ? "/dev/stdin" : call.group(2);
            call.appendReplacement(
                    out,
                    Matcher.quoteReplacement(call.group(1) + " --eval " + file + " " + String.join(" ", words)
                            + (here ? " <<'EOF'" : "")));
        }
        return call.appendTail(out).toString();
    }

    private static int keys(String script) {
        Matcher key = KEY.matcher(script);
        int most = 0;
        while (key.find()) {
            most = Math.max(most, Integer.parseInt(key.group(1)));
        }
        return most;
    }

    /** Who waits for ever, or listens, does so for a moment; endless loops run once. */
    private static String oneTurn(String text) {
        String turned = text.replace("while true; do", "for turn in once; do");
        turned = turned.replaceAll("(?m)^(BLPOP .*|BRPOPLPUSH .*) [05]( .*)?$", "$1 0.1");
        turned = turned.replaceAll("redis-cli --latency", "timeout 1.5 redis-cli --latency");
        turned = turned.replaceAll("(?m)^redis-cli (P?SUBSCRIBE)", "timeout 2 redis-cli $1");
        // A hundredth measures as well.
        turned = turned.replace("-n 100000", "-n 1000");
        // The menu asks once.
        turned = turned.replaceAll("(?m)^  show_menu$", "  exit 0");
        StringBuilder out = new StringBuilder();
        for (String line : turned.split("\n", -1)) {
            Matcher listens = CALL.matcher(line);
            boolean bare = listens.matches() && !line.contains("|") && !line.startsWith(" ");
            out.append(bare ? "timeout 0.7 redis-cli " + line.replace("redis-cli ", "") + "; true" : line)
                    .append('\n');
        }
        return out.toString();
    }
}
