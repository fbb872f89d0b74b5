package io.redislab.engine.config;

import io.redislab.engine.config.OutputBufferLimit.ClientClass;
import io.redislab.engine.keyspace.EventType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The values that are neither switch, number, choice nor text. */
final class SpecialKinds {
    private static final String WRONG_NUMBER = "wrong number of arguments";

    private SpecialKinds() {}

    /** The working directory, absolute. */
    static final class Directory implements SpecialParameter.Kind<String> {
        @Override
        public String parse(Configuration configuration, String before, List<String> words) throws ConfigException {
            if (words.size() != 1) {
                throw new ConfigException(WRONG_NUMBER);
            }
            return ByteText.ofCharacters(configuration
                    .files()
                    .directory(ByteText.toCharacters(before), ByteText.toCharacters(words.get(0))));
        }

        @Override
        public String show(String value) {
            return value;
        }

        @Override
        public List<String> lines(String value) {
            return List.of(ByteText.quote(value));
        }
    }

    /** When snapshots are due. */
    static final class Save implements SpecialParameter.Kind<List<SavePoint>> {
        @Override
        public List<SavePoint> parse(Configuration configuration, List<SavePoint> before, List<String> words)
                throws ConfigException {
            List<String> numbers = words.equals(List.of("")) ? List.of() : words;
            if (numbers.size() % 2 != 0) {
                throw invalid();
            }
            List<SavePoint> points = new ArrayList<>();
            if (configuration.continuesSaveLines() && !numbers.isEmpty()) {
                points.addAll(before);
            }
            for (int i = 0; i < numbers.size(); i += 2) {
                points.add(new SavePoint(number(numbers.get(i), 1), (int) number(numbers.get(i + 1), 0)));
            }
            return List.copyOf(points);
        }

        private static long number(String word, long min) throws ConfigException {
            OptionalLong number = ByteText.integer(word);
            if (number.isEmpty() || number.getAsLong() < min) {
                throw invalid();
            }
            return number.getAsLong();
        }

        private static ConfigException invalid() {
            return new ConfigException("Invalid save parameters");
        }

        @Override
        public String show(List<SavePoint> value) {
            return value.stream().map(Save::line).collect(Collectors.joining(" "));
        }

        @Override
        public List<String> lines(List<SavePoint> value) {
            return value.isEmpty()
                    ? List.of("\"\"")
                    : value.stream().map(Save::line).toList();
        }

        private static String line(SavePoint point) {
            return point.seconds() + " " + point.changes();
        }

        @Override
        public boolean alwaysChanges() {
            return true;
        }
    }

    /** The limits of output buffers, those of the classes that are named. */
    static final class BufferLimits implements SpecialParameter.Kind<Map<ClientClass, OutputBufferLimit>> {
        @Override
        public Map<ClientClass, OutputBufferLimit> parse(
                Configuration configuration, Map<ClientClass, OutputBufferLimit> before, List<String> words)
                throws ConfigException {
            if (words.size() % 4 != 0) {
                throw new ConfigException("Wrong number of arguments in buffer limit configuration.");
            }
            Map<ClientClass, OutputBufferLimit> limits = new EnumMap<>(before);
            for (int i = 0; i < words.size(); i += 4) {
                ClientClass clients = clientClass(words.get(i));
                OptionalLong hard = MemorySize.parse(words.get(i + 1));
                OptionalLong soft = MemorySize.parse(words.get(i + 2));
                OptionalLong seconds = ByteText.integer(words.get(i + 3));
                if (hard.isEmpty() || soft.isEmpty() || seconds.isEmpty() || seconds.getAsLong() < 0) {
                    throw new ConfigException(
                            "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
                }
                limits.put(clients, new OutputBufferLimit(hard.getAsLong(), soft.getAsLong(), seconds.getAsLong()));
            }
            return limits;
        }

        private static ClientClass clientClass(String word) throws ConfigException {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "normal" -> ClientClass.NORMAL;
                case "slave", "replica" -> ClientClass.REPLICA;
                case "pubsub" -> ClientClass.PUBSUB;
                default -> throw new ConfigException("Invalid client class specified in buffer limit configuration.");
            };
        }

        @Override
        public String show(Map<ClientClass, OutputBufferLimit> value) {
            return value.entrySet().stream()
                    .map(e -> e.getKey().wireName() + " "
                            + Long.toUnsignedString(e.getValue().hardBytes()) + " "
                            + Long.toUnsignedString(e.getValue().softBytes()) + " "
                            + e.getValue().softSeconds())
                    .collect(Collectors.joining(" "));
        }

        @Override
        public List<String> lines(Map<ClientClass, OutputBufferLimit> value) {
            return value.entrySet().stream()
                    .map(e -> (e.getKey() == ClientClass.REPLICA
                                    ? "replica"
                                    : e.getKey().wireName())
                            + " " + MemorySize.format(e.getValue().hardBytes()) + " "
                            + MemorySize.format(e.getValue().softBytes()) + " "
                            + e.getValue().softSeconds())
                    .toList();
        }

        @Override
        public boolean isForced(Map<ClientClass, OutputBufferLimit> value, int line) {
            return !lines(value)
                    .get(line)
                    .equals(lines(Parameters.CLIENT_OUTPUT_BUFFER_LIMIT.byDefault())
                            .get(line));
        }

        @Override
        public boolean alwaysChanges() {
            return true;
        }
    }

    /** How readily the kernel kills master, replicas and children. */
    static final class OomScores implements SpecialParameter.Kind<List<Integer>> {
        @Override
        public List<Integer> parse(Configuration configuration, List<Integer> before, List<String> words)
                throws ConfigException {
            if (words.size() != 3) {
                throw new ConfigException(WRONG_NUMBER);
            }
            List<Integer> scores = new ArrayList<>();
            for (String word : words) {
                OptionalLong score = ByteText.integer(word);
                if (score.isEmpty() || score.getAsLong() < -2000 || score.getAsLong() > 2000) {
                    throw new ConfigException("Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
                }
                scores.add((int) score.getAsLong());
            }
            return List.copyOf(scores);
        }

        @Override
        public String show(List<Integer> value) {
            return value.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }

        @Override
        public List<String> lines(List<Integer> value) {
            return List.of(show(value));
        }

        @Override
        public boolean isForced(List<Integer> value, int line) {
            return !value.equals(Parameters.OOM_SCORE_ADJ_VALUES.byDefault());
        }
    }

    /** Which events are published: bits of {@link EventType}. */
    static final class Events implements SpecialParameter.Kind<Integer> {
        /** What the letter A stands for. */
        private static final int ALL = bits("g$lshzxetd");

        /** In the order in which they are shown; those of ALL first, n as one that ALL has swallowed. */
        private static final String SHOWN = "g$lshzxetdn";

        @Override
        public Integer parse(Configuration configuration, Integer before, List<String> words) throws ConfigException {
            if (words.size() != 1) {
                throw new ConfigException(WRONG_NUMBER);
            }
            int mask = 0;
            for (char letter : words.get(0).toCharArray()) {
                int bits = letter == 'A' ? ALL : bits(String.valueOf(letter));
                if (bits == 0) {
                    throw new ConfigException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
                }
                mask |= bits;
            }
            return mask;
        }

        private static int bits(String letters) {
            int mask = 0;
            for (EventType type : EventType.values()) {
                if (letters.indexOf(type.letter()) >= 0) {
                    mask |= type.bit();
                }
            }
            return mask;
        }

        @Override
        public String show(Integer mask) {
            boolean all = (mask & ALL) == ALL;
            return (all ? "A" : letters(mask, SHOWN)) + letters(mask, "KEm");
        }

        private static String letters(int mask, String of) {
            StringBuilder shown = new StringBuilder();
            for (int i = 0; i < of.length(); i++) {
                char letter = of.charAt(i);
                if ((mask & bits(String.valueOf(letter))) != 0) {
                    shown.append(letter);
                }
            }
            return shown.toString();
        }

        @Override
        public List<String> lines(Integer value) {
            return List.of(ByteText.quote(show(value)));
        }

        @Override
        public boolean isForced(Integer value, int line) {
            return value != 0;
        }
    }

    /** The addresses to listen on. */
    static final class Bind implements SpecialParameter.Kind<List<String>> {
        private static final int MAX = 16;

        @Override
        public List<String> parse(Configuration configuration, List<String> before, List<String> words)
                throws ConfigException {
            if (words.size() > MAX) {
                throw new ConfigException("Too many bind addresses specified.");
            }
            return words.equals(List.of("")) ? List.of() : List.copyOf(words);
        }

        @Override
        public String show(List<String> value) {
            return String.join(" ", value);
        }

        @Override
        public List<String> lines(List<String> value) {
            if (value.equals(Parameters.BIND.byDefault())) {
                return List.of();
            }
            return List.of(value.isEmpty() ? "\"\"" : show(value));
        }

        @Override
        public boolean alwaysChanges() {
            return true;
        }
    }

    /** One master or none. */
    static final class ReplicaOf implements SpecialParameter.Kind<List<MasterAddress>> {
        @Override
        public List<MasterAddress> parse(Configuration configuration, List<MasterAddress> before, List<String> words)
                throws ConfigException {
            if (words.size() != 2) {
                throw new ConfigException(WRONG_NUMBER);
            }
            if (words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one")) {
                return List.of();
            }
            OptionalLong port = ByteText.integer(words.get(1));
            if (port.isEmpty() || port.getAsLong() < 0 || port.getAsLong() > 65535) {
                throw new ConfigException("Invalid master port");
            }
            return List.of(new MasterAddress(ByteText.toCharacters(words.get(0)), (int) port.getAsLong()));
        }

        @Override
        public String show(List<MasterAddress> value) {
            return value.isEmpty()
                    ? ""
                    : ByteText.ofCharacters(value.get(0).host()) + " "
                            + value.get(0).port();
        }

        @Override
        public List<String> lines(List<MasterAddress> value) {
            return value.isEmpty() ? List.of() : List.of(show(value));
        }
    }

    /** Which percentiles INFO latencystats shows. */
    static final class Percentiles implements SpecialParameter.Kind<List<Double>> {
        @Override
        public List<Double> parse(Configuration configuration, List<Double> before, List<String> words)
                throws ConfigException {
            List<Double> percentiles = new ArrayList<>();
            for (String word : words.equals(List.of("")) ? List.<String>of() : words) {
                double percentile = io.redislab.engine.command.Doubles.parseOrNan(ByteText.bytes(word));
                if (Double.isNaN(percentile)) {
                    throw new ConfigException("Invalid latency-tracking-info-percentiles parameters");
                }
                if (percentile < 0 || percentile > 100) {
                    throw new ConfigException(
                            "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
                }
                percentiles.add(percentile);
            }
            return List.copyOf(percentiles);
        }

        @Override
        public String show(List<Double> value) {
            return value.stream().map(Percentiles::show).collect(Collectors.joining(" "));
        }

        /** With up to six decimals, without zeros at the end. */
        static String show(double percentile) {
            String fixed = String.format(Locale.ROOT, "%.6f", percentile);
            int end = fixed.length();
            while (fixed.charAt(end - 1) == '0') {
                end--;
            }
            return fixed.substring(0, fixed.charAt(end - 1) == '.' ? end - 1 : end);
        }

        @Override
        public List<String> lines(List<Double> value) {
            return List.of(value.isEmpty() ? "\"\"" : show(value));
        }

        @Override
        public boolean alwaysChanges() {
            return true;
        }
    }
}
