# redis-cli for scripts: one command, or commands from standard input, without the time that a JVM takes to start.
#
# Called by bin/redis-cli. What it doesn't know (the interactive prompt, --pipe, TLS and so on) goes to
# `redislab cli`, which does the same and more. Only Perl's own functions are used, and what is needed seldom has files
# of its own: loading the Socket module, or compiling more lines, would take longer than the whole call.
use strict;

# Options by what they set. Those that are followed by a value; the others set 1.
my %VALUED = (
    -h => 'host', -p => 'port', -s => 'socket', -u => 'uri', -a => 'auth', '--pass' => 'auth', '--user' => 'user',
    -n => 'db', -r => 'repeat', -i => 'interval', -d => 'element_end', -D => 'reply_end', -X => 'tag',
    '--eval' => 'eval', '--show-pushes' => 'pushes', '--pattern' => 'pattern', '--quoted-pattern' => 'quoted_pattern',
);
my %FLAGS = (
    -2 => 'resp2', -x => 'last_from_stdin', -e => 'fail_on_error', '--quoted-input' => 'quoted',
    '--no-auth-warning' => 'silent_auth', '--verbose' => 'verbose', '--scan' => 'scan',
);
my %OUTPUTS = ('--raw' => 'raw', '--no-raw' => 'standard', '--csv' => 'csv', '--json' => 'json',
    '--quoted-json' => 'quoted_json');

# Commands after which the client itself behaves differently: session.pl has them.
my $SPECIAL = qr/^(?:select|auth|multi|exec|discard|reset|shutdown|monitor|[ps]?subscribe|script|p?sync)$/;

our ($bin, $directory) = $0 =~ m{^((.*)/[^/]*)/[^/]*$} ? ($2, $1) : ();
our @all = @ARGV;
our $terminal = -t STDOUT || defined $ENV{FAKETTY};
our %option = (host => '127.0.0.1', port => 6379, db => 0, repeat => 1, interval => 0, element_end => "\n",
    reply_end => "\n", resp3 => 0);
our $output = $terminal ? 'standard' : 'raw';
our $in_session = 0;     # commands come from standard input
our $debugging = 0;      # the Lua debugger answers
our $debug_next = 0;     # it will, at the next EVAL
our $greeting = 0;       # a new connection is introduced to the server
our $shutting_down = 0;  # the server was asked to end, so the connection may
our $selected = 0;       # the database that the server has selected for us
our $last_type = '';     # of the reply shown last
our $pushes;             # what happens to pushes between replies: print, drop, or they are replies (pass)
our $interrupted = 0;    # by Ctrl-C
our ($socket, $in, $at); # the connection; what came over it, and how far that is read

sub elsewhere {
    need('arguments'), need('modes'), run_mode(@all) if !-e "$bin/redislab";
    exec "$bin/redislab", 'cli', @all or exit 70;
}

# A path that begins with neither / nor . would be looked for among Perl's own files.
sub need { require(($directory =~ m{^/} ? '' : './') . "$directory/$_[0].pl") }

# ---- talking ----

# Connects if there is no connection: 1 when all of it worked. Without a connection $socket is undefined.
sub open_connection {
    my ($quiet) = @_;
    my $name = defined $option{socket} ? $option{socket} : "$option{host}:$option{port}";
    my ($family, $address, $unknown) = address();
    # As redis-cli has it, a database stays selected in the client's view when the server has ended the connection.
    $selected = 0 if $socket;
    ($in, $at) = ('', 0);
    if (!$address || !socket($socket, $family, 1, 0) || !connect($socket, $address)) {
        print STDERR "Could not connect to Redis at $name: ", $address ? $! : $unknown, "\n" unless $quiet;
        undef $socket;
        return 0;
    }
    $greeting = 1;
    my $greeted = eval { greet() };
    $greeting = 0;
    return $greeted if !$@;
    undef $socket;
    return complain("\nI/O error");
}

# The kernel's address structure, built by hand where its shape is known; a family, an address, or why there is none.
sub address {
    my $known = $^O eq 'linux';
    return (1, pack 'Sa*', 1, "$option{socket}\0") if $known && defined $option{socket} && length $option{socket} < 108;
    my $host = !$known || defined $option{socket} ? undef
        : $option{host} =~ /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/ ? pack 'C4', $1, $2, $3, $4
        : gethostbyname $option{host};
    return (2, pack 'Sna4x8', 2, $option{port}, $host) if $host;
    need('address');
    return other_address();
}

# Users, database and protocol of a new connection, as far as they are wanted.
sub greet {
    # A graded program's call (grading.md): the examiner has many at once.
    ask('REDISLAB.CALL', $ENV{REDISLAB_CALL}) if $option{default_socket} && length($ENV{REDISLAB_CALL} // '');
    if (defined $option{auth}) {
        my $reply = ask('AUTH', defined $option{user} ? $option{user} : (), $option{auth});
        return complain("AUTH failed: $$reply[1]") if $$reply[0] eq '-';
    }
    return 0 if $option{db} != $selected && !select_database();
    if ($option{resp3} && !$option{resp2}) {
        my $reply = ask('HELLO', 3);
        return complain("HELLO 3 failed: $$reply[1]") || $option{resp3} == 2 if $$reply[0] eq '-';
    }
    return 1;
}

sub select_database {
    my $reply = ask('SELECT', $option{db});
    return complain("SELECT $option{db} failed: $$reply[1]") if $$reply[0] eq '-';
    $selected = $option{db};
    return 1;
}

sub complain {
    print STDERR "$_[0]\n";
    return 0;
}

sub ask {
    send_bytes(request(@_));
    return receive();
}

sub request { join '', '*', scalar @_, "\r\n", map { ('$', length, "\r\n", $_, "\r\n") } @_ }

sub send_bytes {
    my ($bytes) = @_;
    my $sent = 0;
    while ($sent < length $bytes) {
        my $count = syswrite $socket, $bytes, length($bytes) - $sent, $sent;
        return lost("$!") if !defined $count && $! != 4;
        $sent += $count || 0;
    }
}

# The connection is of no use any more. Ends the program, unless more commands wait for a new one.
sub lost {
    die "lost: $_[0]\n" if $in_session || $shutting_down || $greeting;
    print STDERR "Error: $_[0]\n";
    exit 1;
}

sub fill {
    my $count = sysread $socket, $in, 65536, length $in;
    return if $count;
    lost(defined $count ? 'Server closed the connection' : "$!") if defined $count || $interrupted || $! != 4;
}

sub line {
    my $end;
    fill() while ($end = index $in, "\r\n", $at) < 0;
    my $line = substr $in, $at, $end - $at;
    $at = $end + 2;
    return $line;
}

# The next reply, a pair of its type's letter in RESP and its value: an array of replies for * % ~ and >. Nil is _.
sub receive {
    substr $in, 0, $at, '';
    $at = 0;
    while (1) {
        my $reply = parse();
        return $reply if $$reply[0] ne '>' || $pushes eq 'pass';
        need('formats'), show_push($reply) if $pushes eq 'print';
    }
}

sub parse {
    fill() while length $in <= $at;
    my $type = substr $in, $at++, 1;
    if ($type eq '$' || $type eq '=') {
        my $length = line();
        return ['_'] if $length < 0;
        fill() while length $in < $at + $length + 2;
        my $value = substr $in, $at, $length;
        $at += $length + 2;
        return $type eq '$' ? ['$', $value] : ['=', substr $value, 4];
    }
    if ($type eq '*' || $type eq '%' || $type eq '~' || $type eq '>') {
        my $count = line();
        return ['_'] if $count < 0;
        $count *= 2 if $type eq '%';
        my @items;
        push @items, parse() while $count-- > 0;
        return [$type, \@items];
    }
    return [$type, line()] if $type =~ /[-+:,#(_]/;
    print STDERR 'Error: Protocol error, got "', $type =~ /[ -~]/ ? $type : sprintf('\x%02x', ord $type),
        "\" as reply type byte\n";
    exit 1;
}

# ---- showing ----

sub raw {
    my ($type, $value) = @{$_[0]};
    return $value if $type =~ /[\$:+=,]/;
    return '' if $type eq '_';
    return "$value\n" if $type eq '-';
    return $value eq 't' ? '(true)' : '(false)' if $type eq '#';
    return join $option{element_end}, map { raw($_) } @$value if $type =~ /[*~>]/;
    unknown_type() if $type eq '(';
    return join $option{element_end}, map { raw($$value[2 * $_]) . ' ' . raw($$value[2 * $_ + 1]) } 0 .. $#$value / 2;
}

sub unknown_type {
    print STDERR "Unknown reply type: 13\n";
    exit 1;
}

# Shows one reply; $report: as it is, whatever the output's format.
sub show {
    my ($reply, $report) = @_;
    $last_type = $$reply[0];
    if ($last_type eq '-' && $option{fail_on_error} && !$in_session) {
        print STDERR "$$reply[1]\n";
        exit 1;
    }
    need('formats'), print formatted($reply, $report) and return if $debugging || $output ne 'raw' && !$report;
    print $report ? raw($reply) : raw($reply) . $option{reply_end};
}

# True for commands that answer a text for people rather than a value.
sub is_report {
    my ($name, $second, $count) = (lc $_[0], lc($_[1] // ''), scalar @_);
    return 1 if $name eq 'info' || $name eq 'lolwut';
    return 0 if $count < 2 || $name !~ /^(?:client|memory|latency|debug|cluster|proxy)$/;
    return $count == 2 if "$name $second" =~ /^(?:cluster (?:nodes|info)|latency doctor)$/;
    return $count == 3 if "$name $second" eq 'latency graph';
    return $second =~ /^(?:list|info)$/ if $name eq 'client';
    return $second =~ /^(?:htstats|htstats-key|client-eviction)$/ if $name eq 'debug';
    return "$name $second" =~ /^(?:memory (?:malloc-stats|doctor)|proxy info)$/;
}

# Runs a command so many times; a negative number means for ever.
sub run {
    my ($repeat, @argv) = @_;
    my $name = lc $argv[0];
    need('session'), return run_special($name, $repeat, @argv) if $name =~ $SPECIAL;
    ($debugging, $output) = (1, 'raw') if $debug_next && $name eq 'eval';
    my $report = is_report(@argv);
    my $request = request(@argv);
    while ($repeat < 0 || $repeat-- > 0) {
        send_bytes($request);
        show(receive(), $report);
        select undef, undef, undef, $option{interval} if $option{interval};
    }
}

# ---- starting ----

my $given_place = 0;
while (@ARGV && $ARGV[0] =~ /^-/) {
    my $word = shift @ARGV;
    if (exists $VALUED{$word}) {
        elsewhere() if !@ARGV;
        my $name = $VALUED{$word};
        $option{$name} = shift @ARGV;
        $given_place = 1 if $word =~ /^-[hpsu]$/;
        need('arguments'), read_uri() if $name eq 'uri';
        need('arguments'), read_pattern() if $name eq 'quoted_pattern';
    } elsif (exists $FLAGS{$word}) {
        $option{$FLAGS{$word}} = 1;
    } elsif (exists $OUTPUTS{$word}) {
        $output = $OUTPUTS{$word};
        $option{resp3} ||= 2 if $output =~ /json/;
    } elsif ($word eq '-3') {
        $option{resp3} = 1;
    } elsif ($word eq '-v' || $word eq '--version') {
        print "redis-cli 7.0.15\n";
        exit 0;
    } else {
        elsewhere();
    }
}
# Wrong calls, help and the prompt are the other client's.
elsewhere() if ($option{resp2} && $option{resp3} == 1) || (defined $option{tag} && $option{last_from_stdin})
    || (defined $option{pushes} && $option{pushes} !~ /^[yn]/i)
    || (!$option{scan} && @ARGV && $ARGV[0] =~ /^(?:help|\?)$/i)
    || (!@ARGV && !defined $option{eval} && !$option{scan} && -t STDIN);
$| = 1;
for my $number ('port', 'db', 'repeat') {
    $option{$number} = $option{$number} =~ /^\s*([-+]?\d+)/ ? $1 + 0 : 0;
}
$option{interval} = $option{interval} =~ /^\s*(\d*\.?\d+|\d+)/ ? $1 + 0 : 0;
@option{'socket', 'default_socket'} = ($ENV{REDISLAB_SOCKET}, 1)
    if !$given_place && length($ENV{REDISLAB_SOCKET} // '');
if (defined $option{auth}) {
    print STDERR "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n"
        unless $option{silent_auth};
} elsif (defined $ENV{REDISCLI_AUTH}) {
    $option{auth} = $ENV{REDISCLI_AUTH};
}
$pushes = (defined $option{pushes} ? $option{pushes} =~ /^y/i : $terminal) ? 'print' : 'drop';

if ($option{scan}) {
    need('scan');
    exit 1 if !open_connection();
    run_scan();
} elsif (defined $option{eval}) {
    need('arguments');
    exit 1 if !open_connection();
    run($option{repeat}, script_call(@ARGV));
} elsif (!@ARGV) {
    need('session');
    run_session();
} else {
    open_connection('quiet');
    if ($option{quoted} || defined $option{tag} || $option{last_from_stdin}) {
        need('arguments');
        @ARGV = given_arguments(@ARGV);
    }
    exit 1 if !$socket && !open_connection();
    run($option{repeat}, @ARGV);
}
exit 0;
