package io.redislab.engine.script;

import io.redislab.lua.LuaString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Between a script's bytes and the texts of status and error replies, which are UTF-8 on the wire. */
final class Texts {
    private Texts() {}

    /** The bytes as UTF-8 where they are that, otherwise as Latin-1. */
    static String of(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return decode(bytes);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    static String of(LuaString text) {
        return of(text.bytes());
    }

    static LuaString lua(String text) {
        return LuaString.utf8(text);
    }
}
