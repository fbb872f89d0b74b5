package io.redislab.engine.config;

import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.util.List;

/** The files that a configuration is read from and written to. */
public interface ConfigFiles {
    /**
     * The content of a file.
     *
     * @param path relative to the directory, or absolute
     * @throws IOException whose message is that of the operating system: {@code No such file or directory}
     */
    byte[] read(String directory, String path) throws IOException;

    boolean exists(String absolutePath);

    /** The paths that match a pattern with {@code * ? []}, sorted. */
    List<String> match(String directory, String pattern);

    /** Replaces a file's content at once, or leaves it as it was. */
    void write(String path, byte[] content) throws IOException;

    /**
     * The absolute name of a directory that is there.
     *
     * @throws ConfigException with the operating system's words when it is not
     */
    String directory(String from, String path) throws ConfigException;

    /** The same files on a copy of the storage; none where these are not on it. */
    default ConfigFiles on(Storage copy) {
        return NONE;
    }

    /** A world without files: nothing can be read or written, and every directory exists. */
    ConfigFiles NONE = new ConfigFiles() {
        @Override
        public byte[] read(String directory, String path) throws IOException {
            throw new IOException("No such file or directory");
        }

        @Override
        public boolean exists(String absolutePath) {
            return false;
        }

        @Override
        public List<String> match(String directory, String pattern) {
            return List.of();
        }

        @Override
        public void write(String path, byte[] content) throws IOException {
            throw new IOException("Permission denied");
        }

        @Override
        public String directory(String from, String path) {
            return path.startsWith("/") ? path : from + "/" + path;
        }
    };
}
