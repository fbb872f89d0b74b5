# Arguments that take more than being read off the command line. Part of redis-cli.pl.
use strict;

our (%option);

# The words of a line by the rules of quotes and escapes, or nothing (an undefined value) where these don't match up.
sub split_line {
    my ($line) = @_;
    my @words;
    while ($line =~ /\G[ \t-\r]*(?=[^ \t-\r])/gc) {
        my $word = '';
        while (1) {
            if ($line =~ /\G([^ \t\n\r"']+)/gc) {
                $word .= $1;
            } elsif ($line =~ /\G(["'])/gc) {
                my $rest = $1 eq '"' ? double_quoted(\$line) : single_quoted(\$line);
                return undef if !defined $rest || $line !~ /\G(?=[ \t-\r]|\z)/gc;
                $word .= $rest;
                last;
            } else {
                last;
            }
        }
        push @words, $word;
    }
    return \@words;
}

sub double_quoted {
    my ($line) = @_;
    my %letters = (n => "\n", r => "\r", t => "\t", b => "\b", a => "\a");
    my $text = '';
    while ($$line !~ /\G"/gc) {
        if ($$line =~ /\G([^"\\]+)/gc) {
            $text .= $1;
        } elsif ($$line =~ /\G\\x([0-9a-fA-F]{2})/gc) {
            $text .= chr hex $1;
        } elsif ($$line =~ /\G\\(.)/gcs) {
            $text .= $letters{$1} // $1;
        } else {
            return undef;
        }
    }
    return $text;
}

sub single_quoted {
    my ($line) = @_;
    my $text = '';
    while ($$line !~ /\G'/gc) {
        return undef if $$line !~ /\G\\(')|\G(\\)|\G([^'\\]+)/gc;
        $text .= $1 // $2 // $3;
    }
    return $text;
}

# What is to be sent: the arguments without their quotes (--quoted-input), and with what -x or -X reads.
sub given_arguments {
    my @argv = @_;
    if ($option{quoted}) {
        for my $argument (@argv) {
            my $words = split_line($argument);
            print("Invalid quoted string\n"), exit 1 if !$words || @$words != 1;
            $argument = $$words[0];
        }
    }
    if ($option{last_from_stdin}) {
        push @argv, standard_input();
    } elsif (defined $option{tag}) {
        my ($place) = grep { $argv[$_] eq $option{tag} } 0 .. $#argv;
        complain('Using -X option but stdin tag not match.'), exit 1 if !defined $place;
        $argv[$place] = standard_input();
    }
    return @argv;
}

sub standard_input {
    my $text = '';
    while (my $count = sysread STDIN, $text, 65536, length $text) { }
    return $text;
}

# EVAL with the script in a file; a comma parts keys from arguments.
sub script_call {
    my @arguments = @_;
    open my $file, '<', $option{eval} or complain("Can't open file '$option{eval}': $!"), exit 1;
    local $/;
    my $script = <$file> // '';
    my ($comma) = grep { $arguments[$_] eq ',' } 0 .. $#arguments;
    my $keys = $comma // @arguments;
    splice @arguments, $comma, 1 if defined $comma;
    return ('EVAL', $script, $keys, @arguments);
}

# -u redis://[[user:]password@][host][:port][/database]
sub read_uri {
    my $uri = $option{uri};
    elsewhere() if $uri !~ s{^redis://}{}i;
    if ($uri =~ s/^([^@]*)@//) {
        my $who = $1;
        $option{user} = percent_decoded($1) if $who =~ s/^([^:]*)://;
        $option{auth} = percent_decoded($who);
    }
    return if $uri eq '';
    my ($place, $database) = split m{/}, $uri, 2;
    if ($place ne '') {
        $option{port} = $1 if $place =~ s/:(.*)//s;
        $option{host} = $place;
    }
    $option{db} = $database if length($database // '');
}

# --quoted-pattern: a pattern with its quotes.
sub read_pattern {
    my $words = split_line($option{quoted_pattern});
    elsewhere() if !$words || @$words != 1;
    $option{pattern} = $$words[0];
}

sub percent_decoded {
    my ($text) = @_;
    elsewhere() if $text =~ /%(?![0-9a-fA-F]{2})/;
    $text =~ s/%(..)/chr hex $1/ge;
    return $text;
}

1;
