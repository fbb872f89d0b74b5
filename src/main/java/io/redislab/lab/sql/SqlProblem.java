package io.redislab.lab.sql;

/** A statement failed; the message and the rest are in PostgreSQL's words as far as its cause is known. */
public final class SqlProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;
    private final int position;
    private final String hint;

    SqlProblem(String message, String detail, int position) {
        this(message, detail, position, "");
    }

    SqlProblem(String message, String detail, int position, String hint) {
        super(message);
        this.detail = detail;
        this.position = position;
        this.hint = hint;
    }

    /** What may help; empty for nothing. */
    public String hint() {
        return hint;
    }

    /** What else is known; empty for nothing. */
    public String detail() {
        return detail;
    }

    /** Where in the statement, from 0; -1 where that is not known. */
    public int position() {
        return position;
    }
}
