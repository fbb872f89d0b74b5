package io.redislab.lab;

import java.util.List;

/**
 * How the lab speaks to the learner. Texts are made safe for the terminal by whoever shows them; each call is a paragraph
 * or a line of its own.
 */
public interface Voice {
    /** What kind of a line it is. */
    enum Mark {
        /** Something is done or met. */
        MET,
        /** Something is not. */
        UNMET,
        /** More about the line before. */
        DETAIL,
        /** What happened, or what to do next. */
        NOTE,
        /** Something is wrong. */
        TROUBLE
    }

    /** A heading, with a word at the right end of its line. */
    void heading(String text, String right);

    /** Markdown. */
    void text(String markdown);

    void line(Mark mark, String text);

    /** Markdown of an author's behind a mark: a sentence or two. */
    void remark(Mark mark, String markdown);

    /** Columns that stand under each other. */
    void table(List<List<String>> rows);

    /** Lines that stand as they are; each is cut at the screen's edge. */
    void drawing(List<String> lines);

    /** What is said meanwhile belongs together: where it is too long, it is shown from its beginning, in portions. */
    void together(Runnable said);

    /** Asks a question that needs a clear yes. */
    boolean confirm(String question);
}
