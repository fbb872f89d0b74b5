package io.redislab.lua.syntax;

/** What the lexer tells apart beyond single characters, which stand for themselves. */
enum Token {
    AND("and"),
    BREAK("break"),
    DO("do"),
    ELSE("else"),
    ELSEIF("elseif"),
    END("end"),
    FALSE("false"),
    FOR("for"),
    FUNCTION("function"),
    IF("if"),
    IN("in"),
    LOCAL("local"),
    NIL("nil"),
    NOT("not"),
    OR("or"),
    REPEAT("repeat"),
    RETURN("return"),
    THEN("then"),
    TRUE("true"),
    UNTIL("until"),
    WHILE("while"),
    CONCAT(".."),
    DOTS("..."),
    EQ("=="),
    GE(">="),
    LE("<="),
    NE("~="),
    NUMBER("<number>"),
    NAME("<name>"),
    STRING("<string>"),
    EOS("<eof>");

    /** The code of the first; codes below are characters. */
    static final int FIRST = 257;

    private static final Token[] ALL = values();

    final String text;

    Token(String text) {
        this.text = text;
    }

    @SuppressWarnings("EnumOrdinal") // Codes live only as long as the parser.
    int code() {
        return FIRST + ordinal();
    }

    static Token of(int code) {
        return ALL[code - FIRST];
    }
}
