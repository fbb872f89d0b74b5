track() {
  redis-cli EVAL "redis.call('INCR', KEYS[1]) redis.call('INCR', KEYS[2]) redis.call('PFADD', KEYS[3], ARGV[1]) redis.call('EXPIRE', KEYS[1], 2592000, 'NX') redis.call('EXPIRE', KEYS[3], 2592000, 'NX')" 3 "$1" "$2" "$3" "$4" >/dev/null
}
report() { local d t; d=$(redis-cli GET "$1"); t=$(redis-cli GET "$2"); echo "${d:-0}"; echo "${t:-0}"; redis-cli PFCOUNT "$3"; }
visitors() { redis-cli PFCOUNT "$@"; }
track page:home:views:20240115 page:home:views:total visitors:20240115 user:1000
