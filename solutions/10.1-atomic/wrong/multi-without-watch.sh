
transfer_eval() {
  redis-cli --eval /dev/stdin "$1" "$2" "$3" , "$4" <<'EOF'
local amount = tonumber(ARGV[1])
if not amount or amount <= 0 then return redis.error_reply('Invalid amount') end
if tonumber(redis.call('GET', KEYS[1]) or 0) < amount then return redis.error_reply('Insufficient funds') end
redis.call('DECRBY', KEYS[1], amount)
redis.call('INCRBY', KEYS[2], amount)
redis.call('LPUSH', KEYS[3], KEYS[1] .. ' ' .. KEYS[2] .. ' ' .. ARGV[1])
return redis.status_reply('OK')
EOF
}
reserve() {
  redis-cli --eval /dev/stdin "$1" "$2" , "$3" "$4" <<'EOF'
if tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or 0) < tonumber(ARGV[2]) then return redis.error_reply('Insufficient inventory') end
redis.call('HINCRBY', KEYS[1], ARGV[1], -ARGV[2])
redis.call('HINCRBY', KEYS[2], ARGV[1], ARGV[2])
return redis.status_reply('OK')
EOF
}
release() {
  redis-cli --eval /dev/stdin "$1" "$2" , "$3" "$4" <<'EOF'
if tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0) < tonumber(ARGV[2]) then return redis.error_reply('Not reserved') end
redis.call('HINCRBY', KEYS[2], ARGV[1], -ARGV[2])
redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2])
return redis.status_reply('OK')
EOF
}
acquire_lock() { if [ "$(redis-cli SET "$1" "$2" EX "$3" NX)" = "OK" ]; then echo 1; else echo 0; fi; }
release_lock() { redis-cli EVAL 'if redis.call("get",KEYS[1])==ARGV[1] then return redis.call("del",KEYS[1]) else return 0 end' 1 "$1" "$2"; }
extend_lock() { redis-cli EVAL 'if redis.call("get",KEYS[1])==ARGV[1] then return redis.call("expire",KEYS[1],ARGV[2]) else return 0 end' 1 "$1" "$2" "$3"; }
redlock_validity() {
  local left=$(( $3 - $4 - $3 / 100 - 2 ))
  (( $2 > $1 / 2 && left > 0 )) && echo $left || echo 0
}

transfer() {
  [[ $4 =~ ^[1-9][0-9]*$ ]] || { echo 'ERR Invalid amount'; return 1; }
  local have; have=$(redis-cli GET "$1")
  (( ${have:-0} >= $4 )) || { echo 'ERR Insufficient funds'; return 1; }
  printf 'MULTI\nDECRBY %s %s\nINCRBY %s %s\nLPUSH %s "%s"\nEXEC\n' "$1" "$4" "$2" "$4" "$3" "$1 $2 $4" | redis-cli >/dev/null
  echo OK
}
