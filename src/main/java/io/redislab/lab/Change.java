package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.Session;
import io.redislab.engine.acl.AccessControl;
import io.redislab.engine.config.Configuration;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.engine.keyspace.KeyImage;
import io.redislab.engine.script.ScriptingImage;
import io.redislab.engine.value.StringValue;
import io.redislab.engine.value.Value;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a step has changed, as it was before. Putting that in the place of what is there now answers the change
 * that takes this back, so that both ways are the same work and nothing is copied.
 */
sealed interface Change {
    /** The world in which a change is taken back. */
    interface Scene {
        /** The engine that is the world's server now. */
        Engine engine();

        /** Puts another engine in its place. */
        void replace(Engine engine);

        /** Who is called so at the prompt; null when nobody is connected under that name. */
        @Nullable
        Session client(String name);

        /** Moves the wall time by so many µs, without anything happening on the way. */
        void moveClock(long micros);
    }

    /** Puts what was there in the place of what is, and answers what was replaced. */
    Change exchange(Scene scene);

    /** Makes a fork what it was, and keeps this as it is. */
    void turnBack(Engine fork);

    /** Whether something is another now, as far as can be seen without looking into values. */
    default boolean shows(Engine now) {
        return true;
    }

    /** Which database was the one before it that has this number now. */
    default int databaseBefore(int database) {
        return database;
    }

    /** What it says of a key, if anything. */
    default Optional<KeyImage> of(int database, byte[] key) {
        return Optional.empty();
    }

    /** A key was this. */
    record Key(int database, byte[] key, KeyImage image) implements Change {
        @Override
        public Change exchange(Scene scene) {
            Database of = scene.engine().keyspace().database(database);
            KeyImage before = of.exchange(key, image);
            scene.engine().keyspace().touched(of, key, null);
            return new Key(database, key, before);
        }

        @Override
        public void turnBack(Engine fork) {
            KeyImage own = image.copy();
            fork.keyspace().database(database).exchange(key, own);
        }

        @Override
        public boolean shows(Engine now) {
            Database of = now.keyspace().database(database);
            KeyEntry entry = of.find(key);
            if (entry == null || image.value().isEmpty()) {
                return entry != null || image.value().isPresent();
            }
            Value was = image.value().get();
            return !entry.value().encoding().equals(was.encoding())
                    || of.expireAt(key) != image.expireAt()
                    // BITFIELD makes room for what then fails.
                    || was instanceof StringValue text
                            && entry.value() instanceof StringValue other
                            && text.length() != other.length();
        }

        @Override
        public Optional<KeyImage> of(int ofDatabase, byte[] ofKey) {
            return database == ofDatabase && Arrays.equals(key, ofKey) ? Optional.of(image) : Optional.empty();
        }
    }

    /** A database held this. */
    record All(int database, Database.Content content) implements Change {
        @Override
        public Change exchange(Scene scene) {
            return new All(
                    database, scene.engine().keyspace().database(database).exchange(content));
        }

        @Override
        public void turnBack(Engine fork) {
            fork.keyspace().database(database).exchange(content.copy());
        }

        @Override
        public Optional<KeyImage> of(int ofDatabase, byte[] ofKey) {
            return database == ofDatabase ? Optional.of(content.image(ofKey)) : Optional.empty();
        }
    }

    /** Two databases changed places. */
    record Swap(int one, int other) implements Change {
        @Override
        public Change exchange(Scene scene) {
            turnBack(scene.engine());
            return this;
        }

        @Override
        public void turnBack(Engine fork) {
            fork.keyspace().swap(one, other);
        }

        @Override
        public int databaseBefore(int database) {
            return database == one ? other : database == other ? one : database;
        }
    }

    /** The server was this engine. */
    record Server(Engine engine) implements Change {
        @Override
        public Change exchange(Scene scene) {
            Engine before = scene.engine();
            scene.replace(engine);
            return new Server(before);
        }

        /** Whoever wants the time before takes a fork of that engine: {@link Timeline#engineAt}. */
        @Override
        public void turnBack(Engine fork) {}

        @Override
        public Optional<KeyImage> of(int database, byte[] key) {
            return database < engine.keyspace().count()
                    ? Optional.of(engine.keyspace().database(database).image(key))
                    : Optional.empty();
        }
    }

    /** The clock was turned by so many µs; of a fork the clock is made anew. */
    record Clock(long micros) implements Change {
        @Override
        public Change exchange(Scene scene) {
            scene.moveClock(-micros);
            return new Clock(-micros);
        }

        @Override
        public void turnBack(Engine fork) {}
    }

    /**
     * Something besides the data, of which a step keeps what it was at its beginning. One may hang on another: a password in
     * the configuration is the default user's.
     */
    sealed interface State extends Change {
        /** What it is now. */
        State now(Scene scene);

        void apply(Scene scene);

        @Override
        default Change exchange(Scene scene) {
            Change before = now(scene);
            apply(scene);
            return before;
        }
    }

    /** The configuration was this. */
    record Settings(Configuration config) implements State {
        @Override
        public State now(Scene scene) {
            return new Settings(scene.engine().config().copy());
        }

        @Override
        public void apply(Scene scene) {
            turnBack(scene.engine());
        }

        @Override
        public void turnBack(Engine fork) {
            fork.config().restore(config);
        }
    }

    /** These scripts and libraries were known. */
    record Scripts(ScriptingImage image) implements State {
        @Override
        public State now(Scene scene) {
            return new Scripts(scene.engine().scripting().image());
        }

        @Override
        public void apply(Scene scene) {
            turnBack(scene.engine());
        }

        @Override
        public void turnBack(Engine fork) {
            fork.scripting().restore(image);
        }
    }

    /** The users were these. */
    record Users(AccessControl.Image image) implements State {
        @Override
        public State now(Scene scene) {
            return new Users(scene.engine().acl().image());
        }

        @Override
        public void apply(Scene scene) {
            turnBack(scene.engine());
        }

        @Override
        public void turnBack(Engine fork) {
            fork.acl().restore(image);
        }
    }

    /** A client's session was this; of a fork nobody is a client. */
    record Client(String name, SessionImage image) implements State {
        @Override
        public State now(Scene scene) {
            Session session = scene.client(name);
            return session == null ? this : new Client(name, SessionImage.of(session));
        }

        @Override
        public void apply(Scene scene) {
            Session session = scene.client(name);
            if (session != null) {
                image.restore(scene.engine(), session);
            }
        }

        @Override
        public void turnBack(Engine fork) {}
    }
}
