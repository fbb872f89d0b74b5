package io.redislab.lua.syntax;

import io.redislab.lua.ChunkName;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaNumbers;
import io.redislab.lua.LuaState;
import io.redislab.lua.LuaString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Cuts source text into tokens, one ahead of the parser and on request two. */
final class Lexer {
    static final int NAME = Token.NAME.code();
    static final int STRING = Token.STRING.code();
    static final int NUMBER = Token.NUMBER.code();
    static final int EOS = Token.EOS.code();

    private static final int END = -1;
    private static final Map<LuaString, Integer> RESERVED = new HashMap<>();

    static {
        for (Token token : Token.values()) {
            if (token.compareTo(Token.WHILE) <= 0) {
                RESERVED.put(LuaString.of(token.text), token.code());
            }
        }
    }

    private final byte[] input;
    private final LuaState state;
    private final LuaString source;
    private final Map<LuaString, LuaString> strings = new HashMap<>();
    private int position;
    private int current;
    private byte[] buffer = new byte[32];
    private int buffered;

    /** The current token's code. */
    int token = EOS;
    /** The current token's string or name. */
    LuaString text = LuaString.EMPTY;
    /** The current token's number. */
    double number;

    int line = 1;
    /** The line of the token that was consumed last. */
    int lastLine = 1;

    private int aheadToken = EOS;
    private LuaString aheadText = LuaString.EMPTY;
    private double aheadNumber;

    Lexer(LuaState state, byte[] input, LuaString source) {
        this.state = state;
        this.input = input;
        this.source = source;
        advance();
    }

    // ---- tokens

    void next() {
        lastLine = line;
        if (aheadToken != EOS) {
            token = aheadToken;
            text = aheadText;
            number = aheadNumber;
            aheadToken = EOS;
        } else {
            token = scan();
        }
    }

    /** The code of the token behind the current one. */
    int peek() {
        LuaString savedText = text;
        double savedNumber = number;
        aheadToken = scan();
        aheadText = text;
        aheadNumber = number;
        text = savedText;
        number = savedNumber;
        return aheadToken;
    }

    // ---- errors

    /** An error at the current line that names the current token. */
    LuaError syntaxError(String message) {
        return error(message, token);
    }

    /** An error at the current line that names a token, none for code 0. */
    LuaError error(String message, int near) {
        String text = ChunkName.describe(source, ChunkName.COMPILER) + ":" + line + ": " + message;
        return LuaError.plain(near == 0 ? text : text + " near '" + nearText(near) + "'");
    }

    private String nearText(int code) {
        if (code == NAME || code == STRING || code == NUMBER) {
            return LuaString.of(buffer, 0, buffered).untilNul().toString();
        }
        return describe(code);
    }

    static String describe(int code) {
        if (code >= Token.FIRST) {
            return Token.of(code).text;
        }
        return code < 32 || code == 127 ? "char(" + code + ")" : String.valueOf((char) code);
    }

    // ---- characters

    private void advance() {
        current = position < input.length ? input[position++] & 0xff : END;
    }

    private void save(int c) {
        if (buffered == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffered * 2);
        }
        buffer[buffered++] = (byte) c;
    }

    private void saveAndAdvance() {
        save(current);
        advance();
    }

    private boolean accept(int a, int b) {
        if (current == a || current == b) {
            saveAndAdvance();
            return true;
        }
        return false;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlpha(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private boolean atNewline() {
        return current == '\n' || current == '\r';
    }

    private void newline() {
        int first = current;
        advance();
        if (atNewline() && current != first) {
            advance();
        }
        line++;
    }

    /** One string object for equal texts, so that comparing them mostly stops at the first look. */
    private LuaString string(int from, int to) {
        LuaString s = state.name(LuaString.of(buffer, from, to));
        LuaString known = strings.putIfAbsent(s, s);
        return known == null ? s : known;
    }

    private int scan() {
        buffered = 0;
        while (true) {
            switch (current) {
                case '\n', '\r' -> newline();
                case ' ', '\t', 0x0b, '\f' -> advance();
                case '-' -> {
                    advance();
                    if (current != '-') {
                        return '-';
                    }
                    comment();
                }
                case '[' -> {
                    int level = separator();
                    if (level >= 0) {
                        longString(true, level);
                        return STRING;
                    } else if (level == -1) {
                        return '[';
                    }
                    throw error("invalid long string delimiter", STRING);
                }
                case '=' -> {
                    return orEqual('=', Token.EQ);
                }
                case '<' -> {
                    return orEqual('<', Token.LE);
                }
                case '>' -> {
                    return orEqual('>', Token.GE);
                }
                case '~' -> {
                    return orEqual('~', Token.NE);
                }
                case '"', '\'' -> {
                    quoted(current);
                    return STRING;
                }
                case '.' -> {
                    saveAndAdvance();
                    if (accept('.', '.')) {
                        return (accept('.', '.') ? Token.DOTS : Token.CONCAT).code();
                    }
                    if (!isDigit(current)) {
                        return '.';
                    }
                    numeral();
                    return NUMBER;
                }
                case END -> {
                    return EOS;
                }
                default -> {
                    if (isDigit(current)) {
                        numeral();
                        return NUMBER;
                    } else if (isAlpha(current)) {
                        return word();
                    }
                    int c = current;
                    advance();
                    return c;
                }
            }
        }
    }

    private int orEqual(int single, Token both) {
        advance();
        if (current != '=') {
            return single;
        }
        advance();
        return both.code();
    }

    private int word() {
        do {
            saveAndAdvance();
        } while (isAlpha(current) || isDigit(current));
        text = string(0, buffered);
        return RESERVED.getOrDefault(text, NAME);
    }

    private void comment() {
        advance();
        if (current == '[') {
            int level = separator();
            buffered = 0;
            if (level >= 0) {
                longString(false, level);
                buffered = 0;
                return;
            }
        }
        while (!atNewline() && current != END) {
            advance();
        }
    }

    private void numeral() {
        do {
            saveAndAdvance();
        } while (isDigit(current) || current == '.');
        if (accept('E', 'e')) {
            accept('+', '-');
        }
        while (isAlpha(current) || isDigit(current)) {
            saveAndAdvance();
        }
        double x = LuaNumbers.parse(buffer, 0, buffered);
        if (Lua.isTag(x)) {
            throw error("malformed number", NUMBER);
        }
        number = x;
    }

    /** Reads a bracket with equals signs: how many there are, or negative when no second bracket follows. */
    private int separator() {
        int bracket = current;
        int count = 0;
        saveAndAdvance();
        while (current == '=') {
            saveAndAdvance();
            count++;
        }
        return current == bracket ? count : -count - 1;
    }

    private void longString(boolean keep, int level) {
        saveAndAdvance();
        if (atNewline()) {
            newline();
        }
        while (true) {
            switch (current) {
                case END -> throw error(keep ? "unfinished long string" : "unfinished long comment", EOS);
                case ']' -> {
                    if (separator() == level) {
                        saveAndAdvance();
                        if (keep) {
                            text = string(2 + level, buffered - 2 - level);
                        }
                        return;
                    }
                }
                case '\n', '\r' -> {
                    save('\n');
                    newline();
                    if (!keep) {
                        buffered = 0;
                    }
                }
                default -> {
                    if (keep) {
                        saveAndAdvance();
                    } else {
                        advance();
                    }
                }
            }
        }
    }

    private void quoted(int quote) {
        saveAndAdvance();
        while (current != quote) {
            switch (current) {
                case END -> throw error("unfinished string", EOS);
                case '\n', '\r' -> throw error("unfinished string", STRING);
                case '\\' -> {
                    advance();
                    escape();
                }
                default -> saveAndAdvance();
            }
        }
        saveAndAdvance();
        text = string(1, buffered - 1);
    }

    private void escape() {
        int simple = "abfnrtv".indexOf(current);
        if (current != END && simple >= 0) {
            save("\007\b\f\n\r\t\013".charAt(simple));
            advance();
        } else if (atNewline()) {
            save('\n');
            newline();
        } else if (isDigit(current)) {
            int value = 0;
            for (int i = 0; i < 3 && isDigit(current); i++) {
                value = value * 10 + (current - '0');
                advance();
            }
            if (value > 255) {
                throw error("escape sequence too large", STRING);
            }
            save(value);
        } else if (current != END) {
            saveAndAdvance();
        }
    }
}
