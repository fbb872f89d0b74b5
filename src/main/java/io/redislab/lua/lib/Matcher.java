package io.redislab.lua.lib;

import io.redislab.lua.BigStack;
import io.redislab.lua.Lua;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaFrame;
import io.redislab.lua.LuaString;
import io.redislab.lua.LuaThread;
import org.jspecify.annotations.Nullable;

/**
 * Matches Lua's patterns by backtracking. Every attempt is charged to the script, so that a pattern that explodes
 * ends when the budget does; a pattern with very many items goes on on a larger stack.
 */
final class Matcher {
    private static final int MAX_CAPTURES = 32;
    private static final int UNFINISHED = -1;
    private static final int POSITION = -2;
    private static final int FAIL = -1;
    private static final int HOP_DEPTH = 150;
    private static final long STACK_BYTES = 1L << 30;

    private final LuaFrame caller;
    private final LuaThread thread;
    private final LuaString subject;
    private final byte[] s;
    private final byte[] p;
    private final int end;
    private final int patternEnd;
    private final int[] starts = new int[MAX_CAPTURES];
    private final int[] lengths = new int[MAX_CAPTURES];
    private int level;
    private int depth;

    Matcher(LuaFrame caller, LuaString subject, LuaString pattern) {
        this.caller = caller;
        this.thread = caller.thread;
        this.subject = subject;
        this.s = subject.bytes();
        this.p = pattern.bytes();
        this.end = s.length;
        int n = 0;
        while (n < p.length && p[n] != 0) {
            n++;
        }
        this.patternEnd = n;
    }

    /** The index behind the match of the pattern from {@code from} at the subject's {@code at}, or -1. */
    int match(int at, int from) {
        level = 0;
        depth = 0;
        return items(at, from);
    }

    private int pattern(int i) {
        return i < patternEnd ? p[i] & 0xff : 0;
    }

    private LuaError error(String message) {
        return caller.error(message);
    }

    private void step() {
        if (--thread.fuel < 0) {
            thread.refuel();
        }
    }

    private int items(int at, int from) {
        if (++depth == HOP_DEPTH) {
            Integer result = BigStack.call(caller.state(), STACK_BYTES, () -> run(at, from));
            depth--;
            return result;
        }
        int result = run(at, from);
        depth--;
        return result;
    }

    private int run(int start, int from) {
        int at = start;
        int pi = from;
        while (true) {
            step();
            if (pi >= patternEnd) {
                return at;
            }
            int c = p[pi];
            if (c == '(') {
                return pattern(pi + 1) == ')'
                        ? startCapture(at, pi + 2, POSITION)
                        : startCapture(at, pi + 1, UNFINISHED);
            } else if (c == ')') {
                return endCapture(at, pi + 1);
            } else if (c == '$' && pi + 1 == patternEnd) {
                return at == end ? at : FAIL;
            } else if (c == '%') {
                int next = pattern(pi + 1);
                if (next == 'b') {
                    at = balance(at, pi + 2);
                    if (at < 0) {
                        return FAIL;
                    }
                    pi += 4;
                    continue;
                } else if (next == 'f') {
                    pi += 2;
                    if (pattern(pi) != '[') {
                        throw error("missing '[' after '%f' in pattern");
                    }
                    int set = classEnd(pi);
                    int before = at == 0 ? 0 : s[at - 1] & 0xff;
                    int here = at < end ? s[at] & 0xff : 0;
                    if (inSet(before, pi, set - 1) || !inSet(here, pi, set - 1)) {
                        return FAIL;
                    }
                    pi = set;
                    continue;
                } else if (next >= '0' && next <= '9') {
                    at = backReference(at, next);
                    if (at < 0) {
                        return FAIL;
                    }
                    pi += 2;
                    continue;
                }
            }
            int itemEnd = classEnd(pi);
            int suffix = pattern(itemEnd);
            boolean one = at < end && single(s[at] & 0xff, pi, itemEnd);
            switch (suffix) {
                case '?' -> {
                    if (one) {
                        int r = items(at + 1, itemEnd + 1);
                        if (r >= 0) {
                            return r;
                        }
                    }
                    pi = itemEnd + 1;
                }
                case '*' -> {
                    return longest(at, pi, itemEnd);
                }
                case '+' -> {
                    return one ? longest(at + 1, pi, itemEnd) : FAIL;
                }
                case '-' -> {
                    return shortest(at, pi, itemEnd);
                }
                default -> {
                    if (!one) {
                        return FAIL;
                    }
                    at++;
                    pi = itemEnd;
                }
            }
        }
    }

    private int longest(int at, int item, int itemEnd) {
        int i = at;
        while (i < end && single(s[i] & 0xff, item, itemEnd)) {
            i++;
        }
        thread.charge((i - at) >> 2);
        if (itemEnd + 1 >= patternEnd) {
            return i;
        }
        for (; i >= at; i--) {
            int r = items(i, itemEnd + 1);
            if (r >= 0) {
                return r;
            }
        }
        return FAIL;
    }

    private int shortest(int start, int item, int itemEnd) {
        int at = start;
        while (true) {
            int r = items(at, itemEnd + 1);
            if (r >= 0) {
                return r;
            }
            if (at < end && single(s[at] & 0xff, item, itemEnd)) {
                at++;
            } else {
                return FAIL;
            }
        }
    }

    private int startCapture(int at, int from, int what) {
        if (level >= MAX_CAPTURES) {
            throw error("too many captures");
        }
        starts[level] = at;
        lengths[level] = what;
        level++;
        int r = items(at, from);
        if (r < 0) {
            level--;
        }
        return r;
    }

    private int endCapture(int at, int from) {
        int open = level - 1;
        while (open >= 0 && lengths[open] != UNFINISHED) {
            open--;
        }
        if (open < 0) {
            throw error("invalid pattern capture");
        }
        lengths[open] = at - starts[open];
        int r = items(at, from);
        if (r < 0) {
            lengths[open] = UNFINISHED;
        }
        return r;
    }

    private int backReference(int at, int digit) {
        int capture = digit - '1';
        if (capture < 0 || capture >= level || lengths[capture] == UNFINISHED) {
            throw error("invalid capture index");
        }
        // A position capture has the length -2, which C takes as a very large one.
        int n = lengths[capture];
        if (n < 0 || end - at < n) {
            return FAIL;
        }
        for (int i = 0; i < n; i++) {
            if (s[starts[capture] + i] != s[at + i]) {
                return FAIL;
            }
        }
        thread.charge(n >> 3);
        return at + n;
    }

    private int balance(int start, int from) {
        int open = pattern(from);
        int close = pattern(from + 1);
        if (open == 0 || close == 0) {
            throw error("unbalanced pattern");
        }
        if (start >= end || (s[start] & 0xff) != open) {
            return FAIL;
        }
        int nested = 1;
        for (int at = start + 1; at < end; at++) {
            int c = s[at] & 0xff;
            if (c == close) {
                if (--nested == 0) {
                    thread.charge((at - start) >> 2);
                    return at + 1;
                }
            } else if (c == open) {
                nested++;
            }
        }
        thread.charge((end - start) >> 2);
        return FAIL;
    }

    private int classEnd(int from) {
        int i = from;
        int c = pattern(i++);
        if (c == '%') {
            if (pattern(i) == 0) {
                throw error("malformed pattern (ends with '%')");
            }
            return i + 1;
        } else if (c == '[') {
            if (pattern(i) == '^') {
                i++;
            }
            do {
                if (pattern(i) == 0) {
                    throw error("malformed pattern (missing ']')");
                }
                if (pattern(i++) == '%' && pattern(i) != 0) {
                    i++;
                }
            } while (pattern(i) != ']');
            return i + 1;
        }
        return i;
    }

    private boolean single(int c, int item, int itemEnd) {
        int k = p[item];
        return switch (k) {
            case '.' -> true;
            case '%' -> inClass(c, p[item + 1] & 0xff);
            case '[' -> inSet(c, item, itemEnd - 1);
            default -> (k & 0xff) == c;
        };
    }

    /** Whether the byte is in the set that begins at a bracket and whose closing bracket stands at the end. */
    private boolean inSet(int c, int from, int to) {
        boolean found = true;
        int i = from;
        if (pattern(i + 1) == '^') {
            found = false;
            i++;
        }
        while (++i < to) {
            int k = p[i] & 0xff;
            if (k == '%') {
                i++;
                if (inClass(c, pattern(i))) {
                    return found;
                }
            } else if (pattern(i + 1) == '-' && i + 2 < to) {
                i += 2;
                if (k <= c && c <= (p[i] & 0xff)) {
                    return found;
                }
            } else if (k == c) {
                return found;
            }
        }
        return !found;
    }

    private static boolean inClass(int c, int name) {
        boolean in;
        switch (name | 0x20) {
            case 'a' -> in = isAlpha(c);
            case 'c' -> in = c < 32 || c == 127;
            case 'd' -> in = c >= '0' && c <= '9';
            case 'l' -> in = c >= 'a' && c <= 'z';
            case 'p' -> in = c > 32 && c < 127 && !isAlpha(c) && !(c >= '0' && c <= '9');
            case 's' -> in = c == ' ' || (c >= 9 && c <= 13);
            case 'u' -> in = c >= 'A' && c <= 'Z';
            case 'w' -> in = isAlpha(c) || (c >= '0' && c <= '9');
            case 'x' -> in = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f' && isAlpha(c));
            case 'z' -> in = c == 0;
            default -> {
                return name == c;
            }
        }
        if (!isAlpha(name)) {
            return name == c;
        }
        return (name & 0x20) != 0 ? in : !in;
    }

    private static boolean isAlpha(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    // ---- captures

    /** One capture, or the whole match when the pattern has none and the first is asked for. */
    Object capture(int index, int from, int to) {
        if (index >= level) {
            if (index == 0) {
                return subject.substring(from, to);
            }
            throw error("invalid capture index");
        }
        int n = lengths[index];
        if (n == UNFINISHED) {
            throw error("unfinished capture");
        }
        return n == POSITION
                ? (Object) Lua.box(starts[index] + 1)
                : subject.substring(starts[index], starts[index] + n);
    }

    /** All captures behind the given number of free places; the whole match stands in when there is none. */
    Object[] captures(int free, boolean whole, int from, int to) {
        int n = level == 0 && whole ? 1 : level;
        Object[] values = new Object[free + n];
        for (int i = 0; i < n; i++) {
            values[free + i] = capture(i, from, to);
        }
        return values;
    }

    @Nullable
    Object capturesAsResult(int from, int to) {
        Object[] values = captures(0, true, from, to);
        return values.length == 1 ? values[0] : values;
    }
}
