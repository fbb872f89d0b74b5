package io.redislab.lab.shell;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * bc's arithmetic and expressions: numbers of any length, {@code scale}, variables, comparisons, {@code sqrt}. Without its
 * statements and functions of one's own.
 */
final class BcCalculator {
    private static final int LINE = 68;
    private static final int LARGEST_EXPONENT = 100_000;
    private static final int LARGEST_SCALE = 100_000;

    private final Map<String, BigDecimal> variables = new HashMap<>();
    private int scale;
    private String text = "";
    private int at;

    /** An expression can't be read, or not be computed. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }

    /** What a line prints, with its line breaks. */
    String run(String line) throws Fault {
        text = line;
        at = 0;
        StringBuilder out = new StringBuilder();
        while (true) {
            skipBlanks();
            if (at >= text.length() || peek() == '#') {
                return out.toString();
            }
            if (peek() == ';') {
                at++;
            } else if (peek() == '"') {
                int end = text.indexOf('"', at + 1);
                if (end < 0) {
                    throw new Fault("syntax error");
                }
                out.append(text, at + 1, end);
                at = end + 1;
            } else {
                boolean silent = isAssignment();
                BigDecimal value = assignment();
                skipBlanks();
                if (at < text.length() && peek() != ';' && peek() != '#') {
                    throw new Fault("syntax error");
                }
                if (!silent) {
                    out.append(show(value)).append('\n');
                }
            }
        }
    }

    private static String show(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        String plain = value.toPlainString().replaceFirst("^(-?)0\\.", "$1.");
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < plain.length(); i += LINE) {
            boolean last = plain.length() - i <= LINE + 1;
            out.append(plain, i, last ? plain.length() : i + LINE);
            if (last) {
                break;
            }
            out.append("\\\n");
        }
        return out.toString();
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(String sign) {
        skipBlanks();
        if (text.startsWith(sign, at)) {
            at += sign.length();
            return true;
        }
        return false;
    }

    // ---- expressions, the weakest operators first ----

    private boolean isAssignment() {
        int before = at;
        boolean name = !name().isEmpty();
        skipBlanks();
        boolean result = name && assignmentSign() != '\0';
        at = before;
        return result;
    }

    /** {@code =} for a plain one, the operator of {@code +=} and the like, or NUL. */
    private char assignmentSign() {
        if (peek() == '=' && !text.startsWith("==", at)) {
            at++;
            return '=';
        }
        if ("+-*/%^".indexOf(peek()) >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '=') {
            at += 2;
            return text.charAt(at - 2);
        }
        return '\0';
    }

    private String name() {
        int from = at;
        while (at < text.length()
                && (Character.isLowerCase(peek()) || (at > from && (Character.isDigit(peek()) || peek() == '_')))) {
            at++;
        }
        return text.substring(from, at);
    }

    private BigDecimal assignment() throws Fault {
        if (!isAssignment()) {
            return either();
        }
        String name = name();
        skipBlanks();
        char sign = assignmentSign();
        BigDecimal right = assignment();
        BigDecimal value = sign == '=' ? right : apply(sign, variable(name), right);
        if (name.equals("scale")) {
            if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(LARGEST_SCALE)) > 0) {
                throw new Fault("scale is out of range");
            }
            scale = value.intValue();
        } else {
            variables.put(name, value);
        }
        return value;
    }

    private BigDecimal variable(String name) {
        return name.equals("scale") ? BigDecimal.valueOf(scale) : variables.getOrDefault(name, BigDecimal.ZERO);
    }

    private BigDecimal either() throws Fault {
        BigDecimal left = both();
        while (accept("||")) {
            BigDecimal right = both();
            left = truth(left.signum() != 0 || right.signum() != 0);
        }
        return left;
    }

    private BigDecimal both() throws Fault {
        BigDecimal left = not();
        while (accept("&&")) {
            BigDecimal right = not();
            left = truth(left.signum() != 0 && right.signum() != 0);
        }
        return left;
    }

    private BigDecimal not() throws Fault {
        skipBlanks();
        if (peek() == '!' && !text.startsWith("!=", at)) {
            at++;
            return truth(not().signum() == 0);
        }
        return comparison();
    }

    private static BigDecimal truth(boolean yes) {
        return yes ? BigDecimal.ONE : BigDecimal.ZERO;
    }

    private BigDecimal comparison() throws Fault {
        BigDecimal left = sum();
        while (true) {
            if (accept("==")) {
                left = truth(left.compareTo(sum()) == 0);
            } else if (accept("!=")) {
                left = truth(left.compareTo(sum()) != 0);
            } else if (accept("<=")) {
                left = truth(left.compareTo(sum()) <= 0);
            } else if (accept(">=")) {
                left = truth(left.compareTo(sum()) >= 0);
            } else if (accept("<")) {
                left = truth(left.compareTo(sum()) < 0);
            } else if (accept(">")) {
                left = truth(left.compareTo(sum()) > 0);
            } else {
                return left;
            }
        }
    }

    private BigDecimal sum() throws Fault {
        BigDecimal left = product();
        while (true) {
            if (accept("+")) {
                left = apply('+', left, product());
            } else if (accept("-")) {
                left = apply('-', left, product());
            } else {
                return left;
            }
        }
    }

    private BigDecimal product() throws Fault {
        BigDecimal left = power();
        while (true) {
            if (accept("*")) {
                left = apply('*', left, power());
            } else if (accept("/")) {
                left = apply('/', left, power());
            } else if (accept("%")) {
                left = apply('%', left, power());
            } else {
                return left;
            }
        }
    }

    private BigDecimal power() throws Fault {
        BigDecimal base = signed();
        return accept("^") ? apply('^', base, power()) : base;
    }

    private BigDecimal signed() throws Fault {
        return accept("-") ? signed().negate() : primary();
    }

    private BigDecimal primary() throws Fault {
        skipBlanks();
        if (accept("(")) {
            BigDecimal value = assignment();
            close();
            return value;
        }
        String name = name();
        if (!name.isEmpty()) {
            if (!accept("(")) {
                return variable(name);
            }
            BigDecimal argument = assignment();
            close();
            return function(name, argument);
        }
        int from = at;
        while (Character.isDigit(peek()) || peek() == '.') {
            at++;
        }
        String digits = text.substring(from, at);
        if (!digits.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
            throw new Fault("syntax error");
        }
        return new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
    }

    private void close() throws Fault {
        if (!accept(")")) {
            throw new Fault("syntax error");
        }
    }

    // ---- arithmetic ----

    private BigDecimal function(String name, BigDecimal argument) throws Fault {
        switch (name) {
            case "sqrt" -> {
                if (argument.signum() < 0) {
                    throw new Fault("Square root of a negative number");
                }
                int digits = Math.max(scale, argument.scale());
                MathContext context = new MathContext(argument.precision() + digits + 5, RoundingMode.DOWN);
                return argument.sqrt(context).setScale(digits, RoundingMode.DOWN);
            }
            case "scale" -> {
                return BigDecimal.valueOf(argument.scale());
            }
            case "length" -> {
                return BigDecimal.valueOf(Math.max(argument.precision(), argument.scale()));
            }
            default -> throw new Fault("Function " + name + " not defined.");
        }
    }

    private BigDecimal apply(char operator, BigDecimal left, BigDecimal right) throws Fault {
        int most = Math.max(left.scale(), right.scale());
        switch (operator) {
            case '+' -> {
                return left.add(right);
            }
            case '-' -> {
                return left.subtract(right);
            }
            case '*' -> {
                int digits = Math.min(left.scale() + right.scale(), Math.max(scale, most));
                return left.multiply(right).setScale(digits, RoundingMode.DOWN);
            }
            case '/' -> {
                return divide(left, right);
            }
            case '%' -> {
                BigDecimal rest = left.subtract(divide(left, right).multiply(right));
                return rest.setScale(Math.max(left.scale(), scale + right.scale()), RoundingMode.DOWN);
            }
            default -> {
                return power(left, right);
            }
        }
    }

    private BigDecimal divide(BigDecimal left, BigDecimal right) throws Fault {
        if (right.signum() == 0) {
            throw new Fault("Divide by zero");
        }
        return left.divide(right, scale, RoundingMode.DOWN);
    }

    private BigDecimal power(BigDecimal base, BigDecimal exponent) throws Fault {
        BigInteger times = exponent.toBigInteger();
        if (times.abs().compareTo(BigInteger.valueOf(LARGEST_EXPONENT)) > 0) {
            throw new Fault("exponent too large in raise");
        }
        int n = times.intValue();
        if (n < 0) {
            return divide(BigDecimal.ONE, base.pow(-n));
        }
        int digits = Math.min(base.scale() * n, Math.max(scale, base.scale()));
        return base.pow(n).setScale(digits, RoundingMode.DOWN);
    }
}
