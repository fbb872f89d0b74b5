package io.redislab.bench;

import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Times EVAL on redislab servers beside real Redis, round by round in turn. Every server is a fresh one, and what is shown
 * is how long a script takes from its first run on: the medians of the first 5, 11 and 21 rounds, and of the second half
 * of all. {@code -Dbench.servers} says how many pairs of servers are started for it (their median counts), {@code
 * -Dbench.rounds} how many rounds there are, {@code -Dbench.cases=fib,loop} which scripts, {@code -Dbench.apart=true} that
 * each script has servers of its own, where it is the first one; otherwise a server runs them one after the other. {@code
 * -Dbench.cpu=true} takes the CPU time of the thread that serves, which other load changes less.
 */
class ScriptBenchmark {
    private static final int[] FIRST = {5, 11, 21};

    private final boolean cpu = Boolean.getBoolean("bench.cpu");
    private final int rounds = Integer.getInteger("bench.rounds", 41);

    private static Map<String, String> cases() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("fib", "local function fib(n) if n<2 then return n end return fib(n-1)+fib(n-2) end return fib(27)");
        cases.put("loop", "local x=0 for i=1,10000000 do x=x+i end return x");
        cases.put(
                "sort",
                "local t,s={},42 for i=1,100000 do s=(s*1103515245+12345)%2147483648 t[i]=s end table.sort(t) return"
                        + " t[1]");
        cases.put("format", "local s for i=1,100000 do s=string.format('%d:%s:%5.2f',i,'abc',i/3) end return s");
        cases.put(
                "gsub",
                "local n=0 for i=1,20000 do local s,c=string.gsub('hello world from lua','(%w+)','<%1>') n=n+c end"
                        + " return n");
        cases.put(
                "plain",
                "local n=0 for i=1,20000 do local s,c=string.gsub('hello world from lua','lua','Lua') n=n+c end return"
                        + " n");
        cases.put("table", "local t={} for i=1,300000 do t[i]=i end local s=0 for i=1,300000 do s=s+t[i] end return s");
        cases.put(
                "fields",
                "local t={} for i=1,300000 do local k='key:'..(i%1000) t[k]=(t[k] or 0)+1 end return t['key:1']");
        cases.put("call-get", "for i=1,1000 do redis.call('GET',KEYS[1]) end return 1");
        cases.put("call-set", "for i=1,1000 do redis.call('SET',KEYS[1],ARGV[1]) end return 1");
        cases.put("call-incr", "for i=1,1000 do redis.call('INCR','count') end return 1");
        cases.put("call-mget", "for i=1,1000 do redis.call('MGET',KEYS[1],KEYS[1],KEYS[1],KEYS[1]) end return 1");
        cases.put("small", "return redis.call('GET',KEYS[1])");
        return cases;
    }

    @Test
    void scripts() throws IOException {
        Map<String, String> cases = cases();
        List<String> wanted = List.of(System.getProperty("bench.cases", "").split(",", -1));
        if (!wanted.get(0).isEmpty()) {
            cases.keySet().retainAll(wanted);
        }
        List<Map<String, String>> groups = Boolean.getBoolean("bench.apart")
                ? cases.entrySet().stream()
                        .map(each -> Map.of(each.getKey(), each.getValue()))
                        .toList()
                : List.of(cases);
        int servers = Integer.getInteger("bench.servers", 3);
        System.out.printf("redislab's time, Redis' = 1, on fresh servers (median of %d)%n", servers);
        System.out.printf(
                "%-10s %8s %8s %8s %8s %8s %10s %10s%n", "", "first", "5", "11", "21", "late", "late, ms", "Redis, ms");
        for (Map<String, String> group : groups) {
            Map<String, List<Run>> runs = new LinkedHashMap<>();
            for (int i = 0; i < servers; i++) {
                onFreshServers(group, runs);
            }
            runs.forEach(ScriptBenchmark::show);
        }
    }

    /** The times of one script on one pair of servers, in ms, in their order. */
    private record Run(double[] ours, double[] theirs) {
        double ratio(int from, int to) {
            return median(Arrays.copyOfRange(ours, from, to)) / median(Arrays.copyOfRange(theirs, from, to));
        }
    }

    private void onFreshServers(Map<String, String> group, Map<String, List<Run>> runs) throws IOException {
        try (MeasuredServer ours = MeasuredServer.redislab();
                MeasuredServer theirs = MeasuredServer.redis();
                RemoteConnection redislab = ours.connect();
                RemoteConnection redis = theirs.connect()) {
            // As long as somebody takes who starts a server and then types.
            pause(Integer.getInteger("bench.pause", 1000));
            redis.call("SET", "k", "value");
            redislab.call("SET", "k", "value");
            for (Map.Entry<String, String> each : group.entrySet()) {
                Run run = new Run(new double[rounds], new double[rounds]);
                for (int i = 0; i < rounds; i++) {
                    run.ours[i] = millis(ours, redislab, each.getValue());
                    run.theirs[i] = millis(theirs, redis, each.getValue());
                }
                runs.computeIfAbsent(each.getKey(), n -> new ArrayList<>()).add(run);
            }
        }
    }

    private static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void show(String name, List<Run> runs) {
        int rounds = runs.get(0).ours.length;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s", name));
        line.append(String.format(Locale.ROOT, " %8.2f", over(runs, run -> run.ratio(0, 1))));
        for (int first : FIRST) {
            line.append(String.format(Locale.ROOT, " %8.2f", over(runs, run -> run.ratio(0, Math.min(first, rounds)))));
        }
        line.append(String.format(
                Locale.ROOT,
                " %8.2f %10.3f %10.3f",
                over(runs, run -> run.ratio(rounds / 2, rounds)),
                over(runs, run -> median(Arrays.copyOfRange(run.ours, rounds / 2, rounds))),
                over(runs, run -> median(Arrays.copyOfRange(run.theirs, rounds / 2, rounds)))));
        System.out.println(line);
    }

    private static double over(List<Run> runs, ToDoubleFunction<Run> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private double millis(MeasuredServer server, RemoteConnection connection, String script) throws IOException {
        double served = cpu ? server.servedMillis() : 0;
        long start = System.nanoTime();
        Reply reply = connection.call("EVAL", script, "1", "k", "value");
        double millis = (System.nanoTime() - start) / 1e6;
        if (reply instanceof Reply.Failure f) {
            throw new IllegalStateException(f.text());
        }
        if (!cpu) {
            return millis;
        }
        // Its turn is over a little after the reply.
        pause(1);
        return server.servedMillis() - served;
    }
}
