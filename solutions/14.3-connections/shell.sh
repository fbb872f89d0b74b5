redis-cli CLIENT LIST >/dev/null
limit=$(redis-cli CONFIG GET maxclients | tail -1)
redis-cli HSET incident limit "$limit" cause "nobody is ever disconnected" cure "timeout, higher limit"
redis-cli EXPIRE incident $(( 30 * 24 * 3600 ))
redis-cli CONFIG SET maxclients 1000 timeout 300
redis-cli CONFIG SET tcp-keepalive 60
redis-cli CONFIG SET client-output-buffer-limit "pubsub 33554432 8388608 60"
redis-cli CONFIG REWRITE
