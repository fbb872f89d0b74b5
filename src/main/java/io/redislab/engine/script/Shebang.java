package io.redislab.engine.script;

import io.redislab.engine.RedisError;
import io.redislab.engine.command.Ascii;
import io.redislab.resp.ArgumentSplitter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first line of a script or a library, {@code #!lua …}, which says what it is. */
final class Shebang {
    private Shebang() {}

    /**
     * The first line of an EVAL script.
     *
     * @param length of the line, 0 when there is none
     */
    record OfScript(ScriptTraits traits, int length) {}

    /**
     * The first line of a library.
     *
     * @param length of the line
     */
    record OfLibrary(byte[] engine, byte[] name, int length) {}

    private static boolean isThere(byte[] text) {
        return text.length >= 2 && text[0] == '#' && text[1] == '!';
    }

    /** The index of the line feed, or -1. A NUL byte ends the text. */
    private static int endOfLine(byte[] text) {
        for (int i = 0; i < text.length && text[i] != 0; i++) {
            if (text[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** @throws RedisError what is wrong with the line */
    static OfScript ofScript(byte[] body) {
        if (!isThere(body)) {
            return new OfScript(ScriptTraits.LEGACY, 0);
        }
        int length = endOfLine(body);
        if (length < 0) {
            throw new RedisError("ERR Invalid script shebang");
        }
        List<byte[]> parts = ArgumentSplitter.split(body, 0, length).orElse(List.of());
        if (parts.isEmpty()) {
            throw new RedisError("ERR Invalid engine in script shebang");
        }
        if (!Texts.of(parts.get(0)).equals("#!lua")) {
            throw new RedisError("ERR Unexpected engine in script shebang: " + Texts.of(parts.get(0)));
        }
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (byte[] part : parts.subList(1, parts.size())) {
            String option = Texts.of(part);
            if (!option.startsWith("flags=")) {
                throw new RedisError("ERR Unknown lua shebang option: " + option);
            }
            String list = option.substring("flags=".length());
            for (String name : list.isEmpty() ? new String[0] : list.split(",", -1)) {
                ScriptFlag flag = ScriptFlag.named(name);
                if (flag == null) {
                    throw new RedisError("ERR Unexpected flag in script shebang: " + name);
                }
                flags.add(flag);
            }
        }
        return new OfScript(ScriptTraits.declared(flags), length);
    }

    /** @throws RedisError what is wrong with the line */
    static OfLibrary ofLibrary(byte[] code) {
        if (!isThere(code)) {
            throw new RedisError("ERR Missing library metadata");
        }
        int length = endOfLine(code);
        List<byte[]> parts =
                length < 0 ? List.of() : ArgumentSplitter.split(code, 0, length).orElse(List.of());
        if (parts.isEmpty()) {
            throw new RedisError("ERR Invalid library metadata");
        }
        byte[] first = parts.get(0);
        byte[] engine = java.util.Arrays.copyOfRange(first, Math.min(2, first.length), first.length);
        byte @Nullable [] name = null;
        for (byte[] part : parts.subList(1, parts.size())) {
            if (part.length < 5 || !Ascii.equalsIgnoreCase(java.util.Arrays.copyOf(part, 5), "name=")) {
                throw new RedisError("ERR Invalid metadata value given: " + Texts.of(part));
            }
            if (name != null) {
                throw new RedisError("ERR Invalid metadata value, name argument was given multiple times");
            }
            name = java.util.Arrays.copyOfRange(part, 5, part.length);
        }
        if (name == null) {
            throw new RedisError("ERR Library name was not given");
        }
        return new OfLibrary(engine, name, length);
    }
}
