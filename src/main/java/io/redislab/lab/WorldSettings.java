package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.acl.User;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.script.ScriptingImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an engine is besides its data, at one time: configuration, scripts of EVAL, users. Functions are not among them: in
 * Redis they count as data.
 */
final class WorldSettings {
    private final Configuration config;
    private final ScriptingImage scripts;
    private final long usersEdition;
    /** The rules by name. */
    private final Map<String, String> users = new TreeMap<>();

    private WorldSettings(Engine engine) {
        config = engine.config().copy();
        scripts = engine.scripting().image();
        usersEdition = engine.acl().edition();
        for (User user : engine.acl().users()) {
            users.put(user.name(), engine.acl().line(user).substring(user.name().length() + 1));
        }
    }

    static WorldSettings of(Engine engine) {
        return new WorldSettings(engine);
    }

    /** Whether the engine has exactly these still; cheap. */
    boolean areOf(Engine engine) {
        return engine.config().hasValuesOf(config)
                && engine.acl().edition() == usersEdition
                && engine.scripting().image().isLike(scripts);
    }

    /** Commands that make of an engine with these settings one with the settings of the other. */
    List<byte[][]> commandsTo(WorldSettings other) {
        List<byte[][]> commands = new ArrayList<>();
        for (String name : other.config.namesThatDiffer(config)) {
            byte[] value = String.valueOf(other.config.get(name)).getBytes(StandardCharsets.UTF_8);
            commands.add(new byte[][] {bytes("CONFIG"), bytes("SET"), bytes(name), value});
        }
        for (String name : users.keySet()) {
            if (!other.users.containsKey(name)) {
                commands.add(words("ACL", "DELUSER", name));
            }
        }
        other.users.forEach((name, rules) -> {
            if (!rules.equals(users.get(name))) {
                commands.add(words(("ACL SETUSER " + name + " reset " + rules).split(" ", -1)));
            }
        });
        scripts(other.scripts, commands);
        return commands;
    }

    private void scripts(ScriptingImage other, List<byte[][]> commands) {
        if (other.isLike(scripts)) {
            return;
        }
        List<byte[]> before = scripts.scripts();
        List<byte[]> after = other.scripts();
        int known = 0;
        while (known < before.size() && known < after.size() && Arrays.equals(before.get(known), after.get(known))) {
            known++;
        }
        if (known < before.size()) {
            known = 0;
            commands.add(words("SCRIPT", "FLUSH"));
        }
        for (byte[] body : after.subList(known, after.size())) {
            commands.add(new byte[][] {bytes("SCRIPT"), bytes("LOAD"), body});
        }
    }

    private static byte[][] words(String... words) {
        byte[][] argv = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            argv[i] = bytes(words[i]);
        }
        return argv;
    }

    /** Of users' names and rules, whose characters are bytes. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
