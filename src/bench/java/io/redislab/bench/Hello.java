package io.redislab.bench;

/** The least that a Java program does: what the lab's start is compared with. */
public final class Hello {
    private Hello() {}

    public static void main(String[] words) {
        System.out.println("hello");
    }
}
