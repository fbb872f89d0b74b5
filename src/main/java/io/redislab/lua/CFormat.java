package io.redislab.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as C's printf writes them, correctly rounded from the exact binary value. */
public final class CFormat {
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

    private CFormat() {}

    /**
     * {@code %.<precision>g} of a finite number.
     *
     * @param precision how many significant digits, at least 1
     */
    public static String general(double x, int precision) {
        return general(x, precision, false);
    }

    private static String general(double x, int precision, boolean alternate) {
        if (x == 0) {
            String zero = Double.doubleToRawLongBits(x) < 0 ? "-0" : "0";
            return alternate ? zero + "." + "0".repeat(precision - 1) : zero;
        }
        String digits = null;
        int exponent = 0;
        if (precision <= 15 && Math.abs(x) >= Double.MIN_NORMAL) {
            // The shortest text that reads back decides, unless its tail is too near to a half to trust it.
            String s = Double.toString(Math.abs(x));
            int e = s.indexOf('E');
            String mantissa = e < 0 ? s : s.substring(0, e);
            int point = mantissa.indexOf('.');
            String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
            int lead = 0;
            while (all.charAt(lead) == '0') {
                lead++;
            }
            exponent = point - 1 - lead + (e < 0 ? 0 : Integer.parseInt(s.substring(e + 1)));
            digits = round(all.substring(lead), precision);
            if (digits != null && digits.length() > precision) {
                exponent++;
                digits = digits.substring(0, precision);
            }
        }
        if (digits == null) {
            BigDecimal rounded =
                    LuaNumbers.exact(Math.abs(x)).round(new MathContext(precision, RoundingMode.HALF_EVEN));
            digits = rounded.unscaledValue().toString();
            exponent = digits.length() - 1 - rounded.scale();
        }
        if (digits.length() < precision) {
            digits += "0".repeat(precision - digits.length());
        } else if (digits.length() > precision) {
            digits = digits.substring(0, precision);
        }
        StringBuilder out = new StringBuilder(precision + 8);
        if (x < 0) {
            out.append('-');
        }
        if (exponent < -4 || exponent >= precision) {
            out.append(digits.charAt(0));
            fraction(out, digits.substring(1), alternate);
            appendExponent(out, exponent);
        } else if (exponent < 0) {
            out.append('0');
            fraction(out, "0".repeat(-exponent - 1) + digits, alternate);
        } else {
            out.append(digits, 0, exponent + 1);
            fraction(out, digits.substring(exponent + 1), alternate);
        }
        return out.toString();
    }

    private static void fraction(StringBuilder out, String digits, boolean keepZeros) {
        int end = digits.length();
        while (!keepZeros && end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        if (end > 0 || keepZeros) {
            out.append('.').append(digits, 0, end);
        }
    }

    /** The digits rounded to the precision (one more digit when it carries over), or null when in doubt. */
    private static String round(String digits, int precision) {
        if (digits.length() <= precision) {
            return digits;
        }
        int tail = 0;
        for (int i = 0; i < 3; i++) {
            int at = precision + i;
            tail = tail * 10 + (at < digits.length() ? digits.charAt(at) - '0' : 0);
        }
        if (tail >= 490 && tail <= 510) {
            return null;
        }
        long kept = Long.parseLong(digits.substring(0, precision)) + (tail > 500 ? 1 : 0);
        return Long.toString(kept);
    }

    private static void appendExponent(StringBuilder out, int exponent) {
        out.append('e').append(exponent < 0 ? '-' : '+');
        int e = Math.abs(exponent);
        if (e < 10) {
            out.append('0');
        }
        out.append(e);
    }

    /** {@code %.<precision>f} of a finite number. */
    private static String fixed(double x, int precision, boolean alternate) {
        if (precision > 0 && precision < POWERS.length && Math.abs(x) * POWERS[precision] < 0x1p52) {
            return scaled(x, precision);
        }
        String s = LuaNumbers.exact(Math.abs(x))
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
        return (Double.doubleToRawLongBits(x) < 0 ? "-" : "") + s + (alternate && precision == 0 ? "." : "");
    }

    /**
     * The digits of a number that has few. The product is not exact, but the fused operation gives its error, which
     * decides where the product lies just between two whole numbers; elsewhere it is too small to matter.
     */
    private static String scaled(double x, int precision) {
        double a = Math.abs(x);
        double product = a * POWERS[precision];
        double error = Math.fma(a, POWERS[precision], -product);
        long whole = (long) product;
        double rest = product - whole;
        if (rest > 0.5 || (rest == 0.5 && (error > 0 || (error == 0 && (whole & 1) == 1)))) {
            whole++;
        }
        String digits = pad(Long.toString(whole), precision + 1);
        int point = digits.length() - precision;
        StringBuilder out = new StringBuilder(digits.length() + 2);
        if (Double.doubleToRawLongBits(x) < 0) {
            out.append('-');
        }
        return out.append(digits, 0, point)
                .append('.')
                .append(digits, point, digits.length())
                .toString();
    }

    /** {@code %.<precision>e} of a finite number. */
    private static String scientific(double x, int precision, boolean alternate) {
        StringBuilder out = new StringBuilder();
        if (Double.doubleToRawLongBits(x) < 0) {
            out.append('-');
        }
        String digits;
        int exponent;
        if (x == 0) {
            digits = "0".repeat(precision + 1);
            exponent = 0;
        } else {
            BigDecimal rounded =
                    LuaNumbers.exact(Math.abs(x)).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
            digits = rounded.unscaledValue().toString();
            exponent = digits.length() - 1 - rounded.scale();
            digits = digits.length() < precision + 1
                    ? digits + "0".repeat(precision + 1 - digits.length())
                    : digits.substring(0, precision + 1);
        }
        out.append(digits.charAt(0));
        if (precision > 0 || alternate) {
            out.append('.').append(digits, 1, digits.length());
        }
        appendExponent(out, exponent);
        return out.toString();
    }

    /** {@code %a}: the binary value in hexadecimal. */
    private static String hexadecimal(double x, int precision, boolean alternate) {
        long bits = Double.doubleToRawLongBits(x);
        String sign = bits < 0 ? "-" : "";
        int exponent = (int) (bits >>> 52 & 0x7ff);
        long mantissa = bits & 0xf_ffff_ffff_ffffL;
        if (x == 0) {
            return sign + "0x0" + (precision > 0 ? "." + "0".repeat(precision) : alternate ? "." : "") + "p+0";
        }
        long lead = exponent == 0 ? 0 : 1;
        int power = exponent == 0 ? -1022 : exponent - 1023;
        String digits;
        if (precision >= 0 && precision < 13) {
            int drop = 4 * (13 - precision);
            long whole = lead << 52 | mantissa;
            long half = 1L << (drop - 1);
            long rest = whole & ((1L << drop) - 1);
            whole >>>= drop;
            if (rest > half || (rest == half && (whole & 1) == 1)) {
                whole++;
            }
            lead = whole >>> (4 * precision);
            long low = whole & ((1L << (4 * precision)) - 1);
            digits = precision == 0 ? "" : pad(Long.toHexString(low), precision);
        } else {
            digits = pad(Long.toHexString(mantissa), 13);
            if (precision < 0) {
                int end = 13;
                while (end > 0 && digits.charAt(end - 1) == '0') {
                    end--;
                }
                digits = digits.substring(0, end);
            } else {
                digits += "0".repeat(precision - 13);
            }
        }
        return sign + "0x" + lead + (digits.isEmpty() && !alternate ? "" : ".") + digits + "p" + (power < 0 ? "-" : "+")
                + Math.abs(power);
    }

    private static String pad(String s, int length) {
        return "0".repeat(Math.max(0, length - s.length())) + s;
    }

    /**
     * A floating-point conversion.
     *
     * @param conversion one of {@code e E f F g G a A}
     * @param spec what stands before it
     */
    public static String floating(double x, char conversion, Spec spec) {
        String body;
        char lower = Character.toLowerCase(conversion);
        int precision = spec.precision() < 0 ? 6 : spec.precision();
        boolean finite = !Double.isNaN(x) && !Double.isInfinite(x);
        if (Double.isNaN(x)) {
            body = Double.doubleToRawLongBits(x) < 0 ? "-nan" : "nan";
        } else if (Double.isInfinite(x)) {
            body = x < 0 ? "-inf" : "inf";
        } else if (lower == 'f') {
            body = fixed(x, precision, spec.alternate());
        } else if (lower == 'e') {
            body = scientific(x, precision, spec.alternate());
        } else if (lower == 'a') {
            body = hexadecimal(x, spec.precision(), spec.alternate());
        } else {
            body = general(x, Math.max(1, precision), spec.alternate());
        }
        if (conversion != lower) {
            body = body.toUpperCase(java.util.Locale.ROOT);
        }
        int prefix = lower == 'a' && finite ? 2 : 0;
        return spec.pad(body, prefix, spec.zero() && finite);
    }

    /**
     * A whole-number conversion.
     *
     * @param conversion one of {@code d i u o x X}
     * @param spec what stands before it
     */
    public static String integer(long n, char conversion, Spec spec) {
        String digits;
        String sign = "";
        switch (conversion) {
            case 'o' -> {
                digits = Long.toOctalString(n);
                if (spec.alternate() && spec.precision() <= digits.length() && n != 0) {
                    digits = "0" + digits;
                }
            }
            case 'x', 'X' -> digits = Long.toHexString(n);
            case 'u' -> digits = Long.toUnsignedString(n);
            default -> {
                digits = n < 0 ? Long.toString(n).substring(1) : Long.toString(n);
                sign = n < 0 ? "-" : spec.plus() ? "+" : spec.space() ? " " : "";
            }
        }
        if (spec.precision() == 0 && n == 0) {
            digits = conversion == 'o' && spec.alternate() ? "0" : "";
        }
        digits = pad(digits, spec.precision());
        String prefix = (conversion == 'x' || conversion == 'X') && spec.alternate() && n != 0 ? "0x" : "";
        String body = sign + prefix + digits;
        if (conversion == 'X') {
            body = body.toUpperCase(java.util.Locale.ROOT);
        }
        return spec.padSigned(body, sign.length() + prefix.length(), spec.zero() && spec.precision() < 0);
    }

    /** What stands between the percent sign and the conversion. */
    public record Spec(
            boolean left, boolean plus, boolean space, boolean alternate, boolean zero, int width, int precision) {

        /** A floating-point text with its sign, padded; zeros go behind the sign and the prefix. */
        private String pad(String body, int prefix, boolean zeros) {
            String signed = body.startsWith("-") ? body : plus ? "+" + body : space ? " " + body : body;
            int lead = signed.length() - body.length() + (body.startsWith("-") ? 1 : 0);
            return padSigned(signed, lead + prefix, zeros);
        }

        private String padSigned(String body, int lead, boolean zeros) {
            int missing = width - body.length();
            if (missing <= 0) {
                return body;
            }
            if (left) {
                return body + " ".repeat(missing);
            }
            return zeros
                    ? body.substring(0, lead) + "0".repeat(missing) + body.substring(lead)
                    : " ".repeat(missing) + body;
        }
    }
}
