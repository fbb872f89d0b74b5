# desk PROGRAM ARGS: asks the lab that owns this shell to do what PROGRAM would do. The frames are those of DeskCall.
use strict;
use warnings;
use Socket;

my $path = $ENV{REDISLAB_DESK};
my $name = $ARGV[0] // 'desk';
unless (defined $path) {
    print STDERR "$name: this works in `redislab shell` only\n";
    exit 127;
}
my $desk;
unless (socket($desk, AF_UNIX, SOCK_STREAM, 0) && connect($desk, pack_sockaddr_un($path))) {
    print STDERR "$name: the lab that this shell belongs to has ended\n";
    exit 125;
}
$| = 1;
binmode $_ for $desk, *STDIN, *STDOUT, *STDERR;
my $folder = readlink('/proc/self/cwd') // do { require Cwd; Cwd::getcwd() };
say_out(pack('N', 1 + @ARGV) . join '', map { pack('N/a*', $_) } $folder, @ARGV);
while (1) {
    my ($kind, $length) = unpack 'aN', take(5);
    exit $length if $kind eq 'X';
    if ($kind eq 'I') {
        local $/;
        say_out(pack 'N/a*', <STDIN> // '');
    } else {
        my $text = take($length);
        if ($kind eq 'E') { print STDERR $text }
        else { print STDOUT $text }
    }
}

sub say_out {
    my $rest = shift;
    while (length $rest) {
        my $sent = syswrite $desk, $rest or exit 125;
        substr($rest, 0, $sent) = '';
    }
}

sub take {
    my $missing = shift;
    my $bytes = '';
    while ($missing > 0) {
        my $read = sysread $desk, $bytes, $missing, length $bytes;
        unless ($read) {
            print STDERR "$name: the lab that this shell belongs to has ended\n";
            exit 125;
        }
        $missing -= $read;
    }
    return $bytes;
}
