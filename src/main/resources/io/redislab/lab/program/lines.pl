# lines.pl SOCKET WORD…: starts the words with connections to the examiner, which bash can't make itself (driver.sh tells the
# numbers of the files), and a pipe that holds the numbers of those that nobody uses.
use strict;
use Socket;

my ($path, @words) = @ARGV;
my ($FIRST, $COUNT, $F_DUPFD) = (200, 8, 0);
for my $line (0 .. $COUNT - 1) {
    my $socket;
    socket($socket, AF_UNIX, SOCK_STREAM, 0) && connect($socket, pack_sockaddr_un($path)) or exit 70;
    fcntl $socket, $F_DUPFD, $FIRST + $line;
}
pipe(my $take, my $give) or exit 70;
syswrite $give, join '', 0 .. $COUNT - 1;
fcntl $take, $F_DUPFD, $FIRST + $COUNT;
fcntl $give, $F_DUPFD, $FIRST + $COUNT + 1;
exec { $words[0] } @words or exit 70;
