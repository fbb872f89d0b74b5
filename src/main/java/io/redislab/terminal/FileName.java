package io.redislab.terminal;

import io.redislab.resp.ArgumentSplitter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file as it is named at the prompt: in quotes if it has blanks, {@code ~/} for the home folder. */
final class FileName {
    private FileName() {}

    /** @throws InvalidPathException when no file can be called so */
    static Path path(String typed) {
        String name = typed.strip();
        Optional<List<byte[]>> words = ArgumentSplitter.split(name.getBytes(StandardCharsets.UTF_8));
        if (words.isPresent() && words.get().size() == 1) {
            name = new String(words.get().get(0), StandardCharsets.UTF_8);
        }
        return name.startsWith("~/") ? Path.of(System.getProperty("user.home"), name.substring(2)) : Path.of(name);
    }
}
