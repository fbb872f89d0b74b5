package io.redislab.grading;

/** {@code *} stands for any characters, {@code ?} for one, a backslash takes the next one literally. Linear in practice. */
final class Glob {
    private Glob() {}

    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (p < pattern.length() && c == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length()
                    && c == '\\'
                    && p + 1 < pattern.length()
                    && pattern.charAt(p + 1) == text.charAt(t)) {
                p += 2;
                t++;
            } else if (p < pattern.length() && (c == '?' || c == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
