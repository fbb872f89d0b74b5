redis-cli CONFIG SET slowlog-log-slower-than 10000 slowlog-max-len 128 maxmemory 2147483648 maxmemory-policy allkeys-lru maxmemory-samples 5 lazyfree-lazy-eviction yes lazyfree-lazy-expire yes lazyfree-lazy-server-del yes hash-max-listpack-entries 512 hash-max-listpack-value 64 timeout 300 save "900 1 300 10 60 10000"
redis-cli SLOWLOG GET 10
redis-cli EVAL "local d = redis.call('DUMP', 'catalog') redis.call('DEL', 'catalog') redis.call('RESTORE', 'catalog', 0, d)" 0
redis-cli CONFIG REWRITE
dashboard() {
  local stats hits misses
  stats=$(redis-cli INFO stats | tr -d '\r')
  hits=$(sed -n 's/^keyspace_hits://p' <<<"$stats")
  misses=$(sed -n 's/^keyspace_misses://p' <<<"$stats")
  redis-cli DBSIZE
  echo "$hits"
  echo "$misses"
  if (( hits + misses )); then echo $(( 100 * hits / (hits + misses) )); else echo 0; fi
}
