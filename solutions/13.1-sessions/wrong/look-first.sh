session_create() { if [ "$(redis-cli EXISTS "$1")" = 0 ]; then redis-cli SETEX "$1" "$3" "$2" >/dev/null; echo 1; else echo 0; fi; }
session_get() { redis-cli GETEX "$1" EX "$2"; }
session_update() { [ "$(redis-cli SET "$1" "$2" XX KEEPTTL)" = OK ] && echo 1 || echo 0; }
session_end() { redis-cli DEL "$1"; }
