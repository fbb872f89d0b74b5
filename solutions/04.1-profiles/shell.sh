redis-cli hset user:1000 username johndoe email john@example.com first_name John last_name Doe age 30 city "New York" country USA created_at "2024-01-15T10:00:00Z"
redis-cli hset user:1000 city "Los Angeles"
redis-cli hincrby user:1000:stats posts 1
redis-cli hincrby user:1000:stats followers 5
redis-cli hincrby user:1000:stats likes_received 10
redis-cli hset user:1000:stats following 0
redis-cli hmget user:1000 username email city
redis-cli hexists user:1000 email
redis-cli hlen user:1000
redis-cli --pipe <<'END'
HSET user:1001 username "alice" email "alice@example.com"
HSET user:1002 username "bob" email "bob@example.com"
HSET user:1003 username "carol" email "carol@example.com"
END
set_age() {
  redis-cli --eval /dev/stdin "$1" , "$2" <<'LUA'
local v = tonumber(ARGV[1])
if not v or v < 18 or v > 120 then return redis.error_reply('Invalid age') end
redis.call('HSET', KEYS[1], 'age', v)
return redis.status_reply('OK')
LUA
}
