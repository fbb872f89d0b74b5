package io.redislab.course.author;

import io.redislab.course.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What new files hold. Everything in them works, so that an author sees how, and changes it. */
final class Templates {
    private Templates() {}

    /** A title between double quotes, as YAML and JSON have them. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ") + '"';
    }

    static String course(String id, String title) {
        return """
            # What the map shows. The handbook, docs/authoring.md, explains every key.
            format: 1
            id: %s
            title: %s
            language: en
            # What 'redislab course lint' asks of every chapter and exercise:
            # rules: { checked-steps: 10, typed-percent: 50, predictions: 2, right-answers: 4, wrong-answers: 5 }
            chapters:
              - %s
            """.formatted(
                        id,
                        quoted(title),
                        chapterEntry(1, "First steps", "01-first-steps")
                                .replace("\n", "\n    ")
                                .strip());
    }

    static String chapterEntry(int number, String title, String folder) {
        return """
            id: %d
            title: %s
            minutes: 20
            summary: One line for the map
            folder: %s
            """.formatted(number, quoted(title), folder);
    }

    static String lesson(int number, String title, List<String> steps) {
        return """
            id: %d
            title: %s
            steps:
            %s
            """.formatted(
                number, quoted(title), steps.stream().map(name -> "  - " + name).collect(Collectors.joining("\n")));
    }

    /** @param place makes the step's key one that no other step has, as in 3:2 */
    static String step(Step.Kind kind, String id, String place) {
        String text =
                switch (kind) {
                    case READ -> READ;
                    case TYPE -> TYPE;
                    case PREDICT -> PREDICT;
                    case REPAIR -> REPAIR;
                    case MEASURE -> MEASURE;
                    case TASK, EXERCISE -> TASK;
                };
        return text.replace("KEY", "example:" + place).replace("ID", id);
    }

    private static final String READ = """
        ---
        id: ID
        title: What this is about
        kind: read
        ---
        Say what it is for, in a few sentences, and when not to use it.
        """;

    private static final String TYPE = """
        ---
        id: ID
        title: The smallest example
        kind: type
        task: Type `SET KEY hello`.
        checks:
          - key: KEY
            value: hello
        solution: |
          SET KEY hello
        done: Say in one line what this has shown.
        hints:
          - The key stands before the value.
        teaches: [SET]
        ---
        `SET` stores a value under a key. What is shown here is run by `course test`:

        ```transcript
        lab> SET KEY:shown 1
        OK
        ```
        """;

    private static final String TASK = """
        ---
        id: ID
        title: On one's own
        kind: task
        task: Store 3 in KEY, so that it expires within a minute.
        checks:
          - key: KEY
            value: 3
            ttl: 1..60
        solution: |
          SET KEY 3 EX 60
        done: Any way that leads there counts.
        hints:
          - SET has an option for a time to live.
          - '`SET KEY 3 EX 60`'
        ---
        A check looks at what is there afterwards, not at what was typed.
        """;

    private static final String PREDICT = """
        ---
        id: ID
        title: What will it say?
        kind: predict
        task: 'Choose an answer, then try it: `STRLEN KEY`.'
        setup: |
          SET KEY hello
        question:
          ask: 'The key `KEY` holds hello. What does `STRLEN KEY` reply?'
          choices:
            - text: '`(integer) 5`'
              right: yes
              why: It counts bytes.
            - text: '`(integer) 6`'
              why: Nothing is stored behind the last letter.
        checks:
          - did: 'STRLEN KEY'
            reply: 5
        solution: |
          STRLEN KEY
        done: Say why it is so.
        hints:
          - Type the command as it stands in the task.
        teaches: [STRLEN]
        ---
        `STRLEN` tells how long a value is.
        """;

    private static final String REPAIR = """
        ---
        id: ID
        title: Something is broken
        kind: repair
        task: KEY should be the counter 1, and is a list. Repair it.
        setup: |
          RPUSH KEY 1
        checks:
          - key: KEY
            value: 1
        solution: |
          DEL KEY
          SET KEY 1
        done: A key has one type. To change it, remove it first.
        hints:
          - 'INCR says what is wrong.'
          - 'First DEL, then SET.'
        teaches: [DEL]
        ---
        `INCR` on a list replies an error. `DEL` removes a key of any type.
        """;

    private static final String MEASURE = """
        ---
        id: ID
        title: Look inside
        kind: measure
        task: Ask how KEY is stored (OBJECT ENCODING).
        setup: |
          SET KEY 12345
        question:
          ask: 'How does Redis store the number in `KEY`?'
          choices:
            - text: As a number
              right: yes
              why: 'OBJECT ENCODING says `int`.'
            - text: As five letters
              why: Numbers up to 64 bits are kept as numbers.
        checks:
          - did: 'OBJECT ENCODING KEY'
            reply: int
        solution: |
          OBJECT ENCODING KEY
        done: Say what follows from it.
        hints:
          - OBJECT ENCODING takes the key.
        teaches: [OBJECT ENCODING]
        ---
        `OBJECT ENCODING` tells how a value lies in memory.
        """;

    static String exercise(String id, String title) {
        return """
            id: %s
            title: %s
            minutes: 5
            task: |
              The counter `visits` holds a number already. Count one more visit (INCR). The
              key `other` belongs to somebody else: leave it as it is.
            vars:
              start: 41
            setup: |
              SET visits {{start}}
              SET other 1
            requirements:
              - id: counted
                title: One more visit is counted
                weight: 2
                advice: Some command adds to a number without knowing it.
                checks:
                  - key: visits
                    value: '{{start + 1}}'
              - id: other
                title: The key other is as it was
                invariant: yes
                checks:
                  - key: other
                    value: 1
            variants:
              - id: more
                title: there were other visits before
                vars:
                  start: { integer: 100..900 }
            mistakes:
              - id: typed-in
                message: |
                  With this number it comes out right, with another it does not: let the server
                  count.
                when:
                  - key: visits
                    value: '{{start + 1}}'
                  - key: other
                    value: 1
                answers: typed-in.redis
              - id: twice
                message: Two visits were counted. There was one.
                when:
                  - key: visits
                    value: '{{start + 2}}'
                answers: twice.redis
              - id: down
                message: The counter went down. DECR takes away, INCR adds.
                when:
                  - key: visits
                    value: '{{start - 1}}'
                answers: down.redis
              - id: anew
                message: The old visits are gone. INCR goes on from what is there.
                when:
                  - key: visits
                    value: 1
                answers: anew.redis
              - id: not-yours
                message: The key `other` was not yours to change.
                when:
                  - not:
                      - key: other
                        value: 1
                unmet: other
                answers: all-gone.redis
            hints:
              nudge: You need not know the number to count on.
              concept: A command adds 1 to a number and stores it, in one step.
              shape: '`INCR …`'
              worked: 'With another key: `INCR likes` makes 8 of 7. Nobody can come in between.'
            reflect:
              question: What happens when two clients count at the same time?
              answer: Both visits are counted, since each command runs alone.
            approaches:
              - title: INCR
                answer: incr.redis
                note: One step, safe among many clients.
                race-safe: yes
                crash-safe: yes
            """.formatted(id, quoted(title));
    }

    /** By file name below the exercise's folder in solutions/. */
    static Map<String, String> answers() {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("incr.redis", "INCR visits\n");
        answers.put("incrby.redis", "INCRBY visits 1\n");
        answers.put("float.redis", "INCRBYFLOAT visits 1\n");
        answers.put("script.redis", "EVAL \"return redis.call('INCR', KEYS[1])\" 1 visits\n");
        answers.put("wrong/typed-in.redis", "SET visits 42\n");
        answers.put("wrong/twice.redis", "INCRBY visits 2\n");
        answers.put("wrong/down.redis", "DECR visits\n");
        answers.put("wrong/anew.redis", "DEL visits\nINCR visits\n");
        answers.put("wrong/all-gone.redis", "INCR visits\nDEL other\n");
        return answers;
    }
}
