package io.redislab.rediscli;

/** What {@code --help} says. */
final class Usage {
    static final String TEXT = "redis-cli " + RedisCli.VERSION + """


        Usage: redis-cli [OPTIONS] [cmd [arg [arg ...]]]

        Where the server is
          -h <hostname>      Its host (127.0.0.1).
          -p <port>          Its port (6379).
          -s <socket>        Its Unix socket, instead of host and port.
          -u <uri>           redis://user:password@host:port/database; rediss:// for TLS.
          -n <db>            The database to select.
          -c                 Follow a cluster's redirections (MOVED, ASK).

        Who you are
          -a <password>      Your password; --pass is the same. The environment variable
                             REDISCLI_AUTH keeps it out of the list of processes.
          --user <username>  Your user name, with -a.
          --askpass          Type the password unseen.
          --no-auth-warning  No warning about passwords on the command line.

        Protocol and encryption
          -2, -3             Speak RESP2, or RESP3.
          --tls              Encrypt the connection.
          --sni <host>       The name to ask for.
          --cacert <file>    Whom to trust, as PEM.
          --cacertdir <dir>  A folder of such files.
          --insecure         Trust anybody.
          --cert <file>      Your certificate, as PEM.
          --key <file>       Its private key, as PEM.
          --tls-ciphers <list>, --tls-ciphersuites <list>
                             What may be used, between colons: up to TLS 1.2, and in 1.3.

        Arguments
          -r <repeat>        Run the command so many times; -1 for ever.
          -i <interval>      Seconds to wait after each; 0.1 is possible. Also between the
                             steps of --scan and --stat, and after each 100 of --bigkeys,
                             --memkeys and --hotkeys.
          -x                 The last argument comes from standard input.
          -X <tag>           The argument <tag> comes from standard input.
          --quoted-input     Arguments are quoted, as at the prompt.
          --eval <file>      Run a Lua script; a comma parts KEYS from ARGV.
          --ldb              With --eval: step through it in the debugger.
          --ldb-sync-mode    The same on the server's own data, while it waits.

        Output
          --raw, --no-raw    Values as they are (standard, unless to a terminal), or with
                             types, quotes and numbers.
          --csv              Values between commas.
          --json             JSON; in RESP3, unless -2 is given.
          --quoted-json      JSON in ASCII.
          -d <delimiter>     What parts the elements of a raw reply (a line feed).
          -D <delimiter>     What ends a raw reply (a line feed).
          -e                 An error reply ends the program with exit code 1.
          --show-pushes <yn> Show RESP3's pushes; standard on a terminal.

        Instead of commands
          --scan             Names of keys.
          --bigkeys          The keys with the most elements, type by type.
          --memkeys          The keys that take the most memory.
          --memkeys-samples <n>  The same, with so many elements looked at.
          --hotkeys          The keys used most; needs an LFU maxmemory-policy.
          --pattern <pat>    Only these keys, in the four above.
          --quoted-pattern <pat> The same, quoted.
          --stat             Memory, clients, requests: a line a second.
          --latency          How long PING takes, for ever; one line after a second where
                             the output is no terminal.
          --latency-history  The same anew every 15 seconds (-i).
          --latency-dist     The same as a spectrum of colours.
          --intrinsic-latency <sec>  How long this machine makes a program wait.
          --lru-test <keys>  A cache's load, 80% of it on 20% of the keys.
          --pipe             Send standard input, which is RESP, and count the replies.
          --pipe-timeout <n> Seconds to wait for the last of them (30; 0: for ever).
          --rdb <filename>   Fetch the server's data as an RDB file; - is standard output.
          --functions-rdb <filename>  Only its functions.
          --replica          Show what the server sends to its replicas.
          --help, --version

        Examples:
          cat /etc/passwd | redis-cli -x set mypasswd
          redis-cli -r 100 -i 1 info stats | grep instantaneous_ops_per_sec
          redis-cli --eval script.lua key1 key2 , arg1 arg2
          redis-cli --scan --pattern 'user:*'

        Without a command it opens a prompt, where "help" says more. What manages
        clusters (--cluster) is not here.

        """;

    private Usage() {}
}
