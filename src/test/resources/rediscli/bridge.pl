# Stands in for `redislab cli` in tests: hands its arguments, standard input and some variables to the test's own process,
# which runs the client without the time that a JVM takes to start, and answers with what it wrote.
use strict;
use IO::Handle;
use Socket;

shift @ARGV;
local $/;
my $input = <STDIN> // '';
socket my $test, AF_UNIX, SOCK_STREAM, 0 or die "socket: $!";
connect $test, pack_sockaddr_un($ENV{BRIDGE}) or die "connect: $!";
my @environment = map { "$_=$ENV{$_}" } grep { defined $ENV{$_} } qw(REDISCLI_AUTH REDISLAB_SOCKET FAKETTY TERM);
my @lists = map { pack('N', scalar @$_) . join '', map { pack 'N/a*', $_ } @$_ } \@ARGV, \@environment;
print {$test} pack('N/a*', $input), @lists;
$test->flush;
my ($code, $output, $error) = unpack 'N N/a* N/a*', <$test>;
syswrite STDOUT, $output;
syswrite STDERR, $error;
exit $code;
