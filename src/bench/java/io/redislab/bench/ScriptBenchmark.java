package io.redislab.bench;

import io.redislab.client.RemoteConnection;
import io.redislab.resp.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Times EVAL on a redislab server beside a real Redis, round by round in turn; and, for the last column, a script's first
 * run. {@code -Dbench.rounds} says how many rounds,
 * {@code -Dbench.cases=fib,loop} which scripts.
 */
class ScriptBenchmark {
    private static final int WARM_UP = 3;

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
        try (MeasuredServer ours = MeasuredServer.redislab();
                MeasuredServer theirs = MeasuredServer.redis();
                RemoteConnection redislab = ours.connect();
                RemoteConnection redis = theirs.connect()) {
            redis.call("SET", "k", "value");
            redislab.call("SET", "k", "value");
            System.out.printf("%-10s %10s %10s %8s %8s%n", "ms", "redislab", "Redis", "ratio", "first");
            List<String> wanted = List.of(System.getProperty("bench.cases", "").split(",", -1));
            for (Map.Entry<String, String> each : cases().entrySet()) {
                if (!wanted.get(0).isEmpty() && !wanted.contains(each.getKey())) {
                    continue;
                }
                compare(each.getKey(), each.getValue(), redislab, redis);
            }
        }
    }

    private static void compare(String name, String script, RemoteConnection redislab, RemoteConnection redis) {
        int repeat = name.equals("small") ? 2000 : name.startsWith("call") ? 20 : 1;
        double first = millis(redislab, script, 1) / millis(redis, script, 1);
        int rounds = Integer.getInteger("bench.rounds", 15);
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int i = -WARM_UP; i < rounds; i++) {
            double a = millis(redislab, script, repeat);
            double b = millis(redis, script, repeat);
            if (i >= 0) {
                ours[i] = a;
                theirs[i] = b;
            }
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        double a = ours[rounds / 2];
        double b = theirs[rounds / 2];
        System.out.printf(Locale.ROOT, "%-10s %10.3f %10.3f %8.2f %8.1f%n", name, a, b, a / b, first);
    }

    private static double millis(RemoteConnection connection, String script, int repeat) {
        long start = System.nanoTime();
        for (int i = 0; i < repeat; i++) {
            Reply reply = connection.call("EVAL", script, "1", "k", "value");
            if (reply instanceof Reply.Failure f) {
                throw new IllegalStateException(f.text());
            }
        }
        return (System.nanoTime() - start) / 1e6 / repeat;
    }
}
