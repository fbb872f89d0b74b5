package io.redislab.engine.script;

import io.redislab.engine.Engine;
import io.redislab.engine.RedisError;
import io.redislab.lua.LuaClosure;
import io.redislab.lua.LuaError;
import io.redislab.lua.LuaString;
import io.redislab.lua.exec.LuaCompiler;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scripts of EVAL and SCRIPT LOAD, by the SHA1 of their text, with the Lua world that they run in. */
final class ScriptCache {
    private static final LuaString CHUNK = LuaString.of("@user_script");
    /** What a cached script takes beside its text: a dictionary's entry and a struct. */
    private static final int OVERHEAD = 100;

    private static final int RECENT = 64;

    /** A script without mistakes. It is compiled when it runs, if it was not before. */
    static final class Script {
        private final String sha;
        private final byte[] body;
        private final Shebang.OfScript first;
        private @Nullable LuaClosure code;

        private Script(String sha, byte[] body, Shebang.OfScript first) {
            this.sha = sha;
            this.body = body;
            this.first = first;
        }

        String sha() {
            return sha;
        }

        byte[] body() {
            return body;
        }

        ScriptTraits traits() {
            return first.traits();
        }
    }

    private final Engine engine;
    private final Map<String, Script> scripts = new LinkedHashMap<>();
    /** Scripts that EVAL has run, found by a look at their text: their SHA1 takes longer than a short script. */
    private final @Nullable Script[] recent = new Script[RECENT];

    private @Nullable ScriptHost host;
    private long memory;

    ScriptCache(Engine engine) {
        this.engine = engine;
    }

    /** Takes over the first so many scripts of another cache. */
    ScriptCache(Engine engine, ScriptCache other, int count) {
        this(engine);
        other.scripts.values().stream()
                .limit(count)
                .forEach(script -> add(new Script(script.sha, script.body, script.first)));
    }

    /** The texts of the first so many scripts. */
    List<byte[]> bodies(int count) {
        return scripts.values().stream().limit(count).map(Script::body).toList();
    }

    ScriptHost host() {
        ScriptHost made = host;
        if (made == null) {
            made = new ScriptHost(engine, null);
            host = made;
        }
        return made;
    }

    int size() {
        return scripts.size();
    }

    /** Bytes, roughly, that the scripts' texts take. */
    long memory() {
        return memory;
    }

    /** The script of this name in lower case, or null. */
    @Nullable
    Script find(String sha) {
        return scripts.get(sha);
    }

    static String lowerCase(byte[] sha) {
        return Texts.of(sha).toLowerCase(Locale.ROOT);
    }

    /**
     * Makes a script known.
     *
     * @throws RedisError when its first line or its syntax is wrong
     */
    Script load(byte[] body) {
        int slot = slot(body);
        Script likely = recent[slot];
        if (likely != null && Arrays.equals(likely.body, body)) {
            return likely;
        }
        String sha = Sha1.hex(body);
        Script script = scripts.get(sha);
        if (script == null) {
            script = new Script(sha, body, Shebang.ofScript(body));
            code(script);
            add(script);
        }
        recent[slot] = script;
        return script;
    }

    private static int slot(byte[] body) {
        int length = body.length;
        int sample = length == 0 ? 0 : 31 * (31 * body[length / 2] + body[length - 1]) + body[length / 3];
        return (31 * sample + length) & (RECENT - 1);
    }

    private void add(Script script) {
        scripts.put(script.sha, script);
        memory += script.body.length + OVERHEAD;
    }

    LuaClosure code(Script script) {
        LuaClosure code = script.code;
        if (code == null) {
            code = compile(host(), script, false);
            script.code = code;
        }
        return code;
    }

    /** @param debug whether the code tells a debugger of its lines */
    static LuaClosure compile(ScriptHost host, Script script, boolean debug) {
        byte[] text = Arrays.copyOfRange(script.body, script.first.length(), script.body.length);
        host.restart();
        try {
            return LuaCompiler.compile(host.state(), text, CHUNK, host.state().globals(), debug);
        } catch (LuaError e) {
            throw new RedisError("ERR Error compiling script (new function): " + Texts.of(ScriptErrors.text(e)));
        }
    }
}
