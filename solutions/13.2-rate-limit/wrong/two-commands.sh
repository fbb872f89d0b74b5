check_rate_limit() {
    local count
    count=$(redis-cli INCR "$1")
    redis-cli EXPIRE "$1" "$3"
    if [ "$count" -le "$2" ]; then echo allowed; else echo rate_limited; fi
}
