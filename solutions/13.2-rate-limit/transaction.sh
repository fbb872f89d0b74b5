# A transaction in one connection; its last reply is the list that EXEC gives.
check_rate_limit() {
    local count
    count=$(redis-cli <<END | tail -n 1
MULTI
SET $1 0 EX $3 NX
INCR $1
EXEC
END
    )
    if [ "$count" -le "$2" ]; then echo allowed; else echo rate_limited; fi
}
