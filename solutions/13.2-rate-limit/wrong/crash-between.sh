check_rate_limit() {
    local count
    count=$(redis-cli INCR "$1")
    if [ "$count" = 1 ]; then redis-cli EXPIRE "$1" "$3" >/dev/null; fi
    if [ "$count" -le "$2" ]; then echo allowed; else echo rate_limited; fi
}
