package io.redislab.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Plays cases until so many commands were compared. As a program: {@code Differential COMMANDS SEED [DIFFERENCES]} stops
 * after so many differences, one by default, and prints each as a small transcript.
 */
final class Differential {
    private final RealSide real;
    private long commands;
    private long cases;

    Differential(RealSide real) {
        this.real = real;
    }

    long commands() {
        return commands;
    }

    /**
     * @param wanted how many commands
     * @param limit the number of differences after which it stops
     * @return the differences, shrunk
     */
    List<Shrinker.Found> run(long wanted, long seed, int limit) throws IOException {
        List<Shrinker.Found> found = new ArrayList<>();
        Random seeds = new Random(seed);
        while (commands < wanted && found.size() < limit) {
            List<Step> steps = new CaseGenerator(seeds.nextLong()).next();
            Duel.Difference difference = Duel.play(steps, real, cases % 3 == 0);
            cases++;
            commands += steps.size();
            if (difference != null) {
                found.add(new Shrinker(real).shrink(steps, difference));
            }
        }
        return found;
    }

    public static void main(String[] args) throws IOException {
        long wanted = Long.parseLong(args[0]);
        long seed = Long.parseLong(args[1]);
        int limit = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        try (RealSide real = new RealSide()) {
            Differential differential = new Differential(real);
            for (int i = 0; i < limit && differential.commands() < wanted; i++) {
                for (Shrinker.Found found : differential.run(wanted, seed + i, 1)) {
                    System.out.println(found);
                }
            }
            System.out.println(differential.commands() + " commands");
        }
    }
}
