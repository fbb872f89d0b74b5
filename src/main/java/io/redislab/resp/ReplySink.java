package io.redislab.resp;

import java.nio.charset.StandardCharsets;

/**
 * Where a command writes its reply, without knowing whether it becomes RESP2 or RESP3 bytes, a {@link Reply} tree or a
 * Lua value. Aggregates are written as a header followed by that many replies; a map of n pairs by 2n replies.
 */
public abstract class ReplySink {
    private int protocol = 2;

    /** 2 or 3. */
    public final int protocol() {
        return protocol;
    }

    public void setProtocol(int version) {
        protocol = version;
    }

    public final boolean resp3() {
        return protocol == 3;
    }

    /** {@code +text}; the text is {@link WireText} and has no CR or LF. */
    public abstract void status(String text);

    /**
     * {@code -text}; the text is {@link WireText} and starts with its code, as in {@code ERR syntax error}. CR and LF in it
     * become spaces.
     */
    public abstract void error(String text);

    public abstract void integer(long value);

    public abstract void bulk(byte[] bytes, int offset, int length);

    /** RESP2 {@code $-1}, RESP3 {@code _}. */
    public abstract void nil();

    /** RESP2 {@code *-1}, RESP3 {@code _}. */
    public abstract void nilArray();

    public abstract void array(int length);

    /** RESP2: an array of 2n. */
    public abstract void map(int pairs);

    /** RESP2: an array. */
    public abstract void set(int length);

    /** RESP2: an array. */
    public abstract void push(int length);

    /** RESP3 only: attributes of the reply that follows. */
    public abstract void attribute(int pairs);

    /** With 17 significant digits, as scores are shown; see {@link Numbers#formatDouble}. RESP2: a bulk string. */
    public final void doubleValue(double value) {
        writeDouble(value, Numbers.formatDouble(value));
    }

    /** In plain decimal notation, as coordinates are shown; see {@link Numbers#formatPlain}. RESP2: a bulk string. */
    public final void plainDouble(double value) {
        writeDouble(value, Numbers.formatPlain(value));
    }

    /** Writes a double that looks like this text. */
    protected abstract void writeDouble(double value, byte[] text);

    /** RESP2: 1 or 0. */
    public abstract void bool(boolean value);

    /** RESP2: a bulk string. */
    public abstract void bigNumber(String digits);

    /** RESP2: a bulk string. The format has three letters. */
    public abstract void verbatim(String format, byte[] bytes);

    /**
     * Opens an array whose length is known only later; close it with {@link #closeDeferred}. They nest.
     *
     * @param kind '*' array, '%' map (the length counts pairs), '~' set, '>' push
     * @return a mark for {@link #closeDeferred}
     */
    public abstract int openDeferred(char kind);

    public abstract void closeDeferred(int mark, int length);

    /** Copies a finished reply tree. */
    public final void reply(Reply reply) {
        if (reply instanceof Reply.Status s) {
            status(s.text());
        } else if (reply instanceof Reply.Failure f) {
            error(f.text());
        } else if (reply instanceof Reply.Int i) {
            integer(i.value());
        } else if (reply instanceof Reply.Bulk b) {
            bulk(b.bytes());
        } else if (reply instanceof Reply.Nil) {
            nil();
        } else if (reply instanceof Reply.NilArray) {
            nilArray();
        } else if (reply instanceof Reply.Array a) {
            array(a.items().size());
            a.items().forEach(this::reply);
        } else if (reply instanceof Reply.MapReply m) {
            map(m.items().size() / 2);
            m.items().forEach(this::reply);
        } else if (reply instanceof Reply.SetReply s) {
            set(s.items().size());
            s.items().forEach(this::reply);
        } else if (reply instanceof Reply.Push p) {
            push(p.items().size());
            p.items().forEach(this::reply);
        } else if (reply instanceof Reply.Attribute a) {
            attribute(a.items().size() / 2);
            a.items().forEach(this::reply);
        } else if (reply instanceof Reply.DoubleReply d) {
            writeDouble(d.value(), d.text().getBytes(StandardCharsets.ISO_8859_1));
        } else if (reply instanceof Reply.Bool b) {
            bool(b.value());
        } else if (reply instanceof Reply.BigNumber n) {
            bigNumber(n.digits());
        } else if (reply instanceof Reply.Verbatim v) {
            verbatim(v.format(), v.bytes());
        }
    }

    public final void ok() {
        status("OK");
    }

    public final void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    public final void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A number as a bulk string, which is how RESP2 answers lists of scores, cursors and the like. */
    public void bulkLong(long value) {
        bulk(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
    }

    public final void emptyArray() {
        array(0);
    }
}
