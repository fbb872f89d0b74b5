# One script: nobody comes in between.
check_rate_limit() {
    local count
    count=$(redis-cli EVAL "
        local n = redis.call('INCR', KEYS[1])
        if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
        return n" 1 "$1" "$3")
    if [ "$count" -le "$2" ]; then echo allowed; else echo rate_limited; fi
}
