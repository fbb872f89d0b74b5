package io.redislab.engine.script;

import io.redislab.lua.LuaString;
import io.redislab.resp.WireText;

/** Between a script's bytes and the texts of status and error replies: {@link WireText}. */
final class Texts {
    private Texts() {}

    static String of(byte[] bytes) {
        return WireText.of(bytes);
    }

    static String of(LuaString text) {
        return WireText.of(text.bytes());
    }

    static LuaString lua(String text) {
        return LuaString.wrap(WireText.bytes(text));
    }
}
