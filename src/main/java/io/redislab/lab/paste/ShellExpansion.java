package io.redislab.lab.paste;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts into words what a shell would: variables, sums, {@code $(date …)}, {@code $(redis-cli …)}, {@code {1..10}}. */
final class ShellExpansion {
    private static final Pattern RANGE =
            Pattern.compile("\\{(-?[0-9]{1,9})\\.\\.(-?[0-9]{1,9})(?:\\.\\.(-?[0-9]{1,9}))?\\}");
    private static final Pattern RELATIVE = Pattern.compile(
            "([+-]?)\\s*([0-9]{1,9})\\s+(second|minute|hour|day|week)s?( ago)?", Pattern.CASE_INSENSITIVE);
    private static final int MAX_WORDS = 100_000;

    private final Map<String, String> variables;
    private final Function<List<String>, String> program;
    private final long nowMillis;

    /** @param program runs a call inside {@code $( )} and answers what it prints */
    ShellExpansion(Map<String, String> variables, long nowMillis, Function<List<String>, String> program) {
        this.variables = variables;
        this.nowMillis = nowMillis;
        this.program = program;
    }

    /** What can't be put in. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    /** All words, with ranges unrolled. */
    List<String> words(List<String> raw) {
        List<String> words = new ArrayList<>();
        for (String word : raw) {
            for (String each : braces(word)) {
                boolean quoted = each.indexOf('"') >= 0 || each.indexOf('\'') >= 0;
                String text = word(each);
                if (!quoted && each.indexOf('$') >= 0) {
                    for (String part : text.strip().split("\\s+", -1)) {
                        if (!part.isEmpty()) {
                            words.add(part);
                        }
                    }
                } else {
                    words.add(text);
                }
                if (words.size() > MAX_WORDS) {
                    throw new Unknown("more than " + MAX_WORDS + " words");
                }
            }
        }
        return words;
    }

    private static List<String> braces(String word) {
        Matcher range = RANGE.matcher(word);
        if (word.indexOf('"') >= 0 || word.indexOf('\'') >= 0 || !range.find()) {
            return List.of(word);
        }
        int from = Integer.parseInt(range.group(1));
        int to = Integer.parseInt(range.group(2));
        int step = range.group(3) == null ? 1 : Math.max(1, Math.abs(Integer.parseInt(range.group(3))));
        List<String> words = new ArrayList<>();
        for (int i = from; from <= to ? i <= to : i >= to; i += from <= to ? step : -step) {
            words.add(word.substring(0, range.start()) + i + word.substring(range.end()));
            if (words.size() > MAX_WORDS) {
                throw new Unknown("more than " + MAX_WORDS + " words");
            }
        }
        return words;
    }

    /** One word or text: quotes removed, everything put in. */
    String word(String raw) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            int end = ShellWords.unit(raw, i);
            if (c == '\'') {
                out.append(raw, i + 1, Math.max(i + 1, end - 1));
            } else if (c == '"') {
                out.append(inQuotes(raw.substring(i + 1, Math.max(i + 1, end - 1))));
            } else if (c == '\\') {
                out.append(raw, Math.min(i + 1, end), end);
            } else if (c == '$') {
                end = dollar(raw, i, out);
            } else {
                out.append(c);
            }
            i = end;
        }
        return out.toString();
    }

    /** A text between double quotes, or an open here-document. */
    String inQuotes(String text) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "\"\\$`".indexOf(text.charAt(i + 1)) >= 0) {
                out.append(text.charAt(i + 1));
                i += 2;
            } else if (c == '$') {
                i = dollar(text, i, out);
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    /** What stands behind a dollar; answers where it ends. */
    private int dollar(String text, int at, StringBuilder out) {
        int end = ShellWords.unit(text, at);
        if (text.startsWith("$((", at) && text.startsWith("))", end - 2)) {
            out.append(sum(text.substring(at + 3, end - 2)));
            return end;
        }
        if (text.startsWith("$(", at)) {
            out.append(substitution(text.substring(at + 2, end - 1)));
            return end;
        }
        if (text.startsWith("${", at)) {
            String inside = text.substring(at + 2, end - 1);
            int or = inside.indexOf(":-");
            String value = variables.get(or < 0 ? inside : inside.substring(0, or));
            if (value == null && or < 0) {
                throw new Unknown("${" + inside + "} has no value");
            }
            out.append(value == null || value.isEmpty() && or >= 0 ? inside.substring(or + 2) : value);
            return end;
        }
        int name = at + 1;
        while (name < text.length() && (Character.isLetterOrDigit(text.charAt(name)) || text.charAt(name) == '_')) {
            name++;
        }
        if (name == at + 1) {
            out.append('$');
            return name;
        }
        String variable = text.substring(at + 1, name);
        String value = variables.get(variable);
        if (value == null) {
            throw new Unknown("$" + variable + " has no value");
        }
        out.append(value);
        return name;
    }

    private String substitution(String text) {
        List<String> words = ShellWords.words(text.strip());
        if (words.isEmpty()) {
            return "";
        }
        return switch (words.get(0)) {
            case "date" -> date(words(words.subList(1, words.size())));
            case "redis-cli" -> program.apply(words(words)).stripTrailing();
            case "echo" -> String.join(" ", words(words.subList(1, words.size())));
            default -> throw new Unknown("$(" + words.get(0) + " …) needs a shell");
        };
    }

    /** The forms that tutorials use: {@code date +%s}, {@code date -d "+5 minutes" +%s}, {@code date -d 2024-01-01 +%s}. */
    private String date(List<String> words) {
        ZonedDateTime time = Instant.ofEpochMilli(nowMillis).atZone(ZoneId.systemDefault());
        String format = "+%a %b %d %H:%M:%S %Z %Y";
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-d") && i + 1 < words.size()) {
                time = moved(time, words.get(++i));
            } else if (word.equals("-u")) {
                time = time.withZoneSameInstant(ZoneId.of("UTC"));
            } else if (word.startsWith("+")) {
                format = word;
            } else {
                throw new Unknown("date " + word + " needs a shell");
            }
        }
        return format(time, format.substring(1));
    }

    private static ZonedDateTime moved(ZonedDateTime time, String by) {
        String text = by.strip();
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            boolean back = relative.group(1).equals("-") != (relative.group(4) != null);
            long number = Long.parseLong(relative.group(2)) * (back ? -1 : 1);
            return switch (relative.group(3).toLowerCase(Locale.ROOT)) {
                case "second" -> time.plusSeconds(number);
                case "minute" -> time.plusMinutes(number);
                case "hour" -> time.plusHours(number);
                case "day" -> time.plusDays(number);
                default -> time.plusWeeks(number);
            };
        }
        if (text.matches("@[0-9]{1,12}")) {
            return Instant.ofEpochSecond(Long.parseLong(text.substring(1))).atZone(time.getZone());
        }
        if (text.equalsIgnoreCase("yesterday") || text.equalsIgnoreCase("tomorrow")) {
            return time.plusDays(text.equalsIgnoreCase("tomorrow") ? 1 : -1);
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(time.getZone())
                    : LocalDateTime.parse(text.replace(' ', 'T')).atZone(time.getZone());
        } catch (java.time.DateTimeException e) {
            throw (Unknown) new Unknown("date -d '" + text + "' needs a shell").initCause(e);
        }
    }

    private static String format(ZonedDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char sign = format.charAt(++i);
            out.append(
                    switch (sign) {
                        case 's' -> Long.toString(time.toEpochSecond());
                        case 'N' -> String.format(Locale.ROOT, "%09d", time.getNano());
                        case 'F' -> pattern(time, "uuuu-MM-dd");
                        case 'T' -> pattern(time, "HH:mm:ss");
                        case 'Y' -> pattern(time, "uuuu");
                        case 'm' -> pattern(time, "MM");
                        case 'd' -> pattern(time, "dd");
                        case 'H' -> pattern(time, "HH");
                        case 'M' -> pattern(time, "mm");
                        case 'S' -> pattern(time, "ss");
                        case 'Z' -> pattern(time, "zzz");
                        case 'a' -> pattern(time, "EEE");
                        case 'b' -> pattern(time, "MMM");
                        case '%' -> "%";
                        default -> throw new Unknown("date +%" + sign + " needs a shell");
                    });
        }
        return out.toString();
    }

    private static String pattern(ZonedDateTime time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
    }

    // ---- sums ----

    private String sum(String text) {
        return Long.toString(new Sum(text).value());
    }

    /** Whole numbers, variables, + - * / % and parentheses. */
    private final class Sum {
        private static final int MAX_DEPTH = 20;
        private final String text;
        private int at;
        private int depth;

        private Sum(String text) {
            this.text = text;
        }

        private long value() {
            long value = terms();
            if (peek() != '\0') {
                throw new Unknown("$((" + text + ")) needs a shell");
            }
            return value;
        }

        private char peek() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '$')) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private long terms() {
            long value = factors();
            while (peek() == '+' || peek() == '-') {
                value = text.charAt(at++) == '+' ? value + factors() : value - factors();
            }
            return value;
        }

        private long factors() {
            long value = atom();
            while (peek() == '*' || peek() == '/' || peek() == '%') {
                char sign = text.charAt(at++);
                long by = atom();
                if (sign != '*' && by == 0) {
                    throw new Unknown("division by 0 in $((" + text + "))");
                }
                value = sign == '*' ? value * by : sign == '/' ? value / by : value % by;
            }
            return value;
        }

        private long atom() {
            char c = peek();
            if (++depth > MAX_DEPTH * 10) {
                throw new Unknown("$((" + text + ")) is too deep");
            }
            if (c == '-' || c == '(') {
                at++;
                long value = c == '-' ? -atom() : terms();
                if (c == '(' && peek() == ')') {
                    at++;
                }
                return value;
            }
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            String word = text.substring(from, at);
            String number =
                    word.isEmpty() || Character.isDigit(word.charAt(0)) ? word : variables.getOrDefault(word, "0");
            try {
                return Long.parseLong(number);
            } catch (NumberFormatException e) {
                throw (Unknown) new Unknown("$((" + text + ")) needs a shell").initCause(e);
            }
        }
    }
}
