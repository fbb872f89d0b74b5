package io.redislab.course.author;

import io.redislab.grading.Answer;
import io.redislab.resp.CommandText;
import io.redislab.resp.CommandText.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An answer without one of its commands: a line of a {@code .redis} file, or in Lua a line that is a call for its effect.
 *
 * @param line of the file on which the command starts, from 1
 * @param optional whether the author says that it may be left out
 * @param mark what says so, at the end of the line
 */
record Omission(Answer answer, int line, boolean optional, String mark) {
    private static final Pattern LUA_CALL = Pattern.compile("\\s*redis\\.p?call\\s*\\(.*\\)\\s*(--.*)?");
    private static final String MARK = "# optional";
    private static final String LUA_MARK = "-- optional";

    /** All that can be left out of an answer that can be read. */
    static List<Omission> all(String fileName, String text) {
        List<Omission> omissions = new ArrayList<>();
        if (fileName.endsWith(".redis")) {
            omissions.addAll(commands(text));
        }
        if (!fileName.endsWith(".sh")) {
            omissions.addAll(luaCalls(fileName, text));
        }
        return omissions;
    }

    private static List<Omission> commands(String text) {
        List<String> lines = text.lines().toList();
        List<Omission> omissions = new ArrayList<>();
        try {
            List<Command> commands = CommandText.parse(text);
            for (int i = 0; i < commands.size(); i++) {
                List<Command> fewer = new ArrayList<>(commands);
                int line = fewer.remove(i).line();
                boolean optional = lines.get(line - 1).stripTrailing().endsWith(MARK);
                omissions.add(new Omission(new Answer.Commands(fewer), line, optional, MARK));
            }
        } catch (CommandText.SyntaxException e) {
            // Whoever reads the answer as a whole says so.
            return List.of();
        }
        return omissions;
    }

    private static List<Omission> luaCalls(String fileName, String text) {
        List<String> lines = text.lines().toList();
        List<Omission> omissions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (LUA_CALL.matcher(lines.get(i)).matches()) {
                int left = i;
                String without = IntStream.range(0, lines.size())
                        .mapToObj(n -> n == left ? "" : lines.get(n))
                        .collect(Collectors.joining("\n", "", "\n"));
                boolean optional = lines.get(i).stripTrailing().endsWith(LUA_MARK);
                try {
                    Answer answer = Answer.read(fileName, without.getBytes(StandardCharsets.UTF_8));
                    omissions.add(new Omission(answer, i + 1, optional, LUA_MARK));
                } catch (Answer.UnreadableAnswer e) {
                    // Without the line it is no answer at all, so the line is needed.
                }
            }
        }
        return omissions;
    }
}
