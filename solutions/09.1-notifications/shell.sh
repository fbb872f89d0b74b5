notify() {
  local n; n=$(redis-cli PUBLISH "$1" "$2")
  redis-cli LPUSH "${1%s}_history" "$2" >/dev/null
  redis-cli LTRIM "${1%s}_history" 0 99 >/dev/null
  echo "$n"
}
say() {
  redis-cli PUBLISH "$1" "[$2] $3" >/dev/null
  redis-cli LPUSH "$1:history" "[$2] $3" >/dev/null
  redis-cli LTRIM "$1:history" 0 999 >/dev/null
}
broadcast() {
  redis-cli PUBLISH "events:$2" "$3"
  redis-cli PUBLISH events:all "$3"
  redis-cli ZADD "$1" "$(date +%s)" "$2:$3"
}
online() {
  if [ "$(redis-cli SET "$1" 1 EX 300 NX)" = OK ]; then
    redis-cli PUBLISH events:user_status "${1#online:}" >/dev/null
    echo 1
  else
    redis-cli EXPIRE "$1" 300 >/dev/null
    echo 0
  fi
}
notify user:1000:notifications "You have a new follower"
notify user:1000:notifications "Your post was liked"
say chat:lobby alice hello
broadcast events:log order_placed 'Order #1234'
