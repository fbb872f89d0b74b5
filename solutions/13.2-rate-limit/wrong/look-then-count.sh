check_rate_limit() {
    local count
    count=$(redis-cli GET "$1")
    if [ "${count:-0}" -ge "$2" ]; then
        echo rate_limited
        return
    fi
    redis-cli EVAL "if redis.call('INCR', KEYS[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end" 1 "$1" "$3" >/dev/null
    echo allowed
}
