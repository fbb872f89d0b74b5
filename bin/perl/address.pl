# Addresses that redis-cli.pl doesn't build by hand: other systems, IPv6, unknown names. Part of redis-cli.pl.
use strict;
use Socket qw(getaddrinfo pack_sockaddr_un AF_UNIX AF_INET AF_INET6 SOCK_STREAM);

our (%option);

sub other_address {
    return (AF_UNIX, pack_sockaddr_un(substr $option{socket}, 0, 107)) if defined $option{socket};
    my $why;
    for my $family (AF_INET, AF_INET6) {
        my ($error, @found) = getaddrinfo($option{host}, $option{port}, {family => $family, socktype => SOCK_STREAM});
        return ($family, $found[0]{addr}) if !$error;
        $why = "$error";
    }
    return (AF_INET, undef, $why);
}

1;
