# --scan: the names of keys. Part of redis-cli.pl.
use strict;

our (%option, $output);

sub run_scan {
    my $stop = 0;
    $SIG{INT} = sub { $stop = 1 };
    need('formats');
    my $cursor = 0;
    do {
        my $reply = ask('SCAN', $cursor, defined $option{pattern} ? ('MATCH', $option{pattern}) : ());
        complain("SCAN error: $$reply[1]"), exit 1 if $$reply[0] eq '-';
        complain('Non ARRAY response from SCAN!'), exit 1 if $$reply[0] ne '*';
        complain('Invalid element count from SCAN!'), exit 1 if @{$$reply[1]} != 2;
        $cursor = $$reply[1][0][1];
        my @keys = map { $$_[1] } @{$$reply[1][1][1]};
        print map { ($output eq 'standard' ? quoted($_) : c_text($_)) . "\n" } @keys;
        select undef, undef, undef, $option{interval} if $option{interval};
    } while (!$stop && $cursor ne '0');
}

1;
