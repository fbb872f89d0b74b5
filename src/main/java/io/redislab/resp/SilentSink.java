package io.redislab.resp;

/** Takes replies that nobody is to get, as after CLIENT REPLY OFF. */
public class SilentSink extends ReplySink {
    @Override
    public void status(String text) {}

    @Override
    public void error(String text) {}

    @Override
    public void integer(long value) {}

    @Override
    public void bulk(byte[] bytes, int offset, int length) {}

    @Override
    public void nil() {}

    @Override
    public void nilArray() {}

    @Override
    public void array(int length) {}

    @Override
    public void map(int pairs) {}

    @Override
    public void set(int length) {}

    @Override
    public void push(int length) {}

    @Override
    public void attribute(int pairs) {}

    @Override
    protected void writeDouble(double value, byte[] text) {}

    @Override
    public void bool(boolean value) {}

    @Override
    public void bigNumber(String digits) {}

    @Override
    public void verbatim(String format, byte[] bytes) {}

    @Override
    public int openDeferred(char kind) {
        return 0;
    }

    @Override
    public void closeDeferred(int mark, int length) {}
}
