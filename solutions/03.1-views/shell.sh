redis-cli incr page:home:views
redis-cli incrby page:home:views 5
redis-cli set page:about:views 0
redis-cli mget page:home:views page:about:views
for u in 1000 1001 1002; do redis-cli setbit visitors:2024-01-15 $u 1; done
redis-cli getbit visitors:2024-01-15 1000
redis-cli bitcount visitors:2024-01-15
redis-cli bitop and visitors:both visitors:2024-01-15 visitors:2024-01-14
rate_limit() {
  redis-cli --eval /dev/stdin "$1" , "$2" "$3" <<'LUA'
local key = 'ratelimit:' .. KEYS[1] .. ':' .. math.floor(redis.call('TIME')[1] / ARGV[1])
local n = redis.call('INCR', key)
if n == 1 then redis.call('EXPIRE', key, ARGV[1]) end
if n > tonumber(ARGV[2]) then return 0 end
return 1
LUA
}
