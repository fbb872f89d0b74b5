package io.redislab.resp;

import java.util.List;

/** Whether what was typed goes on in the next line: an open quote, or a here-document without its end. */
public final class Continuation {
    private Continuation() {}

    public static boolean needsMore(String text) {
        if (text.indexOf('"') < 0 && text.indexOf('\'') < 0 && !text.contains("<<")) {
            return false;
        }
        List<String> lines = text.lines().toList();
        StringBuilder open = new StringBuilder();
        String end = "";
        for (String line : lines) {
            if (!end.isEmpty()) {
                end = line.strip().equals(end) ? "" : end;
                continue;
            }
            open.append(open.length() == 0 ? "" : "\n").append(line);
            if (!CommandText.isOpen(open.toString())) {
                end = heredoc(CommandText.withoutComment(open.toString()));
                open.setLength(0);
            }
        }
        return open.length() > 0 || !end.isEmpty();
    }

    /** The word that ends the here-document that a command opens; empty when it opens none. */
    private static String heredoc(String command) {
        int at = command.indexOf(" <<");
        if (at < 0) {
            return "";
        }
        int from = at + 3;
        int to = from;
        while (to < command.length() && !Character.isWhitespace(command.charAt(to))) {
            to++;
        }
        String word = command.substring(from, to).replace("'", "").replace("\"", "");
        return word.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_') ? word : "";
    }
}
