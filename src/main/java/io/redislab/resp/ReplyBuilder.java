package io.redislab.resp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Builds {@link Reply} trees: what the lab and grading look at. */
public final class ReplyBuilder extends ReplySink {
    private final List<Reply> finished = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    private static final class Open {
        private final char kind;
        private final List<Reply> items;
        private int missing;

        private Open(char kind, int missing) {
            this.kind = kind;
            this.missing = missing;
            this.items = new ArrayList<>();
        }
    }

    /** The complete replies so far, in order; they are taken away. */
    public List<Reply> take() {
        List<Reply> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    private void add(Reply reply) {
        Reply done = reply;
        while (true) {
            Open parent = open.peek();
            if (parent == null) {
                finished.add(done);
                return;
            }
            parent.items.add(done);
            if (parent.missing < 0 || --parent.missing > 0) {
                return;
            }
            open.pop();
            done = close(parent);
        }
    }

    private Reply close(Open aggregate) {
        List<Reply> items = Collections.unmodifiableList(aggregate.items);
        return switch (aggregate.kind) {
            case '%' -> resp3() ? new Reply.MapReply(items) : new Reply.Array(items);
            case '~' -> resp3() ? new Reply.SetReply(items) : new Reply.Array(items);
            case '>' -> resp3() ? new Reply.Push(items) : new Reply.Array(items);
            case '|' -> new Reply.Attribute(items);
            default -> new Reply.Array(items);
        };
    }

    private void begin(char kind, int count) {
        Open aggregate = new Open(kind, count);
        if (count == 0) {
            add(close(aggregate));
        } else {
            open.push(aggregate);
        }
    }

    @Override
    public void status(String text) {
        add(new Reply.Status(WireText.readable(text)));
    }

    @Override
    public void error(String text) {
        add(new Reply.Failure(WireText.readable(text).replace('\r', ' ').replace('\n', ' ')));
    }

    @Override
    public void integer(long value) {
        add(new Reply.Int(value));
    }

    @Override
    public void bulk(byte[] bytes, int offset, int length) {
        add(new Reply.Bulk(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    @Override
    public void nil() {
        add(new Reply.Nil());
    }

    @Override
    public void nilArray() {
        add(resp3() ? new Reply.Nil() : new Reply.NilArray());
    }

    @Override
    public void array(int length) {
        begin('*', length);
    }

    @Override
    public void map(int pairs) {
        begin('%', 2 * pairs);
    }

    @Override
    public void set(int length) {
        begin('~', length);
    }

    @Override
    public void push(int length) {
        begin('>', length);
    }

    @Override
    public void attribute(int pairs) {
        begin('|', 2 * pairs);
    }

    @Override
    protected void writeDouble(double value, byte[] text) {
        if (resp3()) {
            add(new Reply.DoubleReply(value, new String(text, java.nio.charset.StandardCharsets.ISO_8859_1)));
        } else {
            add(new Reply.Bulk(text));
        }
    }

    @Override
    public void bool(boolean value) {
        add(resp3() ? new Reply.Bool(value) : new Reply.Int(value ? 1 : 0));
    }

    @Override
    public void bigNumber(String digits) {
        if (resp3()) {
            add(new Reply.BigNumber(digits));
        } else {
            bulk(digits);
        }
    }

    @Override
    public void verbatim(String format, byte[] bytes) {
        if (resp3()) {
            add(new Reply.Verbatim(format, bytes.clone()));
        } else {
            bulk(bytes);
        }
    }

    @Override
    public int openDeferred(char kind) {
        open.push(new Open(kind, -1));
        return open.size();
    }

    @Override
    public void closeDeferred(int mark, int length) {
        if (open.size() != mark) {
            throw new IllegalStateException("aggregates closed out of order");
        }
        Open aggregate = open.pop();
        add(close(aggregate));
    }
}
