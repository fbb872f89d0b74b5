# Commands from standard input, and those after which the client itself behaves differently. Part of redis-cli.pl.
use strict;

our (%option, $output, $bin, $in_session, $debugging, $debug_next, $debug_ended, $shutting_down, $selected,
    $last_type, $pushes, $interrupted, $socket);
my ($in_transaction, $selected_before) = (0, 0);

need('arguments');

# ---- lines ----

sub run_session {
    $in_session = 1;
    $SIG{PIPE} = 'IGNORE';
    $SIG{INT} = sub { exit 1 };
    open_connection();
    while (defined(my $line = <STDIN>)) {
        $line =~ s/[\n\0].*//s;
        run_line($line);
    }
}

sub run_line {
    my ($line) = @_;
    # The debugger wants the code behind its word eval as it is.
    my $words = $debugging && $line =~ /^(e|eval) (.*)/s ? [$1, $2] : split_line($line);
    print("Invalid argument(s)\n"), return if !$words;
    return if !@$words;
    my @argv = @$words;
    my $repeat = 1;
    if (@argv > 1 && $argv[0] =~ /^(?:[ \t-\r]*([-+]?\d+))?$/) {
        $repeat = $1 // 0;
        print("Invalid redis-cli repeat command option value.\n"), return if $repeat <= 0 || $repeat >= 2**63;
        shift @argv;
    }
    my $word = lc $$words[0];
    if ($word eq 'quit' || $word eq 'exit') {
        exit 0;
    } elsif ($word =~ /^:/) {
        set_preference(@$words);
    } elsif ($word eq 'restart') {
        print "Use 'restart' only in Lua debugging mode.\n";
    } elsif ($word eq 'connect' && @$words == 3) {
        ($option{host}, $option{port}) = ($$words[1], $$words[2] =~ /^\s*([-+]?\d+)/ ? $1 : 0);
        delete $option{socket} if $option{default_socket};
        open_connection();
    } elsif ($word eq 'clear' && @$words == 1) {
        print "\e[H\e[2J";
    } else {
        run_timed($repeat, @argv);
    }
}

# There are no hints without a terminal, but wrong words are told.
sub set_preference {
    my ($word, $name) = @_;
    print "unknown redis-cli internal command '$word'\n" if lc $word ne ':set' || !defined $name;
    print "unknown redis-cli preference '$name'\n" if lc $word eq ':set' && defined $name && $name !~ /^(?:no)?hints$/i;
}

sub run_timed {
    my ($repeat, @argv) = @_;
    my $clock = $output eq 'standard' && eval { require Time::HiRes } ? \&Time::HiRes::time : sub { time };
    my $start = $clock->();
    run_safely($repeat, @argv);
    if ($debug_ended) {
        $debug_ended = 0;
        show(receive(), 0);
        print "\n(Lua debugging session ended -- dataset changes rolled back)\n\n";
        # The session was a server's process of its own, unless it was a synchronous one.
        undef $socket if !eval { ask('PING') };
    }
    my $seconds = $clock->() - $start;
    printf "(%.2fs)\n", $seconds if $seconds >= 0.5 && $output eq 'standard';
}

# When the connection is lost, the next command makes a new one.
sub run_safely {
    my ($repeat, @argv) = @_;
    if (!$debugging && $argv[0] =~ /^(?:help|\?)$/i) {
        system "$bin/redislab", 'cli', @argv;
        return;
    }
    return if !$socket && !open_connection();
    return if eval { run($repeat, @argv); 1 };
    die $@ if $@ !~ /^lost: (.*)/s;
    print STDERR "Error: $1" if !$shutting_down;
    undef $socket;
    $in_transaction = 0;
}

# ---- special commands ----

sub run_special {
    my ($name, $repeat, @argv) = @_;
    return listen_for_ever($name, @argv) if $name =~ /^(?:monitor|[ps]?subscribe)$/;
    if ($name =~ /sync/) {
        elsewhere() if !$in_session;
        return print "$name is not for commands from a pipe: give it as redis-cli's argument.\n";
    }
    $debug_next = $argv[2] =~ /^(?:yes|sync)$/i if $name eq 'script' && @argv == 3 && lc $argv[1] eq 'debug';
    $shutting_down = 1 if $name eq 'shutdown';
    my $request = request(@argv);
    while ($repeat < 0 || $repeat-- > 0) {
        my $answered = eval {
            send_bytes($request);
            show(receive(), 0);
            1;
        };
        if (!$answered) {
            die $@ if !$shutting_down;
            undef $socket;
            return;
        }
        follow($name, scalar @argv, $argv[1]);
        select undef, undef, undef, $option{interval} if $option{interval};
    }
}

# Keeps what the client must know of the server's state to be the same after a new connection.
sub follow {
    my ($name, $count, $argument) = @_;
    my $failed = $last_type eq '-';
    if ($name eq 'select' && $count == 2 && !$failed) {
        $option{db} = $selected = $argument =~ /^\s*([-+]?\d+)/ ? $1 + 0 : 0;
    } elsif ($name eq 'auth' && ($count == 2 || $count == 3)) {
        select_database() if $option{db} != $selected;
    } elsif ($name eq 'multi' && $count == 1 && !$failed) {
        ($in_transaction, $selected_before) = (1, $selected);
    } elsif ($name eq 'exec' && $count == 1 && $in_transaction) {
        $in_transaction = 0;
        $option{db} = $selected = $selected_before if $failed || $last_type eq '_';
    } elsif ($name eq 'discard' && $count == 1 && !$failed) {
        $in_transaction = 0;
        $option{db} = $selected = $selected_before;
    } elsif ($name eq 'reset' && $count == 1 && !$failed) {
        ($in_transaction, $option{db}, $selected, $option{resp3}) = (0, 0, 0, 0);
    }
}

# MONITOR and subscriptions: until an error, the connection's end, or Ctrl-C.
sub listen_for_ever {
    my ($name, @argv) = @_;
    my $subscribing = $name ne 'monitor';
    local $SIG{INT} = sub { $interrupted = 1 } if $in_session;
    send_bytes(request(@argv));
    print "Reading messages... (press Ctrl-C to quit)\n" if $subscribing && $output ne 'raw';
    my $printing = $pushes eq 'print';
    $pushes = 'pass' if $subscribing;
    my $heard = eval {
        do { show(receive(), 0) } until $last_type eq '-';
        1;
    };
    $pushes = 'print' if $printing;
    return if $heard;
    if ($interrupted) {
        $interrupted = 0;
        open_connection();
        return;
    }
    print STDERR 'Error: ', $@ =~ /^lost: (.*)/s ? $1 : $@;
    exit 1;
}

1;
