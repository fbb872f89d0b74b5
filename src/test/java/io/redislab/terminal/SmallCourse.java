package io.redislab.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A course of two chapters for tests. */
final class SmallCourse {
    private SmallCourse() {}

    static Path write(Path folder) throws IOException {
        file(folder, "course.yaml", """
                format: 1
                id: small
                title: A small course
                language: en
                chapters:
                  - id: 1
                    title: Beginning
                    minutes: 20
                    summary: The first one
                    folder: 01-beginning
                  - id: 2
                    title: Not there
                    minutes: 30
                    summary: Nobody has written it
                  - id: 3
                    title: Bits
                    minutes: 45
                    summary: Ones and zeros
                    folder: 03-bits
                """);
        file(folder, "lessons/01-beginning/lesson.yaml", """
                id: 1
                title: Beginning
                steps:
                  - 01-read.md
                  - 02-ping.md
                  - 03-guess.md
                  - exercise: 1.1
                """);
        file(folder, "lessons/01-beginning/01-read.md", """
                ---
                id: read
                title: Where you are
                kind: read
                ---
                Read this, then go on.
                """);
        file(folder, "lessons/01-beginning/02-ping.md", """
                ---
                id: ping
                title: Is anybody there?
                kind: type
                task: Type `PING` and press Enter.
                checks:
                  - did: 'PING'
                    reply: PONG
                solution: |
                  PING
                done: The server is there.
                hints:
                  - Four letters.
                  - '`PING`'
                ---
                A server answers.
                """);
        file(folder, "lessons/01-beginning/03-guess.md", """
                ---
                id: guess
                title: What will it say?
                kind: predict
                task: Now ask with ECHO.
                question:
                  ask: |
                    What does `ECHO hello` reply?
                  choices:
                    - text: '`PONG`'
                      why: That is what PING replies.
                    - text: '`"hello"`'
                      right: yes
                      why: ECHO says what it is told.
                checks:
                  - did: 'ECHO hello'
                solution: |
                  ECHO hello
                done: You were right.
                hints:
                  - '`ECHO hello`'
                ---
                Guess before you try.
                """);
        file(folder, "exercises/01.1-bits.yaml", """
                id: 1.1
                title: Two bits
                minutes: 5
                task: |
                  Set bits 1 and 2 of `flags`. Leave the key `other` alone.
                setup: |
                  SETBIT other 7 1
                requirements:
                  - id: first
                    title: Bit 1 is set
                    checks:
                      - probe: 'GETBIT flags 1'
                        reply: 1
                  - id: second
                    title: Bit 2 is set
                    advice: One command a bit.
                    checks:
                      - probe: 'GETBIT flags 2'
                        reply: 1
                  - id: other
                    title: The key other is as it was
                    invariant: yes
                    checks:
                      - probe: 'GETBIT other 7'
                        reply: 1
                hints:
                  nudge: Which command sets a bit?
                  concept: Bits have offsets.
                  shape: |
                    ```
                    SETBIT flags …
                    ```
                  worked: '`SETBIT flags 1 1`'
                approaches:
                  - title: One by one
                    answer: one-by-one.redis
                    note: Simple.
                """);
        file(folder, "solutions/01.1-bits/one-by-one.redis", "SETBIT flags 1 1\nSETBIT flags 2 1\n");
        file(folder, "lessons/03-bits/lesson.yaml", """
                id: 3
                title: Bits
                steps:
                  - 01-set.md
                """);
        file(folder, "lessons/03-bits/01-set.md", """
                ---
                id: set
                title: One bit
                kind: task
                task: Set bit 5 of `mine`.
                checks:
                  - probe: 'GETBIT mine 5'
                    reply: 1
                solution: |
                  SETBIT mine 5 1
                done: It is set.
                hints:
                  - SETBIT takes a key, an offset and a value.
                setup: |
                  SETBIT given 3 1
                ---
                A bit is 0 or 1.
                """);
        return folder;
    }

    private static void file(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
