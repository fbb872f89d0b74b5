# The formats for replies besides raw, and what the Lua debugger says. Part of redis-cli.pl.
use strict;

our (%option, $output, $debugging, $debug_next, $debug_ended);

my %ESCAPES = ("\\" => '\\\\', '"' => '\"', "\n" => '\n', "\r" => '\r', "\t" => '\t', "\a" => '\a', "\b" => '\b');
my %JSON_ESCAPES = ("\\" => '\\\\', '"' => '\"', "\n" => '\n', "\r" => '\r', "\t" => '\t', "\b" => '\b', "\f" => '\f');

sub formatted {
    my ($reply, $report) = @_;
    if ($debugging && ($report || $output eq 'raw')) {
        my $text = raw(of_debugger($reply));
        return $report ? $text : $text . $option{reply_end};
    }
    return raw($reply) if $report;
    return standard($reply, '') if $output eq 'standard';
    return csv($reply) . "\n" if $output eq 'csv';
    return json($reply) . "\n";
}

sub show_push {
    my ($push) = @_;
    my ($kind, $keys) = @{$$push[1]};
    my $invalidates = @{$$push[1]} == 2 && $$kind[0] eq '$' && $$kind[1] =~ /^invalidate/ && $$keys[0] eq '*';
    if ($output eq 'standard' && $invalidates) {
        print '-> invalidate: ', join(', ', map { "'" . c_text($$_[1]) . "'" } @{$$keys[1]}), "\n";
    } else {
        print $output eq 'raw' ? raw($push) . $option{reply_end} : formatted($push, 0);
    }
}

sub quoted {
    my ($bytes) = @_;
    $bytes =~ s/([\\"\x00-\x1f\x7f-\xff])/$ESCAPES{$1} || sprintf '\x%02x', ord $1/ge;
    return "\"$bytes\"";
}

# Up to the first NUL byte.
sub c_text { $_[0] =~ /^([^\0]*)/ ? $1 : '' }

# ---- for people: types in parentheses, strings quoted, elements numbered ----

sub standard {
    my ($reply, $indent) = @_;
    my ($type, $value) = @$reply;
    return quoted($value) . "\n" if $type eq '$';
    return c_text($value) . "\n" if $type eq '+';
    return "$value\n" if $type eq '=';
    return "(integer) $value\n" if $type eq ':';
    return '(error) ' . c_text($value) . "\n" if $type eq '-';
    return "(nil)\n" if $type eq '_';
    return "(double) $value\n" if $type eq ',';
    return raw($reply) . "\n" if $type eq '#';
    unknown_type() if $type eq '(';
    my %empty = ('*' => 'array', '%' => 'hash', '~' => 'set', '>' => 'push');
    return "(empty $empty{$type})\n" if !@$value;

    my $step = $type eq '%' ? 2 : 1;
    my $width = length(@$value / $step);
    my $deeper = $indent . ' ' x ($width + 2);
    my $mark = $type eq '~' ? '~' : $type eq '%' ? '#' : ')';
    my $text = '';
    for (my $i = 0; $i < @$value; $i += $step) {
        # The first element stands behind its parent's number.
        $text .= ($i ? $indent : '') . sprintf("%${width}d$mark ", $i / $step + 1);
        $text .= standard($$value[$i], $deeper);
        if ($type eq '%') {
            chop $text;
            $text .= ' => ' . (has_lines($$value[$i + 1]) ? "\n$deeper" : '') . standard($$value[$i + 1], $deeper);
        }
    }
    return $text;
}

# True when the format for people takes several lines for it.
sub has_lines {
    my ($type, $value) = @{$_[0]};
    return 0 if $type !~ /[*~>%]/ || !@$value;
    return @$value > 2 || has_lines($$value[1]) if $type eq '%';
    return @$value > 1 || has_lines($$value[0]);
}

# ---- for programs ----

sub csv {
    my ($reply) = @_;
    my ($type, $value) = @$reply;
    return quoted($value) if $type =~ /[\$+=]/;
    return $value if $type =~ /[:,]/;
    return 'ERROR,' . quoted(c_text($value)) if $type eq '-';
    return 'NULL' if $type eq '_';
    return $value eq 't' ? 'true' : 'false' if $type eq '#';
    unknown_type() if $type eq '(';
    return join ',', map { csv($_) } @$value;
}

sub json {
    my ($reply) = @_;
    my ($type, $value) = @$reply;
    return json_text($value) if $type =~ /[\$+=]/;
    return $value if $type =~ /[:,]/;
    return 'error:' . json_text(c_text($value)) if $type eq '-';
    return 'null' if $type eq '_';
    return $value eq 't' ? 'true' : 'false' if $type eq '#';
    unknown_type() if $type eq '(';
    return '[' . join(',', map { json($_) } @$value) . ']' if $type ne '%';
    my @pairs;
    for (my $i = 0; $i < @$value; $i += 2) {
        my $name = json($$value[$i]);
        $name = "\"$name\"" if $$value[$i][0] !~ /[-\$+=]/ && $name !~ /^"/;
        push @pairs, $name . ':' . json($$value[$i + 1]);
    }
    return '{' . join(',', @pairs) . '}';
}

sub json_text {
    my ($text) = @_;
    if ($output eq 'quoted_json') {
        $text = quoted($text);
        $text =~ s/\\/\\\\/g;
        return $text;
    }
    $text =~ s/([\\"\x00-\x1f])/$JSON_ESCAPES{$1} || sprintf '\u%04x', ord $1/ge;
    return "\"$text\"";
}

# ---- the Lua debugger: lists of status replies, in colours where the terminal has them ----

sub of_debugger {
    my ($reply) = @_;
    my ($type, $value) = @$reply;
    return [$type, [map { of_debugger($_) } @$value]] if $type =~ /[*~>%]/;
    return $reply if $type ne '+' || !$debugging;
    if ($value =~ /^<endsession>/) {
        ($debugging, $debug_next, $debug_ended, $output) = (0, 0, 1, 'standard');
        return ['+', ''];
    }
    return $reply if ($ENV{TERM} // '') !~ /xterm/;
    my $color = '0;37';
    $color = '1;37' if $value =~ /<debug>/;
    $color = '0;32' if $value =~ /<redis>/;
    $color = '0;36' if $value =~ /<reply>/;
    $color = '0;31' if $value =~ /<error>/;
    $color = '1;37' if $value =~ /<hint>/;
    $color = '0;35' if $value =~ /<value>|<retval>/;
    if (length $value > 4 && $value =~ /^...\d/s) {
        $color = $value =~ /^.>/s ? '0;33' : $value =~ /^..#/s ? '1;37' : $color;
    }
    return ['+', "\e[${color};49m$value\e[0m"];
}

1;
