redis-cli RPUSH queue:high email:1
redis-cli RPUSH queue:normal pdf:2
redis-cli RPUSH queue:low cleanup:3
for a in posted liked commented; do
  redis-cli LPUSH feed:1000 "$a"
  redis-cli LTRIM feed:1000 0 99
done
redis-cli LRANGE feed:1000 0 9
redis-cli LPUSH undo:1000 delete:1
redis-cli LPUSH undo:1000 edit:2
undo() { redis-cli LMOVE undo:$1 redo:$1 LEFT LEFT; }
redo() { redis-cli LMOVE redo:$1 undo:$1 LEFT LEFT; }
undo 1000; undo 1000; redo 1000
redis-cli ZADD delayed:jobs $(date -d '+5 minutes' +%s) report:1
redis-cli ZADD delayed:jobs $(date -d '+10 minutes' +%s) report:2
next_job() {
  local job
  for q in "$@"; do
    job=$(redis-cli LPOP "$q")
    if [ -n "$job" ]; then echo "$job"; return; fi
  done
}
due_jobs() {
  redis-cli --eval /dev/stdin "$1" <<'EOF'
local now = redis.call('TIME')[1]
local jobs = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)
if #jobs > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  return jobs
end
return {}
EOF
}
