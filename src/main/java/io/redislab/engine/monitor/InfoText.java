package io.redislab.engine.monitor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The text of INFO while it is written: sections of {@code name:value} lines. */
public final class InfoText {
    private final StringBuilder text = new StringBuilder();

    void title(String title) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(title).append("\r\n");
    }

    /** One field. */
    public InfoText field(String name, Object value) {
        text.append(name).append(':').append(value).append("\r\n");
        return this;
    }

    /** A number with two decimals. */
    public InfoText decimal(String name, double value) {
        return field(name, twoDecimals(value));
    }

    /** Two decimals and a per cent sign. */
    public InfoText percent(String name, double value) {
        return field(name, twoDecimals(value) + "%");
    }

    /** Bytes, and again in {@code name_human}: 1.50M. */
    public InfoText bytes(String name, long value) {
        field(name, value);
        return field(name + "_human", human(value));
    }

    static String twoDecimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Bytes as people read them: 512B, 1.50K, 2.00G. */
    public static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        String units = "KMGTP";
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return twoDecimals(value) + units.charAt(unit);
    }

    byte[] toBytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
