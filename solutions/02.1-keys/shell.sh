redis-cli EVAL "
  for i = 1, 10 do
    redis.call('HSET', 'user:' .. i, 'name', 'User' .. i, 'email', 'user' .. i .. '@example.com', 'age', 20 + i)
    if i % 2 == 1 then redis.call('EXPIRE', 'user:' .. i, ARGV[1]) end
  end" 0 3600
cursor=0
while :; do
  reply=$(redis-cli SCAN $cursor MATCH 'user:*' COUNT 5)
  cursor=$(head -1 <<<"$reply")
  tail -n +2 <<<"$reply"
  [ "$cursor" = 0 ] && break
done
for s in a b c d; do
  t=$(redis-cli PTTL session:$s)
  [ "$t" -gt 0 ] && [ "$t" -lt 3600000 ] && redis-cli DEL session:$s
done
true
