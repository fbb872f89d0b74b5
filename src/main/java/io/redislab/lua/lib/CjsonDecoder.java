package io.redislab.lua.lib;

import io.redislab.lua.BigStack;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaNumbers;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaTable;
import io.redislab.lua.LuaUserdata;

/** Reads JSON, with the leniency in numbers and the messages of the C module. */
final class CjsonDecoder {
    private static final int HOP_DEPTH = 100;
    private static final long STACK_BYTES = 1L << 30;

    private enum Token {
        OBJ_BEGIN,
        OBJ_END,
        ARR_BEGIN,
        ARR_END,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        COLON,
        COMMA,
        END,
        ERROR
    }

    private final LuaFrame caller;
    private final CjsonLibrary.Settings settings;
    private final LuaUserdata nil;
    private final byte[] b;
    private final LuaBuffer text;
    private final int[] stop = new int[1];
    private int at;
    private int depth;

    private Token token = Token.END;
    private int tokenAt;
    private Object tokenValue = LuaString.EMPTY;
    private String problem = "";

    CjsonDecoder(LuaFrame caller, CjsonLibrary.Settings settings, LuaUserdata nil, LuaString json) {
        this.caller = caller;
        this.settings = settings;
        this.nil = nil;
        this.b = json.bytes();
        this.text = new LuaBuffer(caller, 32);
    }

    Object decode() {
        if (b.length >= 2 && (b[0] == 0 || b[1] == 0)) {
            throw caller.error("JSON parser does not support UTF-16 or UTF-32");
        }
        next();
        Object v = value(1);
        next();
        if (token != Token.END) {
            throw expected("the end");
        }
        return v;
    }

    private LuaError expected(String what) {
        String found = token == Token.ERROR ? problem : "T_" + token;
        return caller.error("Expected " + what + " but found " + found + " at character " + (tokenAt + 1));
    }

    private int peek(int ahead) {
        return at + ahead < b.length ? b[at + ahead] & 0xff : 0;
    }

    // ---- tokens

    private void error(String message) {
        token = Token.ERROR;
        tokenAt = at;
        problem = message;
    }

    private void next() {
        while (peek(0) == ' ' || peek(0) == '\t' || peek(0) == '\n' || peek(0) == '\r') {
            at++;
        }
        tokenAt = at;
        int c = peek(0);
        switch (c) {
            case '{' -> single(Token.OBJ_BEGIN);
            case '}' -> single(Token.OBJ_END);
            case '[' -> single(Token.ARR_BEGIN);
            case ']' -> single(Token.ARR_END);
            case ',' -> single(Token.COMMA);
            case ':' -> single(Token.COLON);
            case 0 -> token = Token.END;
            case '"' -> string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                if (settings.decodeInvalidNumbers == 0 && isInvalidNumber()) {
                    error("invalid number");
                } else {
                    number();
                }
            }
            case 't', 'f', 'n', 'N', 'i', 'I', '+' -> word();
            default -> error("invalid token");
        }
    }

    private void single(Token t) {
        token = t;
        at++;
    }

    private boolean follows(String word, boolean anyCase, int from) {
        for (int i = 0; i < word.length(); i++) {
            int c = peek(from + i);
            if ((anyCase ? c | 0x20 : c) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void word() {
        if (follows("true", false, 0)) {
            token = Token.BOOLEAN;
            tokenValue = Lua.TRUE;
            at += 4;
        } else if (follows("false", false, 0)) {
            token = Token.BOOLEAN;
            tokenValue = Lua.FALSE;
            at += 5;
        } else if (follows("null", false, 0)) {
            token = Token.NULL;
            at += 4;
        } else if (settings.decodeInvalidNumbers != 0 && isInvalidNumber()) {
            number();
        } else {
            error("invalid token");
        }
    }

    /** Whether what follows is a number to C but not to JSON. */
    private boolean isInvalidNumber() {
        if (peek(0) == '+') {
            return true;
        }
        int i = peek(0) == '-' ? 1 : 0;
        int c = peek(i);
        if (c == '0') {
            int second = peek(i + 1);
            return (second | 0x20) == 'x' || (second >= '0' && second <= '9');
        } else if ((byte) c <= '9') {
            return false;
        }
        return follows("inf", true, i) || follows("nan", true, i);
    }

    private void number() {
        int end = at;
        while (end < b.length && b[end] != 0) {
            int c = b[end] | 0x20;
            if (!(c >= '0' && c <= '9')
                    && !(c >= 'a' && c <= 'z')
                    && b[end] != '.'
                    && b[end] != '+'
                    && b[end] != '-'
                    && b[end] != '('
                    && b[end] != ')'
                    && b[end] != '_') {
                break;
            }
            end++;
        }
        double x = LuaNumbers.strtod(b, at, end, stop);
        if (stop[0] == at) {
            error("invalid number");
            return;
        }
        token = Token.NUMBER;
        tokenValue = Lua.box(x);
        at = stop[0];
    }

    private void string() {
        at++;
        text.setLength(0);
        int start = at;
        while (at < b.length && b[at] != '"' && b[at] != '\\' && b[at] != 0) {
            at++;
        }
        if (peek(0) == '"') {
            finishString(LuaString.of(b, start, at));
            return;
        }
        text.add(b, start, at);
        while (peek(0) != '"') {
            int c = peek(0);
            if (c == 0) {
                error("unexpected end of string");
                return;
            }
            if (c == '\\') {
                int escaped = peek(1);
                if (escaped == 'u') {
                    if (!unicode()) {
                        error("invalid unicode escape code");
                        return;
                    }
                    continue;
                }
                int index = "\"\\/btnfr".indexOf(escaped);
                if (escaped == 0 || index < 0) {
                    error("invalid escape code");
                    return;
                }
                c = "\"\\/\b\t\n\f\r".charAt(index);
                at++;
            }
            text.add(c);
            at++;
        }
        finishString(text.toLuaString());
    }

    private void finishString(LuaString s) {
        at++;
        caller.state().memory().charge(s.length() + 32L);
        caller.thread.charge(s.length() >> 4);
        token = Token.STRING;
        tokenValue = s;
    }

    private int hex(int ahead) {
        int n = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek(ahead + i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            n = n << 4 | digit;
        }
        return n;
    }

    private boolean unicode() {
        int code = hex(2);
        int length = 6;
        if (code < 0) {
            return false;
        }
        if ((code & 0xf800) == 0xd800) {
            if ((code & 0x400) != 0 || peek(6) != '\\' || peek(7) != 'u') {
                return false;
            }
            int low = hex(8);
            if (low < 0 || (low & 0xfc00) != 0xdc00) {
                return false;
            }
            code = ((code & 0x3ff) << 10 | (low & 0x3ff)) + 0x10000;
            length = 12;
        }
        if (code <= 0x7f) {
            text.add(code);
        } else if (code <= 0x7ff) {
            text.add(code >> 6 | 0xc0);
            text.add((code & 0x3f) | 0x80);
        } else if (code <= 0xffff) {
            text.add(code >> 12 | 0xe0);
            text.add((code >> 6 & 0x3f) | 0x80);
            text.add((code & 0x3f) | 0x80);
        } else {
            text.add(code >> 18 | 0xf0);
            text.add((code >> 12 & 0x3f) | 0x80);
            text.add((code >> 6 & 0x3f) | 0x80);
            text.add((code & 0x3f) | 0x80);
        }
        at += length;
        return true;
    }

    // ---- values

    /** @param used how many places of C's stack are taken, which bounds the depth too */
    private Object value(int used) {
        switch (token) {
            case STRING, NUMBER, BOOLEAN -> {
                return tokenValue;
            }
            case NULL -> {
                return nil;
            }
            case OBJ_BEGIN, ARR_BEGIN -> {
                boolean object = token == Token.OBJ_BEGIN;
                depth++;
                if (depth > settings.decodeMaxDepth || used + (object ? 3 : 2) > BaseLibrary.MAX_STACK) {
                    throw caller.error("Found too many nested data structures (" + depth + ") at character " + at);
                }
                Object v = depth == HOP_DEPTH
                        ? BigStack.call(caller.state(), STACK_BYTES, () -> object ? object(used) : array(used))
                        : object ? object(used) : array(used);
                depth--;
                return v;
            }
            default -> throw expected("value");
        }
    }

    private Object object(int used) {
        LuaTable t = caller.state().newTable();
        next();
        if (token == Token.OBJ_END) {
            return t;
        }
        while (true) {
            if (token != Token.STRING) {
                throw expected("object key string");
            }
            LuaString key = (LuaString) tokenValue;
            next();
            if (token != Token.COLON) {
                throw expected("colon");
            }
            next();
            t.setStr(key, value(used + 2));
            next();
            if (token == Token.OBJ_END) {
                return t;
            } else if (token != Token.COMMA) {
                throw expected("comma or object end");
            }
            next();
            caller.thread.charge(1);
        }
    }

    private Object array(int used) {
        LuaTable t = caller.state().newTable();
        next();
        if (token == Token.ARR_END) {
            return t;
        }
        for (int i = 1; ; i++) {
            t.setInt(i, value(used + 1));
            next();
            if (token == Token.ARR_END) {
                return t;
            } else if (token != Token.COMMA) {
                throw expected("comma or array end");
            }
            next();
            caller.thread.charge(1);
        }
    }
}
