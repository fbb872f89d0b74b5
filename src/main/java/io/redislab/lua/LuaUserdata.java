package io.redislab.lua;

/** An opaque value of the host; two are equal when they are the same object. */
public final class LuaUserdata {
    private final String text;

    /** @param text what {@code tostring} gives, for example {@code userdata: NULL} */
    public LuaUserdata(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
