session_create() { [ "$(redis-cli SET "$1" "$2" EX "$3" NX)" = OK ] && echo 1 || echo 0; }
session_get() { redis-cli GETEX "$1" EX "$2"; }
session_update() {
  local left; left=$(redis-cli TTL "$1")
  if [ "$left" -lt 0 ]; then echo 0; return; fi
  redis-cli SETEX "$1" "$left" "$2" >/dev/null
  echo 1
}
session_end() { redis-cli DEL "$1"; }
