stat() { redis-cli HINCRBY cache:stats "$1" 1 >/dev/null; }
cache_get() {
  local v; v=$(redis-cli GET "$1")
  if [ -n "$v" ]; then stat hits; echo "$v"; else stat misses; fi
}
cache_set() { redis-cli SETEX "$1" "${3:-3600}" "$2" >/dev/null; stat sets; echo OK; }
cache_set_with_tags() {
  local key=$1 value=$2 ttl=$3 tag; shift 3
  redis-cli SETEX "$key" "$ttl" "$value" >/dev/null
  for tag; do redis-cli SADD "cache:tag:$tag" "$key" >/dev/null; done
  stat sets
  echo OK
}
cache_invalidate() { stat invalidations; redis-cli DEL "$1"; }
cache_invalidate_by_tag() {
  stat tag_invalidations
  redis-cli EVAL "local n = 0 for _, k in ipairs(redis.call('SMEMBERS', KEYS[1])) do n = n + redis.call('DEL', k) end redis.call('DEL', KEYS[1]) return n" 1 "$1"
}
cache_set_with_tags cache:user:1000 '{"name":"John"}' 3600 user users
cache_set_with_tags cache:user:1001 '{"name":"Jane"}' 3600 user users
cache_set_with_tags cache:post:1 '{"title":"Hello"}' 3600 posts
cache_get cache:user:1000
cache_get cache:user:9
cache_invalidate_by_tag cache:tag:users
