package io.redislab.engine;

import io.redislab.engine.acl.AclException;
import io.redislab.engine.acl.UserLines;
import io.redislab.engine.config.ConfigException;
import io.redislab.engine.config.ConfigReader;
import io.redislab.engine.config.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines of redis.conf that are no parameters, kept until there is an engine: users. */
public final class StartupLines implements ConfigReader.Directives {
    private final Configuration configuration;
    private final UserLines users = new UserLines();

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

    /** Makes the engine as the lines say. @throws AclException when its users can't be made */
    public void apply(Engine engine) throws AclException {
        engine.acl().loadAtStartup(users);
    }
}
