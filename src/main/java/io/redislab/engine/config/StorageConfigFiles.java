package io.redislab.engine.config;

import io.redislab.engine.Glob;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Configuration files on an engine's own storage, for engines whose disk is in memory. */
public final class StorageConfigFiles implements ConfigFiles {
    private final Storage storage;

    public StorageConfigFiles(Storage storage) {
        this.storage = storage;
    }

    @Override
    public ConfigFiles on(Storage copy) {
        return new StorageConfigFiles(copy);
    }

    private static String path(String directory, String path) {
        return path.startsWith("/") ? path : Storage.in(directory, path);
    }

    @Override
    public byte[] read(String directory, String path) throws IOException {
        try (InputStream in = storage.read(path(directory, path))) {
            return in.readAllBytes();
        }
    }

    @Override
    public boolean exists(String absolutePath) {
        return storage.exists(absolutePath);
    }

    @Override
    public List<String> match(String directory, String pattern) {
        String full = path(directory, pattern);
        String folder = Storage.folderOf(full);
        byte[] name = Storage.nameOf(full).getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        try {
            for (String each : storage.list(folder)) {
                if (Glob.matches(name, each.getBytes(StandardCharsets.UTF_8))) {
                    found.add(Storage.in(folder, each));
                }
            }
        } catch (IOException e) {
            // A folder that can't be read has nothing that matches, as glob(3) has it.
            return List.of();
        }
        return found;
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        String draft = path + ".new";
        try (OutputFile file = storage.create(draft)) {
            file.write(content, 0, content.length);
            file.sync();
        }
        storage.rename(draft, path);
        storage.syncFolder(Storage.folderOf(path));
    }

    @Override
    public String directory(String from, String path) throws ConfigException {
        String absolute = storage.absolute(path(from, path));
        if (!storage.isFolder(absolute)) {
            throw new ConfigException("No such file or directory");
        }
        return absolute;
    }
}
