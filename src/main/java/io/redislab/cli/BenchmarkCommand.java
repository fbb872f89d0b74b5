package io.redislab.cli;

import io.redislab.benchmark.Benchmark;
import io.redislab.benchmark.BenchmarkArguments;
import io.redislab.benchmark.BenchmarkArguments.Purpose;
import io.redislab.benchmark.BenchmarkException;
import io.redislab.benchmark.BenchmarkOptions;
import io.redislab.engine.Clock;
import io.redislab.server.Server;
import java.io.PrintStream;
import java.util.List;

/** {@code redislab benchmark}: in redis-benchmark's place, with its options. */
final class BenchmarkCommand {
    private static final String USAGE = """
        Usage: redis-benchmark [OPTIONS] [COMMAND ARGS...]

        Sends commands from many connections at once and says how many were answered
        a second, and how long the replies took. Without a command: the usual tests.

        The server:
         -h <hostname>      Its name or address (127.0.0.1)
         -p <port>          Its port (6379)
         -s <socket>        Its Unix socket, instead of both
         -u <uri>           redis[s]://user:password@host:port/database
         -a <password>      AUTH with this password
         --user <username>  … and as this user
         --dbnum <db>       SELECT this database (0)
         -3                 Speak RESP3
         --tls              Speak TLS, with:
           --cacert <file>             certificates to trust
           --cacertdir <dir>           a folder of such files
           --insecure                  trust any server
           --cert <file>               one's own certificate
           --key <file>                and its key
           --sni <host>                the server name to ask for
           --tls-ciphers <list>        ciphers up to TLS 1.2, as OpenSSL lists them
           --tls-ciphersuites <list>   cipher suites of TLS 1.3

        The load:
         -c <clients>       Connections (50)
         -n <requests>      Requests in all (100000)
         -P <numreq>        Requests that are sent without waiting in between (1)
         -d <size>          Bytes of each value (3)
         -r <keyspacelen>   Replaces __rand_int__ by a random number of 12 digits below
                            this, anew for each request. The usual tests have it in
                            their keys; without -r they use one key only.
         -k <boolean>       1 keeps connections, 0 opens one for each request (1)
         -t <tests>         Only these of the usual tests: ping (ping_inline,
                            ping_mbulk), set, get, incr, lpush, rpush, lpop, rpop, sadd,
                            hset, spop, zadd, zpopmin, lrange (lrange_100, lrange_300,
                            lrange_500, lrange_600), mset
         -x                 The command's last argument is read from standard input
         -l                 Go on for ever
         -I                 Only open the connections, and wait
         --threads <num>    Threads that share the connections (all in one)
         --enable-tracking  CLIENT TRACKING on first
         --cluster          Not here: redislab has no cluster

        The report:
         -q                 One line a test
         --csv              As CSV
         --precision <num>  Digits to which latencies are counted, 1 to 4 (3)

         --help             This
         --version          The version

        Examples:
           redis-benchmark -q
           redis-benchmark -h 192.168.1.1 -p 6379 -n 100000 -c 20
           redis-benchmark -t ping,set,get -n 100000 --csv
           redis-benchmark -t set -n 1000000 -r 100000000
           redis-benchmark -r 10000 -n 10000 lpush mylist __rand_int__
           redis-benchmark -r 10000 -n 10000 eval 'return redis.call("ping")' 0

        """;

    private BenchmarkCommand() {}

    static int run(String[] words) {
        PrintStream out = Console.out();
        try {
            BenchmarkArguments arguments = new BenchmarkArguments(List.of(words), System.err)
                    .withDefaultSocket(System.getenv().getOrDefault("REDISLAB_SOCKET", ""));
            BenchmarkOptions options = arguments.parse();
            if (arguments.purpose() == Purpose.HELP) {
                out.print(USAGE);
            } else if (arguments.purpose() == Purpose.VERSION) {
                out.println("redis-benchmark " + Server.REDIS_VERSION);
            } else {
                new Benchmark(options, Clock.system(), System.in, out, System.err).run();
            }
            return 0;
        } catch (BenchmarkArguments.UsageException e) {
            out.println(e.getMessage());
            out.println();
            out.print(USAGE);
            return 1;
        } catch (BenchmarkException e) {
            out.flush();
            System.err.println(e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }
}
