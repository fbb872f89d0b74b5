package io.redislab.terminal;

/** How much a terminal can show. Without colour, meaning is carried by marks and words alone. */
public enum Style {
    /** Escape sequences for bold, dim and a few of the terminal's own colours. */
    COLOUR("\u001b[1m", "\u001b[2m", "\u001b[36m", "\u001b[3m", "\u001b[0m"),
    /** No escape sequence at all. */
    PLAIN("", "", "", "", "");

    private final String bold;
    private final String dim;
    private final String code;
    private final String italic;
    private final String reset;

    Style(String bold, String dim, String code, String italic, String reset) {
        this.bold = bold;
        this.dim = dim;
        this.code = code;
        this.italic = italic;
        this.reset = reset;
    }

    /** The sequence that starts a look; empty without colour. */
    String start(Look look) {
        return switch (look) {
            case NORMAL -> "";
            case BOLD -> bold;
            case DIM -> dim;
            case CODE -> code;
            case ITALIC -> italic;
        };
    }

    String end(Look look) {
        return look == Look.NORMAL ? "" : reset;
    }

    /** What a piece of text is. */
    enum Look {
        NORMAL,
        BOLD,
        DIM,
        CODE,
        ITALIC
    }
}
