session_create() { [ "$(redis-cli SET "$1" "$2" EX "$3" NX)" = OK ] && echo 1 || echo 0; }
session_get() { redis-cli GETEX "$1" EX "$2"; }
session_update() { [ "$(redis-cli SET "$1" "$2" XX KEEPTTL)" = OK ] && echo 1 || echo 0; }
session_end() { redis-cli DEL "$1"; }
