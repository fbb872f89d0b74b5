# Modes of redis-cli that an answer may use where there is no other client to hand them to. Part of redis-cli.pl.
use strict;

our (%option, $socket, $in, $at);

my %MODES = ('--pipe' => \&run_pipe, '--bigkeys' => \&run_sizes, '--memkeys' => \&run_sizes);
my %SIZES = (string => ['STRLEN', 'bytes'], list => ['LLEN', 'items'], set => ['SCARD', 'members'],
    hash => ['HLEN', 'fields'], zset => ['ZCARD', 'members'], stream => ['XLEN', 'entries']);

sub run_mode {
    my ($mode) = grep { exists $MODES{$_} } @_;
    complain("redis-cli @_: this can't be done in a graded answer"), exit 1 if !defined $mode;
    @option{'socket', 'default_socket'} = ($ENV{REDISLAB_SOCKET}, 1) if length($ENV{REDISLAB_SOCKET} // '');
    $| = 1;
    exit 1 if !open_connection();
    $MODES{$mode}->($mode);
}

# Sends standard input as it is, and behind it an ECHO whose reply ends the others. Reads while it sends: a server whose
# replies nobody takes stops to read.
sub run_pipe {
    my $mark = 'redislab:end-of-pipe';
    my $out = standard_input() . "\r\n*2\r\n\$4\r\nECHO\r\n\$" . length($mark) . "\r\n$mark\r\n";
    while (length $out) {
        my ($readable, $writable) = ('', '');
        vec($readable, fileno $socket, 1) = 1;
        vec($writable, fileno $socket, 1) = 1;
        select $readable, $writable, undef, undef;
        if (vec $readable, fileno $socket, 1) {
            sysread($socket, $in, 65536, length $in) or complain('Error reading replies from server'), exit 1;
        }
        if (vec $writable, fileno $socket, 1) {
            substr $out, 0, syswrite($socket, $out, 4096) // 0, '';
        }
    }
    print "All data transferred. Waiting for the last reply...\n";
    my ($errors, $replies) = (0, 0);
    while (1) {
        my $reply = parse();
        last if $$reply[0] eq '$' && $$reply[1] eq $mark;
        $errors++, complain($$reply[1]) if $$reply[0] eq '-';
        $replies++;
    }
    print "Last reply received from server.\nerrors: $errors, replies: $replies\n";
    exit($errors ? 1 : 0);
}

# The largest key of each type, by its elements or by its memory.
sub run_sizes {
    my ($mode) = @_;
    my (%largest, %keys, $sampled, $cursor);
    do {
        my $reply = ask('SCAN', $cursor // 0);
        complain("SCAN error: $$reply[1]"), exit 1 if $$reply[0] eq '-';
        $cursor = $$reply[1][0][1];
        for my $key (map { $$_[1] } @{$$reply[1][1][1]}) {
            my $type = ask('TYPE', $key)->[1];
            next if !$SIZES{$type};
            my $size = $mode eq '--memkeys' ? ask('MEMORY', 'USAGE', $key) : ask($SIZES{$type}[0], $key);
            $sampled++;
            $keys{$type}++;
            $largest{$type} = [$$size[1], $key] if !$largest{$type} || $$size[1] > $largest{$type}[0];
        }
    } while ($cursor ne '0');
    print "\n-------- summary -------\n\nSampled ", $sampled // 0, " keys in the keyspace!\n\n";
    for my $type (sort keys %largest) {
        printf "Biggest %6s found '%s' has %s %s\n", $type, $largest{$type}[1], $largest{$type}[0],
            $mode eq '--memkeys' ? 'bytes' : $SIZES{$type}[1];
    }
    print "\n", map { "$keys{$_} ${_}s\n" } sort keys %keys;
    exit 0;
}

1;
