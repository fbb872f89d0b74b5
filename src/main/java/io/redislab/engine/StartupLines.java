package io.redislab.engine;

import io.redislab.engine.acl.AclException;
import io.redislab.engine.acl.UserLines;
import io.redislab.engine.command.CommandTable;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.ConfigFileException;
import io.redislab.engine.config.ConfigReader;
import io.redislab.engine.config.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of redis.conf that are no parameters, kept until there is an engine: users, other names for
 * commands, modules.
 */
public final class StartupLines implements ConfigReader.Directives {
    private final Configuration configuration;
    private final UserLines users = new UserLines();
    private final List<String> modules = new ArrayList<>();
    private CommandTable commands = CommandTable.standard();

    /** @param configuration which is being read */
    public StartupLines(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public void user(ConfigReader.UserLine user) throws ConfigException {
        List<String> words = user.words().stream()
                .map(word -> new String(word, StandardCharsets.ISO_8859_1))
                .toList();
        String error = users.add(words, configuration.aclPubsubDefaultAllChannels());
        if (error != null) {
            throw new ConfigException(error);
        }
    }

    @Override
    public void rename(ConfigReader.Rename rename) throws ConfigException {
        try {
            commands = commands.renamed(bytes(rename.command()), bytes(rename.newName()));
        } catch (IllegalArgumentException refused) {
            throw new ConfigException(String.valueOf(refused.getMessage()));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void module(ConfigReader.Module module) {
        modules.add(module.path());
    }

    /**
     * Makes the engine as the lines say.
     *
     * @throws AclException when its users can't be made
     * @throws ConfigFileException when it is to load modules, which it can't
     */
    public void apply(Engine engine) throws AclException, ConfigFileException {
        if (!modules.isEmpty()) {
            throw new ConfigFileException("Can't load module from " + modules.get(0) + ": server aborting");
        }
        engine.setCommands(commands);
        engine.acl().files().loadAtStartup(users);
    }
}
