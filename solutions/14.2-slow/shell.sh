redis-cli SLOWLOG GET
redis-cli CONFIG SET slowlog-log-slower-than 10000 slowlog-max-len 128
redis-cli LRANGE visits 0 -1 | while read -r who; do redis-cli ZINCRBY visits:count 1 "$who" </dev/null; done
redis-cli -x FUNCTION LOAD <<'END'
#!lua name=find
redis.register_function{function_name='find_users', flags={'no-writes'}, callback=function(keys, args)
  local found, c = {}, '0'
  repeat
    local r = redis.call('SCAN', c, 'MATCH', args[1], 'COUNT', 50)
    c = r[1]
    for _, k in ipairs(r[2]) do found[k] = true end
  until c == '0'
  local list = {}
  for k in pairs(found) do table.insert(list, k) end
  table.sort(list)
  return list
end}
END
redis-cli ACL SETUSER default -keys
