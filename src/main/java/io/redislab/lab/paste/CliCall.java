package io.redislab.lab.paste;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A call of redis-cli, as far as it says what is to be run.
 *
 * @param words the command
 * @param eval the file of {@code --eval}
 * @param lastFromInput {@code -x}: the last argument comes from the input
 * @param notes on options that make no difference here
 */
record CliCall(
        List<String> words,
        Optional<String> eval,
        List<String> keys,
        List<String> args,
        boolean lastFromInput,
        List<String> notes) {
    private static final Set<String> WITH_VALUE = Set.of(
            "-h",
            "-p",
            "-s",
            "-a",
            "-u",
            "-n",
            "-r",
            "-i",
            "-d",
            "--user",
            "--pass",
            "-D",
            "--cacert",
            "--cert",
            "--key");

    static CliCall read(List<String> all) {
        List<String> notes = new ArrayList<>();
        int at = 1;
        boolean last = false;
        while (at < all.size() && all.get(at).startsWith("-")) {
            String option = all.get(at);
            if (option.equals("--eval") && at + 1 < all.size()) {
                List<String> rest = all.subList(at + 2, all.size());
                int comma = rest.indexOf(",");
                List<String> keys = comma < 0 ? rest : rest.subList(0, comma);
                List<String> args = comma < 0 ? List.of() : rest.subList(comma + 1, rest.size());
                return new CliCall(
                        List.of(), Optional.of(all.get(at + 1)), List.copyOf(keys), List.copyOf(args), false, notes);
            }
            if (option.equals("-x")) {
                last = true;
            } else if (option.equals("-n") && at + 1 < all.size()) {
                notes.add("-n chooses a database for one call; here SELECT " + all.get(at + 1) + " does.");
            } else if (!option.equals("--pipe") && !option.equals("--raw") && !option.equals("--no-raw")) {
                notes.add(option + " makes no difference here.");
            }
            at += WITH_VALUE.contains(option) ? 2 : 1;
        }
        List<String> words = at >= all.size() ? List.of() : List.copyOf(all.subList(at, all.size()));
        return new CliCall(words, Optional.empty(), List.of(), List.of(), last, notes);
    }
}
