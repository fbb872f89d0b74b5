package io.redislab.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a connection sends each time: a command, as often as it is pipelined, where {@link #PLACEHOLDER} stands for a random
 * number of twelve digits.
 */
final class Request {
    /** As long as the number that takes its place. */
    static final String PLACEHOLDER = "__rand_int__";

    private static final byte[] MARK = PLACEHOLDER.getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer bytes;
    private final int[] places;
    private final long keyspace;

    private Request(ByteBuffer bytes, int[] places, long keyspace) {
        this.bytes = bytes;
        this.places = places;
        this.keyspace = keyspace;
    }

    /**
     * @param command in the protocol's form
     * @param keyspace numbers are below this; below 0 leaves placeholders as they are, 0 makes each 0
     */
    static Request of(byte[] command, int pipeline, long keyspace) {
        long size = (long) command.length * pipeline;
        if (size > Integer.MAX_VALUE) {
            throw new BenchmarkException("Error: a pipeline of " + pipeline + " such commands is more than 2 GB");
        }
        int[] inOne = keyspace < 0 ? new int[0] : find(command);
        int[] places = new int[inOne.length * pipeline];
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) size);
        for (int i = 0; i < pipeline; i++) {
            for (int j = 0; j < inOne.length; j++) {
                places[i * inOne.length + j] = bytes.position() + inOne[j];
            }
            bytes.put(command);
        }
        return new Request(bytes.flip(), places, keyspace);
    }

    private static int[] find(byte[] command) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i + MARK.length <= command.length; i++) {
            if (Arrays.equals(command, i, i + MARK.length, MARK, 0, MARK.length)) {
                places.add(i);
                i += MARK.length - 1;
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** For one more connection: shares the bytes where they stay as they are. */
    Request copy() {
        if (places.length == 0) {
            return new Request(bytes.duplicate(), places, keyspace);
        }
        ByteBuffer own = ByteBuffer.allocateDirect(bytes.capacity());
        own.put(bytes.duplicate().clear()).flip();
        return new Request(own, places, keyspace);
    }

    /** The bytes to send next, with new numbers. */
    ByteBuffer next(RandomGenerator random) {
        bytes.clear();
        for (int place : places) {
            long number = keyspace == 0 ? 0 : random.nextLong(keyspace);
            for (int i = place + MARK.length - 1; i >= place; i--) {
                bytes.put(i, (byte) ('0' + number % 10));
                number /= 10;
            }
        }
        return bytes;
    }

    /** A command in the protocol's form. */
    static byte[] encode(List<byte[]> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii("*" + words.size() + "\r\n"));
        for (byte[] word : words) {
            out.writeBytes(ascii("$" + word.length + "\r\n"));
            out.writeBytes(word);
            out.writeBytes(ascii("\r\n"));
        }
        return out.toByteArray();
    }

    static byte[] encode(String... words) {
        return encode(Arrays.stream(words).map(Request::utf8).toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
