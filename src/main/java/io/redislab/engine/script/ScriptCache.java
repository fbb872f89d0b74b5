package io.redislab.engine.script;

import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaString;
import io.redislab.lua.exec.LuaCompiler;
import io.redislab.lua.lib.LuaLibraries;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scripts of EVAL and SCRIPT LOAD, compiled, by the SHA1 of their text. */
final class ScriptCache {
    private static final LuaString CHUNK = LuaString.of("@user_script");
    /** What a cached script takes beside its text: a dictionary's entry and a struct. */
    private static final int OVERHEAD = 100;

    /** A script that was compiled. */
    record Script(String sha, byte[] body, ScriptTraits traits, LuaClosure code) {}

    private final ScriptHost host;
    private final Map<String, Script> scripts = new LinkedHashMap<>();
    private long memory;

    ScriptCache(Engine engine) {
        host = new ScriptHost(engine, false);
        RedisLibrary.addEvalOnly(host);
        LuaLibraries.guardGlobals(host.state());
        LuaLibraries.protect(host.state());
    }

    ScriptHost host() {
        return host;
    }

    Collection<Script> all() {
        return scripts.values();
    }

    /** Bytes, roughly, that the scripts' texts take. */
    long memory() {
        return memory;
    }

    /** The script of this name in any case, or null. */
    @Nullable
    Script find(String sha) {
        return scripts.get(sha);
    }

    static String lowerCase(byte[] sha) {
        return Texts.of(sha).toLowerCase(Locale.ROOT);
    }

    /**
     * The compiled script.
     *
     * @throws RedisError when its first line or its syntax is wrong
     */
    Script load(byte[] body) {
        String sha = Sha1.hex(body);
        Script known = scripts.get(sha);
        if (known != null) {
            return known;
        }
        Shebang.OfScript first = Shebang.ofScript(body);
        Script script =
                new Script(sha, body, first.traits(), compile(Arrays.copyOfRange(body, first.length(), body.length)));
        scripts.put(sha, script);
        memory += body.length + OVERHEAD;
        return script;
    }

    private LuaClosure compile(byte[] text) {
        host.restart();
        try {
            return LuaCompiler.compile(host.state(), text, CHUNK, host.state().globals(), false);
        } catch (LuaError e) {
            throw new RedisError("ERR Error compiling script (new function): " + Texts.of(ScriptErrors.text(e)));
        }
    }
}
