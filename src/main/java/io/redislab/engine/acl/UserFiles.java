package io.redislab.engine.acl;

import io.redislab.engine.Engine;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Users in files: the lines of redis.conf at the start, and the ACL file then and whenever ACL LOAD or SAVE ask for it. */
public final class UserFiles {
    private final Engine engine;
    private final AccessControl acl;

    UserFiles(Engine engine, AccessControl acl) {
        this.engine = engine;
        this.acl = acl;
    }

    /** Whether the configuration names an ACL file. */
    public boolean exist() {
        return !engine.config().aclfile().isEmpty();
    }

    /** As the configuration says, from the working directory on. */
    private String path() {
        String path = engine.config().aclfile();
        return path.startsWith("/") ? path : Storage.in(engine.config().dir(), path);
    }

    /**
     * Makes the users that redis.conf and the ACL file name.
     *
     * @throws AclException when they can't be made, and the server must not start
     */
    public void loadAtStartup(UserLines lines) throws AclException {
        if (exist() && !lines.isEmpty()) {
            throw new AclException(
                    "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is"
                            + " invalid. This setup is very likely to lead to configuration errors and security holes,"
                            + " please define either an ACL file or declare users directly in your redis.conf, but not"
                            + " both.");
        }
        for (UserLines.UserLine line : lines.lines()) {
            load(line);
        }
        if (exist()) {
            String errors = load();
            if (errors != null) {
                throw new AclException("Aborting Redis startup because of ACL errors: " + errors);
            }
        }
    }

    private void load(UserLines.UserLine line) throws AclException {
        if (Rules.hasSpaces(line.name())) {
            throw new AclException("Spaces not allowed in ACL usernames");
        }
        User user = acl.begin(line.name());
        Rules rules = acl.rules();
        for (String rule : line.rules()) {
            RuleFault fault = rules.apply(user, rule);
            if (fault != null) {
                throw new AclException("Error loading ACL rule '" + rule + "' for the user named '" + line.name()
                        + "': " + fault.text());
            }
        }
        if (!user.isEnabled()) {
            engine.log()
                    .notice("The user '" + line.name() + "' is disabled (there is no 'on' modifier in the user"
                            + " description). Make sure this is not a configuration error.");
        }
    }

    /**
     * Takes the users from the ACL file; sessions of all but the default user are ended. With an error nothing changes.
     *
     * @return what is wrong, in Redis' words; null when nothing is
     */
    public @Nullable String load() {
        String path = engine.config().aclfile();
        AclFileReader reader = new AclFileReader(path, acl.rules());
        try (InputStream in = engine.storage().read(path())) {
            reader.read(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return "Error loading ACLs, opening file '" + path + "': " + e.getMessage();
        }
        if (!reader.errors().isEmpty()) {
            return reader.errors()
                    + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";
        }
        acl.replaceAll(reader.users());
        return null;
    }

    /** Writes all users into the ACL file. @throws IOException in the system's words; the old file is as it was */
    public void save() throws IOException {
        StringBuilder text = new StringBuilder();
        acl.users().forEach(user -> text.append("user ").append(acl.line(user)).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        String path = path();
        String draft = path + ".tmp-" + ProcessHandle.current().pid() + "-" + engine.now();
        try (OutputFile file = engine.storage().create(draft)) {
            file.write(bytes, 0, bytes.length);
        }
        engine.storage().rename(draft, path);
    }
}
