# The bank and the store are functions of the server; the locks are functions of the shell.
redis-cli -x FUNCTION LOAD REPLACE >/dev/null <<'END'
#!lua name=atomic
redis.register_function('transfer', function(keys, args)
  local amount = tonumber(args[1])
  if not amount or amount <= 0 then return redis.error_reply('Invalid amount') end
  if tonumber(redis.call('GET', keys[1]) or 0) < amount then return redis.error_reply('Insufficient funds') end
  redis.call('DECRBY', keys[1], args[1])
  redis.call('INCRBY', keys[2], args[1])
  redis.call('LPUSH', keys[3], keys[1] .. ' ' .. keys[2] .. ' ' .. args[1])
  return redis.status_reply('OK')
end)
redis.register_function('reserve', function(keys, args)
  local have = tonumber(redis.call('HGET', keys[1], args[1]) or 0)
  if have < tonumber(args[2]) then return redis.error_reply('Insufficient inventory') end
  redis.call('HINCRBY', keys[1], args[1], -args[2])
  redis.call('HINCRBY', keys[2], args[1], args[2])
  return redis.status_reply('OK')
end)
redis.register_function('release', function(keys, args)
  local held = tonumber(redis.call('HGET', keys[2], args[1]) or 0)
  if held < tonumber(args[2]) then return redis.error_reply('Not reserved') end
  redis.call('HINCRBY', keys[1], args[1], args[2])
  redis.call('HINCRBY', keys[2], args[1], -args[2])
  return redis.status_reply('OK')
end)
redis.register_function('redlock_validity', function(keys, args)
  local engines, granted = tonumber(args[1]), tonumber(args[2])
  local ttl, elapsed = tonumber(args[3]), tonumber(args[4])
  if granted <= engines / 2 then return 0 end
  return math.max(0, math.floor(ttl - elapsed - ttl / 100 - 2))
end)
END

own() {
    redis-cli EVAL "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call($1) end return 0" 1 "${@:2}"
}

acquire_lock() {
    # redis-cli ends with 0 whatever the reply: what it prints counts.
    [ "$(redis-cli SET "$1" "$2" NX EX "$3")" = OK ] && echo 1 || echo 0
}

release_lock() {
    own "'DEL', KEYS[1]" "$1" "$2"
}

extend_lock() {
    own "'EXPIRE', KEYS[1], ARGV[2]" "$1" "$2" "$3"
}

transfer() {
  [[ $4 =~ ^[1-9][0-9]*$ ]] || { echo 'ERR Invalid amount'; return 1; }
  coproc CLI { redis-cli; }
  local in=${CLI[0]} out=${CLI[1]} pid=$CLI_PID reply balance
  echo "WATCH $1" >&$out; read -r reply <&$in
  echo "GET $1" >&$out; read -r balance <&$in
  if (( ${balance:-0} < $4 )); then
    exec {out}>&-; wait $pid; echo 'ERR Insufficient funds'; return 1
  fi
  echo "MULTI" >&$out; read -r reply <&$in
  echo "DECRBY $1 $4" >&$out; read -r reply <&$in
  echo "INCRBY $2 $4" >&$out; read -r reply <&$in
  echo "LPUSH $3 \"$1 $2 $4\"" >&$out; read -r reply <&$in
  echo "EXEC" >&$out; read -r reply <&$in
  exec {out}>&-
  wait $pid
  if [ -z "$reply" ]; then echo 'ERR busy'; return 1; fi
  echo OK
}
